"""How the page divides its width: air, gutter, column, overview, margin. Pure arithmetic, all in cells."""

from __future__ import annotations

from dataclasses import dataclass

AIR = 3
"""Empty cells kept on the left of the column, the gutter's bar among them."""

MARGIN_FROM = 70
"""The narrowest page beside which notes still have room."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where things stand in a page `width` wide: the column from `left`, the notes from `margin_left`."""

    width: int
    left: int
    column: int
    margin_left: int
    margin: int

    @property
    def page(self) -> int:
        """The width without the margin; its last cell is the overview's."""
        return self.width - self.margin


def divide(width: int, measure: int, notes: bool) -> Geometry:
    """The geometry of a page `width` wide whose column wants to be `measure` wide."""
    margin = max(24, min(40, width * 3 // 10)) if notes and width >= MARGIN_FROM else 0
    page = width - margin
    air = AIR if page >= 40 else 2
    column = max(10, min(measure, page - air - 3))
    left = max(air, (page - column) // 2 - 1)
    return Geometry(width, left, column, page + 1, margin)
