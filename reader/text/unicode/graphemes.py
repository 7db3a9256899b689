"""Grapheme clusters (UAX #29): where a character, as people see one, begins and ends. Every question is local.

Most characters join with no neighbour of their own kind; between two of these a cluster always begins, and no table is
asked. What may join (marks, joiners, flags, jamo, the scripts of India) is left to wcwidth, which is read when it is met.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.model.span import Span

WINDOW = 128
"""Code points looked at around an offset; a longer cluster is cut there."""

RANGES = (
    "\x00\x0c\x0e\u02ff\u0370\u0482\u048a\u0590\u05d0\u05f4\u0620\u064a\u0671\u06d5\u1e00\u1fff\u2000\u200a\u2010\u2029"
    "\u202f\u205f\u2070\u20cf\u2100\u2cee\u3000\u3029\u3030\u3098\u309b\ua66e\uac00\ud7a3\uf900\ufb1d\ufb1f\ufdff"
    "\ufe30\ufefe\uff01\uff9d\U0001f300\U0001f3fa\U0001f400\U0001faff"
)
"""First and last of each run of characters between any two of which a cluster begins: no Extend, ZWJ, SpacingMark, Prepend,
jamo, conjunct consonant or carriage return is among them (Unicode 16)."""


def _table() -> bytes:
    table = bytearray(0x20000)
    for first, last in zip(RANGES[::2], RANGES[1::2], strict=True):
        table[ord(first) : ord(last) + 1] = b"\x01" * (ord(last) + 1 - ord(first))
    return bytes(table)


ALONE = _table()
"""1 for each code point in RANGES; a table, since the expression that says the same is slow to compile."""


def _alone(character: str) -> bool:
    code = ord(character)
    return ALONE[code] == 1 if code < 0x20000 else code < 0x3FFFE


def _between(text: str, offset: int) -> bool:
    """Whether a cluster certainly begins at `offset`, as far as it and what stands before it tell."""
    return offset <= 0 or (_alone(text[offset]) and _alone(text[offset - 1]))


def cluster_start(text: str, offset: int) -> int:
    """The start of the cluster that `offset` lies in; offsets past either end are clamped."""
    offset = max(0, min(offset, len(text)))
    if offset == len(text) or _between(text, offset):
        return offset
    start = max(0, offset - WINDOW)
    for back in range(offset, start, -1):
        if _between(text, back):
            start = back
            break
    at = start
    for length in _lengths(text[start : offset + WINDOW]):
        if at + length > offset:
            return at
        at += length
    return at


def next_boundary(text: str, offset: int) -> int:
    """The end of the cluster that begins at `offset`, at most the text's length."""
    if offset + 1 >= len(text):
        return len(text)
    if _between(text, offset + 1):
        return offset + 1
    return offset + next(_lengths(text[offset : offset + WINDOW]))


def prev_boundary(text: str, offset: int) -> int:
    """The start of the cluster before the boundary `offset`, at least 0."""
    return cluster_start(text, offset - 1) if offset > 1 else 0


def clusters(text: str, start: int, end: int) -> Iterator[Span]:
    """The clusters of `text[start:end]`, in order."""
    part = text[start:end]
    at = 0
    for first, last in () if all(map(_alone, set(part))) else _together(part):
        yield from _singly(start + at, start + first)
        at = first
        for length in _lengths(part[first:last]):
            yield Span(start + at, start + at + length)
            at += length
    yield from _singly(start + at, start + len(part))


def _singly(start: int, end: int) -> Iterator[Span]:
    for at in range(start, end):
        yield Span(at, at + 1)


def _together(part: str) -> Iterator[tuple[int, int]]:
    """The stretches in which clusters may be longer than a character; each begins and ends at a boundary."""
    start = end = -1
    for at, character in enumerate(part):
        if _alone(character):
            continue
        if end < 0 or at - 1 >= end:
            if end >= 0:
                yield start, end
            start = max(0, at - 1)
        end = min(len(part), at + 2)
    if end >= 0:
        yield start, end


def _lengths(part: str) -> Iterator[int]:
    """The lengths of the clusters of a few characters, in code points."""
    from wcwidth import iter_graphemes  # noqa: PLC0415 - its tables are read when a text needs them

    for cluster in iter_graphemes(part):
        yield len(cluster)
