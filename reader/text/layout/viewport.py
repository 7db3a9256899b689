"""The visible part of a layout. Immutable: each movement returns another viewport.

The anchor is a row of the layout, found again by its offset after a resize; there are no global row numbers. `header` rows
(the title and the line of source data) precede the text; `lead` of them are still visible.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from reader.text.layout.text_layout import Layout, Row

SCROLL_OFF_ROWS = 3
"""Rows kept between the cursor and the edge of the screen, where there is text beyond it."""


def is_same_row(one: Row, other: Row) -> bool:
    """Whether both are the same row of one layout."""
    return (one.chunk, one.index) == (other.chunk, other.index)


class Viewport(Struct, frozen=True):
    """The rows from `top` on, below `lead` rows of the header; `height` and `header` are in rows."""

    layout: Layout
    top: Row
    height: int
    header: int
    lead: int

    @classmethod
    def at_start(cls, layout: Layout, height: int, header: int) -> Viewport:
        """Return the viewport at the beginning of the text with the whole header."""
        return cls(layout, layout.first(), max(1, height), header, header)

    def rows(self) -> list[Row]:
        """Return the visible rows of the text, from screen row `lead` on."""
        return self.layout.window(self.top, max(0, self.height - self.lead))

    def index_of(self, row: Row) -> int | None:
        """Return the screen row of `row`, or None if it is not visible."""
        for y, shown in enumerate(self.rows(), self.lead):
            if is_same_row(shown, row):
                return y
        return None

    def scrolled(self, count: int) -> Viewport:
        """Return the viewport `count` rows further down (up if negative), clamped to the text."""
        return self._down(count) if count > 0 else self._up(-count)

    def _down(self, count: int) -> Viewport:
        lead = min(self.lead, count)
        moved = replace(self, lead=self.lead - lead, top=self.layout.move(self.top, count - lead))
        missing = moved.height - moved.lead - len(moved.rows())
        return moved if missing <= 0 else moved._up(missing)

    def _up(self, count: int) -> Viewport:
        top = self.top
        while count and (above := self.layout.before(top)) is not None:
            top, count = above, count - 1
        return replace(self, top=top, lead=min(self.header, self.lead + count))

    def showing(self, offset: int) -> Viewport:
        """Return the nearest viewport that shows the row of `offset`, SCROLL_OFF_ROWS rows from the edges."""
        row = self.layout.row_of(offset)
        y = self.index_of(row)
        off = min(SCROLL_OFF_ROWS, (self.height - 1) // 2)
        if y is None:
            return self._jumped(row)
        if y < off:
            return self.scrolled(y - off)
        return self.scrolled(max(0, y - (self.height - 1 - off)))

    def _jumped(self, row: Row) -> Viewport:
        """Return the viewport with `row` near an edge if it is less than a screen away, else at a third of the height."""
        off = min(SCROLL_OFF_ROWS, (self.height - 1) // 2)
        above, below = self._steps_to(row, self.layout.before, self.top), self.rows()[-1:]
        if above < self.height:
            return self._up(above + off)
        under = self._steps_to(row, self.layout.after, below[0] if below else self.top)
        if under < self.height // 2:
            return self._down(under + off)
        return replace(self, top=row, lead=0)._up(self.height // 3)._filled()

    def _steps_to(self, row: Row, step: Callable[[Row], Row | None], start: Row) -> int:
        """Count the steps from `start` to `row`; the height if it is further away."""
        for count in range(1, self.height):
            found = step(start)
            if found is None:
                break
            if is_same_row(found, row):
                return count
            start = found
        return self.height

    def _filled(self) -> Viewport:
        """Return the viewport without empty screen rows at the end while there is text above."""
        missing = self.height - self.lead - len(self.rows())
        return self if missing <= 0 else self._up(missing)

    def relaid(self, layout: Layout, height: int, header: int) -> Viewport:
        """Return the viewport at the same place in a new layout, after a resize, a fold or another column width."""
        if self.lead:
            return Viewport.at_start(layout, height, header)
        return Viewport(layout, layout.row_of(self.top.start), max(1, height), header, 0)._filled()
