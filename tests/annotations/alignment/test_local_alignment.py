"""What two texts share, drawn as the words that differ."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.alignment.local_alignment import shared_passages
from annotations.alignment.word_diff import words

STATEMENT = "the sea keeps no books and nobody has ever asked it for an account of what it took"
BEFORE, AFTER = "one day in spring we went down to the harbour early. ", ". then it rained until the evening came"


def drawn(here: str, there: str) -> list[str]:
    """Each shared passage of `there`, what stands here alone in [-], there alone in {+}."""
    first, second = words(here), words(there)
    found = []
    for shared in shared_passages(first, second):
        said = []
        for kind, a, a_end, b, b_end in shared.differences:
            if kind == "equal":
                said += second.forms[b:b_end]
            else:
                said += [f"[-{form}" for form in first.forms[a:a_end]] + [
                    f"{{+{form}" for form in second.forms[b:b_end]
                ]
        found.append(" ".join(said))
    return found


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (BEFORE + STATEMENT + AFTER, STATEMENT),
        (
            BEFORE + STATEMENT.replace("ever", "never once") + AFTER,
            STATEMENT.replace("ever", "[-ever {+never {+once"),
        ),
        (BEFORE + STATEMENT.replace("nobody has ", "") + AFTER, STATEMENT.replace("nobody has", "[-nobody [-has")),
        (BEFORE + "keeps no books and nobody has ever" + AFTER, "keeps no books and nobody has ever"),
        (BEFORE + AFTER, None),
    ],
)
def test_the_best_stretch_is_drawn(there: str, expected: str | None) -> None:
    assert next(iter(drawn(STATEMENT, there)), None) == expected


def test_two_passages_in_another_order_are_two() -> None:
    one, other = "first of all we measured the tide", "later on somebody measured the moon as well"
    assert set(drawn(f"{one}. Then. {other}", f"{other}! And: {one}")) == {one, other}


def test_no_passage_overlaps_another() -> None:
    text = f"{STATEMENT}. {STATEMENT}. {STATEMENT}."
    found = shared_passages(words(text), words(text))
    assert found[0].matched == 3 * 18
    assert len(found) == 1


@settings(deadline=None)  # a machine may be busy
@given(st.lists(st.sampled_from("abcdefghijklmnop"), min_size=4, max_size=40), st.integers(0, 30), st.integers(0, 30))
def test_a_copy_is_found_wherever_it_stands(copied: list[str], before: int, after: int) -> None:
    first = words(" ".join(copied))
    second = words(" ".join(["x"] * before + copied + ["y"] * after))
    best = shared_passages(first, second)[0]
    assert best.matched >= len(copied) - 3 or best.longest >= 4
    for kind, a, a_end, b, b_end in best.differences:
        assert (kind == "equal") == (first.forms[a:a_end] == second.forms[b:b_end])
