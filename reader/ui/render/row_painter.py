"""Rows and marks to strips of cells: what one row of the page looks like.

Styles lie over each other in layers: the block's own (heading, boilerplate), highlights, the selection or a match, the
cursor. Where highlights overlap their colours are blended here, since a later style would hide an earlier one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Generic, Protocol, TypeVar

from msgspec import Struct, field
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotations.model.span import Span
from annotations.text.lazy_regex import expression
from reader.text.layout.text_layout import Layout, Row
from reader.ui.render.theme import BARS, Palette

RIGHT_TO_LEFT = expression("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


class Mark(Struct, frozen=True):
    """A highlight as the page shows it."""

    span: Span
    color: str
    id: str


class HasSpan(Protocol):
    """Protocol of anything that covers a span of the text."""

    @property
    def span(self) -> Span:
        """The covered span."""


Over = TypeVar("Over", bound=HasSpan)


class Overlay(Generic[Over]):
    """Items over the text by position, indexed once for the queries of every row."""

    def __init__(self, things: Iterable[Over] = ()) -> None:
        self.all = sorted(things, key=lambda thing: (thing.span.start, thing.span.end))
        self._starts = [thing.span.start for thing in self.all]
        self._reach = list(accumulate((thing.span.end for thing in self.all), max))

    def touching(self, start: int, end: int) -> list[Over]:
        """Return the items that overlap [start, end)."""
        first = bisect_right(self._reach, start)
        return [thing for thing in self.all[first : bisect_left(self._starts, end)] if thing.span.end > start]

    def first_touching(self, start: int, end: int) -> Over | None:
        """Return the first item that touches [start, end), or None."""
        first = bisect_right(self._reach, start)  # the one at which the reach goes past `start` ends behind it
        return self.all[first] if first < bisect_left(self._starts, end) else None

    def begun(self, start: int, end: int) -> int:
        """Return how many items begin in [start, end)."""
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def at(self, offset: int) -> list[Over]:
        """Return the items over one code point, shortest first."""
        return sorted(self.touching(offset, offset + 1), key=lambda thing: thing.span.length)


class Stretch(Struct, frozen=True):
    """A stretch of text and nothing else: a match, a footnote mark."""

    span: Span


class Inlay(Struct, frozen=True):
    """A stretch of the text that its author has set apart: `kind` is an inline's."""

    span: Span
    kind: str


Marks = Overlay[Mark]
Spans = Overlay[Stretch]


def spans(found: Iterable[Span]) -> Spans:
    """Return an overlay of bare spans."""
    return Spans(Stretch(span) for span in found)


class Scene(Struct, frozen=True):
    """Everything that lies over the text, as far as painting goes."""

    marks: Marks
    matches: Spans
    quiet: Spans
    inlays: Overlay[Inlay] = field(default_factory=Overlay)
    selection: Span | None = None
    cursor: Span | None = None
    labels: tuple[tuple[int, str], ...] = ()
    labelling: bool = False
    shift: int = 0
    """Cells by which rows wider than the column are moved to the left."""


def paint_text(layout: Layout, row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    """Return the segments of one row, indent included, as many cells as the row has."""
    segments = _indent(row, palette)
    if row.kind == "gap":
        return segments
    if row.kind == "fold":
        return [*segments, Segment(row.label, _fold_style(row, scene, palette))]
    marks = scene.marks.touching(row.start, row.end)
    inlays = scene.inlays.touching(row.start, row.end)
    over = _over(row, marks, inlays, scene)
    if not over:  # most rows are such
        segments += _with_blanks_apart(layout.shown_part(row, row.start, row.end), _bare(row, scene, palette), palette)
    for start, end in pairwise(_cuts(row, over)) if over else ():
        span = Span(start, end)
        style = _style(span, row, marks, scene, palette)
        kinds = frozenset(inlay.kind for inlay in inlays if inlay.span.overlaps(span))
        if kinds and not scene.labelling:
            style = palette.inlaid(style, kinds)
        segments += _with_blanks_apart(layout.shown_part(row, start, end), style, palette)
    segments = _cursor_past_end(segments, row, scene, palette)
    if row.sideways:
        return sideways(segments, row.indent, layout.width, scene.shift, palette)
    whole = not scene.labelling  # a label takes the place of what stands there, an isolate's mark too
    return isolated(segments) if whole and RIGHT_TO_LEFT.search(layout.text[row.start : row.end]) else segments


def _indent(row: Row, palette: Palette) -> list[Segment]:
    if not row.indent:
        return []
    if row.kind == "quote" and row.level < 9 and row.indent >= 2:
        return [Segment("▏ " * (row.indent // 2), palette.faint)]
    return [Segment(" " * row.indent, palette.quiet)]


def sideways(segments: Sequence[Segment], indent: int, width: int, shift: int, palette: Palette) -> list[Segment]:
    """Return the visible part of a wide row, `shift` cells from its start, with arrows where there is more."""
    strip = Strip(segments)
    length, room = strip.cell_length - indent, width - indent
    shift = max(0, min(shift, length - 1))
    if not shift and length <= room:
        return list(segments)
    part = strip.crop(indent + shift, indent + shift + room)
    found = [*strip.crop(0, indent), *part]
    strip = Strip(found)
    if shift:
        strip = Strip([*strip.crop(0, indent), Segment("‹", palette.strong), *strip.crop(indent + 1)])
    if length - shift > room:
        strip = Strip([*strip.crop(0, width - 1), Segment("›", palette.strong)])
    return list(strip)


def isolated(segments: Sequence[Segment]) -> list[Segment]:
    """Return a row between isolates (UAX #9), so that a terminal that reorders it leaves the rest alone."""
    return [Segment(FIRST_STRONG_ISOLATE), *segments, Segment(POP_ISOLATE)]


def _with_blanks_apart(text: str, style: Style, palette: Palette) -> list[Segment]:
    """Return a text's segments with leading blanks apart, since converters to pictures drop them."""
    rest = text.lstrip(" ")
    if len(rest) == len(text) or style != palette.text:
        return [Segment(text, style)]
    return [Segment(" " * (len(text) - len(rest)), palette.quiet), Segment(rest, style)]


def _fold_style(row: Row, scene: Scene, palette: Palette) -> Style:
    on_it = scene.cursor is not None and row.start <= scene.cursor.start < max(row.end, row.start + 1)
    return palette.cursor if on_it else palette.quiet


def _over(row: Row, marks: Sequence[Mark], inlays: Sequence[Inlay], scene: Scene) -> list[Span]:
    """Return the spans of everything that lies over a row."""
    found: list[HasSpan] = [*marks, *inlays]
    found += scene.matches.touching(row.start, row.end)
    found += scene.quiet.touching(row.start, row.end)
    over = [each.span for each in found]
    return over + [
        span
        for span in (scene.selection, scene.cursor)
        if span is not None and span.start < row.end and span.end > row.start
    ]


def _cuts(row: Row, over: Sequence[Span]) -> list[int]:
    """Return the offsets in the row at which the style may change."""
    cuts = {row.start, row.end}
    for span in over:
        cuts.update(cut for cut in (span.start, span.end) if row.start < cut < row.end)
    return sorted(cuts)


def _bare(row: Row, scene: Scene, palette: Palette) -> Style:
    """Return the style of a row without overlays."""
    if scene.labelling or row.kind == "boilerplate":
        return palette.quiet
    return palette.of_block(row.kind, row.level)


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
    return palette.quiet if scene.quiet.touching(span.start, span.end) else _bare(row, scene, palette)


def _cursor_past_end(segments: list[Segment], row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    """Append a cell for a cursor on the space that the line break has swallowed."""
    swallowed = scene.cursor is not None and row.end <= scene.cursor.start < row.next
    if swallowed and not scene.labelling:
        segments.append(Segment(" ", palette.cursor))
    return segments


def gutter(layout: Layout, row: Row, scene: Scene, palette: Palette) -> Segment:
    """Return the gutter cell: the bar of a highlight that touches the row, or a blank."""
    marks = scene.marks.touching(row.start, max(row.end, row.start + 1)) if row.kind != "gap" else []
    if not marks:
        return Segment(" ", palette.quiet)
    return Segment(BARS[marks[-1].color], palette.bar(marks[-1].color))
