"""Passages of many articles in one column, to be read in one go: those of a tag, with their notes and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label

from annotations.exporting.excerpt import Excerpt
from annotations.span import Span
from reader.text.cells import cell_len
from reader.text.clean import clean_line
from reader.text.wrapping import rows
from reader.ui.theme import Palette

SAID = {"exact": "", "moved": "moved", "changed": "reads otherwise now", "orphan": "no longer in the text"}
"""What became of a passage in a later text."""
MEASURE = 76
MOVES = {"j": 1, "down": 1, "k": -1, "up": -1}


class PassageList(Widget, can_focus=True):
    """The passages one under the other; the chosen one has a bar."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PassageList { height: 1fr; width: 1fr; margin-top: 1; }"

    def __init__(self, excerpts: Sequence[Excerpt], palette: Palette) -> None:
        super().__init__()
        self._excerpts, self._palette = excerpts, palette
        self.index, self._top = 0, 0
        self._lines: list[tuple[int, str, str]] = []

    def on_resize(self) -> None:
        """Wrap anew."""
        width = max(20, min(MEASURE, self.size.width - 4))
        self._lines = [line for n, each in enumerate(self._excerpts) for line in _lines(n, each, width)]
        self._follow()

    def move(self, by: int) -> None:
        """`by` passages on."""
        self.index = max(0, min(self.index + by, len(self._excerpts) - 1))
        self._follow()

    def _follow(self) -> None:
        own = [n for n, (owner, _, _) in enumerate(self._lines) if owner == self.index]
        if own:
            room = max(1, self.size.height)
            if own[0] < self._top or own[-1] - own[0] >= room:
                self._top = own[0]
            elif own[-1] >= self._top + room:
                self._top = own[-1] - room + 1
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of a passage."""
        palette, at = self._palette, self._top + y
        if at >= len(self._lines):
            return Strip.blank(self.size.width, palette.text)
        owner, kind, text = self._lines[at]
        bar = "▌ " if owner == self.index and kind != "gap" else "  "
        style = {"head": palette.quiet, "note": palette.strong, "said": palette.text, "gap": palette.text}[kind]
        parts = [Segment(bar, palette.strong), Segment(text, style)]
        return Strip(parts).adjust_cell_length(self.size.width, palette.text)


def _wrapped(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end, _ in rows(text, Span(0, len(text)), width)]


def _lines(number: int, excerpt: Excerpt, width: int) -> list[tuple[int, str, str]]:
    """A passage, its notes and its source as lines of cells."""
    one, source = excerpt.annotation, excerpt.source
    said = [("said", row) for row in _wrapped(clean_line(excerpt.passage), width)]
    tags = " ".join("#" + clean_line(tag) for tag in one.tags)
    note = "  ".join(part for part in (clean_line(one.note), tags) if part)
    noted = [("note", row) for row in _wrapped(note, width)] if note else []
    issued = source.issued.iso() if source.issued else ""
    orphan = SAID[excerpt.state]
    facts = [clean_line(part) for part in (source.container, issued, source.title, excerpt.locator, orphan) if part]
    head = " · ".join(facts)
    while cell_len(head) > width:
        head = head[:-2].rstrip() + "…"
    return [(number, kind, text) for kind, text in [*said, *noted, ("head", head), ("gap", "")]]


class PassagesScreen(ModalScreen[str | None]):
    """Passages to read; dismissed with the id of the annotation that one wants to go to, or None."""

    def __init__(self, title: str, excerpts: Sequence[Excerpt], palette: Palette) -> None:
        super().__init__()
        self._title, self._excerpts, self._palette = title, excerpts, palette

    def compose(self) -> ComposeResult:
        """Title, passages, keys."""
        articles = len({each.annotation.article_id for each in self._excerpts})
        many = f"{len(self._excerpts)} passages in {articles} articles"
        with Vertical(classes="dialog tall"):
            yield Label(Content(f"{clean_line(self._title)} · {many}"), classes="heading")
            yield PassageList(self._excerpts, self._palette)
            yield Label(Content("j k next, previous   ⏎ go there   Esc leave"), classes="hint")

    def on_mount(self) -> None:
        """The passages have the keys."""
        self.query_one(PassageList).focus()

    def on_key(self, event: events.Key) -> None:
        """Moving, going there, leaving."""
        passages = self.query_one(PassageList)
        key = event.character if event.character in ("j", "k", "q", "g", "G", " ") else event.key
        if key in MOVES:
            passages.move(MOVES[key])
        elif key in ("g", "G"):
            passages.move(len(self._excerpts) * (1 if key == "G" else -1))
        elif key in (" ", "pagedown", "pageup"):
            passages.move(-4 if key == "pageup" else 4)
        elif key in ("escape", "q"):
            self.dismiss(None)
        elif key == "enter" and self._excerpts:
            self.dismiss(self._excerpts[passages.index].annotation.id)
        else:
            return
        event.stop()
        event.prevent_default()
