"""Division of a plain text that is too long for one article into several.

Bytes are divided, not characters, so that the whole text is never held in memory. A part has at most MAX_PART_BYTES.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from itertools import pairwise

from msgspec import Struct

from annotations.model.span import Span
from reader.importers.content.decode import BYTE_ORDER_MARKS, SAMPLE_BYTES, utf16_without_mark

MAX_ARTICLE_BYTES = 12_000_000
"""Bytes of the longest text that is one article."""
MAX_PART_BYTES = 5_000_000
PART_HEAD = "Part\n\n"
"""Stands before a part in place of a title; otherwise a short first paragraph would be taken for the title."""


ReadBytes = Callable[[int, int], bytes]
"""Return the bytes from one offset up to another."""


class TextParts(Struct, frozen=True):
    """`spans` are ranges of bytes; `opening` is what every part but the first begins with."""

    spans: tuple[Span, ...]
    opening: bytes


def parts_of(read: ReadBytes, length: int) -> TextParts | None:
    """Return where a text is divided, or None for a short one.

    It is divided at an empty line, else at a line end, a space, a character.
    """
    if length <= MAX_ARTICLE_BYTES:
        return None
    head = read(0, SAMPLE_BYTES)
    shape = utf16_without_mark(head) or ""
    bom, encoding = next(((bom, name) for bom, name in BYTE_ORDER_MARKS if head.startswith(bom)), (b"", shape))
    bounds = [0, *_bounds(read, length, encoding), length]
    opening = bom + codecs.encode(PART_HEAD, encoding or "ascii")
    return TextParts(tuple(Span(start, end) for start, end in pairwise(bounds)), opening)


def _bounds(read: ReadBytes, length: int, encoding: str) -> Iterator[int]:
    start = 0
    while length - start > MAX_PART_BYTES:
        near = start + MAX_PART_BYTES // 2
        start = near + _bound(read(near, start + MAX_PART_BYTES), encoding)
        yield start


def _bound(data: bytes, encoding: str) -> int:
    """Return the last offset in `data` at which a text may be divided."""
    unit = len(codecs.encode("a", encoding)) if encoding else 1
    for mark in ("\n\n", "\r\n\r\n", "\n", " "):
        sought = codecs.encode(mark, encoding or "ascii")
        found = data.rfind(sought)
        while found >= 0 and found % unit:
            found = data.rfind(sought, 0, found + len(sought) - 1)
        if found >= 0:
            return found + len(sought)
    end = len(data)
    while unit == 1 and end > len(data) - 4 and data[end - 1] & 0xC0 == 0x80:  # inside a UTF-8 sequence
        end -= 1
    return end - 1 if unit == 1 and data[end - 1] >= 0xC0 else end
