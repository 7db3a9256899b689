"""Division of a text into the units of the layout: chunks, and in them lines, blocks and displayed paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, overload

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.span import Span
from reader.text.layout.chunked_text import chunk_starts
from reader.text.segments.display_paragraphs import display_paragraphs

UNWRAPPED_KINDS = frozenset({"code", "table"})
"""Kinds whose lines are not wrapped, but scrolled sideways."""


class LaidBlock(Struct, frozen=True):
    """A block for the layout: a range of text and its kind; where `folded` is not empty, that one line is shown instead."""

    span: Span
    kind: str
    level: int = 0
    folded: str = ""


class DisplayPiece(Struct, frozen=True):
    """A displayed paragraph: `span` excludes the newlines after it, which reach to `next`.

    `apart`: an empty row that is not in the text is shown before it. `block` is the block that it is part of.
    """

    span: Span
    next: int
    kind: str
    level: int = 0
    folded: str = ""
    apart: bool = False
    block: Span | None = None


class BlockLike(Protocol):
    """An article's block, as far as the layout needs it."""

    @property
    def span(self) -> Span:
        """The range of text."""

    @property
    def kind(self) -> str:
        """The kind: paragraph, heading, code and so on."""

    @property
    def level(self) -> int:
        """The depth of a heading, list item or quote."""


class LaidBlocks(Sequence[LaidBlock]):
    """An article's blocks for the layout, each built on access; `labels` are the fold labels by block number."""

    def __init__(self, blocks: Sequence[BlockLike] = (), labels: Mapping[int, str] | None = None) -> None:
        self._blocks, self._labels = blocks, labels or {}

    def __len__(self) -> int:
        return len(self._blocks)

    @overload
    def __getitem__(self, key: int) -> LaidBlock: ...
    @overload
    def __getitem__(self, key: slice) -> list[LaidBlock]: ...
    def __getitem__(self, key: int | slice) -> LaidBlock | list[LaidBlock]:
        if isinstance(key, slice):
            return [self[n] for n in range(*key.indices(len(self)))]
        block = self._blocks[key]
        return LaidBlock(block.span, block.kind, block.level, self._labels.get(key, ""))

    @property
    def folded(self) -> list[LaidBlock]:
        """The folded blocks."""
        return [self[n] for n in sorted(self._labels)]

    def unfolded(self) -> LaidBlocks:
        """Return these blocks with none folded."""
        return LaidBlocks(self._blocks)


def layout_starts(text: str, blocks: Sequence[LaidBlock]) -> list[int]:
    """Return where the chunks of the layout begin: those of the text, with each folded block as a chunk of its own."""
    starts = list(chunk_starts(text))
    folded = blocks.folded if isinstance(blocks, LaidBlocks) else [block for block in blocks if block.folded]
    for block in folded:
        begin, after = block.span.start, _newlines_after(text, block.span.end)
        rest = [after] if after < len(text) else []
        starts = [*starts[: bisect_left(starts, begin)], begin, *rest, *starts[bisect_right(starts, after) :]]
    return starts


def _newlines_after(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return at


def pieces(text: str, chunk: Span, blocks: Sequence[LaidBlock]) -> Iterator[DisplayPiece]:
    """Yield the pieces of one chunk, in order; together with what they swallow they cover the chunk."""
    first = bisect_right(blocks, chunk.start, key=lambda block: block.span.end)
    after = bisect_left(blocks, chunk.end, key=lambda block: block.span.start)
    near = blocks[first:after]
    folded = next((block for block in near if block.folded and block.span.start == chunk.start), None)
    if folded is not None:
        span = Span(chunk.start, min(folded.span.end, chunk.end))
        yield DisplayPiece(span, chunk.end, folded.kind, folded.level, folded.folded, _mid_line(text, chunk.start))
        return
    waiting: DisplayPiece | None = None
    for line in _lines(text, chunk):
        for part, block in _parts(line, near):
            for piece in _display_pieces(text, part, min(line.end + 1, chunk.end), block):
                if waiting is not None and piece.apart and not piece.span.of(text).strip():
                    waiting = replace(waiting, next=piece.next)  # swallows white space between blocks of one line
                    continue
                if waiting is not None:
                    yield waiting
                waiting = piece
    if waiting is not None:
        yield waiting


def _mid_line(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] != "\n"


def _lines(text: str, chunk: Span) -> Iterator[Span]:
    at = chunk.start
    while at < chunk.end:
        newline = text.find("\n", at, chunk.end)
        end = chunk.end if newline < 0 else newline
        yield Span(at, end)
        at = end + 1


def _parts(line: Span, blocks: Sequence[LaidBlock]) -> Iterator[tuple[Span, LaidBlock | None]]:
    """Yield the parts of a line, cut where blocks begin or end inside it, each with its block."""
    cuts = {line.start, line.end}
    for block in blocks:
        cuts.update(offset for offset in (block.span.start, block.span.end) if line.start < offset < line.end)
    ordered = sorted(cuts)
    for start, end in pairwise(ordered) if len(ordered) > 1 else [(line.start, line.start)]:
        yield Span(start, end), next((block for block in blocks if start in block.span), None)


def _display_pieces(text: str, part: Span, following: int, block: LaidBlock | None) -> Iterator[DisplayPiece]:
    """Yield the pieces of a part of a line; `following` is where the next line begins."""
    kind, level = (block.kind, block.level) if block else ("paragraph", 0)
    shown = [part] if kind in UNWRAPPED_KINDS else display_paragraphs(text, part)
    for span in shown:
        ends_line = span.end == following - 1 and text[span.end] == "\n"
        apart = _mid_line(text, span.start)
        within = block.span if block else None
        yield DisplayPiece(span, following if ends_line else span.end, kind, level, "", apart, within)
