"""Rows and marks to strips of cells: what one row of the page looks like.

Styles lie over each other in layers: the block's own (heading, boilerplate), highlights, the selection or a match, the
cursor. Where highlights overlap their colours are blended here, since a later style would hide an earlier one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Generic, Protocol, TypeVar

from rich.segment import Segment
from rich.style import Style

from annotations.span import Span
from reader.text.layout import Layout, Row, shown_part
from reader.ui.theme import BARS, Palette


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlight as the page shows it."""

    span: Span
    color: str
    id: str


class HasSpan(Protocol):
    """Anything that lies over a stretch of the text."""

    @property
    def span(self) -> Span:
        """Where it lies."""


Over = TypeVar("Over", bound=HasSpan)


class Overlay(Generic[Over]):
    """Things over the text in order of place, asked which of them touch a row; built once, since every row asks."""

    def __init__(self, things: Iterable[Over] = ()) -> None:
        self.all = sorted(things, key=lambda thing: thing.span)
        self._starts = [thing.span.start for thing in self.all]
        self._reach = list(accumulate((thing.span.end for thing in self.all), max))

    def touching(self, start: int, end: int) -> list[Over]:
        """Those that share a code point with [start, end)."""
        first = bisect_right(self._reach, start)
        return [thing for thing in self.all[first : bisect_left(self._starts, end)] if thing.span.end > start]

    def at(self, offset: int) -> list[Over]:
        """Those over one code point, the shortest first."""
        return sorted(self.touching(offset, offset + 1), key=lambda thing: thing.span.length)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text and nothing else: a match, a footnote mark."""

    span: Span


Marks = Overlay[Mark]
Spans = Overlay[Stretch]


def spans(found: Iterable[Span]) -> Spans:
    """An overlay of bare spans."""
    return Spans(Stretch(span) for span in found)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that lies over the text, as far as painting goes."""

    marks: Marks
    matches: Spans
    quiet: Spans
    selection: Span | None = None
    cursor: Span | None = None
    labels: tuple[tuple[int, str], ...] = ()
    labelling: bool = False


def paint_text(layout: Layout, row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    """The segments of one row's text, indent included; as many cells as the row has."""
    segments = [Segment(" " * row.indent, palette.quiet)] if row.indent else []
    if row.kind == "gap":
        return segments
    if row.kind == "fold":
        return [*segments, Segment(row.label, _fold_style(row, scene, palette))]
    marks = scene.marks.touching(row.start, row.end)
    cuts = _cuts(row, marks, scene)
    for start, end in pairwise(cuts):
        style = _style(Span(start, end), row, marks, scene, palette)
        segments += _with_blanks_apart(shown_part(layout, row, start, end), style, palette)
    return _cursor_past_end(segments, row, scene, palette)


def _with_blanks_apart(text: str, style: Style, palette: Palette) -> list[Segment]:
    """A run of plain text begins with a letter: what turns screens into pictures is apt to drop leading blanks."""
    rest = text.lstrip(" ")
    if len(rest) == len(text) or style != palette.text:
        return [Segment(text, style)]
    return [Segment(" " * (len(text) - len(rest)), palette.quiet), Segment(rest, style)]


def _fold_style(row: Row, scene: Scene, palette: Palette) -> Style:
    on_it = scene.cursor is not None and row.start <= scene.cursor.start < max(row.end, row.start + 1)
    return palette.cursor if on_it else palette.quiet


def _cuts(row: Row, marks: Sequence[Mark], scene: Scene) -> list[int]:
    """The offsets in the row at which the style may change."""
    over = [mark.span for mark in marks]
    over += [
        each.span for each in (*scene.matches.touching(row.start, row.end), *scene.quiet.touching(row.start, row.end))
    ]
    over += [span for span in (scene.selection, scene.cursor) if span is not None]
    cuts = {row.start, row.end}
    for span in over:
        cuts.update(cut for cut in (span.start, span.end) if row.start < cut < row.end)
    return sorted(cuts)


def _style(span: Span, row: Row, marks: Sequence[Mark], scene: Scene, palette: Palette) -> Style:
    if scene.cursor is not None and scene.cursor.overlaps(span) and not scene.labelling:
        return palette.cursor
    if scene.selection is not None and scene.selection.overlaps(span):
        return palette.selection
    if scene.matches.touching(span.start, span.end):
        return palette.match
    colors = tuple(dict.fromkeys(mark.color for mark in marks if mark.span.overlaps(span)))
    covers = sum(mark.span.overlaps(span) for mark in marks)
    if colors:
        return palette.highlight(colors if len(colors) > 1 or covers < 2 else colors * 2)
    if scene.labelling or row.kind == "boilerplate" or scene.quiet.touching(span.start, span.end):
        return palette.quiet
    return palette.title if row.kind == "heading" else palette.text


def _cursor_past_end(segments: list[Segment], row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    """The cursor on a space that the row break has swallowed still shows, as one cell at the end of the row."""
    swallowed = scene.cursor is not None and row.end <= scene.cursor.start < row.next
    if swallowed and not scene.labelling:
        segments.append(Segment(" ", palette.cursor))
    return segments


def gutter(layout: Layout, row: Row, scene: Scene, palette: Palette) -> Segment:
    """One cell: the bar of a highlight that touches the row, a blank elsewhere."""
    marks = scene.marks.touching(row.start, max(row.end, row.start + 1)) if row.kind != "gap" else []
    if not marks:
        return Segment(" ", palette.quiet)
    return Segment(BARS[marks[-1].color], palette.bar(marks[-1].color))
