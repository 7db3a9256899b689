"""A text as rows of a terminal: the one room in which rows and cells exist.

Words used here: a *row* is one line of cells on the screen; a *chunk* is a stretch of a few kilobytes whose rows are made
together, when they are asked for; a *gap* is an empty row between paragraphs. Every offset is a code point offset into the
text. A resize makes another Layout.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from annotations.span import Span
from reader.text.cells import cell_len, cluster_width, single
from reader.text.graphemes import clusters
from reader.text.pieces import LaidBlock as LaidBlock  # noqa: PLC0414 - part of this room's vocabulary
from reader.text.pieces import LaidBlocks as LaidBlocks  # noqa: PLC0414 - the same
from reader.text.pieces import Piece, layout_starts, pieces
from reader.text.wrapping import rows as wrap

KEPT_CHUNKS = 64


@dataclass(frozen=True, slots=True)
class Row:
    """`text[start:end]` shown behind `indent` empty cells; [end, next) is swallowed by the break.

    `kind` is the block's, or `gap` (nothing is shown) or `fold` (`label` is shown for the block from start to end). All
    rows together, from start to next, are the text.
    """

    chunk: int
    index: int
    start: int
    end: int
    next: int
    indent: int
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Chunk:
    rows: tuple[Row, ...]
    starts: tuple[int, ...]
    paragraphs: tuple[int, ...]


class Layout:
    """`text` in rows of at most `width` cells, laid out as they are asked for; `blocks` in order, not overlapping."""

    def __init__(self, text: str, width: int, blocks: Sequence[LaidBlock] = ()) -> None:
        self.text, self.width, self.blocks = text, max(1, width), blocks
        self._starts = layout_starts(text, blocks)
        self._kept: OrderedDict[int, _Chunk] = OrderedDict()

    # Rows

    def first(self) -> Row:
        """The first row; an empty text has one."""
        return self._chunk(0).rows[0]

    def last(self) -> Row:
        """The last row."""
        return self._chunk(len(self._starts) - 1).rows[-1]

    def row_of(self, offset: int) -> Row:
        """The row that shows or has swallowed `offset`, clamped; a gap only where there is nothing else."""
        offset = max(0, min(offset, len(self.text)))
        chunk = self._chunk(bisect_right(self._starts, offset) - 1)
        row = chunk.rows[max(0, bisect_right(chunk.starts, offset) - 1)]
        if row.kind != "gap":
            return row
        return _with_text(row, self.before) or _with_text(row, self.after) or row

    def after(self, row: Row) -> Row | None:
        """The row below, or None."""
        rows = self._chunk(row.chunk).rows
        if row.index + 1 < len(rows):
            return rows[row.index + 1]
        return self._chunk(row.chunk + 1).rows[0] if row.chunk + 1 < len(self._starts) else None

    def before(self, row: Row) -> Row | None:
        """The row above, or None."""
        if row.index > 0:
            return self._chunk(row.chunk).rows[row.index - 1]
        return self._chunk(row.chunk - 1).rows[-1] if row.chunk > 0 else None

    def move(self, row: Row, count: int) -> Row:
        """`count` rows below (above where negative), clamped."""
        step = self.after if count > 0 else self.before
        for _ in range(abs(count)):
            found = step(row)
            if found is None:
                break
            row = found
        return row

    def window(self, row: Row, height: int) -> list[Row]:
        """`row` and what follows, `height` rows at most."""
        found: list[Row] = []
        following: Row | None = row
        while following is not None and len(found) < height:
            found.append(following)
            following = self.after(following)
        return found

    def rows(self) -> Iterator[Row]:
        """All rows; lays out the whole text."""
        row: Row | None = self.first()
        while row is not None:
            yield row
            row = self.after(row)

    # Cells

    def cell_of(self, row: Row, offset: int) -> int:
        """The cell at which the cluster of `offset` begins in `row`, the indent counted; clamped into the row."""
        if row.kind == "fold":
            return row.indent
        part = self.text[row.start : max(row.start, min(offset, row.end))]
        return row.indent + (
            len(part) if single(part) else sum(cluster_width(c.of(part)) for c in clusters(part, 0, len(part)))
        )

    def offset_at(self, row: Row, cell: int) -> int:
        """The start of the cluster that covers `cell`, clamped into the row."""
        if row.kind in ("gap", "fold"):
            return row.start
        at, used = row.start, row.indent
        for cluster in clusters(self.text, row.start, row.end):
            width = cluster_width(cluster.of(self.text))
            at = cluster.start
            used += width
            if used > cell:
                break
        return at

    def display_paragraph(self, offset: int) -> Span:
        """The displayed paragraph of `offset`, up to the start of the next one."""
        number = bisect_right(self._starts, max(0, min(offset, len(self.text)))) - 1
        starts = self._chunk(number).paragraphs
        at = max(0, bisect_right(starts, offset) - 1)
        end = starts[at + 1] if at + 1 < len(starts) else self._chunk_span(number).end
        return Span(starts[at], end)

    # Chunks

    def _chunk_span(self, number: int) -> Span:
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        return Span(self._starts[number], end)

    def _chunk(self, number: int) -> _Chunk:
        kept = self._kept.get(number)
        if kept is None:
            kept = self._kept[number] = self._lay_out(number)
            if len(self._kept) > KEPT_CHUNKS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(number)
        return kept

    def _lay_out(self, number: int) -> _Chunk:
        rows: list[Row] = []
        paragraphs: list[int] = []
        for piece in pieces(self.text, self._chunk_span(number), self.blocks):
            made = list(self._rows_of(piece))
            for start, end, following, indent, kind in made:
                if kind == "gap" and rows and rows[-1].kind == "gap":
                    last = rows.pop()
                    rows.append(Row(number, len(rows), last.start, last.end, following, 0, "gap"))
                    continue
                rows.append(
                    Row(number, len(rows), start, end, following, indent, kind, piece.folded if kind == "fold" else "")
                )
            if any(kind != "gap" for *_, kind in made):
                paragraphs.append(piece.span.start)
        rows = rows or [
            Row(number, 0, self._starts[number], self._starts[number], self._chunk_span(number).end, 0, "gap")
        ]
        return _Chunk(tuple(rows), tuple(row.start for row in rows), tuple(paragraphs) or (self._starts[number],))

    def _rows_of(self, piece: Piece) -> Iterator[tuple[int, int, int, int, str]]:
        """Start, end, next, indent and kind of each row of a piece."""
        span = piece.span
        if not span.of(self.text).strip():
            yield span.start, span.start, piece.next, 0, "gap"
            return
        if piece.apart:
            yield span.start, span.start, span.start, 0, "gap"
        if piece.folded:
            yield span.start, span.end, piece.next, 0, "fold"
            return
        first, hanging = _indents(piece.kind, piece.level, self.width)
        for start, end, following in wrap(self.text, span, self.width - hanging, self.width - first):
            indent = first if start == span.start else hanging
            yield start, end, piece.next if following == span.end else following, indent, piece.kind


def _with_text(row: Row, step: Callable[[Row], Row | None]) -> Row | None:
    found: Row | None = row
    while found is not None and found.kind == "gap":
        found = step(found)
    return found


def _indents(kind: str, level: int, width: int) -> tuple[int, int]:
    """The indents of a paragraph's first row and of the others, in cells."""
    if kind == "list-item":
        deep = 2 * max(1, level)
        first, hanging = deep - 2, deep
    else:
        first = hanging = 2 if kind in ("quote", "code") else 0
    return (first, hanging) if hanging < width // 2 else (0, 0)


def shown_part(layout: Layout, row: Row, start: int, end: int) -> str:
    """`text[start:end]` of a row as it is shown."""
    part = layout.text[start:end]
    return part.replace("\t", " ") if "\t" in part else part


def shown(layout: Layout, row: Row) -> str:
    """A row as it is shown, its indent left out."""
    return row.label if row.kind == "fold" else shown_part(layout, row, row.start, row.end)


def row_width(layout: Layout, row: Row) -> int:
    """The cells that a row takes, its indent counted."""
    return row.indent + cell_len(shown(layout, row))
