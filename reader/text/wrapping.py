"""Breaking one paragraph into rows of so many cells. Pure; knows neither blocks nor chunks.

A row may end after white space, after a hyphen or dash within a word, and between East Asian characters but where one of
them must not begin or end a row (JIS X 4051, kinsoku). A word longer than a row is broken between clusters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from annotations.span import Span
from reader.text.cells import cluster_width, single
from reader.text.graphemes import clusters

BREAK_SPACES = frozenset(" \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")
"""White space at which a row may end; no-break spaces are not among it."""

HYPHENS = frozenset("-‐–—")
NOT_FIRST = frozenset("、。，．,.;:!?)]}”’»）」』】〉》！？：；…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ・")
NOT_LAST = frozenset("（「『【〈《“‘«([{")
FORCED_BACK = 3


def rows(text: str, span: Span, width: int, first_width: int | None = None) -> Iterator[tuple[int, int, int]]:
    """`span` as (start, end, next) for each row: shown is [start, end), swallowed [end, next); widths in cells >= 1."""
    words = span.of(text)
    one_each = single(words)
    start = span.start
    room = first_width or width
    while True:
        limit = min(span.end, start + room) if one_each else _limit(text, start, span.end, room)
        if limit >= span.end or _stripped(text, limit, span.end) == limit:
            yield start, _stripped(text, start, span.end), span.end
            return
        end = _break(text, start, limit)
        following = _after_spaces(text, end, span.end)
        yield start, _stripped(text, start, end), following
        start, room = following, width


def _limit(text: str, start: int, end: int, room: int) -> int:
    """The offset up to which clusters fit into `room` cells; at least one cluster does."""
    used, at = 0, start
    for cluster in clusters(text, start, min(end, start + room * 16)):
        used += cluster_width(cluster.of(text))
        if used > room and at > start:
            return at
        at = cluster.end
    return at


def _break(text: str, start: int, limit: int) -> int:
    """The last place in (start, limit] at which the row may end."""
    if text[limit] in BREAK_SPACES:
        return limit
    for at in range(limit, start, -1):
        if _may_break(text, at) and _stripped(text, start, at) > start:
            return at
    at = limit
    while at > start + 1 and limit - at < FORCED_BACK and text[at] in NOT_FIRST:
        at -= 1
    return _on_boundary(text, start, at)


def _on_boundary(text: str, start: int, at: int) -> int:
    behind = start
    for cluster in clusters(text, start, min(len(text), at + 64)):
        if cluster.start > at:
            break
        behind = cluster.start
    return behind if behind > start else at


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before in BREAK_SPACES:
        return after not in BREAK_SPACES
    if before in HYPHENS and after.isalnum():
        return at > 1 and text[at - 2].isalnum()
    if before < "\u1100" and after < "\u1100":
        return False
    wide = _ideographic(before) or _ideographic(after)
    return wide and after not in NOT_FIRST and before not in NOT_LAST and not _joins(before, after)


@lru_cache(maxsize=4096)
def _ideographic(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _joins(before: str, after: str) -> bool:
    """Whether both are parts of one cluster, as far as that can be seen from two characters."""
    later = unicodedata.category(after)[0] == "M" or after in "\u200d\ufe0f" or "\U0001f3fb" <= after <= "\U0001f3ff"
    return (
        later
        or before == "\u200d"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in BREAK_SPACES:
        end -= 1
    return end


def _after_spaces(text: str, at: int, end: int) -> int:
    while at < end and text[at] in BREAK_SPACES:
        at += 1
    return at
