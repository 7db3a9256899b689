"""How the page divides its width: air, gutter, column, overview, margin. Pure arithmetic, all in cells."""

from __future__ import annotations

from msgspec import Struct

AIR = 3
"""Empty cells kept on the left of the column, the gutter's bar among them."""

BETWEEN = 3
"""Cells between the column and the notes beside it; the overview's thin bar is the middle one."""

MARGIN_FROM = 70
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
    air = AIR if width >= 40 else 2
    if not notes or width < MARGIN_FROM:
        column = max(10, min(measure, width - air - BETWEEN))
        return Geometry(width, max(air, (width - column) // 2 - 1), column, width - 1, width, 0)
    margin = max(NARROWEST_MARGIN, min(WIDEST_MARGIN, width * 3 // 10))
    column = max(10, min(measure, width - margin - air - BETWEEN))
    left = max(air, (width - column - BETWEEN - margin) // 2)
    return Geometry(width, left, column, left + column + 1, left + column + BETWEEN, margin)
