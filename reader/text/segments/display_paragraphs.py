"""Breaking one enormous paragraph, as it is shown, into readable ones; the text itself is not touched."""

from __future__ import annotations

from annotations.model.span import Span
from reader.text.segments.sentences import sentences

LONG = 700
"""Code points from which a line is shown in pieces."""
WANTED = 450
LEAST = 200


def display_paragraphs(text: str, line: Span) -> list[Span]:
    """`line` in pieces of about WANTED code points that end where a sentence does; together they are the line.

    White space behind a piece belongs to it. A line without sentence ends stays whole.
    """
    if line.length <= LONG:
        return [line]
    starts = [line.start]
    for sentence in sentences(text, line):
        before, after = sentence.start - starts[-1], sentence.end - starts[-1]
        if before >= LEAST and (before >= WANTED or after - WANTED > WANTED - before):
            starts.append(sentence.start)
    if len(starts) > 1 and line.end - starts[-1] < LEAST:
        starts.pop()
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], line.end], strict=True)]
