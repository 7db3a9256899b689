"""Layout of a text as rows of a terminal: the only place where rows and cells exist.

A *row* is one line of cells on the screen; a *chunk* is a few kilobytes of text whose rows are made together on demand; a
*gap* is an empty row between paragraphs. Every offset is a code point offset into the text. A resize makes a new Layout.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, zip_longest

from msgspec import Struct

from annotations.model.span import Span
from reader.text.layout.layout_pieces import UNWRAPPED_KINDS, DisplayPiece, LaidBlock, layout_starts, pieces
from reader.text.layout.wrapping import rows as wrap
from reader.text.unicode.cells import cell_len, cluster_width, single
from reader.text.unicode.graphemes import clusters

CACHED_LAYOUT_CHUNKS = 64
COLUMN_GAP = 3
"""Empty cells between two columns of a table."""

MAX_CELL_WIDTH = 48
"""Terminal cells up to which a table cell widens its column; a wider one pushes the rest of its row to the right."""

MEASURED_TABLE = 100_000
"""Code points of a table from which the widths of its columns are measured."""

MAX_UNWRAPPED_LINE = 4_000
"""Code points of the longest line of code that is not wrapped."""


class Row(Struct, frozen=True):
    """`text[start:end]` shown after `indent` empty cells; [end, next) is swallowed by the line break.

    `kind` is the block's, or `gap` (nothing is shown) or `fold` (`label` stands for the block from start to end). All rows
    together, from start to next, cover the text. A row of code or of a table may be wider than the column. `level` is the
    block's; `stops` are the cells, counted from the row's start, at which the columns of a table after the first begin.
    """

    chunk: int
    index: int
    start: int
    end: int
    next: int
    indent: int
    kind: str
    label: str = ""
    level: int = 0
    stops: tuple[int, ...] = ()

    @property
    def sideways(self) -> bool:
        """Whether the row may be wider than the column."""
        return self.kind in UNWRAPPED_KINDS


class _Chunk:
    """The rows of one chunk, made only as far down as they are requested; `rows` starts a new generator of them."""

    def __init__(self, start: int, rows: Callable[[], Iterator[tuple[Row, int | None]]]) -> None:
        self._start, self._begin = start, rows
        self._clear()

    def _clear(self) -> None:
        self._coming = self._begin()
        self._rows: list[Row] = []
        self._starts: list[int] = []
        self._paragraphs: list[int] = []
        self.whole = False

    def row(self, index: int) -> Row | None:
        """Return the row with this number, or None after the last."""
        while index >= len(self._rows) and self._make_one():
            pass
        return self._rows[index] if index < len(self._rows) else None

    def row_of(self, offset: int) -> Row:
        """Return the last row that begins at or before `offset`, else the first."""
        while (not self._starts or self._starts[-1] <= offset) and self._make_one():
            pass
        return self._rows[max(0, bisect_right(self._starts, offset) - 1)]

    def last(self) -> Row:
        self.make_all()
        return self._rows[-1]

    def paragraphs(self) -> Sequence[int]:
        """Return where the displayed paragraphs begin."""
        self.make_all()
        return self._paragraphs or (self._start,)

    def make_all(self) -> None:
        while self._make_one():
            pass

    def _make_one(self) -> bool:
        try:
            row, begun = next(self._coming, (None, None))
        except BaseException:
            self._clear()  # an interrupted generator would look like an exhausted one
            raise
        self.whole = row is None
        if row is None:
            return False
        self._rows.append(row)
        self._starts.append(row.start)
        if begun is not None:
            self._paragraphs.append(begun)
        return True


class Layout:
    """`text` in rows of at most `width` cells, laid out on demand; `blocks` are in order and do not overlap."""

    def __init__(self, text: str, width: int, blocks: Sequence[LaidBlock] = ()) -> None:
        self.text, self.width, self.blocks = text, max(1, width), blocks
        self._starts = layout_starts(text, blocks)
        self._kept: OrderedDict[int, _Chunk] = OrderedDict()
        self._columns: dict[Span, tuple[int, ...]] = {}
        self._window: tuple[tuple[int, int, int], list[Row]] = (-1, -1, 0), []

    # Rows

    def first(self) -> Row:
        """Return the first row; an empty text has one."""
        return self._chunk(0).row_of(0)

    def last(self) -> Row:
        return self._chunk(len(self._starts) - 1).last()

    def row_of(self, offset: int) -> Row:
        """Return the row that shows or swallows `offset`, clamped; a gap only if the text has no other row."""
        offset = max(0, min(offset, len(self.text)))
        row = self._chunk(bisect_right(self._starts, offset) - 1).row_of(offset)
        if row.kind != "gap":
            return row
        return _with_text(row, self.before) or _with_text(row, self.after) or row

    def after(self, row: Row) -> Row | None:
        """Return the row below, or None."""
        following = self._chunk(row.chunk).row(row.index + 1)
        if following is None and row.chunk + 1 < len(self._starts):
            return self._chunk(row.chunk + 1).row(0)
        return following

    def before(self, row: Row) -> Row | None:
        """Return the row above, or None."""
        if row.index > 0:
            return self._chunk(row.chunk).row(row.index - 1)
        return self._chunk(row.chunk - 1).last() if row.chunk > 0 else None

    def move(self, row: Row, count: int) -> Row:
        """Return the row `count` rows below (above if negative), clamped."""
        step = self.after if count > 0 else self.before
        for _ in range(abs(count)):
            found = step(row)
            if found is None:
                break
            row = found
        return row

    def window(self, row: Row, height: int) -> list[Row]:
        """Return `row` and the rows after it, at most `height`.

        The last result is cached, because one key press asks for it several times.
        """
        asked = (row.chunk, row.index, height)
        if self._window[0] != asked:
            found: list[Row] = []
            following: Row | None = row
            while following is not None and len(found) < height:
                found.append(following)
                following = self.after(following)
            self._window = asked, found
        return self._window[1]

    def rows(self) -> Iterator[Row]:
        """Yield all rows, which lays out the whole text."""
        row: Row | None = self.first()
        while row is not None:
            yield row
            row = self.after(row)

    # Cells

    def cell_of(self, row: Row, offset: int) -> int:
        """Return the cell at which the cluster of `offset` begins in `row`, including the indent; clamped into the row."""
        if row.kind == "fold":
            return row.indent
        part = self.text[row.start : max(row.start, min(offset, row.end))]
        if single(part):
            return row.indent + len(part)
        return row.indent + sum(width for _, _, width in self._cells(row, row.start + len(part)))

    def _cells(self, row: Row, end: int) -> Iterator[tuple[Span, str, int]]:
        """Yield the clusters of a row up to `end`, each with the text that is shown for it and its width."""
        used = tabs = 0
        for cluster in clusters(self.text, row.start, end):
            words = cluster.of(self.text)
            width = cluster_width(words)
            if words == "\t" and tabs < len(row.stops):
                width = max(COLUMN_GAP, row.stops[tabs] - used)
            tabs += words == "\t"
            used += width
            yield cluster, " " * width if words == "\t" else words, width

    def offset_at(self, row: Row, cell: int) -> int:
        """Return the start of the cluster that covers `cell`, clamped into the row."""
        if row.kind in ("gap", "fold"):
            return row.start
        at, used = row.start, row.indent
        for cluster, _, width in self._cells(row, row.end):
            at = cluster.start
            used += width
            if used > cell:
                break
        return at

    def shown_part(self, row: Row, start: int, end: int) -> str:
        """Return `text[start:end]` of a row as it is shown, with tabs expanded."""
        if "\t" not in self.text[row.start : row.end]:
            return self.text[start:end]
        return "".join(shown for cluster, shown, _ in self._cells(row, end) if cluster.start >= start)

    def display_paragraph(self, offset: int) -> Span:
        """Return the displayed paragraph of `offset`, up to the start of the next one."""
        number = bisect_right(self._starts, max(0, min(offset, len(self.text)))) - 1
        starts = self._chunk(number).paragraphs()
        at = max(0, bisect_right(starts, offset) - 1)
        end = starts[at + 1] if at + 1 < len(starts) else self._chunk_span(number).end
        return Span(starts[at], end)

    # Chunks

    def look_ahead(self, row: Row) -> bool:
        """Lay out one more chunk that is likely to be needed next; return False if there is none.

        Candidates in order: the chunk of `row`, the next one, the last one, the one before.
        """
        last = len(self._starts) - 1
        likely = (n for n in (row.chunk, row.chunk + 1, last, row.chunk - 1) if 0 <= n <= last)
        wanted = next((n for n in likely if n not in self._kept or not self._kept[n].whole), None)
        if wanted is not None:
            self._chunk(wanted).make_all()
        return wanted is not None

    def _chunk_span(self, number: int) -> Span:
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        return Span(self._starts[number], end)

    def _chunk(self, number: int) -> _Chunk:
        kept = self._kept.get(number)
        if kept is None:
            kept = self._kept[number] = _Chunk(self._starts[number], partial(self._lay_out, number))
            if len(self._kept) > CACHED_LAYOUT_CHUNKS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(number)
        return kept

    def _lay_out(self, number: int) -> Iterator[tuple[Row, int | None]]:
        """Yield the rows of a chunk, consecutive gaps merged into one.

        With the first row of each displayed paragraph comes where that begins, with the others None.
        """
        index, gap = 0, None
        for piece in pieces(self.text, self._chunk_span(number), self.blocks):
            begun: int | None = piece.span.start
            for start, end, following, indent, kind in self._rows_of(piece):
                if kind == "gap":
                    gap = (*(gap or (start, end))[:2], following)
                    continue
                if gap:
                    yield Row(number, index, *gap, 0, "gap"), None
                    index, gap = index + 1, None
                label = piece.folded if kind == "fold" else ""
                stops = self._stops(piece) if kind == "table" else ()
                yield Row(number, index, start, end, following, indent, kind, label, piece.level, stops), begun
                index, begun = index + 1, None
        if gap or not index:
            at = self._starts[number]
            yield Row(number, index, *(gap or (at, at, self._chunk_span(number).end)), 0, "gap"), None

    def _stops(self, piece: DisplayPiece) -> tuple[int, ...]:
        """Return where the columns of a table begin: after the widest cell of each, up to MAX_CELL_WIDTH."""
        block = piece.block or piece.span
        if block not in self._columns:
            widths: list[int] = []
            for line in block.of(self.text)[:MEASURED_TABLE].split("\n"):
                found = [min(cell_len(cell), MAX_CELL_WIDTH) for cell in line.split("\t")]
                widths = [max(pair) for pair in zip_longest(widths, found, fillvalue=0)]
            self._columns[block] = tuple(accumulate(width + COLUMN_GAP for width in widths[:-1]))
        return self._columns[block]

    def _rows_of(self, piece: DisplayPiece) -> Iterator[tuple[int, int, int, int, str]]:
        """Yield start, end, next, indent and kind of each row of a piece."""
        span = piece.span
        if not span.of(self.text).strip():
            yield span.start, span.start, piece.next, 0, "gap"
            return
        if piece.apart:
            yield span.start, span.start, span.start, 0, "gap"
        if piece.folded:
            yield span.start, span.end, piece.next, 0, "fold"
            return
        if piece.kind in UNWRAPPED_KINDS and span.length <= MAX_UNWRAPPED_LINE:
            indent = min(2, self.width // 4)
            yield span.start, span.start + len(span.of(self.text).rstrip(" \t")), piece.next, indent, piece.kind
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
    """Return the indents, in cells, of a paragraph's first row and of its other rows."""
    if kind == "list-item":
        deep = 2 * max(1, level)
        first, hanging = deep - 2, deep
    elif kind == "footnote":
        first, hanging = 0, 4
    else:
        first = hanging = 2 * max(1, level) if kind == "quote" else 2 if kind in UNWRAPPED_KINDS else 0
    return (first, hanging) if hanging < width // 2 else (0, 0)


def shown(layout: Layout, row: Row) -> str:
    """Return the text of a row as it is shown, without its indent."""
    return row.label if row.kind == "fold" else layout.shown_part(row, row.start, row.end)


def row_width(layout: Layout, row: Row) -> int:
    return row.indent + cell_len(shown(layout, row))


def sideways_to(layout: Layout, offset: int, shift: int) -> int:
    """Return the horizontal scroll, in cells, at which the row of `offset` shows it; 0 for rows that are wrapped.

    It differs from `shift` as little as possible.
    """
    row = layout.row_of(offset)
    if not row.sideways:
        return 0
    cell = layout.cell_of(row, offset) - row.indent
    room = layout.width - row.indent
    if row_width(layout, row) - row.indent <= room:
        return 0
    if cell < shift + 1:
        return max(0, cell - 1)
    return max(shift, cell + 3 - room)
