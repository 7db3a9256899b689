"""Passages of many articles in one column, to be read in one go: those of a tag, with their notes and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label

from annotations.exporters.excerpt import Excerpt
from annotations.model.span import Span
from reader.text.cleaning import clean_line
from reader.text.layout.wrapping import rows
from reader.text.unicode.cells import cell_len
from reader.ui.render.theme import Palette
from reader.ui.textual_adapter import Guarded

SAID = {"exact": "", "moved": "moved", "changed": "reads otherwise now", "orphan": "no longer in the text"}
"""How a passage's state in a later text is shown."""
COLUMN_CELLS = 76
MOVES = {"j": 1, "down": 1, "k": -1, "up": -1}


CACHED_PASSAGES = 500
"""Passages that are kept as they were wrapped."""
BATCH_PASSAGES = 16
"""Passages that are read together."""
Line = tuple[int, str, str]
"""The number of a passage, what of it this is, and the line."""


class Passages:
    """So many passages, in so many articles, each read with its neighbours when it is looked at.

    `read` gives those of a stretch of numbers; None stands for one that is gone by now.
    """

    def __init__(self, count: int, articles: int, read: Callable[[range], Sequence[Excerpt | None]]) -> None:
        self._count, self._articles, self._read = count, articles, read
        self._pages: dict[int, Sequence[Excerpt | None]] = {}

    def __len__(self) -> int:
        return self._count

    @property
    def said(self) -> str:
        """How many there are."""
        many = f"{self._count:,} passage{'s'[: self._count != 1]}"
        return f"{many} in {self._articles:,} article{'s'[: self._articles != 1]}"

    def at(self, number: int) -> Excerpt | None:
        """One of them."""
        page, within = divmod(number, BATCH_PASSAGES)
        if page not in self._pages:
            if len(self._pages) > CACHED_PASSAGES // BATCH_PASSAGES:
                self._pages.clear()
            self._pages[page] = self._read(range(page * BATCH_PASSAGES, min((page + 1) * BATCH_PASSAGES, self._count)))
        return self._pages[page][within]


class PassageList(Guarded, Widget, can_focus=True):
    """The passages one under the other; the chosen one has a bar."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PassageList { height: 1fr; width: 1fr; margin-top: 1; }"

    def __init__(self, passages: Passages, palette: Palette) -> None:
        super().__init__()
        self._passages, self._palette = passages, palette
        self.index = 0
        self._top = (0, 0)
        self._wrapped: dict[int, list[Line]] = {}
        self._shown: list[Line] = []

    def on_resize(self) -> None:
        self._wrapped.clear()
        self._follow()

    def move(self, by: int) -> None:
        """`by` passages on."""
        self.index = max(0, min(self.index + by, len(self._passages) - 1))
        self._follow()

    def _lines_of(self, number: int) -> list[Line]:
        if number not in self._wrapped:
            if len(self._wrapped) > CACHED_PASSAGES:
                self._wrapped.clear()
            width = max(20, min(COLUMN_CELLS, self.size.width - 4))
            self._wrapped[number] = _lines(number, self._passages.at(number), width)
        return self._wrapped[number]

    def _follow(self) -> None:
        """Scroll the chosen passage into view, to its start if it is longer than the screen."""
        room = max(1, self.size.height)
        if self.index < len(self._passages):
            first, left, number = (self.index, 0), room - len(self._lines_of(self.index)), self.index - 1
            while number >= 0 and left > 0:
                lines = len(self._lines_of(number))
                first, left, number = (number, max(0, lines - left)), left - lines, number - 1
            self._top = min(max(self._top, first), (self.index, 0))
        number, skipped = self._top
        self._shown = []
        while number < len(self._passages) and len(self._shown) < room:
            self._shown += self._lines_of(number)[skipped:]
            number, skipped = number + 1, 0
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of a passage."""
        palette = self._palette
        if y >= len(self._shown):
            return Strip.blank(self.size.width, palette.text)
        owner, kind, text = self._shown[y]
        bar = "▌ " if owner == self.index and kind != "gap" else "  "
        style = {"head": palette.quiet, "note": palette.strong, "said": palette.text, "gap": palette.text}[kind]
        parts = [Segment(bar, palette.strong), Segment(text, style)]
        return Strip(parts).adjust_cell_length(self.size.width, palette.text)


def _wrapped(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end, _ in rows(text, Span(0, len(text)), width)]


def _lines(number: int, excerpt: Excerpt | None, width: int) -> list[Line]:
    """Return a passage, its note and its source as lines."""
    if excerpt is None:
        return [(number, "head", "(gone meanwhile)"), (number, "gap", "")]
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


class PassagesScreen(Guarded, ModalScreen[str | None]):
    """Passages to read; dismissed with the id of the annotation that one wants to go to, or None."""

    def __init__(self, title: str, passages: Passages, palette: Palette) -> None:
        super().__init__()
        self._title, self._passages, self._palette = title, passages, palette

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(Content(f"{clean_line(self._title)} · {self._passages.said}"), classes="heading")
            yield PassageList(self._passages, self._palette)
            yield Label(Content("j k next, previous   ⏎ go there   Esc close"), classes="hint")

    def on_mount(self) -> None:
        self.query_one(PassageList).focus()

    def on_key(self, event: events.Key) -> None:
        passages = self.query_one(PassageList)
        key = event.character if event.character in ("j", "k", "q", "g", "G", " ") else event.key
        if key in MOVES:
            passages.move(MOVES[key])
        elif key in ("g", "G"):
            passages.move(len(self._passages) * (1 if key == "G" else -1))
        elif key in (" ", "pagedown", "pageup"):
            passages.move(-4 if key == "pageup" else 4)
        elif key in ("escape", "q"):
            self.dismiss(None)
        elif key == "enter":
            chosen = self._passages.at(passages.index) if len(self._passages) else None
            if chosen is not None:
                self.dismiss(chosen.annotation.id)
        else:
            return
        event.stop()
        event.prevent_default()
