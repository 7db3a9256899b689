"""A list of rows of one line or two, painted row by row: as quick with a hundred thousand as with five.

Its items are plain text that has passed the cleaning function; they are painted as they are and never read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reader.text.cleaning import clean_line
from reader.text.unicode.cells import cell_len, set_width
from reader.ui.lists.rows import Fixed, Item, Rows
from reader.ui.render.theme import Palette
from reader.ui.widgets.cached_rows import KeptRows

__all__ = ["Item", "RowList", "fitted"]

LINES_PER_ITEM = 2
TITLE_CELLS = 18
"""Cells of the title where title and detail stand on one line."""
MIN_DETAIL_CELLS = 5
CACHED_LINES = 512
"""Lines that are kept as they were painted: moving through a list paints the rows that come into it."""


def fitted(text: str, width: int) -> str:
    """`text` cleaned and exactly `width` cells wide, cut with `…` where it is longer."""
    text = clean_line(text[: width * 8])
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return set_width(text, max(0, width - 1)).rstrip().ljust(0) + "…"


def _from_first_match(detail: str, first: int, room: int) -> tuple[str, int]:
    """So much of a line that its first match is on the screen, and by how much its offsets have shifted."""
    begin = 0 if first < room // 2 else detail.rfind(" ", 0, first - room // 3) + 1
    return (detail, 0) if begin == 0 else ("… " + detail[begin:], 2 - begin)


class RowList(KeptRows, can_focus=True):
    """Shows `items`, one of them chosen by `index`; posts Moved when that changes and Picked on Enter or a click."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; }"

    class Moved(Message):
        """The cursor has moved to another item."""

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

    def __init__(
        self,
        palette: Palette,
        empty: str = "",
        *,
        lines: int = LINES_PER_ITEM,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._lines = lines
        self.palette = palette
        self.empty = empty
        self.items: Rows = Fixed()
        self.index = 0
        self.marked: set[str] = set()
        self._top = 0
        self._painted: dict[tuple[Item, int, bool, bool], Strip] = {}
        self._painted_width = 0

    def show(self, items: Sequence[Item], value: str | None = None) -> None:
        """Replace the items; keep the one of `value` chosen, or the one at the same index."""
        first = not self.items
        self.items = items if isinstance(items, Rows) else Fixed(items)
        found = self.items.place(value) if value else None
        self.index = found if found is not None else max(0, min(self.index, len(items) - 1))
        if first and self.index == 0 and self._is_heading(0) and len(items) > 1:
            self.index = 1
        self._follow()
        self.refresh()

    def reload_item(self, value: str) -> None:
        """Read the item of `value` anew and paint its row, where the list has it."""
        place = self.items.place(value)
        if place is not None:
            self.items.reload(place)
            self.refresh(self._place_of(place))

    def restyle(self, palette: Palette) -> None:
        """Repaint in the colours of another theme."""
        self.palette = palette
        self._painted.clear()
        self.refresh()

    @property
    def item(self) -> Item | None:
        """The chosen item; None where there is none, or a heading is chosen."""
        found = self.items[self.index] if self.index < len(self.items) else None
        return None if found is None or found.heading else found

    @property
    def heading(self) -> Item | None:
        """The chosen row where it is a heading."""
        return self.items[self.index] if self._is_heading(self.index) else None

    def _is_heading(self, index: int) -> bool:
        return index < len(self.items) and self.items[index].heading

    def toggle_mark(self) -> None:
        """Mark the chosen item, or take its mark away."""
        if self.item is not None:
            self.marked ^= {self.item.value}
            self.refresh()

    @property
    def page_size(self) -> int:
        """The number of items that fit on the screen."""
        return max(1, self.size.height // self._lines)

    def move(self, by: int) -> None:
        """Move the cursor `by` items, clamped."""
        self.choose(self.index + by)

    def choose(self, index: int) -> None:
        """Choose the item at `index`, clamped."""
        wanted = max(0, min(index, len(self.items) - 1))
        if wanted == self.index:
            return
        before, top = self.index, self._top
        self.index = wanted
        self._follow()
        if self._top == top:
            self.refresh(self._place_of(before), self._place_of(wanted))
        else:
            self.refresh()
        self.post_message(self.Moved(self))

    def _place_of(self, index: int) -> Region:
        """Where an item stands in the widget."""
        return Region(0, (index - self._top) * self._lines, self.size.width, self._lines)

    def _follow(self) -> None:
        room = self.page_size
        self._top = max(0, min(self._top, max(0, len(self.items) - room)))
        if self.index < self._top:
            self._top = self.index
        elif self.index >= self._top + room:
            self._top = self.index - room + 1

    def on_resize(self) -> None:
        self._follow()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line of an item."""
        palette, width = self.palette, self.size.width
        index, line = self._top + y // self._lines, y % self._lines
        if not self.items:
            return self._empty_line(y)
        if index >= len(self.items):
            return Strip.blank(width, palette.text)
        item, chosen = self.items[index], index == self.index
        if width != self._painted_width or len(self._painted) > CACHED_LINES:
            self._painted_width = width
            self._painted.clear()
        key = (item, line, chosen, item.value in self.marked)
        painted = self._painted.get(key)
        if painted is None:
            painted = self._painted[key] = self._item_line(item, line, chosen, width)
        return painted

    def _item_line(self, item: Item, line: int, chosen: bool, width: int) -> Strip:
        palette = self.palette
        bar = Segment("▌", palette.strong) if chosen else Segment(" ", palette.text)
        title = palette.title if chosen or item.strong else palette.text
        glyph = "✓" if item.value in self.marked else item.glyph
        head = [bar, Segment(fitted(glyph, 1) + " ", palette.strong)]
        if item.heading:
            parts = self._heading_line(item, line, bar, width)
        elif self._lines == 1:
            parts = [*head, *self._one_line(item, title, width)]
        elif line == 0:
            parts = [*head, Segment(fitted(item.title, width - 4), title)]
        else:
            room = max(width - 4 - cell_len(item.tail), MIN_DETAIL_CELLS)
            parts = [bar, Segment("  ", palette.text), *self._detail(item, room)]
        return Strip(parts).adjust_cell_length(width, palette.text)

    def _one_line(self, item: Item, style: Style, width: int) -> list[Segment]:
        title = fitted(item.title, min(TITLE_CELLS, width // 2)) + "  "
        room = max(MIN_DETAIL_CELLS, width - 4 - cell_len(title))
        return [Segment(title, style), Segment(fitted(item.detail + item.tail, room), self.palette.quiet)]

    def _heading_line(self, item: Item, line: int, bar: Segment, width: int) -> list[Segment]:
        if line == 0 and self._lines > 1:
            return [bar, Segment(fitted(f"{item.glyph} {item.title}", width - 3), self.palette.strong)]
        said = item.detail if self._lines > 1 else f"{item.title} · {item.detail}"
        return [bar, Segment("  " + fitted(said, width - 4), self.palette.quiet)]

    def _detail(self, item: Item, room: int) -> list[Segment]:
        """Return the second line of an item, matches highlighted, cut to the width."""
        if not item.lit:
            detail = fitted(item.detail, room) if cell_len(item.detail) > room else clean_line(item.detail)
            return [Segment(fitted(detail + item.tail, room + cell_len(item.tail)), self.palette.quiet)]
        detail, shift = _from_first_match(item.detail, item.lit[0].start, room)
        parts, at = [], 0
        for span in item.lit:
            start, end = span.start + shift, span.end + shift
            if start >= at:
                parts.append(Segment(detail[at:start], self.palette.quiet))
                parts.append(Segment(detail[start:end], self.palette.match))
                at = end
        return [*parts, Segment(detail[at:], self.palette.quiet)]

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
        index = self._top + event.y // self._lines
        if index < len(self.items):
            self.choose(index)
            self.pick()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor two items down."""
        event.stop()
        self.move(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor two items up."""
        event.stop()
        self.move(-2)
