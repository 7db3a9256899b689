"""The bench's own laws, and its goals on a few texts: the figures themselves are printed by `benchmarks/anchoring.py`."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from annotations.model.selectors import describe
from annotations.model.span import Span
from benchmarks.anchoring import GONE, measure, ours, outcome
from benchmarks.baselines import by_hypothesis, matches
from benchmarks.edited_texts import EDITS, Traced, Writer, passage
from benchmarks.harder_edits import HARDER, HARDER_GONE


@pytest.mark.parametrize("kind", [*EDITS, *HARDER, *HARDER_GONE])
def test_every_edit_remembers_where_each_character_came_from(kind: str) -> None:
    writer = Writer(random.Random(kind))
    first = Traced.first(writer.article(8))
    span = passage(writer.rnd, first.text)
    changed = (EDITS | HARDER | HARDER_GONE)[kind](first, span, writer)
    assert len(changed.text) == len(changed.origins)
    assert all(-1 <= origin < len(first.text) for origin in changed.origins)
    assert (changed.where(span) is None) == (kind in GONE)


def test_most_passages_are_found_and_none_where_there_is_none() -> None:
    found = measure({"ours": ours}, EDITS, seed=20_261_124, rounds=5, highlights=2)["ours"]
    there = sum((counts for kind, counts in found.items() if kind not in GONE), Counter[str]())
    gone = sum((counts for kind, counts in found.items() if kind in GONE), Counter[str]())
    assert there["wrong"] == 0 and there["right"] >= 0.98 * there.total()
    assert gone["wrong"] <= 0.02 * gone.total()
    assert found["unchanged"]["right"] == found["unchanged"].total()


def test_an_answer_is_judged_by_words_not_by_marks() -> None:
    text = "One, two, three, four."
    truth = Span(5, 8)
    answers = [Span(5, 8), Span(4, 9), Span(0, 8), Span(10, 15), None]
    assert [outcome(answer, truth, text) for answer in answers] == ["right", "right", "near", "wrong", "orphaned"]
    assert outcome(None, None, text) == "right" and outcome(truth, None, text) == "wrong"


def test_the_rival_finds_the_fewest_errors() -> None:
    assert matches("a quick brawn fox", "brown", 2) == [(Span(8, 13), 1)]
    text = "One thing. Another thing, said twice. Another thing, sad twice."
    target = describe(text, Span(11, 37))
    assert by_hypothesis(text, target, "New. " + text) == Span(16, 42)
