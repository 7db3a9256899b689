"""Words, motions and selections, in pictures: `|` stands before the cluster that the cursor is on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.span import Span
from reader.text.layout.layout_pieces import LaidBlock
from reader.text.movement import motions
from reader.text.movement.jump_labels import labels
from reader.text.movement.selection import Selection, narrowed, widen, widened
from reader.text.segments.words import word_at
from reader.text.unicode.graphemes import cluster_start, clusters, next_boundary, prev_boundary
from tests.strategies import texts

Motion = Callable[[str, int, int], int]


def moved(picture: str, motion: Motion, count: int = 1) -> str:
    at = picture.index("|")
    text = picture.replace("|", "")
    to = motion(text, at, count)
    return text[:to] + "|" + text[to:]


@pytest.mark.parametrize(
    ("motion", "before", "after"),
    [
        (motions.char_next, "|abc", "a|bc"),
        (motions.char_next, "|👩‍👩‍👧x", "👩‍👩‍👧|x"),
        (motions.char_next, "ab|c\n\ndef", "abc\n\n|def"),
        (motions.char_next, "ab|c", "ab|c"),
        (motions.char_prev, "abc\n\n|def", "ab|c\n\ndef"),
        (motions.char_prev, "|abc", "|abc"),
        (motions.word_next, "|don’t stop, now", "don’t |stop, now"),
        (motions.word_next, "don’t |stop, now", "don’t stop|, now"),
        (motions.word_next, "東|京タワーへ行く", "東京|タワーへ行く"),
        (motions.word_prev, "one tw|o", "one |two"),
        (motions.word_prev, "one |two", "|one two"),
        (motions.word_end, "|one two", "on|e two"),
        (motions.word_end, "on|e two", "one tw|o"),
        (motions.sentence_next, "On|e here. Two there.", "One here. |Two there."),
        (motions.sentence_next, "One here. |Two there.\n\nThree.", "One here. Two there.\n\n|Three."),
        (motions.sentence_next, "One. |Two.", "One. Two|."),
        (motions.sentence_prev, "One here. Two th|ere.", "One here. |Two there."),
        (motions.sentence_prev, "One here. |Two there.", "|One here. Two there."),
        (motions.sentence_prev, "One.\n\n|Two.", "|One.\n\nTwo."),
    ],
)
def test_motions(motion: Motion, before: str, after: str) -> None:
    assert moved(before, motion) == after


def test_counts_repeat() -> None:
    assert moved("|a b c d", motions.word_next, 3) == "a b c |d"
    assert moved("|One. Two. Three.", motions.sentence_next, 2) == "One. Two. |Three."


ALL = [
    motions.char_next, motions.char_prev, motions.word_next, motions.word_prev,
    motions.word_end, motions.sentence_next, motions.sentence_prev,
]  # fmt: skip


@given(texts, st.sampled_from(ALL), st.integers(0, 400), st.integers(1, 5))
def test_motions_end_in_the_text_on_a_cluster(text: str, motion: Motion, offset: int, count: int) -> None:
    if not text.strip():
        return
    offset = motions.on_cluster(text, min(offset, len(text) - 1))
    to = motions.on_cluster(text, motion(text, offset, count))
    assert 0 <= to < len(text)
    assert cluster_start(text, to) == to


@given(texts)
def test_going_on_by_characters_comes_to_the_end_and_back(text: str) -> None:
    if not text.strip():
        return
    first = motions.on_cluster(text, 0)
    last = motions.char_next(text, first, len(text))
    assert text[next_boundary(text, last) :].strip("\n") == ""
    assert text[: motions.char_prev(text, last, len(text))].strip("\n") == ""


@given(texts)
def test_boundaries_agree_with_the_clusters(text: str) -> None:
    for cluster in clusters(text, 0, len(text)):
        assert cluster_start(text, cluster.end - 1) == cluster.start
        assert next_boundary(text, cluster.start) == cluster.end
        assert prev_boundary(text, cluster.end) == cluster.start


@given(texts)
def test_words_divide_what_is_not_white_space(text: str) -> None:
    for offset, character in enumerate(text):
        word = word_at(text, offset)
        assert bool(word) == (not character.isspace())
        assert not word or (offset in word and not any(map(str.isspace, word.of(text))))


def test_a_selection_covers_both_its_ends() -> None:
    text = "ab👍🏽cd"
    assert Selection(1, 2).span(text).of(text) == "b👍🏽"
    assert Selection(2, 1).span(text).of(text) == "b👍🏽"
    assert Selection(1, 2).other_end() == Selection(2, 1)


def test_a_selection_by_sentence_takes_whole_ones() -> None:
    text = "One here. Two there. Three."
    assert Selection(3, 12, "sentence").span(text).of(text) == "One here. Two there."
    assert Selection(12, 3, "sentence").span(text).of(text) == "One here. Two there."


def test_widening_goes_from_word_to_clause_sentence_paragraph_section_and_back() -> None:
    text = "Heading\n\nFirst one. The second, as (so they, say) it is.\n\nAnother paragraph.\n\nNext\n\nThe last."
    blocks = [
        LaidBlock(Span(text.index(words), text.index(words) + len(words)), "heading", 2)
        for words in ("Heading", "Next")
    ]
    now, seen = None, []
    cursor = text.index("they")
    while (wider := widened(text, now, cursor, blocks)) != now and wider:
        seen.append(wider.span(text).of(text))
        now = wider
    assert seen == [
        "they",
        "so they",
        "so they, say",
        "as (so they, say) it is.",
        "The second, as (so they, say) it is.",
        "First one. The second, as (so they, say) it is.",
        text[: text.index("\n\nNext")],
        text,
    ]
    while now:
        assert now.span(text).of(text) == seen.pop()
        now = narrowed(text, now)
    assert not seen


def test_a_run_of_units_widens_to_whole_ones() -> None:
    text = "One here, there. Two, three there. Four."
    over = Selection(text.index("there"), text.index("three"))
    seen = []
    for _ in range(3):
        over = widened(text, over, 0) or over
        seen.append(over.span(text).of(text))
    assert seen == ["there. Two, three", "there. Two, three there.", "One here, there. Two, three there."]


@given(texts, st.integers(0, 300), st.integers(0, 300))
def test_widening_and_narrowing_again_leads_back(text: str, one: int, other: int) -> None:
    if not text:
        return
    begin = Selection(cluster_start(text, one % len(text)), cluster_start(text, other % len(text)))
    chain: list[Selection | None] = [begin]
    for _ in range(5):
        chain.append(widened(text, chain[-1], begin.head))
    now = chain[-1]
    for before in reversed(chain[:-1]):
        if now == before:
            continue
        assert now is not None
        now = narrowed(text, now)
        assert now == before


@given(texts, st.integers(0, 300))
def test_widening_always_covers_what_was_there(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    span = Span(offset, offset)
    for _ in range(6):
        wider = widen(text, span)
        assert wider.covers(span)
        span = wider
    assert widen(text, span) == span


@pytest.mark.parametrize("count", [0, 1, 9, 26, 27, 60, 300, 676, 700])
def test_no_label_begins_another(count: int) -> None:
    made = labels(count)
    assert len(set(made)) == count
    assert not any(other != one and other.startswith(one) for one in made for other in made[:50])
    assert count > 26 or all(len(label) == 1 for label in made)
