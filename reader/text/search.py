"""Finding words in a text: folded, across line breaks, and lazily, so that the first match in a long text comes at once.

Smart case: an upper-case letter in the query makes case matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotations.folding import Folded, fold, fold_query
from annotations.span import Span

CHUNK = 32_768
"""Code points folded at a time."""


def find_all(text: str, query: str, *, skip: Sequence[Span] = ()) -> list[Span]:
    """Every match in order, without overlaps; those that touch a span of `skip` are left out."""
    wanted, keep_case = _wanted(query)
    found: list[Span] = []
    for chunk in _chunks(text):
        for span in _matches(text, chunk, wanted, keep_case):
            if (not found or span.start >= found[-1].end) and not any(span.overlaps(other) for other in skip):
                found.append(span)
    return found


def find_next(text: str, query: str, offset: int) -> Span | None:
    """The first match that begins after `offset` (-1: anywhere), else the first of the text, else None."""
    wanted, keep_case = _wanted(query)
    chunks = _chunks(text)
    here = next((n for n, chunk in enumerate(chunks) if offset < chunk.end), 0)
    for chunk in chunks[here:]:
        for span in _matches(text, chunk, wanted, keep_case):
            if span.start > offset:
                return span
    return next((span for chunk in chunks[: here + 1] for span in _matches(text, chunk, wanted, keep_case)), None)


def find_prev(text: str, query: str, offset: int) -> Span | None:
    """The last match that begins before `offset`, else the last of the text, else None."""
    wanted, keep_case = _wanted(query)
    chunks = _chunks(text)
    before = [chunk for chunk in chunks if chunk.start < offset]
    for chunk in reversed(before):
        spans = [span for span in _matches(text, chunk, wanted, keep_case) if span.start < offset]
        if spans:
            return spans[-1]
    for chunk in reversed(chunks):
        spans = list(_matches(text, chunk, wanted, keep_case))
        if spans:
            return spans[-1]
    return None


def _wanted(query: str) -> tuple[str, bool]:
    keep_case = any(character.isupper() for character in query)
    return fold_query(query, keep_case=keep_case), keep_case


def _chunks(text: str) -> list[Span]:
    """The text in stretches that end at white space where they can, so that no word is cut."""
    chunks, start = [], 0
    while start < len(text):
        end = min(start + CHUNK, len(text))
        if end < len(text):
            end = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end)) + 1 or end
        chunks.append(Span(start, end))
        start = end
    return chunks


def _matches(text: str, chunk: Span, wanted: str, keep_case: bool) -> Iterator[Span]:
    """Matches that begin in `chunk`; they may reach past its end."""
    if not wanted:
        return
    folded = _folded(text[chunk.start : chunk.end + 4 * len(wanted) + 64], keep_case)
    at = folded.text.find(wanted)
    while at >= 0:
        start, end = _source(folded, at, at + len(wanted))
        if chunk.start + start >= chunk.end:
            return
        yield Span(chunk.start + start, chunk.start + end)
        at = folded.text.find(wanted, at + len(wanted))


def _source(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """The source offsets of a folded match, a character that folded into several taken whole."""
    last, following = folded.offsets[end - 1], folded.offsets[end]
    return folded.offsets[start], following if following > last else last + 1


@lru_cache(maxsize=16)
def _folded(text: str, keep_case: bool) -> Folded:
    return fold(text, keep_case=keep_case)
