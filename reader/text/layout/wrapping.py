"""Wrapping of one paragraph into rows of a given width.

A row ends where UAX #14 allows it (reader.text.unicode.line_breaks); a word longer than a row is broken between clusters.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.model.span import Span
from reader.text.unicode.cells import cluster_width, single
from reader.text.unicode.graphemes import clusters
from reader.text.unicode.line_breaks import may_break

BREAK_SPACES = frozenset(" \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")
"""White space at which a row may end, without the no-break spaces."""

NOT_FIRST = frozenset("、。，．,.;:!?)]}”’»）」』】〉》！？：；…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ・")
"""Characters that begin no row even where a word has to be broken."""

MAX_FORCED_BREAK_SHIFT = 3
"""Characters by which a forced break is moved back to avoid NOT_FIRST."""


def rows(text: str, span: Span, width: int, first_width: int | None = None) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, next) for each row of `span`: [start, end) is shown, [end, next) is swallowed.

    Widths are in cells, at least 1.
    """
    words = span.of(text)
    one_each = single(words)
    start = span.start
    room = first_width or width
    while True:
        simple = one_each or single(text[start : min(span.end, start + room + 1)])
        limit = min(span.end, start + room) if simple else _limit(text, start, span.end, room)
        if limit >= span.end or _stripped(text, limit, span.end) == limit:
            yield start, _stripped(text, start, span.end), span.end
            return
        end = _break(text, start, limit)
        following = _after_spaces(text, end, span.end)
        yield start, _stripped(text, start, end), following
        start, room = following, width


def _limit(text: str, start: int, end: int, room: int) -> int:
    """Return the offset up to which clusters fit into `room` cells; at least one cluster does."""
    used, at = 0, start
    for cluster in clusters(text, start, min(end, start + room * 16)):
        used += cluster_width(cluster.of(text))
        if used > room and at > start:
            return at
        at = cluster.end
    return at


def _break(text: str, start: int, limit: int) -> int:
    """Return the last place in (start, limit] at which the row may end."""
    for at in range(limit, start, -1):
        if _ends_row(text, at) and _stripped(text, start, at) > start:
            return at
    at = limit
    while at > start + 1 and limit - at < MAX_FORCED_BREAK_SHIFT and text[at] in NOT_FIRST:
        at -= 1
    return _on_boundary(text, start, at)


def _ends_row(text: str, at: int) -> bool:
    if text[at] not in BREAK_SPACES:
        return may_break(text, at)
    following = at
    while following < len(text) and text[following] in BREAK_SPACES:
        following += 1
    return following >= len(text) or text[following] == "\n" or may_break(text, following)


def _on_boundary(text: str, start: int, at: int) -> int:
    behind = start
    for cluster in clusters(text, start, min(len(text), at + 64)):
        if cluster.start > at:
            break
        behind = cluster.start
    return behind if behind > start else at


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in BREAK_SPACES:
        end -= 1
    return end


def _after_spaces(text: str, at: int, end: int) -> int:
    while at < end and text[at] in BREAK_SPACES:
        at += 1
    return at
