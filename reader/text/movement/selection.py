"""What is selected: two ends and a unit. Pure; each movement gives another value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.span import Span
from reader.text.layout.layout_pieces import LaidBlock
from reader.text.segments.sentences import line_at, sentence_at, stripped
from reader.text.segments.words import word_at
from reader.text.unicode.graphemes import cluster_start, next_boundary

Unit = Literal["character", "sentence"]
DISPLAYED_UP_TO = 65_536
"""Code points of a line up to which it is asked for its displayed paragraphs."""


class Selection(Struct, frozen=True):
    """From the cluster at `anchor` to the one at `head`, both included, whichever comes first.

    `narrower` is what was selected before it was widened, and `origin` where the cursor stood when nothing was (-1: it is
    not known); both are forgotten as soon as an end moves.
    """

    anchor: int
    head: int
    unit: Unit = "character"
    narrower: Selection | None = None
    origin: int = -1

    @classmethod
    def over(cls, text: str, span: Span) -> Selection:
        """The selection of exactly `span`, its head on the last cluster."""
        return cls(span.start, cluster_start(text, max(span.start, span.end - 1)))

    def span(self, text: str) -> Span:
        """What is covered; by sentence: every sentence touched, whole."""
        start, last = sorted((self.anchor, self.head))
        covered = Span(min(start, len(text)), next_boundary(text, min(last, len(text))))
        if self.unit == "character":
            return covered
        return covered.union(sentence_at(text, start)).union(sentence_at(text, last))

    def moved(self, head: int) -> Selection:
        """The same with its moving end elsewhere."""
        return Selection(self.anchor, head, self.unit)

    def reaching(self, text: str, span: Span) -> Selection:
        """The same extended to take in `span`, whichever side it lies on; the other end stays."""
        now = self.span(text)
        if span.start < now.start:
            return Selection(cluster_start(text, max(now.end, span.end) - 1), span.start)
        return Selection.over(text, Span(now.start, max(now.end, span.end)))

    def other_end(self) -> Selection:
        """The same with its ends exchanged."""
        return replace(self, anchor=self.head, head=self.anchor)


def widened(text: str, now: Selection | None, cursor: int, blocks: Sequence[LaidBlock] = ()) -> Selection | None:
    """The next larger unit around what is selected, or around the cursor where nothing is; `now` where none is larger."""
    span = now.span(text) if now else Span(cursor, cursor)
    wider = widen(text, span, blocks)
    if wider == span:
        return now
    origin = now.origin if now else cursor
    return replace(Selection.over(text, wider), narrower=now, origin=origin)


def narrowed(text: str, now: Selection, blocks: Sequence[LaidBlock] = ()) -> Selection | None:
    """What was selected before it was widened, else the next smaller unit at its anchor; None where there is none."""
    if now.narrower or now.origin >= 0:
        return now.narrower
    smaller = narrow(text, now.span(text), now.anchor, blocks)
    return Selection.over(text, smaller) if smaller else None


def widen(text: str, span: Span, blocks: Sequence[LaidBlock] = ()) -> Span:
    """The smallest run of words, clauses, sentences, paragraphs or sections that holds `span` and more; else `span`."""
    last = max(span.start, span.end - 1)
    runs = [_at(unit, text, span.start).union(_at(unit, text, last)) for unit in (sentence_at, _shown, line_at)]
    found = [_words(text, span, last), *(_held(text, run, span) for run in runs)]
    first, other = _clauses(text, span.start), _clauses(text, last)
    found += first
    if first and other:
        found.append(first[0].union(other[0]))
    found += _sections(text, blocks, span.start)
    wider = [unit for unit in found if unit.covers(span) and unit.length > span.length]
    return min(wider, key=lambda unit: unit.length, default=span)


def narrow(text: str, span: Span, offset: int, blocks: Sequence[LaidBlock] = ()) -> Span | None:
    """The largest unit around `offset` that is smaller than `span` and within it; None where there is none."""
    units = [_at(unit, text, offset) for unit in (word_at, sentence_at, _shown, line_at)]
    units += _clauses(text, offset) + _sections(text, blocks, offset)
    smaller = [unit for unit in units if unit and span.covers(unit) and unit.length < span.length]
    return max(smaller, key=lambda unit: unit.length, default=None)


def _words(text: str, span: Span, last: int) -> Span:
    """`span` with the words that its ends cut made whole; the word around it where it is empty."""
    if not span:
        return word_at(text, span.start)
    ends = [word_at(text, offset) for offset in (span.start, last) if text[offset : offset + 1].isalnum()]
    for word in ends:
        span = span.union(word)
    return span


def _held(text: str, run: Span, span: Span) -> Span:
    """A run of units, grown over the white space in `span` where that reaches past it."""
    return run if run.covers(span) else stripped(text, run).union(span)


def _at(unit: Callable[[str, int], Span], text: str, offset: int) -> Span:
    return stripped(text, unit(text, offset))


def _clauses(text: str, offset: int) -> list[Span]:
    from reader.text.segments.clauses import clauses_at  # noqa: PLC0415 - a page is painted without it

    return clauses_at(text, offset)


def _sections(text: str, blocks: Sequence[LaidBlock], offset: int) -> list[Span]:
    from reader.text.layout.sections import sections_at  # noqa: PLC0415 - a page is painted without it

    return [stripped(text, section) for section in sections_at(len(text), blocks, offset)]


def _shown(text: str, offset: int) -> Span:
    """The displayed paragraph at `offset`, or its line where that is too long to be asked."""
    from reader.text.segments.display_paragraphs import display_paragraphs  # noqa: PLC0415 - a page is painted without it

    line = line_at(text, offset)
    if line.length > DISPLAYED_UP_TO:
        return line
    return next((piece for piece in display_paragraphs(text, line) if offset in piece), line)
