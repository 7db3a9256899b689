"""Canonical text with its blocks and inlines, built block by block by the importers of structured formats.

A block is written as pieces, with marks over ranges of pieces. The composer cleans the pieces, folds their white space as
HTML does, and computes the offsets of the marks in the final text. Named places (`chapter-2.xhtml#note-1`) become offsets at
the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from annotations.model.span import Span
from reader.articles.article import Block, BlockKind, Inline, InlineKind
from reader.errors import ImportFailed
from reader.text.cleaning import clean_text

WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
NON_LETTERS = re.compile(r"[\W_]+")
ASCII_NON_LETTERS = dict.fromkeys(n for n in range(128) if not chr(n).isalnum())
PLACE_PREFIX = "@"
"""Start of a target that names a place; resolved when the text is complete."""
MAX_TEXT = 20_000_000
"""Code points of the longest article."""
MAX_REMEASURED_PIECES = 200
"""Pieces of a block up to which their bounds are measured again when cleaning the whole has changed the text."""


class TextPiece(Struct, frozen=True):
    """Some text of a block; `verbatim` keeps its white space, `added` says that it is not the source's own."""

    text: str
    verbatim: bool = False
    added: bool = False


LINE_BREAK = TextPiece("\n", verbatim=True)
CELL_BREAK = TextPiece("\t", verbatim=True)


class InlineMark(Struct, frozen=True):
    """An inline over the pieces from `first` up to, not including, `last`."""

    kind: InlineKind
    first: int
    last: int
    target: str = ""


def squashed(text: str) -> str:
    """Return only the letters and digits of `text`, case-folded."""
    if text.isascii():
        return text.lower().translate(ASCII_NON_LETTERS)
    return NON_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


class Composer:
    """Takes blocks in reading order; `text`, `blocks` and `inlines` are the result.

    A heading near the start that repeats `title` is dropped, because the title is shown above the text.
    """

    def __init__(self, title: str = "") -> None:
        self._title = squashed(title)
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._inlines: list[Inline] = []
        self._places: dict[str, int] = {}
        self._named: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in order, without the newlines between them."""
        return tuple(self._blocks)

    @property
    def inlines(self) -> tuple[Inline, ...]:
        """The inlines by position, without those that point to places that do not exist."""
        pages = _merged_pages([one for one in self._inlines if one.kind == "page"])
        found = [self._resolved(one) for one in self._inlines if one.kind != "page"]
        return tuple(sorted((one for one in (*pages, *found) if one), key=lambda one: (one.span.start, -one.span.end)))

    def _resolved(self, one: Inline) -> Inline | None:
        if not one.target.startswith(PLACE_PREFIX):
            return one
        name = one.target[1:]
        place = self._places.get(name, self._places.get(name.partition("#")[0]))
        return Inline(one.kind, one.span, f"#{place}") if place is not None else None

    def name_place(self, name: str) -> None:
        """Name the start of the next block as the target of links."""
        self._named.append(name)

    def take_places(self) -> list[str]:
        """Return and clear the names that wait for the next block, to be named later."""
        taken, self._named = self._named, []
        return taken

    def name_places(self, names: Sequence[str]) -> None:
        self._named += names

    @property
    def length(self) -> int:
        """Code points so far, without the newlines before the next block."""
        return self._length

    def write(
        self, kind: BlockKind, pieces: Sequence[TextPiece], marks: Sequence[InlineMark] = (), level: int = 0
    ) -> Span | None:
        """Write one block and return its span; None if nothing of it remains.

        Raise ImportFailed if the text grows longer than MAX_TEXT.
        """
        text, bounds = _joined_pieces(pieces)
        if not text or (kind == "heading" and self._is_title(text)):
            return None
        gap = self._gap(kind)
        start = self._length + len(gap)
        self._parts += [gap, text]
        self._length = start + len(text)
        if self._length > MAX_TEXT:
            raise ImportFailed(f"its text is longer than the {MAX_TEXT // 1_000_000} million characters that are read")
        span = Span(start, self._length)
        self._blocks.append(Block(kind, span, level))
        self._inlines += _inlines_of(marks, bounds, start, text)
        for name in self._named:
            self._places.setdefault(name, start)
        self._named.clear()
        return span

    def _is_title(self, text: str) -> bool:
        if not self._title or len(self._blocks) > 2 or squashed(text) != self._title:
            return False
        self._title = ""
        return True

    def _gap(self, kind: BlockKind) -> str:
        if not self._blocks:
            return ""
        return "\n" if kind == self._blocks[-1].kind and kind in ("list-item", "footnote") else "\n\n"


def _merged_pages(pages: Sequence[Inline]) -> list[Inline]:
    """Return the page's ranges in consecutive blocks merged into one."""
    found: list[Inline] = []
    for page in pages:
        start = found.pop().span.start if found and found[-1].target == page.target else page.span.start
        found.append(Inline("page", Span(start, page.span.end), page.target))
    return found


def _inlines_of(marks: Sequence[InlineMark], bounds: Sequence[int], start: int, text: str) -> list[Inline]:
    """Return the marks as inlines of the text, without white space at their ends."""
    found = []
    for mark in marks:
        first, last = bounds[mark.first], bounds[mark.last]
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            found.append(Inline(mark.kind, Span(start + first, start + last), mark.target))
    return found


def _joined_pieces(pieces: Sequence[TextPiece]) -> tuple[str, list[int]]:
    """Return the block's text, where each piece begins in it, and its end."""
    text, bounds = _folded([clean_text(piece.text) for piece in pieces], [piece.verbatim for piece in pieces])
    if clean_text(text) == text:
        return text, bounds
    whole = clean_text(text)  # a combining letter or control sequence crosses pieces
    if len(pieces) > MAX_REMEASURED_PIECES:
        return whole, [0] * (len(pieces) + 1)
    return whole, [min(len(whole), len(clean_text(text[:bound]))) for bound in bounds[:-1]] + [len(whole)]


def _folded(texts: Sequence[str], verbatim: Sequence[bool]) -> tuple[str, list[int]]:
    """Return text with white space folded as in HTML; none at the ends except tabs, which separate cells."""
    parts: list[str] = []
    bounds: list[int] = []
    length, spaced = 0, True
    for raw, kept in zip(texts, verbatim, strict=True):
        text = raw if kept else WHITE_SPACE.sub(" ", raw)
        if not kept:
            text = text[1:] if spaced and text.startswith(" ") else text
        elif length and parts[-1].endswith(" "):
            parts[-1] = parts[-1][:-1]
            length -= 1
            _clip(bounds, length)
        bounds.append(length)
        if text:
            parts.append(text)
            length += len(text)
            spaced = text[-1] in " \n\t"
    whole = "".join(parts)
    kept_start = len(whole) - len(whole.lstrip("\n" if any(verbatim[:1]) else "\n \u00a0"))
    kept_end = max(kept_start, len(whole.rstrip()))
    return whole[kept_start:kept_end], [
        min(max(bound, kept_start), kept_end) - kept_start for bound in [*bounds, length]
    ]


def _clip(bounds: list[int], length: int) -> None:
    """Clip the bounds to the end that a removed trailing space has left."""
    for n in range(len(bounds) - 1, -1, -1):
        if bounds[n] <= length:
            return
        bounds[n] = length
