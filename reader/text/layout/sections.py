"""Sections: a heading and everything below it, up to the next heading of the same or a higher level."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from annotations.model.span import Span
from reader.text.layout.layout_pieces import LaidBlock


def own_text(length: int, blocks: Sequence[LaidBlock]) -> Span:
    """Return the text without the boilerplate at its beginning and end."""
    start, end = 0, length
    for block in blocks:
        if block.kind == "boilerplate" and block.span.start <= start:
            start = block.span.end
    for block in reversed(blocks):
        if block.kind == "boilerplate" and block.span.end >= end:
            end = block.span.start
    return Span(start, end) if start < end else Span(0, length)


def sections_at(length: int, blocks: Sequence[LaidBlock], offset: int) -> list[Span]:
    """Return the sections around `offset`, the innermost first, and last the whole text without outer boilerplate."""
    whole = own_text(length, blocks)
    headings = [block for block in blocks if block.kind == "heading" and whole.covers(block.span)]
    found = []
    for number, heading in enumerate(headings):
        if heading.span.start > offset:
            break
        following = (other.span.start for other in headings[number + 1 :] if other.level <= heading.level)
        section = Span(heading.span.start, next(following, whole.end))
        if offset in section:
            found.append(section)
    return [*reversed(found), whole] if offset in whole else [whole]


def heading_at(blocks: Sequence[LaidBlock], offset: int) -> int | None:
    """Return the number, from 0, of the last heading at or before `offset`; None before the first."""
    starts = [block.span.start for block in blocks if block.kind == "heading"]
    for number, (start, following) in enumerate(pairwise([*starts, offset + 1])):
        if start <= offset < max(following, start + 1):
            return number
    return len(starts) - 1 if starts and starts[-1] <= offset else None
