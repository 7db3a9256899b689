"""The quotation around a place: curly, straight, guillemets, corner brackets, nested, across paragraphs.

A quotation that continues in the next paragraph has an opening mark at the beginning of each, and one closing mark.
"""

from __future__ import annotations

from annotations.model.span import Span
from reader.text.segments.quote_pairs import QUOTES, MarkPair, OpenMark, pair_marks
from reader.text.segments.sentences import line_at

MAX_PARAGRAPHS = 40
"""Paragraphs before and after that a quotation may span."""

MAX_REACH = 32_768
"""Code points before and after an offset that are searched."""


def quotation_at(text: str, offset: int, around: bool, level: int = 1) -> Span | None:
    """Return the innermost quotation at `offset`, with its marks if `around`; None if there is none.

    `level` 2 is the quotation around that one, and so on, up to the outermost.
    """
    return quotation_over(text, Span(offset, offset), around, level)


def quotation_over(text: str, span: Span, around: bool, level: int = 1) -> Span | None:
    """Return the innermost quotation that contains `span` and is larger than it, or None."""
    begin, near = _neighbourhood(text, span.start)
    here = Span(span.start - begin, span.end - begin)
    found = sorted(_near(near, here.start), key=lambda pair: pair.span.length)
    parts = [(pair.span if around else pair.inside).shift(begin) for pair in found if _holds(pair, here)]
    larger = [part for part in parts if part and (not span or (part.covers(span) and part != span))]
    return larger[min(level, len(larger)) - 1] if larger else None


def quotation_after(text: str, offset: int, end: int, around: bool) -> Span | None:
    """Return the first quotation that opens in [offset, end), or None."""
    begin, near = _neighbourhood(text, offset)
    opening = [pair for pair in _near(near, offset - begin) if offset - begin <= pair.span.start < end - begin]
    first = min((pair for pair in opening if pair.inside), key=lambda pair: pair.span.start, default=None)
    return None if first is None else (first.span if around else first.inside).shift(begin)


def quotations_between(text: str, span: Span) -> list[MarkPair]:
    """Return all non-empty quotations that overlap `span`, by where they begin."""
    found: dict[Span, MarkPair] = {}
    at = span.start
    while at < span.end:
        begin, near = _neighbourhood(text, at)
        for pair in _near(near, at - begin):
            moved = MarkPair(pair.span.shift(begin), pair.mark)
            if moved.inside and moved.span.overlaps(span):
                found[moved.span] = moved
        at = max(line_at(text, at).end, at) + 1
    return [found[one] for one in sorted(found)]


def _neighbourhood(text: str, offset: int) -> tuple[int, str]:
    """Return where the text around `offset` begins, at a line if possible, and MAX_REACH each way of it."""
    begin = max(0, offset - MAX_REACH)
    if begin:
        newline = text.find("\n", begin, offset)
        begin = newline + 1 if newline >= 0 else begin
    return begin, text[begin : offset + MAX_REACH]


def _holds(pair: MarkPair, span: Span) -> bool:
    return span.start in pair.span and span.end <= pair.span.end


def _near(text: str, offset: int) -> list[MarkPair]:
    """Return the quotations of the paragraph of `offset`, with those that continue into it or out of it."""
    here = line_at(text, offset)
    first = _first_of_run(text, here)
    pairs, waiting = pair_marks(text, first)
    line, after = first, 0
    while waiting or line.start < here.start:
        following = _next_line(text, line)
        if following is None or (after := after + (line.start >= here.start)) > MAX_PARAGRAPHS:
            break
        carried = _carried(text, following, waiting)
        if not carried and following.start > here.start:
            break
        more, waiting = pair_marks(text, _after_mark(text, following, carried), carried)
        pairs += more
        line = following
    return [pair for pair in pairs if pair.mark in QUOTES]


def _first_of_run(text: str, line: Span) -> Span:
    """Return the first of the consecutive paragraphs that begin with an opening mark, up to `line`; else `line`."""
    first = line
    for _ in range(MAX_PARAGRAPHS):
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
    """Return the open marks that continue in `line`: those up to the last one that its opening mark repeats."""
    mark = _opening(text, line)
    depth = max((n for n, opened in enumerate(waiting, 1) if opened.mark == mark), default=0)
    return waiting[:depth]


def _after_mark(text: str, line: Span, carried: tuple[OpenMark, ...]) -> Span:
    """Return `line` without an opening mark that only continues a quotation."""
    if not carried:
        return line
    return Span(line.start + text[line.start : line.end].index(carried[-1].mark) + 1, line.end)


def _opening(text: str, line: Span) -> str:
    """Return the quotation mark that a line begins with, or an empty string."""
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
