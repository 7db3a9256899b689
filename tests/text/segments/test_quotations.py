"""The quotation around a place, in pictures: `|` stands before the cluster that the cursor is on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.span import Span
from reader.text.layout.layout_pieces import LaidBlock
from reader.text.layout.sections import heading_at, sections_at
from reader.text.segments.clauses import clauses_at
from reader.text.segments.quotations import quotation_after, quotation_at, quotation_over, quotations_between
from reader.text.segments.quote_pairs import pair_marks
from reader.text.segments.sentences import sentence_at
from tests.strategies import texts, texts_with_blocks

PICTURES = [
    ("He said “come |here” twice.", "come here"),
    ('He said "come |here" twice.', "come here"),
    ("A 'frame|work' as they say", "framework"),
    ("“outer ‘inn|er words’ outer”", "inner words"),
    ("“outer ‘inner words’ ou|ter”", "outer ‘inner words’ outer"),
    ("It's nob|ody's word.", None),
    ("'Twas the keep|ers' book.", None),
    ("the '90s and the 'eighties' c|ame", None),
    ("Rock 'n' roll is 'not de|ad' yet", "not dead"),
    ("'the keepers' bo|ok is mine,' he said", "the keepers' book is mine,"),
    ("‘the keepers’ bo|ok is mine,’ he said", "the keepers’ book is mine,"),
    ("«внешняя „внутр|енняя“ часть»", "внутренняя"),
    ("»Er sagte: ›ja|‹ und ging«", "ja"),
    ("„Er ko|mmt“, sagte sie.", "Er kommt"),
    ("「彼は『行|く』と言った。」", "行く"),
    ("« Oui, je vi|ens », dit-il", " Oui, je viens "),
    ("She said, \"He told me 'go aw|ay' twice.\"", "go away"),
    ('a 6" pipe and "he|llo"', "hello"),
    ("“First para.\n\n“Second pa|ra.\n\n“Third.” he said", "First para.\n\n“Second para.\n\n“Third."),
    ("x “First pa|ra.\n\n“Second.” he said", "First para.\n\n“Second."),
    ('"First para.\n\n"Second pa|ra." Then. "Another."', 'First para.\n\n"Second para.'),
    ('"Done." x\n\n"Second pa|ra." Then.', "Second para."),
    ("don’t ‘stop’ w|e can’t", None),
    ("他说：“我来|了。”", "我来了。"),
    ("“a”“b|c”", "bc"),
    ("(“pare|n”)", "paren"),
    ("”Svenska cit|at” här", "Svenska citat"),
    ("“She said ‘I don’t kn|ow’ and left.”", "I don’t know"),
    ('"She said "inn|er" and left"', "inner"),
    ("“text [1|] and”", "text [1] and"),
    ("word—“quo|te”—word", "quote"),
    ("the ‘dogs’ and ‘c|ats’ here", "cats"),
    ("the dogs' and the cats' ho|uses", None),
]


@pytest.mark.parametrize(("picture", "inside"), PICTURES)
def test_the_quotation_around_a_place(picture: str, inside: str | None) -> None:
    at, text = picture.index("|"), picture.replace("|", "")
    found = quotation_at(text, at, around=False)
    assert (found.of(text) if found else None) == inside
    whole = quotation_at(text, at, around=True)
    assert (whole.of(text)[1:-1] if whole else None) == inside


def test_the_next_larger_quotation_and_the_next_one_on() -> None:
    text = "He: “outer ‘inner’ more.” Then “another.”"
    inner = quotation_at(text, text.index("inner"), around=False)
    assert inner is not None
    outer = quotation_over(text, inner, around=False)
    assert outer is not None
    assert outer.of(text) == "outer ‘inner’ more."
    assert quotation_at(text, inner.start, around=False, level=2) == outer
    assert quotation_over(text, outer, around=False) is None
    after = quotation_after(text, 0, len(text), around=True)
    assert after is not None
    assert after.of(text) == "“outer ‘inner’ more.”"
    assert quotation_after(text, 0, 3, around=True) is None


quoted = st.lists(
    st.sampled_from(
        ["“", "”", "‘", "’", '"', "'", "«", "»", "(", ")", "「", "」", "word", "s", " ", ". ", "\n\n", "ß", "字"]
    ),
    max_size=40,
).map("".join)


@given(quoted, st.integers(0, 100))
def test_pairs_nest_and_a_quotation_holds_its_place(text: str, offset: int) -> None:
    pairs, _ = pair_marks(text, Span(0, len(text)))
    for one in pairs:
        for other in pairs:
            assert not one.span.overlaps(other.span) or one.span.covers(other.span) or other.span.covers(one.span)
    found = quotation_at(text, offset, around=True)
    assert found is None or offset in found


@given(st.one_of(texts, quoted), st.integers(0, 200))
def test_clauses_lie_one_inside_another_within_the_sentence(text: str, offset: int) -> None:
    found = clauses_at(text, min(offset, len(text)))
    assert all(other.covers(one) for one, other in pairwise(found))
    sentence = sentence_at(text, min(offset, len(text)))
    assert all(sentence.covers(one) for one in found)


@pytest.mark.parametrize(
    ("picture", "clauses"),
    [
        ("It cost 1,000 euros, at 12:30, he sa|id.", ["he said.", "It cost 1,000 euros, at 12:30, he said."]),
        (
            "She said, “come, n|ow,” and left, so.",
            ["now", "come, now,", "“come, now,” and left", "She said, “come, now,” and left, so."],
        ),
        ("一个，我来|了，走。", ["我来了", "一个，我来了，走。"]),
        ("قال، إن|ه جاء، ثم ذهب.", ["إنه جاء", "قال، إنه جاء، ثم ذهب."]),
        ("He — that is, the ke|eper — slept.", ["the keeper", "He — that is, the keeper — slept."]),
    ],
)
def test_clauses(picture: str, clauses: list[str]) -> None:
    at, text = picture.index("|"), picture.replace("|", "")
    assert [clause.of(text) for clause in clauses_at(text, at)] == clauses


@given(texts_with_blocks(), st.integers(0, 200))
def test_sections_lie_one_inside_another_and_the_last_is_the_text(
    drawn: tuple[str, list[LaidBlock]], offset: int
) -> None:
    text, blocks = drawn
    offset = min(offset, len(text))
    found = sections_at(len(text), blocks, offset)
    assert all(other.covers(one) for one, other in pairwise(found))
    number = heading_at(blocks, offset)
    headings = [block for block in blocks if block.kind == "heading"]
    assert number is None or headings[number].span.start <= offset


def test_all_quotations_of_a_stretch_are_found_once_each() -> None:
    text = "He said “one ‘two’ three” to «four».\n“Five goes on\n\n“and ends.” Nothing “” and it’s “six”."
    found = [pair.inside.of(text) for pair in quotations_between(text, Span(0, len(text)))]
    assert found == ["one ‘two’ three", "two", "four", "Five goes on\n\n“and ends.", "six"]
    assert [
        pair.inside.of(text) for pair in quotations_between(text, Span(text.index("three"), text.index("“Five")))
    ] == [
        "one ‘two’ three",
        "four",
    ]
