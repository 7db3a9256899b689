"""A plain text that is too long for one article comes as several: where its bytes are divided, and what each part is read from.

Bytes are divided, not characters, so that nobody ever holds the whole text; each part is at most PART bytes long.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from itertools import pairwise

from msgspec import Struct

from annotations.model.span import Span
from reader.importers.content.decode import BOMS, SAMPLE, utf16_shape

LARGEST_WHOLE = 12_000_000
"""Bytes of a text that is one article still."""
PART = 5_000_000
HEAD = "Part\n\n"
"""Stands before a part, in the place of a title: else a short first paragraph would be taken for one."""


Read = Callable[[int, int], bytes]
"""The bytes from an offset up to another one."""


class Parts(Struct, frozen=True):
    """`spans` are of bytes; `opening` is what every part but the first begins with."""

    spans: tuple[Span, ...]
    opening: bytes


def parts_of(read: Read, length: int) -> Parts | None:
    """Where a text is divided: at an empty line, else at a line's end, a space, a character; None for a short one."""
    if length <= LARGEST_WHOLE:
        return None
    head = read(0, SAMPLE)
    bom, encoding = next(((bom, name) for bom, name in BOMS if head.startswith(bom)), (b"", utf16_shape(head) or ""))
    bounds = [0, *_bounds(read, length, encoding), length]
    opening = bom + codecs.encode(HEAD, encoding or "ascii")
    return Parts(tuple(Span(start, end) for start, end in pairwise(bounds)), opening)


def _bounds(read: Read, length: int, encoding: str) -> Iterator[int]:
    start = 0
    while length - start > PART:
        near = start + PART // 2
        start = near + _bound(read(near, start + PART), encoding)
        yield start


def _bound(data: bytes, encoding: str) -> int:
    """The last place in these bytes where a text may be divided."""
    unit = len(codecs.encode("a", encoding)) if encoding else 1
    for mark in ("\n\n", "\r\n\r\n", "\n", " "):
        sought = codecs.encode(mark, encoding or "ascii")
        found = data.rfind(sought)
        while found >= 0 and found % unit:
            found = data.rfind(sought, 0, found + len(sought) - 1)
        if found >= 0:
            return found + len(sought)
    end = len(data)
    while unit == 1 and end > len(data) - 4 and data[end - 1] & 0xC0 == 0x80:  # within a character of UTF-8
        end -= 1
    return end - 1 if unit == 1 and data[end - 1] >= 0xC0 else end
