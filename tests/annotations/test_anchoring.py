"""Finding a passage again: exact, moved, or honestly lost; never on other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import Anchored, Orphan, anchor
from annotations.span import Span
from annotations.target import CONTEXT, describe

TEXT = "The gauge was read daily. The keeper wrote it down. The gauge was read daily by his son."


def spans_of(text: str) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)).map(
        lambda drawn: Span(drawn[0], min(len(text), drawn[0] + drawn[1]))
    )


@given(spans_of(TEXT))
def test_on_the_same_text_it_is_the_identity(span: Span) -> None:
    assert anchor(TEXT, describe(TEXT, span)) == Anchored(span, "exact")


@given(spans_of(TEXT), st.text("xyz ", max_size=80))
def test_words_put_in_front_move_it_along(span: Span, before: str) -> None:
    found = anchor(before + TEXT, describe(TEXT, span))
    assert isinstance(found, Orphan) or found.span.of(before + TEXT) == span.of(TEXT)


def test_a_context_tells_two_equal_passages_apart() -> None:
    second = Span(TEXT.rindex("The gauge was read"), TEXT.rindex(" by his son"))
    found = anchor("New. " + TEXT, describe(TEXT, second))
    assert found == Anchored(second.shift(5), "moved")


@pytest.mark.parametrize("changed", ["", "Nothing of it.", TEXT.replace("keeper", "warden")])
def test_a_deleted_passage_is_an_orphan(changed: str) -> None:
    span = Span(TEXT.index("keeper"), TEXT.index(" wrote"))
    assert anchor(changed, describe(TEXT, span)) == Orphan()


def test_a_description_keeps_the_words_around() -> None:
    target = describe(TEXT, Span(40, 50))
    assert (len(target.quote.prefix), len(target.quote.suffix)) == (CONTEXT, CONTEXT)
    assert target.quote.prefix + target.quote.exact + target.quote.suffix in TEXT


@pytest.mark.parametrize("span", [Span(3, 3), Span(0, len(TEXT) + 1)])
def test_what_is_no_passage_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="no passage"):
        describe(TEXT, span)
