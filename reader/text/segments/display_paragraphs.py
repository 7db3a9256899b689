"""Division of a very long paragraph into readable ones for display; the text itself does not change."""

from __future__ import annotations

from annotations.model.span import Span
from reader.text.segments.sentences import sentences

MAX_WHOLE_LINE = 700
"""Code points of the longest line that is shown whole."""

TARGET_PIECE = 450
"""Code points of a piece, aimed at."""

MIN_PIECE = 200
"""Code points of the shortest piece."""


def display_paragraphs(text: str, line: Span) -> list[Span]:
    """Return `line` in pieces of about TARGET_PIECE code points that end with a sentence; together they are the line.

    White space after a piece belongs to it. A line without sentence ends stays whole.
    """
    if line.length <= MAX_WHOLE_LINE:
        return [line]
    starts = [line.start]
    for sentence in sentences(text, line):
        before, after = sentence.start - starts[-1], sentence.end - starts[-1]
        if before >= MIN_PIECE and (before >= TARGET_PIECE or after - TARGET_PIECE > TARGET_PIECE - before):
            starts.append(sentence.start)
    if len(starts) > 1 and line.end - starts[-1] < MIN_PIECE:
        starts.pop()
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], line.end], strict=True)]
