from __future__ import annotations

import pytest

from annotations.model.span import Span


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_what_is_not_a_range_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_spans_that_only_touch_share_nothing() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 3).clip(Span(3, 5)) is None


def test_union_covers_both_and_what_lies_between() -> None:
    assert Span(0, 2).union(Span(5, 7)) == Span(0, 7)
