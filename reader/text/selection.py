"""What is selected: two ends and a unit. Pure; each movement gives another value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from annotations.span import Span
from reader.text.graphemes import next_boundary
from reader.text.paragraphs import display_paragraphs
from reader.text.sentences import line_at, sentence_at
from reader.text.words import word_at

Unit = Literal["character", "sentence"]
DISPLAYED_UP_TO = 65_536
"""Code points of a line up to which it is asked for its displayed paragraphs."""


@dataclass(frozen=True, slots=True)
class Selection:
    """From the cluster at `anchor` to the one at `head`, both included, whichever comes first."""

    anchor: int
    head: int
    unit: Unit = "character"

    def span(self, text: str) -> Span:
        """What is covered; by sentence: every sentence touched, whole."""
        start, last = sorted((self.anchor, self.head))
        covered = Span(min(start, len(text)), next_boundary(text, min(last, len(text))))
        if self.unit == "character":
            return covered
        return covered.union(sentence_at(text, start)).union(sentence_at(text, last))

    def moved(self, head: int) -> Selection:
        """The same with its moving end elsewhere."""
        return replace(self, head=head)

    def other_end(self) -> Selection:
        """The same with its ends exchanged."""
        return replace(self, anchor=self.head, head=self.anchor)


def widen(text: str, span: Span) -> Span:
    """The next larger of word, sentence, displayed paragraph and line around `span`; `span` where none is larger."""
    for unit in _units(text, span.start):
        wider = span.union(unit) if not unit.covers(span) else unit
        if wider.covers(span) and wider != span and unit.covers(span):
            return wider
    return span


def narrow(text: str, span: Span, offset: int) -> Span | None:
    """The largest unit around `offset` that is smaller than `span` and within it; None where there is none."""
    smaller = [unit for unit in _units(text, offset) if span.covers(unit) and unit.length < span.length and unit]
    return max(smaller, key=lambda unit: unit.length, default=None)


def _units(text: str, offset: int) -> list[Span]:
    """Word, sentence, displayed paragraph and line at `offset`, outer white space left out."""
    line = line_at(text, offset)
    units = [word_at(text, offset), sentence_at(text, offset)]
    if line.length <= DISPLAYED_UP_TO:
        units += [piece for piece in display_paragraphs(text, line) if offset in piece]
    return [_stripped(text, unit) for unit in (*units, line)]


def _stripped(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, start + len(words.strip())))
