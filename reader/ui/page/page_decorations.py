"""Pieces of a page's row beside the text itself: sentence labels, the overview, a line of a note. Pure but for the styles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotations.model.span import Span
from reader.text.layout.text_layout import Row
from reader.text.unicode.cells import cell_len
from reader.ui.render.row_painter import Marks
from reader.ui.render.theme import BARS, Palette

if TYPE_CHECKING:
    from reader.text.layout.margin_notes import PlacedNote


class Note(Struct, frozen=True):
    """The margin note of one highlight: its note and tags, cleaned."""

    id: str
    start: int
    text: str
    tags: str
    color: str = "yellow"


class Notes:
    """The margin notes of a text, by position."""

    def __init__(self, notes: Iterable[Note] = ()) -> None:
        self._all = sorted(notes, key=lambda note: note.start)

    def __bool__(self) -> bool:
        return bool(self._all)

    def between(self, first: int, end: int) -> list[Note]:
        """Return the notes of the highlights that begin in [first, end)."""
        start = bisect_left(self._all, first, key=lambda note: note.start)
        return self._all[start : bisect_left(self._all, end, key=lambda note: note.start)]


def with_label(segments: Sequence[Segment], cell: int, label: str, typed: str, palette: Palette) -> list[Segment]:
    """Return a row with the untyped rest of a label over it at `cell`."""
    rest = label.removeprefix(typed) if label.startswith(typed) else ""
    if not rest:
        return list(segments)
    strip = Strip(segments)
    return [*strip.crop(0, cell), Segment(rest, palette.label), *strip.crop(cell + len(rest))]


def exactly(segments: Sequence[Segment], width: int, style: Style) -> list[Segment]:
    """Pad or cut the segments of a row to `width` cells."""
    missing = width - sum(cell_len(text) for text, _, _ in segments)
    if missing < 0:
        return list(Strip(segments).crop(0, width))
    return [*segments, Segment(" " * missing, style)] if missing else list(segments)


def overview(
    y: int, height: int, length: int, seen: Sequence[Row], marks: Marks, matches: Sequence[int], palette: Palette
) -> Segment:
    """One cell of the thin bar that shows where one is in a text of `length`, and where highlights and matches are.

    `matches` are the offsets at which they begin, in order.
    """
    slot = Span(y * length // height, max((y + 1) * length // height, y * length // height + 1))
    here = marks.first_touching(slot.start, slot.end)
    if here is not None:
        return Segment("▪", palette.bar(here.color))
    if bisect_left(matches, slot.start) < bisect_left(matches, slot.end):
        return Segment("•", palette.strong)
    if not seen or (seen[0].start == 0 and seen[-1].next >= length):
        return Segment(" ", palette.quiet)
    inside = max(slot.start, seen[0].start) < min(slot.end, max(seen[-1].next, seen[0].start + 1))
    return Segment("┃" if inside else "│", palette.quiet if inside else palette.faint)


def margin_line(y: int, notes: Sequence[PlacedNote], colors: Mapping[str, str], palette: Palette) -> list[Segment]:
    """Return the cells of one margin row; `colors` are the highlights' colours by id."""
    for note in notes:
        if note.row <= y < note.row + len(note.lines):
            style, blank = (palette.text, palette.quiet) if note.focused else (palette.quiet, palette.text)
            color = colors.get(note.key, "yellow")
            bar = BARS[color] if note.focused else "▏"
            return [
                Segment(bar, palette.bar(color)),
                Segment(" ", blank),
                Segment(note.lines[y - note.row], style),
            ]
    return []


def screen_row(rows: Sequence[Row], offset: int) -> int | None:
    """Return the row on the screen that shows `offset`, or None."""
    if not rows or not rows[0].start <= offset < max(rows[-1].next, rows[-1].start + 1):
        return None
    for y, row in enumerate(rows):
        if row.kind != "gap" and row.start <= offset < max(row.next, row.start + 1):
            return y
    return None


def header_line(line: str, kind: str, left: int, palette: Palette) -> list[Segment]:
    """One line over the text: of the title, or of the source data."""
    style = palette.title if kind == "title" else palette.quiet
    blank = palette.text if kind == "data" else palette.quiet
    return [Segment(" " * left, blank), Segment(line, style)]
