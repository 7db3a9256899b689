"""Horizontal geometry of the page in cells: left padding, gutter, text column, overview bar, margin."""

from __future__ import annotations

from msgspec import Struct

LEFT_PADDING_CELLS = 3
"""Empty cells kept on the left of the column, the gutter's bar among them."""

MARGIN_GAP_CELLS = 3
"""Cells between the column and the notes beside it; the overview's thin bar is the middle one."""

MIN_MARGIN_PAGE_CELLS = 70
"""The narrowest page beside which notes still have room."""

NARROWEST_MARGIN, WIDEST_MARGIN = 24, 40


class Geometry(Struct, frozen=True):
    """Where things stand in a page `width` wide: the column from `left`, the overview at `bar`, the notes from `margin_left`."""

    width: int
    left: int
    column: int
    bar: int
    margin_left: int
    margin: int


def divide(width: int, measure: int, notes: bool) -> Geometry:
    """Return the columns of a page of `width` cells with a text column of `measure` cells, if there is room."""
    air = LEFT_PADDING_CELLS if width >= 40 else 2
    if not notes or width < MIN_MARGIN_PAGE_CELLS:
        column = max(10, min(measure, width - air - MARGIN_GAP_CELLS))
        return Geometry(width, max(air, (width - column) // 2 - 1), column, width - 1, width, 0)
    margin = max(NARROWEST_MARGIN, min(WIDEST_MARGIN, width * 3 // 10))
    column = max(10, min(measure, width - margin - air - MARGIN_GAP_CELLS))
    left = max(air, (width - column - MARGIN_GAP_CELLS - margin) // 2)
    return Geometry(width, left, column, left + column + 1, left + column + MARGIN_GAP_CELLS, margin)
