"""Sentences, displayed paragraphs, quotations: tables of what a reader takes for one."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotations.span import Span
from reader.text.paragraphs import display_paragraphs
from reader.text.quotations import quotation_at
from reader.text.sentences import WINDOW, sentence_at, sentences
from tests.strategies import texts

TABLE = [
    "It began in May. It ended in June.|",
    "The U.S. Senate met Dr. Kim of N. Korea. He left.|",
    "Leaders of DPRK,[1] for the second time, met.[2] Nothing followed.|",
    'They are "reliable partners."[3] (Source: KCNA, July 3.) He spoke next.|',
    "The Japan-South Korea-U.S. trilateral must speak. It did.|",
    "It cost $3.5 million… Why? Nobody knows!|",
    "“We won. Nobody helped us.” That was all.|",
    "See No. 4 and vol. 2 of it. Done.|",
    "彼は来た。何も言わなかった。|",
    'Korean grows in Russia. "A landmark is the work. Our leaders agree."|',
]
CUTS = [
    ["It began in May.", "It ended in June."],
    ["The U.S. Senate met Dr. Kim of N. Korea.", "He left."],
    ["Leaders of DPRK,[1] for the second time, met.[2]", "Nothing followed."],
    ['They are "reliable partners."[3]', "(Source: KCNA, July 3.)", "He spoke next."],
    ["The Japan-South Korea-U.S. trilateral must speak.", "It did."],
    ["It cost $3.5 million…", "Why?", "Nobody knows!"],
    ["“We won. Nobody helped us.”", "That was all."],
    ["See No. 4 and vol. 2 of it.", "Done."],
    ["彼は来た。", "何も言わなかった。"],
    ["Korean grows in Russia.", '"A landmark is the work. Our leaders agree."'],
]


@pytest.mark.parametrize(("text", "wanted"), [(text.rstrip("|"), cuts) for text, cuts in zip(TABLE, CUTS, strict=True)])
def test_table(text: str, wanted: list[str]) -> None:
    assert [span.of(text) for span in sentences(text, Span(0, len(text)))] == wanted


@given(texts)
def test_sentences_cover_all_words_in_order_and_touch_no_white_space(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() and "\n" not in span.of(text) for span in found)


@given(texts)
def test_the_sentence_at_an_offset_is_one_of_the_sentences(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    for offset in range(len(text)):
        here = sentence_at(text, offset)
        assert not here or here in found
        assert offset not in here or here in found


def test_a_very_long_line_answers_the_same_from_everywhere() -> None:
    line = "One sentence with some words in it. Another one follows! " * 1_000
    assert len(line) > 6 * WINDOW
    found = sentences(line, Span(0, len(line)))
    assert all(sentence_at(line, span.start + 3) == span for span in found[::37])
    assert len(found) == 2_000


@given(texts)
def test_displayed_paragraphs_join_to_the_line(text: str) -> None:
    line = Span(0, len(text.replace("\n", " ")))
    pieces = display_paragraphs(text.replace("\n", " ") * 1, line)
    assert [piece.start for piece in pieces] == [0, *[piece.end for piece in pieces[:-1]]]
    assert pieces[-1].end == line.end


@pytest.mark.parametrize(
    ("text", "at", "inside"),
    [
        ("He said “come here” twice.", 12, "come here"),
        ('He said "come here" twice.', 12, "come here"),
        ("A 'framework' as they say", 5, "framework"),
        ("“outer ‘inner words’ outer”", 10, "inner words"),
        ("“outer ‘inner words’ outer”", 22, "outer ‘inner words’ outer"),
        ("It's nobody's word.", 5, None),
        ("nothing here", 3, None),
    ],
)
def test_the_quotation_around_a_place(text: str, at: int, inside: str | None) -> None:
    found = quotation_at(text, at, around=False)
    assert (found.of(text) if found else None) == inside
