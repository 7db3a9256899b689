"""A list of rows of one line or two, painted row by row: as quick with a hundred thousand as with five.

Its items are plain text that has passed the cleaning function; they are painted as they are and never read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.text.cells import cell_len, set_width
from reader.text.clean import clean_line
from reader.ui.theme import Palette

LINES = 2
TITLE_WIDTH = 18
"""Cells of the title where title and detail stand on one line."""
NARROWEST_DETAIL = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a glyph, a title, a second line, and the value that choosing it gives.

    `tail` stands behind `detail` and is kept whole where both together are too long.
    """

    value: str
    title: str
    detail: str
    glyph: str = " "
    strong: bool = False
    tail: str = ""


def fitted(text: str, width: int) -> str:
    """`text` cleaned and exactly `width` cells wide, cut with `…` where it is longer."""
    text = clean_line(text[: width * 8])
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return set_width(text, max(0, width - 1)).rstrip().ljust(0) + "…"


class RowList(Widget, can_focus=True):
    """Shows `items`, one of them chosen by `index`; posts Moved when that changes and Picked on Enter or a click."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; }"

    class Moved(Message):
        """Another item is the chosen one."""

        def __init__(self, rows: RowList) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> RowList:
            """The list, as Textual asks for it."""
            return self.rows

    class Picked(Message):
        """The chosen item was asked for."""

        def __init__(self, rows: RowList, item: Item) -> None:
            super().__init__()
            self.rows, self.item = rows, item

        @property
        def control(self) -> RowList:
            """The list, as Textual asks for it."""
            return self.rows

    def __init__(self, palette: Palette, empty: str = "", *, lines: int = LINES, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._lines = lines
        self.palette = palette
        self.empty = empty
        self.items: Sequence[Item] = ()
        self.index = 0
        self._top = 0

    def show(self, items: Sequence[Item], value: str | None = None) -> None:
        """Other items; the one of `value` stays chosen, else the one at the same place."""
        self.items = items
        found = next((n for n, item in enumerate(items) if item.value == value), None) if value else None
        self.index = found if found is not None else max(0, min(self.index, len(items) - 1))
        self._follow()
        self.refresh()

    def restyle(self, palette: Palette) -> None:
        """Another theme."""
        self.palette = palette
        self.refresh()

    @property
    def item(self) -> Item | None:
        """The chosen item."""
        return self.items[self.index] if self.items else None

    @property
    def page_size(self) -> int:
        """Items on the screen."""
        return max(1, self.size.height // self._lines)

    def move(self, by: int) -> None:
        """`by` items further, clamped."""
        self.choose(self.index + by)

    def choose(self, index: int) -> None:
        """The item at `index`, clamped."""
        wanted = max(0, min(index, len(self.items) - 1))
        if wanted != self.index:
            self.index = wanted
            self._follow()
            self.refresh()
            self.post_message(self.Moved(self))

    def _follow(self) -> None:
        room = self.page_size
        self._top = max(0, min(self._top, max(0, len(self.items) - room)))
        if self.index < self._top:
            self._top = self.index
        elif self.index >= self._top + room:
            self._top = self.index - room + 1

    def on_resize(self) -> None:
        """The chosen item stays on the screen."""
        self._follow()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of one item."""
        palette, width = self.palette, self.size.width
        index, line = self._top + y // self._lines, y % self._lines
        if not self.items:
            return self._empty_line(y)
        if index >= len(self.items):
            return Strip.blank(width, palette.text)
        item, chosen = self.items[index], index == self.index
        bar = Segment("▌", palette.strong) if chosen else Segment(" ", palette.text)
        if self._lines == 1:
            title = fitted(item.title, min(TITLE_WIDTH, width // 2)) + "  "
            room = max(NARROWEST_DETAIL, width - 4 - cell_len(title))
            parts = [
                bar,
                Segment(fitted(item.glyph, 1) + " ", palette.strong),
                Segment(title, palette.title if chosen or item.strong else palette.text),
                Segment(fitted(item.detail + item.tail, room), palette.quiet),
            ]
        elif line == 0:
            style = palette.title if chosen or item.strong else palette.text
            parts = [
                bar,
                Segment(fitted(item.glyph, 1) + " ", palette.strong),
                Segment(fitted(item.title, width - 4), style),
            ]
        else:
            room = max(width - 4 - cell_len(item.tail), NARROWEST_DETAIL)
            detail = fitted(item.detail, room) if cell_len(item.detail) > room else clean_line(item.detail)
            parts = [bar, Segment("  ", palette.text), Segment(fitted(detail + item.tail, width - 4), palette.quiet)]
        return Strip(parts).adjust_cell_length(width, palette.text)

    def _empty_line(self, y: int) -> Strip:
        lines = self.empty.splitlines()
        text = lines[y - 1] if 0 < y <= len(lines) else ""
        strip = Strip(
            [Segment("  ", self.palette.text), Segment(fitted(text, max(0, self.size.width - 3)), self.palette.quiet)]
        )
        return strip.adjust_cell_length(self.size.width, self.palette.text)

    def pick(self) -> None:
        """Ask for the chosen item."""
        if self.item is not None:
            self.post_message(self.Picked(self, self.item))

    def on_click(self, event: events.Click) -> None:
        """A click chooses and asks for an item."""
        index = self._top + event.y // self._lines
        if index < len(self.items):
            self.choose(index)
            self.pick()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Two items on."""
        event.stop()
        self.move(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Two items back."""
        event.stop()
        self.move(-2)
