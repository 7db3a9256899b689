"""The last line: the place in the text on the left, and on the right the few keys that matter here."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.config.key_parser import Keymap, show
from reader.text.cleaning import clean_line
from reader.text.unicode.cells import cell_len, set_width
from reader.ui.render.theme import Palette
from reader.ui.widgets.cached_rows import KeptRows

CONTEXTS: dict[str, tuple[str, ...]] = {
    "articles": ("list.read", "list.filter", "list.sort", "notes.list", "library.search", "help.show", "pane.next"),
    "filtered": ("list.read", "list.filter", "list.sort", "list.clear-filter", "help.show", "pane.next"),
    "empty": ("article.add", "notes.list", "help.show", "back"),
    "read": ("highlight.make", "label.jump", "select.character", "note.edit", "take.cited", "pane.next", "help.show"),
    "highlight": (
        "note.edit",
        "tags.edit",
        "take.cited",
        "highlight.color",
        "highlight.delete",
        "edit.undo",
        "pane.next",
        "help.show",
    ),
    "visual": ("highlight.make", "select.widen", "note.edit", "tags.edit", "take.cited", "select.cancel", "help.show"),
    "matches": ("find.next", "find.previous", "highlight.make", "find.start", "pane.next", "help.show"),
    "label": ("select.cancel",),
}
"""For each context the commands whose keys the footer shows, most needed first."""

LINE_KEYS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "find": (("enter", "⏎", "to match"), ("escape", "Esc", "cancel")),
    "filter": (("enter", "⏎", "to list"), ("escape", "Esc", "clear filter")),
}
"""For each line to type into its keys: Textual's name, the key as shown and what it does."""

PINNED = frozenset({"help.show", "pane.next", "back", "select.cancel", "list.clear-filter", "enter", "escape"})
"""Commands and keys whose hints stay on the narrowest screen: help and the way out."""

BRIEFS = {("articles", "pane.next"): "page", ("filtered", "pane.next"): "page"}
"""Words for a command in one context, where those of the command table do not fit."""


class Hint(Struct, frozen=True):
    """A key and what it does; `action` is a command id, or the name of a key where `is_key`."""

    key: str
    brief: str
    action: str
    is_key: bool = False

    @property
    def width(self) -> int:
        """The hint's width in cells."""
        return cell_len(self.key) + cell_len(self.brief) + 1


def total_width(hints: Sequence[Hint]) -> int:
    """Return the width in cells of `hints` with two spaces between them."""
    return sum(hint.width for hint in hints) + 2 * max(0, len(hints) - 1)


def fitting(hints: Sequence[Hint], room: int) -> list[Hint]:
    """Return the hints that fit into `room` cells: all pinned ones, and of the others the first."""
    kept = list(hints)
    while total_width(kept) > room and any(hint.action not in PINNED for hint in kept):
        kept.remove(next(hint for hint in reversed(kept) if hint.action not in PINNED))
    return kept


def shortened(place: str, room: int) -> str:
    """Return as many whole parts of `place` as fit into `room` cells, at least the first if that fits."""
    parts = place.split(" · ")
    while parts and cell_len(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)


class Status(KeptRows):
    """One row; `say` changes it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Status { height: 1; dock: bottom; }"

    class Picked(Message):
        """A hint was clicked."""

        def __init__(self, hint: Hint) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, palette: Palette, keymap: Keymap) -> None:
        super().__init__()
        self.palette, self.keymap = palette, keymap
        self.place, self.mode, self.context, self.pending = "", "", "articles", ""
        self._notice, self._warning = "", False
        self._shown: list[tuple[range, Hint]] = []

    def say(self, place: str, mode: str, context: str, pending: str = "") -> None:
        """Where one is, the mode's name, the context whose keys are shown, and the keys typed so far."""
        wanted = (place, mode, context, pending)
        if wanted != (self.place, self.mode, self.context, self.pending):
            self.place, self.mode, self.context, self.pending = wanted
            self.refresh()

    def notice(self, text: str, *, warning: bool = False) -> bool:
        """Show a sentence until the next key; False where it has no room."""
        fits = cell_len(text) <= self.size.width - 4
        self._notice, self._warning = (text, warning) if fits else ("", False)
        self.refresh()
        return fits

    def hush(self) -> None:
        """Clear the notice."""
        if self._notice:
            self._notice = ""
            self.refresh()

    def restyle(self, palette: Palette) -> None:
        """Repaint in the colours of another theme."""
        self.palette = palette
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the row."""
        width, palette = self.size.width, self.palette
        if self._notice:
            style = palette.strong if self._warning else palette.text
            said = Segment(f" {'! ' if self._warning else ''}{self._notice}", style)
            return Strip([said]).adjust_cell_length(width, palette.text)
        mode, hints = f"{self.pending} {self.mode}".strip(), self._hints()
        pinned = [hint for hint in hints if hint.action in PINNED]
        mode = set_width(mode, min(cell_len(mode), max(0, width - total_width(pinned) - 4)))
        room = width - cell_len(mode) - 5
        first = clean_line(self.place).split(" · ")[0]
        hints = fitting(hints, room - cell_len(first))
        left = " " + shortened(clean_line(self.place), room - total_width(hints))
        gap = max(1, width - cell_len(left) - cell_len(mode) - total_width(hints) - 3)
        segments = [Segment(left, palette.quiet), Segment(" " * gap, palette.text), Segment(mode, palette.strong)]
        segments.append(Segment("  ", palette.text))
        self._shown, cell = [], cell_len(left) + gap + cell_len(mode) + 2
        for n, hint in enumerate(hints):
            segments += [
                Segment("  " if n else "", palette.text),
                Segment(f"{hint.key} ", palette.title),
                Segment(hint.brief, palette.quiet),
            ]
            cell += 2 if n else 0
            self._shown.append((range(cell, cell + hint.width), hint))
            cell += hint.width
        return Strip(segments).adjust_cell_length(width, palette.text)

    def on_click(self, event: events.Click) -> None:
        """Do what the hint under the pointer says."""
        for cells, hint in self._shown if not self._notice else ():
            if event.x in cells:
                self.post_message(self.Picked(hint))

    def _hints(self) -> list[Hint]:
        if self.context in LINE_KEYS:
            return [Hint(key, brief, name, is_key=True) for name, key, brief in LINE_KEYS[self.context]]
        found = ((command_id, self.keymap.keys(command_id)) for command_id in CONTEXTS[self.context])
        return [Hint(show(keys[0]), self._brief(each), each) for each, keys in found if keys]

    def _brief(self, command_id: str) -> str:
        return BRIEFS.get((self.context, command_id)) or self.keymap.command(command_id).brief
