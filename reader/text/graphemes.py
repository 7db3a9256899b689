"""Grapheme clusters (UAX #29): where a character, as people see one, begins and ends. Every question is local."""

from __future__ import annotations

from collections.abc import Iterator

from wcwidth import iter_graphemes

from annotations.span import Span

WINDOW = 128
"""Code points looked at around an offset; a longer cluster is cut there."""


def _plain(text: str, offset: int) -> bool:
    """Whether a cluster certainly begins at `offset`: it and what stands before it are below U+0300."""
    return offset <= 0 or (text[offset] < "\u0300" and text[offset - 1] < "\u0300")


def cluster_start(text: str, offset: int) -> int:
    """The start of the cluster that `offset` lies in; offsets past either end are clamped."""
    offset = max(0, min(offset, len(text)))
    if offset == len(text) or _plain(text, offset):
        return offset
    start = max(0, offset - WINDOW)
    for back in range(offset, start, -1):
        if _plain(text, back):
            start = back
            break
    at = start
    for cluster in iter_graphemes(text[start : offset + WINDOW]):
        if at + len(cluster) > offset:
            return at
        at += len(cluster)
    return at


def next_boundary(text: str, offset: int) -> int:
    """The end of the cluster that begins at `offset`, at most the text's length."""
    if offset + 1 >= len(text):
        return len(text)
    if text[offset + 1] < "\u0300":
        return offset + 1
    return offset + len(next(iter(iter_graphemes(text[offset : offset + WINDOW]))))


def prev_boundary(text: str, offset: int) -> int:
    """The start of the cluster before the boundary `offset`, at least 0."""
    return cluster_start(text, offset - 1) if offset > 1 else 0


def clusters(text: str, start: int, end: int) -> Iterator[Span]:
    """The clusters of `text[start:end]`, in order."""
    at = start
    for cluster in iter_graphemes(text[start:end]):
        yield Span(at, at + len(cluster))
        at += len(cluster)
