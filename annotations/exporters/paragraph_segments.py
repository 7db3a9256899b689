"""An article's text in paragraphs, each divided where highlights begin and end, for pages that show the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from annotations.model.span import Span

BlockRow = tuple[str, int, int, int]
"""Kind, start, end (code points) and level of a block of the text."""

TOP_HEADING_LEVEL, BOTTOM_HEADING_LEVEL = 3, 6
"""HTML levels of the headings inside a text, which stand below the article's own."""


class PieceView(Struct, frozen=True):
    """Some words with the excerpts that cover them, the widest first; `starts` and `ends` are those that begin or end here."""

    text: str
    over: tuple[Any, ...]
    starts: tuple[Any, ...]
    ends: tuple[Any, ...]


class ParagraphView(Struct, frozen=True):
    """A paragraph with the excerpts that begin in it; `level` is that of an HTML heading, 3 to 6 without a gap, else 0."""

    kind: str
    level: int
    pieces: tuple[PieceView, ...]
    excerpts: tuple[Any, ...]


def paragraphs(text: str, blocks: Sequence[BlockRow], excerpts: Sequence[Any]) -> tuple[ParagraphView, ...]:
    """Return the whole text in paragraphs; `excerpts` have `start` and `end`, None if they have no place."""
    placed = sorted((one for one in excerpts if one.start is not None), key=lambda one: (one.start, -one.end))
    found: list[ParagraphView] = []
    level, at = TOP_HEADING_LEVEL - 1, 0
    for kind, span, depth in _stretches(text, blocks):
        level = min(depth + TOP_HEADING_LEVEL - 1, level + 1, BOTTOM_HEADING_LEVEL) if kind == "heading" else level
        begun = tuple(one for one in placed if at <= one.start < span.end)
        found.append(ParagraphView(kind, level if kind == "heading" else 0, tuple(_pieces(text, span, placed)), begun))
        at = span.end
    return tuple(found)


def _stretches(text: str, blocks: Sequence[BlockRow]) -> Iterator[tuple[str, Span, int]]:
    """Yield the blocks; text outside every block is divided at empty lines, so that no word is missing."""
    at = 0
    for kind, start, end, level in [*blocks, ("end", len(text), len(text), 0)]:
        yield from (("paragraph", span, 0) for span in _parted(text, Span(at, max(at, start))))
        if end > max(start, at):
            yield kind, Span(max(start, at), end), max(1, level)
        at = max(at, end)


def _parted(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    while at < span.end:
        end = text.find("\n\n", at, span.end)
        end = span.end if end < 0 else end
        if text[at:end].strip():
            yield Span(at, end)
        at = end + 2


def _pieces(text: str, paragraph: Span, placed: Sequence[Any]) -> Iterator[PieceView]:
    """Yield the paragraph divided where a highlight begins or ends."""
    here = [one for one in placed if one.start < paragraph.end and one.end > paragraph.start]
    edges = {edge for one in here for edge in (one.start, one.end) if paragraph.start < edge < paragraph.end}
    for start, end in pairwise(sorted({paragraph.start, paragraph.end, *edges})):
        over = tuple(one for one in here if one.start <= start and end <= one.end)
        starts = tuple(
            one for one in over if one.start == start or (start == paragraph.start and _begins(text, one, start))
        )
        ends = tuple(one for one in over if one.end == end)
        yield PieceView(text[start:end], over, starts, ends)


def _begins(text: str, one: Any, start: int) -> bool:
    """Return whether a highlight that begins in the white space before a paragraph shows its first words here."""
    return not text[one.start : start].strip()
