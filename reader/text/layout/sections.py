"""Sections: a heading and all that stands under it, up to the next heading of its level or a higher one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from annotations.model.span import Span
from reader.text.layout.layout_pieces import LaidBlock


def own_text(length: int, blocks: Sequence[LaidBlock]) -> Span:
    """The text from its first word to the last that is not boilerplate at an end."""
    start, end = 0, length
    for block in blocks:
        if block.kind == "boilerplate" and block.span.start <= start:
            start = block.span.end
    for block in reversed(blocks):
        if block.kind == "boilerplate" and block.span.end >= end:
            end = block.span.start
    return Span(start, end) if start < end else Span(0, length)


def sections_at(length: int, blocks: Sequence[LaidBlock], offset: int) -> list[Span]:
    """The sections around `offset`, the innermost first, and last the whole text (boilerplate at its ends left out)."""
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
    """Which of the headings among `blocks` stands over `offset`, counted from 0; None before the first."""
    starts = [block.span.start for block in blocks if block.kind == "heading"]
    for number, (start, following) in enumerate(pairwise([*starts, offset + 1])):
        if start <= offset < max(following, start + 1):
            return number
    return len(starts) - 1 if starts and starts[-1] <= offset else None
