"""Sentences around a place, in texts of any length.

A sentence excludes the white space around it, includes its closing quotes and footnote marks, and never crosses a line. Very
long lines are processed in windows whose bounds depend on the text alone, so that every offset gives the same sentences.
"""

from __future__ import annotations

from functools import lru_cache

from annotations.model.span import Span
from annotations.text.lazy_regex import expression

WINDOW_CODE_POINTS = 8_192
"""Approximate code points of a long line that are processed together."""

CUT_WITHIN = 2_048
"""Code points after a multiple of WINDOW_CODE_POINTS within which a long line is cut."""

SAFE_CUT = expression(r"(?<=[^\W\d_]{4})[.!?]\s+(?=[^\W\d_a-zа-яё])|[。！？]")
"""A sentence end that is certain without context."""


def sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences of every line in `span`, clipped to it."""
    return [part for sentence in sentences_between(text, span) if (part := sentence.clip(span))]


def sentences_between(text: str, span: Span) -> list[Span]:
    """Return the complete sentences that touch `span`."""
    found, at = [], span.start
    while at < span.end:
        window = _window(text, at)
        found += [sentence for sentence in _of_window(text, window) if sentence.overlaps(span)]
        at = window.end + (text[window.end : window.end + 1] == "\n")
    return found


def sentence_at(text: str, offset: int) -> Span:
    """Return the sentence at `offset`, or the one before it on white space; empty in an empty line."""
    window = _window(text, offset)
    found = _of_window(text, window)
    behind = [sentence for sentence in found if sentence.start <= offset]
    return behind[-1] if behind else found[0] if found else Span(window.start, window.start)


def line_at(text: str, offset: int) -> Span:
    """Return the line around `offset`, without its newline."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(start, len(text) if end < 0 else max(start, end))


def stripped(text: str, span: Span) -> Span:
    """Return `span` without the white space at its ends."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _window(text: str, offset: int) -> Span:
    """Return the line around `offset`, or a part of it if longer than WINDOW_CODE_POINTS; a newline belongs to the line it ends."""
    number = offset // WINDOW_CODE_POINTS
    near = max(0, (number - 1) * WINDOW_CODE_POINTS)
    start = text.rfind("\n", near, offset) + 1
    cuts = [_cut(text, n * WINDOW_CODE_POINTS) for n in range(max(1, number - 1), number + 3)]
    start = max([start, *(cut for cut in cuts if cut is not None and cut <= offset)])
    newline = text.find("\n", offset, (number + 3) * WINDOW_CODE_POINTS)
    ends = [cut for cut in cuts if cut is not None and cut > offset]
    return Span(start, max(start, min([newline if newline >= 0 else len(text), *ends])))


def _cut(text: str, at: int) -> int | None:
    """Return where the line around `at`, a multiple of WINDOW_CODE_POINTS, is cut after it; None if it is not that long."""
    if at >= len(text):
        return None
    before = text.rfind("\n", max(0, at - WINDOW_CODE_POINTS), at)
    after = text.find("\n", at, at + WINDOW_CODE_POINTS)
    begin = before if before >= 0 or at > WINDOW_CODE_POINTS else 0
    finish = after if after >= 0 or at + WINDOW_CODE_POINTS < len(text) else len(text)
    if begin >= 0 and finish >= 0 and finish - begin <= WINDOW_CODE_POINTS:
        return None
    end = min(at + CUT_WITHIN, len(text) if after < 0 else after)
    found = SAFE_CUT.search(text[at - 4 : end], 4)
    if found and at - 4 + found.end() < end:
        return at - 4 + found.end()
    blank = text.find(" ", at, end - 1)
    return blank + 1 if blank >= 0 else at


def _of_window(text: str, window: Span) -> list[Span]:
    return [Span(start, end).shift(window.start) for start, end in _bounds(window.of(text))]


@lru_cache(maxsize=256)
def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of each sentence of a text without line breaks."""
    from reader.text.segments.sentence_stops import sentence_starts  # noqa: PLC0415 - 8 ms, and the first page needs no sentences

    starts, found = sentence_starts(text), []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        words = text[start:end]
        if words.strip():
            begin = start + len(words) - len(words.lstrip())
            found.append((begin, begin + len(words.strip())))
    return tuple(found)
