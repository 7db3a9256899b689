"""The text cut into what is laid out apart: chunks of a few kilobytes, and in them lines, blocks, displayed paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annotations.span import Span
from reader.text.graphemes import cluster_start
from reader.text.paragraphs import display_paragraphs

CHUNK = 8_192
"""Code points laid out at a time."""


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """A stretch of text and what it is; where `folded` is not empty, that one line is shown instead of it."""

    span: Span
    kind: str
    level: int = 0
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph as it is shown: `span` without the newlines behind it, which reach to `next`.

    `apart` says that an empty row stands before it which is not in the text.
    """

    span: Span
    next: int
    kind: str
    level: int = 0
    folded: str = ""
    apart: bool = False


def chunk_starts(text: str, blocks: Sequence[LaidBlock]) -> list[int]:
    """Where chunks begin: at 0, then behind a newline, a sentence or a space; a folded block is a chunk of its own."""
    fences = sorted({offset for block in blocks if block.folded for offset in (block.span.start, block.span.end)})
    inside = {block.span.start for block in blocks if block.folded}
    starts, at = [0], 0
    while at < len(text):
        fence = next(iter(fences[bisect_right(fences, at) :]), len(text))
        at = _newlines_after(text, fence) if at in inside else _cut(text, at, fence)
        if at < len(text):
            starts.append(at)
    return starts


def _cut(text: str, start: int, fence: int) -> int:
    if fence - start <= CHUNK:
        return fence
    end = start + CHUNK
    newline = text.rfind("\n", start, end) + 1
    if newline > start:
        return newline
    for mark in (". ", "? ", "! ", "。", " "):
        found = text.rfind(mark, start + CHUNK // 2, end)
        if found >= 0:
            return found + len(mark)
    return max(start + 1, cluster_start(text, end))


def _newlines_after(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return at


def pieces(text: str, chunk: Span, blocks: Sequence[LaidBlock]) -> Iterator[Piece]:
    """The pieces of one chunk, in order; their spans and what they swallow join to the chunk."""
    first = bisect_right(blocks, chunk.start, key=lambda block: block.span.end)
    after = bisect_left(blocks, chunk.end, key=lambda block: block.span.start)
    near = blocks[first:after]
    folded = next((block for block in near if block.folded and block.span.start == chunk.start), None)
    if folded is not None:
        span = Span(chunk.start, min(folded.span.end, chunk.end))
        yield Piece(span, chunk.end, folded.kind, folded.level, folded.folded, _mid_line(text, chunk.start))
        return
    waiting: Piece | None = None
    for line in _lines(text, chunk):
        for part, block in _parts(line, near):
            for piece in _displayed(text, part, min(line.end + 1, chunk.end), block):
                if waiting is not None and piece.apart and not piece.span.of(text).strip():
                    waiting = replace(waiting, next=piece.next)  # white space between blocks of one line
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
    """A line cut where blocks begin or end within it, each part with its block."""
    cuts = {line.start, line.end}
    for block in blocks:
        cuts.update(offset for offset in (block.span.start, block.span.end) if line.start < offset < line.end)
    ordered = sorted(cuts)
    for start, end in pairwise(ordered) if len(ordered) > 1 else [(line.start, line.start)]:
        yield Span(start, end), next((block for block in blocks if start in block.span), None)


def _displayed(text: str, part: Span, following: int, block: LaidBlock | None) -> Iterator[Piece]:
    """A part of a line as it is shown; `following` is where the next line begins."""
    kind, level = (block.kind, block.level) if block else ("paragraph", 0)
    shown = display_paragraphs(text, part) if kind != "code" else [part]
    for span in shown:
        ends_line = span.end == following - 1 and text[span.end] == "\n"
        yield Piece(span, following if ends_line else span.end, kind, level, "", _mid_line(text, span.start))
