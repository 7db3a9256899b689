"""Selections: two ends and a unit. Immutable; each change returns another selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.span import Span
from reader.text.layout.layout_pieces import LaidBlock
from reader.text.layout.sections import sections_at
from reader.text.segments.display_paragraphs import display_paragraphs
from reader.text.segments.sentences import line_at, sentence_at, stripped
from reader.text.segments.words import word_at
from reader.text.unicode.graphemes import cluster_start, next_boundary

Unit = Literal["character", "sentence"]
MAX_DISPLAYED_LINE = 65_536
"""Code points of the longest line that is split into displayed paragraphs here."""


class Selection(Struct, frozen=True):
    """A range from the cluster at `anchor` to the one at `head`, both included, in either order.

    `narrower` is the selection before it was widened, and `origin` the cursor before anything was selected (-1: unknown).
    Both are dropped as soon as an end moves.
    """

    anchor: int
    head: int
    unit: Unit = "character"
    narrower: Selection | None = None
    origin: int = -1

    @classmethod
    def over(cls, text: str, span: Span) -> Selection:
        """Return the selection of exactly `span`, with the head on its last cluster."""
        return cls(span.start, cluster_start(text, max(span.start, span.end - 1)))

    def span(self, text: str) -> Span:
        """Return the range covered; with unit `sentence`, every sentence that it touches as a whole."""
        start, last = sorted((self.anchor, self.head))
        covered = Span(min(start, len(text)), next_boundary(text, min(last, len(text))))
        if self.unit == "character":
            return covered
        return covered.union(sentence_at(text, start)).union(sentence_at(text, last))

    def moved(self, head: int) -> Selection:
        """Return the selection with its head at another offset."""
        return Selection(self.anchor, head, self.unit)

    def reaching(self, text: str, span: Span) -> Selection:
        """Return the selection extended to include `span` on either side; the other end stays."""
        now = self.span(text)
        if span.start < now.start:
            return Selection(cluster_start(text, max(now.end, span.end) - 1), span.start)
        return Selection.over(text, Span(now.start, max(now.end, span.end)))

    def other_end(self) -> Selection:
        """Return the selection with anchor and head exchanged."""
        return replace(self, anchor=self.head, head=self.anchor)


def widened(text: str, now: Selection | None, cursor: int, blocks: Sequence[LaidBlock] = ()) -> Selection | None:
    """Return the next larger unit around the selection or the cursor; `now` if there is none."""
    span = now.span(text) if now else Span(cursor, cursor)
    wider = widen(text, span, blocks)
    if wider == span:
        return now
    origin = now.origin if now else cursor
    return replace(Selection.over(text, wider), narrower=now, origin=origin)


def narrowed(text: str, now: Selection, blocks: Sequence[LaidBlock] = ()) -> Selection | None:
    """Return the selection before widening, else the next smaller unit at its anchor; None if there is none."""
    if now.narrower or now.origin >= 0:
        return now.narrower
    smaller = narrow(text, now.span(text), now.anchor, blocks)
    return Selection.over(text, smaller) if smaller else None


def widen(text: str, span: Span, blocks: Sequence[LaidBlock] = ()) -> Span:
    """Return the smallest run of words, clauses, sentences, paragraphs or sections larger than `span`, else `span`."""
    last = max(span.start, span.end - 1)
    units = (sentence_at, _display_paragraph_at, line_at)
    runs = [_unit_at(unit, text, span.start).union(_unit_at(unit, text, last)) for unit in units]
    found = [_words(text, span, last), *(_extended_over_space(text, run, span) for run in runs)]
    first, other = _clauses(text, span.start), _clauses(text, last)
    found += first
    if first and other:
        found.append(first[0].union(other[0]))
    found += _sections(text, blocks, span.start)
    wider = [unit for unit in found if unit.covers(span) and unit.length > span.length]
    return min(wider, key=lambda unit: unit.length, default=span)


def narrow(text: str, span: Span, offset: int, blocks: Sequence[LaidBlock] = ()) -> Span | None:
    """Return the largest unit around `offset` that is smaller than `span` and inside it, or None."""
    units = [_unit_at(unit, text, offset) for unit in (word_at, sentence_at, _display_paragraph_at, line_at)]
    units += _clauses(text, offset) + _sections(text, blocks, offset)
    smaller = [unit for unit in units if unit and span.covers(unit) and unit.length < span.length]
    return max(smaller, key=lambda unit: unit.length, default=None)


def _words(text: str, span: Span, last: int) -> Span:
    """Return `span` with the words cut by its ends completed; the word around it if it is empty."""
    if not span:
        return word_at(text, span.start)
    ends = [word_at(text, offset) for offset in (span.start, last) if text[offset : offset + 1].isalnum()]
    for word in ends:
        span = span.union(word)
    return span


def _extended_over_space(text: str, run: Span, span: Span) -> Span:
    """Return `run`, extended over the white space in `span` that reaches past it."""
    return run if run.covers(span) else stripped(text, run).union(span)


def _unit_at(unit: Callable[[str, int], Span], text: str, offset: int) -> Span:
    return stripped(text, unit(text, offset))


def _clauses(text: str, offset: int) -> list[Span]:
    from reader.text.segments.clauses import clauses_at  # noqa: PLC0415 - 6 ms of regular expressions, not needed at the start

    return clauses_at(text, offset)


def _sections(text: str, blocks: Sequence[LaidBlock], offset: int) -> list[Span]:
    return [stripped(text, section) for section in sections_at(len(text), blocks, offset)]


def _display_paragraph_at(text: str, offset: int) -> Span:
    """Return the displayed paragraph at `offset`, or its line if that is longer than MAX_DISPLAYED_LINE."""
    line = line_at(text, offset)
    if line.length > MAX_DISPLAYED_LINE:
        return line
    return next((piece for piece in display_paragraphs(text, line) if offset in piece), line)
