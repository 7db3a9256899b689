"""Two texts side by side: only equal words are matched, each once, and what is the same is found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.alignment import align
from annotations.alignment.char_mapping import between, likeness
from annotations.alignment.move_detection import APART
from annotations.alignment.patience_diff import Block, common_runs
from annotations.alignment.semantic_cleanup import without_chance
from annotations.alignment.tokens import Vocabulary
from annotations.text.folding import fold, same_wording

numbers = st.lists(st.integers(0, 6), max_size=40)
texts = st.lists(
    st.sampled_from("the sea, keeper wrote. it down. and Lamp lit 2025 море 海 e\u0301".split()), max_size=60
).map(" ".join)


@given(numbers, numbers)
def test_runs_are_equal_on_both_sides_and_in_order(old: list[int], new: list[int]) -> None:
    runs = common_runs(old, new)
    assert all(old[a : a + n] == new[b : b + n] and n for a, b, n in runs)
    assert all(one.a + one.n <= two.a and one.b + one.n <= two.b for one, two in pairwise(runs))


@given(numbers)
def test_a_sequence_is_one_run_with_itself(values: list[int]) -> None:
    assert common_runs(values, values) == ([Block(0, 0, len(values))] if values else [])


@given(texts, texts)
def test_the_maps_are_each_others_inverse_and_join_equal_words(old: str, new: str) -> None:
    found = align(old, new)
    for word, to in enumerate(found.to_new):
        if to != APART:
            assert found.to_old[to] == word and found.old.ids[word] == found.new.ids[to]
    assert sum(to != APART for to in found.to_new) == sum(to != APART for to in found.to_old)


@given(texts)
def test_a_text_is_aligned_with_itself_word_for_word(text: str) -> None:
    found = align(text, text)
    assert list(found.to_new) == list(range(len(found.old)))


@given(texts, texts)
def test_pieces_lie_in_order_within_both_stretches(was: str, now: str) -> None:
    found = list(between(was, now, 0, len(was), 0, len(now)))
    assert all(0 <= one.start < one.end <= len(was) and 0 <= one.to < one.to_end <= len(now) for one in found)
    assert all(one.end <= two.start and one.to_end <= two.to for one, two in pairwise(found))
    assert all(
        fold(was[one.start : one.end]).text.split() == fold(now[one.to : one.to_end]).text.split()
        for one in found
        if one.same
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t — stop, at 3.5%!", ["Don", "t", "stop", "at", "3", "5"]),
        ("co\u00adoperate e\u0301te\u0301", ["co\u00adoperate", "e\u0301te\u0301"]),
        ("北京新闻 and 🌊🌊", ["北", "京", "新", "闻", "and", "🌊", "🌊"]),
        ("snake_case हिन्दी", ["snake", "case", "हिन्दी"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    found = Vocabulary().tokens(text)
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == words


def test_what_matches_by_chance_between_two_rewritten_stretches_is_dropped() -> None:
    blocks = [Block(0, 0, 9), Block(20, 22, 1), Block(40, 40, 9)]
    assert without_chance(blocks, 49, 49) == [blocks[0], blocks[2]]


def test_a_deleted_sentence_ends_where_a_sentence_ends() -> None:
    old = "The keeper slept. The lamp went out. The lamp was lit."
    found = align(old, "The keeper slept. The lamp was lit.")
    assert list(found.to_new) == [0, 1, 2, APART, APART, APART, APART, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("“We  wait,”", '"We wait,"', True),
        ("as long—as", "as long -- as", True),
        ("Ukrain\u0435", "Ukraine", True),
        ("co\u00adoperate", "cooperate", True),
        ("The", "the", False),
        ("resume", "résumé", False),
        ("three boats", "two boats", False),
    ],
)
def test_other_marks_and_spaces_are_no_other_words(one: str, other: str, same: bool) -> None:
    assert same_wording(one, other) == same == same_wording(other, one)


def test_likeness_counts_what_was_put_in_too() -> None:
    assert likeness("The lamp", "the  LAMP") == 1.0
    assert likeness("", "") == 1.0 and likeness("abc", "") == 0.0
    assert likeness("the lamp was lit", "the lamp was not lit") < likeness("the lamp was lit", "the lamp is lit")
