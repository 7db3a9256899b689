"""Boundaries of grapheme clusters, the characters that a reader perceives (UAX #29).

Each function reads only the text around an offset. Most characters never join a neighbour of their own kind: between two
of them a boundary is certain without a table. The rest (combining marks, joiners, flags, jamo, the scripts of India) is
left to wcwidth, whose tables are imported on first use.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.model.span import Span

WINDOW_CODE_POINTS = 128
"""Code points examined on either side of an offset; a longer cluster is cut there."""

NON_JOINING_RANGES = (
    "\x00\x0c\x0e\u02ff\u0370\u0482\u048a\u0590\u05d0\u05f4\u0620\u064a\u0671\u06d5\u1e00\u1fff\u2000\u200a\u2010\u2029"
    "\u202f\u205f\u2070\u20cf\u2100\u2cee\u3000\u3029\u3030\u3098\u309b\ua66e\uac00\ud7a3\uf900\ufb1d\ufb1f\ufdff"
    "\ufe30\ufefe\uff01\uff9d\U0001f300\U0001f3fa\U0001f400\U0001faff"
)
"""First and last of each range of characters that never join one another: no Extend, ZWJ, SpacingMark, Prepend, jamo,
conjunct consonant or carriage return is among them (Unicode 16)."""


def _non_joining_table() -> bytes:
    table = bytearray(0x20000)
    for first, last in zip(NON_JOINING_RANGES[::2], NON_JOINING_RANGES[1::2], strict=True):
        table[ord(first) : ord(last) + 1] = b"\x01" * (ord(last) + 1 - ord(first))
    return bytes(table)


NON_JOINING = _non_joining_table()
"""1 for each code point in NON_JOINING_RANGES. A table, because an equivalent regular expression is slow to compile."""


def _never_joins(character: str) -> bool:
    code = ord(character)
    return NON_JOINING[code] == 1 if code < 0x20000 else code < 0x3FFFE


def _is_certain_boundary(text: str, offset: int) -> bool:
    """Whether a cluster certainly begins at `offset`, judging by the two characters around it."""
    return offset <= 0 or (_never_joins(text[offset]) and _never_joins(text[offset - 1]))


def cluster_start(text: str, offset: int) -> int:
    """Return the start of the cluster at `offset`; offsets past either end are clamped."""
    offset = max(0, min(offset, len(text)))
    if offset == len(text) or _is_certain_boundary(text, offset):
        return offset
    start = max(0, offset - WINDOW_CODE_POINTS)
    for back in range(offset, start, -1):
        if _is_certain_boundary(text, back):
            start = back
            break
    at = start
    for length in _cluster_lengths(text[start : offset + WINDOW_CODE_POINTS]):
        if at + length > offset:
            return at
        at += length
    return at


def next_boundary(text: str, offset: int) -> int:
    """Return the end of the cluster that begins at `offset`, at most the text's length."""
    if offset + 1 >= len(text):
        return len(text)
    if _is_certain_boundary(text, offset + 1):
        return offset + 1
    return offset + next(_cluster_lengths(text[offset : offset + WINDOW_CODE_POINTS]))


def prev_boundary(text: str, offset: int) -> int:
    """Return the start of the cluster before the boundary `offset`, at least 0."""
    return cluster_start(text, offset - 1) if offset > 1 else 0


def clusters(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the clusters of `text[start:end]` in order."""
    part = text[start:end]
    at = 0
    for first, last in () if all(map(_never_joins, set(part))) else _joining_ranges(part):
        yield from _single_characters(start + at, start + first)
        at = first
        for length in _cluster_lengths(part[first:last]):
            yield Span(start + at, start + at + length)
            at += length
    yield from _single_characters(start + at, start + len(part))


def _single_characters(start: int, end: int) -> Iterator[Span]:
    for at in range(start, end):
        yield Span(at, at + 1)


def _joining_ranges(part: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges in which clusters may be longer than one character; each begins and ends at a boundary."""
    start = end = -1
    for at, character in enumerate(part):
        if _never_joins(character):
            continue
        if end < 0 or at - 1 >= end:
            if end >= 0:
                yield start, end
            start = max(0, at - 1)
        end = min(len(part), at + 2)
    if end >= 0:
        yield start, end


def _cluster_lengths(part: str) -> Iterator[int]:
    """Yield the lengths of the clusters of `part`, in code points."""
    from wcwidth import iter_graphemes  # noqa: PLC0415 - its tables are large, and most texts need none

    for cluster in iter_graphemes(part):
        yield len(cluster)
