"""The last line: the place in the text on the left, and on the right the few keys that matter here."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from reader.config.key_parser import Keymap, show
from reader.text.cleaning import clean_line
from reader.text.unicode.cells import cell_len
from reader.ui.render.theme import Palette
from reader.ui.widgets.cached_rows import KeptRows

CONTEXTS: dict[str, tuple[str, ...]] = {
    "articles": ("list.read", "list.filter", "list.sort", "notes.list", "library.search", "help.show", "back"),
    "read": ("highlight.make", "label.jump", "select.character", "note.edit", "take.cited", "pane.next", "help.show"),
    "highlight": (
        "note.edit",
        "tags.edit",
        "take.cited",
        "highlight.color",
        "highlight.delete",
        "edit.undo",
        "help.show",
    ),
    "visual": ("highlight.make", "select.widen", "note.edit", "tags.edit", "take.cited", "select.cancel", "help.show"),
    "matches": ("find.next", "find.previous", "highlight.make", "find.start", "help.show"),
    "label": ("select.cancel",),
}
"""For each context the commands whose keys the footer shows, most needed first."""


class Status(KeptRows):
    """One row; `say` changes it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Status { height: 1; dock: bottom; }"

    def __init__(self, palette: Palette, keymap: Keymap) -> None:
        super().__init__()
        self.palette, self.keymap = palette, keymap
        self.place, self.mode, self.context, self.pending = "", "", "articles", ""
        self._notice, self._warning = "", False

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
        left = " " + clean_line(self.place)
        mode = f"{self.pending} {self.mode}".strip()
        room = width - cell_len(left) - cell_len(mode) - 4
        hints = self._hints(room)
        used = sum(cell_len(key) + cell_len(brief) + 1 for key, brief in hints) + 2 * max(0, len(hints) - 1)
        gap = max(1, width - cell_len(left) - cell_len(mode) - used - 3)
        segments = [Segment(left, palette.quiet), Segment(" " * gap, palette.text), Segment(mode, palette.strong)]
        segments.append(Segment("  ", palette.text))
        for n, (key, brief) in enumerate(hints):
            segments += [
                Segment("  " if n else "", palette.text),
                Segment(f"{key} ", palette.title),
                Segment(brief, palette.quiet),
            ]
        return Strip(segments).adjust_cell_length(width, palette.text)

    def _hints(self, room: int) -> Sequence[tuple[str, str]]:
        hints = []
        for command_id in CONTEXTS[self.context]:
            keys = self.keymap.keys(command_id)
            if not keys:
                continue
            pair = show(keys[0]), self.keymap.command(command_id).brief
            room -= cell_len(pair[0]) + cell_len(pair[1]) + 3
            if room < 0:
                break
            hints.append(pair)
        return hints
