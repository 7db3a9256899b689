"""The quotation around a place: curly, straight, guillemets, corner brackets, one inside another, over paragraphs.

A quotation that runs on into the next paragraph has an opening mark at the beginning of each, and one closing mark.
"""

from __future__ import annotations

from annotations.model.span import Span
from reader.text.segments.quote_pairs import QUOTES, OpenMark, Pair, pair_marks
from reader.text.segments.sentences import line_at

REACH = 40
"""Paragraphs before and behind that a quotation may span."""

REACH_CHARACTERS = 32_768
"""Code points before and behind that are looked at."""


def quotation_at(text: str, offset: int, around: bool, level: int = 1) -> Span | None:
    """The innermost quotation that `offset` lies in or on, with its marks where `around`; None where there is none.

    `level` 2 is the one around that, and so on; the outermost where there are fewer.
    """
    return quotation_over(text, Span(offset, offset), around, level)


def quotation_over(text: str, span: Span, around: bool, level: int = 1) -> Span | None:
    """The innermost quotation that holds `span` and is larger than it."""
    begin, near = _neighbourhood(text, span.start)
    here = Span(span.start - begin, span.end - begin)
    found = sorted(_near(near, here.start), key=lambda pair: pair.span.length)
    parts = [(pair.span if around else pair.inside).shift(begin) for pair in found if _holds(pair, here)]
    larger = [part for part in parts if part and (not span or (part.covers(span) and part != span))]
    return larger[min(level, len(larger)) - 1] if larger else None


def quotation_after(text: str, offset: int, end: int, around: bool) -> Span | None:
    """The first quotation that opens in [offset, end)."""
    begin, near = _neighbourhood(text, offset)
    opening = [pair for pair in _near(near, offset - begin) if offset - begin <= pair.span.start < end - begin]
    first = min((pair for pair in opening if pair.inside), key=lambda pair: pair.span.start, default=None)
    return None if first is None else (first.span if around else first.inside).shift(begin)


def quotations_between(text: str, span: Span) -> list[Pair]:
    """All quotations of which something lies in `span`, by where they begin; each but the empty ones."""
    found: dict[Span, Pair] = {}
    at = span.start
    while at < span.end:
        begin, near = _neighbourhood(text, at)
        for pair in _near(near, at - begin):
            moved = Pair(pair.span.shift(begin), pair.mark)
            if moved.inside and moved.span.overlaps(span):
                found[moved.span] = moved
        at = max(line_at(text, at).end, at) + 1
    return [found[one] for one in sorted(found)]


def _neighbourhood(text: str, offset: int) -> tuple[int, str]:
    """The text around `offset`, REACH_CHARACTERS each way, and where it begins: at a line where there is one."""
    begin = max(0, offset - REACH_CHARACTERS)
    if begin:
        newline = text.find("\n", begin, offset)
        begin = newline + 1 if newline >= 0 else begin
    return begin, text[begin : offset + REACH_CHARACTERS]


def _holds(pair: Pair, span: Span) -> bool:
    return span.start in pair.span and span.end <= pair.span.end


def _near(text: str, offset: int) -> list[Pair]:
    """The quotations of the paragraph of `offset`, and those that run on into it or out of it."""
    here = line_at(text, offset)
    first = _first_of_run(text, here)
    pairs, waiting = pair_marks(text, first)
    line, after = first, 0
    while waiting or line.start < here.start:
        following = _next_line(text, line)
        if following is None or (after := after + (line.start >= here.start)) > REACH:
            break
        carried = _carried(text, following, waiting)
        if not carried and following.start > here.start:
            break
        more, waiting = pair_marks(text, _behind_mark(text, following, carried), carried)
        pairs += more
        line = following
    return [pair for pair in pairs if pair.mark in QUOTES]


def _first_of_run(text: str, line: Span) -> Span:
    """The first paragraph of those that go on with an opening mark up to `line`; `line` itself where it begins with none."""
    first = line
    for _ in range(REACH):
        if not _opening(text, first):
            break
        before = _line_before(text, first)
        if before is None:
            break
        first = before
        if pair_marks(text, before)[1] == ():
            break
    return first


def _carried(text: str, line: Span, waiting: tuple[OpenMark, ...]) -> tuple[OpenMark, ...]:
    """The open marks that go on into `line`: those up to the last one that its opening mark repeats."""
    mark = _opening(text, line)
    depth = max((n for n, opened in enumerate(waiting, 1) if opened.mark == mark), default=0)
    return waiting[:depth]


def _behind_mark(text: str, line: Span, carried: tuple[OpenMark, ...]) -> Span:
    """`line` without the opening mark that only goes on with a quotation."""
    if not carried:
        return line
    return Span(line.start + text[line.start : line.end].index(carried[-1].mark) + 1, line.end)


def _opening(text: str, line: Span) -> str:
    """The quotation mark that a line begins with, else an empty string."""
    first = text[line.start : line.start + 8].lstrip()[:1]
    return first if first in QUOTES else ""


def _next_line(text: str, line: Span) -> Span | None:
    at = line.end
    while at < len(text) and text[at].isspace():
        at += 1
    return line_at(text, at) if at < len(text) else None


def _line_before(text: str, line: Span) -> Span | None:
    at = line.start
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return line_at(text, at - 1) if at > 0 else None
