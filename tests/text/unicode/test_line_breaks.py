"""Where rows may end, in pictures: `·` marks each place that UAX #14 allows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from annotations.model.span import Span
from reader.text.layout.wrapping import NOT_FIRST, rows
from reader.text.unicode.line_breaks import may_break
from tests.strategies import texts

PICTURES = (
    "two ·words", "well-·known", "“quoted” ·text", "say ·“so”", "a ·(b) ·c", "« ok » ·x", "it ·is ·5 ·% ·so", "$5.00 ·each",
    "1,234.56", "https://·a.example/·b/·c?·d", "and/·or", "漢·字。", "「引·用」·と", "か·んぁ", "第·1·章", "end…", "a ·… ·b",
    "no\u00a0break", "foo·—·bar", "2010–·2020", "U.S.", "Dr.\u00a0No", "👩‍👩‍👧·👍🏽·🇩🇪·🇫🇷", "한·국·어", "שלום ·עולם", "-5", "e\u0301a",
    "one\t·two", "right! ·No", "20 ·°C", "(a)b", "x·漢·x",
)  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures(picture: str) -> None:
    text = picture.replace("·", "")
    shown = text[:1] + "".join(("·" if may_break(text, at) else "") + text[at] for at in range(1, len(text)))
    assert shown == picture


@given(texts)
def test_no_row_begins_with_a_closing_mark_where_there_is_another_way(text: str) -> None:
    for line in filter(None, text.split("\n")):
        for (first, _, _), (start, _, _) in pairwise(rows(line, Span(0, len(line)), 20)):
            other = any(may_break(line, at) and not line[at].isspace() for at in range(first + 1, start))
            assert line[start] not in NOT_FIRST or not other, line
