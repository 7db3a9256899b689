"""Words and their forms; two passages side by side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from annotations.alignment.word_diff import BREAK, collate, words
from annotations.model.span import Span
from tests.strategies import wild_text


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Kim’s own words, don't!", ["kim's", "own", "words", "don't"]),
        ("co-operation — naïve", ["co", "operation", "naive"]),
        ("the Ukrain\u0435 gauge", ["the", "ukraine", "gauge"]),
        ("sof\u00adt hyphen, zero\u200bwidth", ["soft", "hyphen", "zerowidth"]),
        ("ﬁrst ＷＩＤＥ", ["first", "wide"]),
        ("海は本を", ["海", "は", "本", "を"]),
        ("น้ำขึ้น", ["น", "\u0e49", "\u0e4d\u0e32", "ข", "\u0e36", "\u0e49", "น"]),
        ("पानी की", ["पानी", "की"]),
        ("cafe\u0301 _x_ 3.5", ["cafe", "x", "3", "5"]),
        ("… — ?", []),
    ],
)
def test_words_are_compared_by_their_forms(text: str, forms: list[str]) -> None:
    assert words(text).forms == forms


@settings(deadline=None)  # a machine may be busy
@given(wild_text)
def test_words_stand_in_order_and_do_not_overlap(text: str) -> None:
    found = words(text)
    bounds = [offset for pair in zip(found.starts, found.ends, strict=True) for offset in pair]
    assert bounds == sorted(bounds)
    assert all(found.forms)
    assert all(start < end for start, end in zip(found.starts, found.ends, strict=True))


def test_what_is_skipped_leaves_a_break() -> None:
    text = "One two. ADVERT HERE. Three four."
    found = words(text, [Span(9, 21)])
    assert found.forms == ["one", "two", BREAK, "three", "four"]
    assert found.span(3, 5).of(text) == "Three four"


def test_words_within_a_span_are_whole() -> None:
    text = "One two three four"
    assert words(text).within(Span(5, 10)).forms == ["two", "three"]


@settings(deadline=None)  # a machine may be busy
@given(wild_text, wild_text)
def test_a_collation_covers_both_sides(one: str, other: str) -> None:
    first, second = words(one).forms, words(other).forms
    found = collate(first, second)
    assert [form for each in found for form in first[each.a : each.a_end]] == first
    assert [form for each in found for form in second[each.b : each.b_end]] == second
    for each in found:
        same = first[each.a : each.a_end] == second[each.b : each.b_end]
        assert same == (each.kind == "equal")
