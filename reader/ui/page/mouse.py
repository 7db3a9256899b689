"""The mouse on the page: a press, a drag over any distance, clicks by word, sentence and paragraph, the wheel, the overview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual import events
from textual.geometry import Size
from textual.timer import Timer

from annotations.model.span import Span
from reader.text.layout.text_layout import Row
from reader.text.layout.viewport import Viewport
from reader.text.movement.navigator import Cursor, onto
from reader.text.movement.selection import Selection
from reader.text.segments.sentences import sentence_at, stripped
from reader.text.segments.words import word_at
from reader.ui.page.page_columns import Geometry
from reader.ui.page.page_document import Sheet
from reader.ui.widgets.cached_rows import KeptRows

DRAG_SCROLL_S = 0.06
"""Seconds between two scrolled rows while a drag is held at an edge."""


class Pane(Protocol):
    """The page, as far as the mouse knows it."""

    view: Viewport
    sheet: Sheet
    geometry: Geometry
    shift: int

    @property
    def size(self) -> Size:
        """In cells."""

    @property
    def selection(self) -> Selection | None:
        """The selected span."""

    def point(self, cursor: Cursor, selection: Selection | None) -> None:
        """Set the cursor and the selection without scrolling."""

    def chosen(self, selection: Selection) -> None:
        """Set the selection and post that a passage was chosen."""

    def go_to(self, offset: int) -> None:
        """Move the cursor to an offset and scroll to it."""

    def turn(self, rows: int) -> None:
        """Scroll by rows."""

    def follow_mouse(self, on: bool) -> None:
        """Capture the mouse outside the page, or release it."""

    def every(self, seconds: float, act: Callable[[], object]) -> Timer:
        """Call a function at an interval."""


class Pointing:
    """Mouse handling of a page. A drag held at an edge keeps scrolling."""

    def __init__(self, page: Pane) -> None:
        self._page = page
        self._pressed: int | None = None
        self._pointer = (0, 0)
        self._scrolling: Timer | None = None

    def _offset_at(self, x: int, y: int) -> int | None:
        """Return the text offset under a cell, or of the nearest row, or None."""
        page = self._page
        rows = page.view.rows()
        if not rows:
            return None
        row: Row = rows[max(0, min(y - page.view.lead, len(rows) - 1))]
        shift = page.shift if row.sideways else 0
        return onto(page.view.layout, row, max(0, x - page.geometry.left + shift)).head

    def press(self, x: int, y: int) -> None:
        """Move the cursor without scrolling, so that a double click hits the same place; on the overview bar, scroll there."""
        page = self._page
        if x == page.geometry.bar:
            page.go_to(y * len(page.sheet.text) // max(1, page.size.height))
            return
        offset = self._offset_at(x, y)
        if offset is not None:
            self._pressed, self._pointer = offset, (x, y)
            page.point(Cursor(offset), None)
            page.follow_mouse(True)

    def drag(self, x: int, y: int) -> None:
        """Extend the selection from where the button was pressed."""
        if self._pressed is None:
            return
        self._pointer = (x, y)
        if self._edge(y) == 0:
            self._stop()
            self._select_to(x, y)
        elif self._scrolling is None:
            self._scrolling = self._page.every(DRAG_SCROLL_S, self._drag_on)
            self._drag_on()

    def _edge(self, y: int) -> int:
        """-1 at the upper edge or over it, 1 at the lower, 0 between."""
        return -1 if y <= 0 else int(y >= self._page.size.height - 1)

    def _drag_on(self) -> None:
        """Scroll a row, more where the pointer is far outside, and select up to the pointer."""
        (x, y), height = self._pointer, self._page.size.height
        outside = max(-y, y - height + 1, 0)
        self._page.view = self._page.view.scrolled(self._edge(y) * (1 + outside // 2))
        self._select_to(x, max(0, min(y, height - 1)))

    def _select_to(self, x: int, y: int) -> None:
        offset = self._offset_at(x, y)
        if self._pressed is not None and offset is not None and (offset != self._pressed or self._page.selection):
            self._page.point(Cursor(offset), Selection(self._pressed, offset))

    def _stop(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def release(self) -> None:
        """End a drag; its selection stays."""
        self._stop()
        if self._pressed is not None:
            self._pressed = None
            self._page.follow_mouse(False)

    def click(self, x: int, y: int, times: int) -> None:
        """Two clicks select the word, three the sentence, four the paragraph as it is shown."""
        offset = self._offset_at(x, y)
        if offset is None or times < 2 or x == self._page.geometry.bar:
            return
        span = self._unit(offset, times)
        if span:
            self._page.chosen(Selection.over(self._page.sheet.text, span))

    def _unit(self, offset: int, times: int) -> Span:
        text = self._page.sheet.text
        if times == 2:
            return word_at(text, offset)
        return (
            sentence_at(text, offset)
            if times == 3
            else stripped(text, self._page.view.layout.display_paragraph(offset))
        )

    def wheel(self, rows: int) -> None:
        """Scroll; a drag goes on meanwhile."""
        if self._pressed is None:
            self._page.turn(rows)
        else:
            self._page.view = self._page.view.scrolled(rows)
            self._select_to(*self._pointer)


class Pointed(KeptRows):
    """A widget that hands what the mouse does to its Pointing."""

    pointing: Pointing

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1:
            self.pointing.press(event.x, event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.pointing.drag(event.x, event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End the drag."""
        self.pointing.release()

    def on_click(self, event: events.Click) -> None:
        self.pointing.click(event.x, event.y, event.chain)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three rows down."""
        event.stop()
        self.pointing.wheel(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three rows up."""
        event.stop()
        self.pointing.wheel(-3)
