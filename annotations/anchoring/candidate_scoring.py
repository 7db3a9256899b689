"""Scoring of candidate places: from aligned words to the span of a passage, if the evidence is strong enough."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from msgspec import Struct
from msgspec.structs import replace

from annotations.alignment.alignment import Alignment
from annotations.alignment.anchor_words import Pin, heaviest
from annotations.alignment.boundary_refinement import hull
from annotations.alignment.char_mapping import MappedStretch, likeness, pieces
from annotations.alignment.move_detection import APART
from annotations.model.span import Span

CONTEXT_WORDS = 10
"""Words on each side of which most must agree."""

MIN_EXACT_LETTERS = 25
"""A passage of at least this many letters that is found whole needs no context."""

MIN_SIMILAR_LETTERS = 60
"""A passage of at least this many letters that is nearly unchanged needs no context."""

MAX_TINY_LETTERS = 4
"""A passage of at most this many letters needs the context of both sides."""

MIN_INFORMATION_BITS = 24
"""Information that the words of a shorter passage must have, by how often each stands in the old text."""

MAX_ADJACENT_GAP_WORDS = 3
"""Words inserted between a passage and its context that still leave them adjacent."""


class Fit(Struct, frozen=True):
    """A candidate place: the share of the passage's letters found, 0-1, and of the words on each side (None: end of text).

    `alike` counts insertions too, unlike `kept`: 1 less the share of letters that must be changed. `only`: the same words,
    none lost, stand exactly once in each text and are not too common.
    """

    span: Span
    letters: int
    kept: float
    alike: float
    before: float | None
    after: float | None
    only: bool = False

    @property
    def _sides(self) -> list[float]:
        return [side for side in (self.before, self.after) if side is not None] or [0.0]

    @property
    def context(self) -> float:
        """The agreement of the better side."""
        return max(self._sides)

    @property
    def sure(self) -> bool:
        """Whether the evidence is enough: the fewer letters are found, the more of the context must agree."""
        if self.letters <= MAX_TINY_LETTERS:
            return self.kept >= 0.45 and self.context >= 0.5 and min(self._sides) >= 0.25
        if self.kept >= 0.95:
            return self.context >= 0.5 or self.letters >= MIN_EXACT_LETTERS or self.only
        if self.kept >= 0.75:
            return self.context >= 0.3 or (self.alike >= 0.88 and self.letters >= MIN_SIMILAR_LETTERS)
        if self.kept >= 0.45:
            return self.context >= 0.5
        return self.kept >= 0.35 and min(self.before or 0.0, self.after or 0.0) >= 0.5


def place(alignment: Alignment, span: Span) -> Span | None:
    """Return where the passage stands by the alignment, or None if that is not certain."""
    found = fit(alignment, span)
    return found.span if found is not None and found.sure else None


def fit(alignment: Alignment, span: Span) -> Fit | None:
    """Return the place to which most of a passage's words and context lead."""
    first, last = alignment.old.within(span.start, span.end)
    pins = heaviest(alignment, first, last)
    if not pins or _is_ambiguous_copy(alignment, first, last) or _is_ambiguous_edge(alignment, first, last):
        return None
    found = pieces(alignment, pins, span)
    here = hull(alignment, span, found)
    if here is None:
        return None
    letters = len("".join(span.of(alignment.old.text).split()))
    kept = min(1.0, sum(_agreeing(alignment, piece, span) for piece in found) / max(1, letters))
    alike = likeness(span.of(alignment.old.text), here.of(alignment.new.text))
    if _is_deleted(alignment, first, last, here):
        found_there = Fit(here, letters, kept, alike, 0.0, 0.0)
    else:
        before, after = (_agreement(alignment, pins, first, last, step) for step in (-1, 1))
        found_there = Fit(here, letters, kept, alike, before, after)
    doubtful = kept >= 0.95 and letters < MIN_EXACT_LETTERS and not found_there.sure
    return replace(found_there, only=True) if doubtful and _is_unique(alignment, first, last) else found_there


def _is_ambiguous_copy(alignment: Alignment, first: int, last: int) -> bool:
    """Return whether the same words stood beside the passage and only one copy is left, which may be either."""
    old, size = alignment.old.ids, last - first
    for start in (first - size, last):
        lost = (
            start >= 0
            and start + size <= len(old)
            and all(to == APART for to in alignment.to_new[start : start + size])
        )
        if size and lost and old[start : start + size] == old[first:last]:
            return True
    return False


def _is_ambiguous_edge(alignment: Alignment, first: int, last: int) -> bool:
    """Return whether what is left of a passage may be its neighbour's, which begins or ends with the same words."""
    old, there = alignment.old.ids, [to != APART for to in alignment.to_new[first:last]]
    kept = sum(there)
    if not 0 < kept < len(there):
        return False
    head, tail = all(there[:kept]), all(there[len(there) - kept :])
    behind = old[last : last + kept] == old[first : first + kept]
    before = first >= kept and old[first - kept : first] == old[last - kept : last]
    return (head and behind) or (tail and before)


def _is_unique(alignment: Alignment, first: int, last: int) -> bool:
    """Return whether the words from `first` up to `last` stand together once in each text, and not by chance."""
    wanted = alignment.old.ids[first:last]
    if not wanted or any(len(_standing(ids, wanted)) != 1 for ids in (alignment.old.ids, alignment.new.ids)):
        return False
    return sum(log2(len(alignment.old) / alignment.counts[word]) for word in wanted) >= MIN_INFORMATION_BITS


def _standing(ids: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Return where a run of words stands; the search ends with the second place."""
    found: list[int] = []
    at = -1
    while len(found) < 2:
        try:
            at = ids.index(wanted[0], at + 1)
        except ValueError:
            break
        if ids[at : at + len(wanted)] == wanted:
            found.append(at)
    return found


def _is_deleted(alignment: Alignment, first: int, last: int, here: Span) -> bool:
    """Return whether the passage was deleted: what stood before and behind it now stands together."""
    before = next((to for to in reversed(alignment.to_new[max(0, first - 3) : first]) if to != APART), None)
    after = next((to for to in alignment.to_new[last : last + 3] if to != APART), None)
    if before is None or after is None or not 0 < after - before <= 3 + (last - first) // 3:
        return False
    return here.end <= alignment.new.ends[before] or here.start >= alignment.new.starts[after]


def _agreeing(alignment: Alignment, piece: MappedStretch, span: Span) -> int:
    """Return how many letters of the passage a piece keeps."""
    if not piece.same:
        return 0
    part = alignment.old.text[max(piece.start, span.start) : min(piece.end, span.end)]
    return len("".join(part.split()))


def _agreement(alignment: Alignment, pins: Sequence[Pin], first: int, last: int, step: int) -> float | None:
    """Return the share, by weight, of the words beside a passage that still stand beside it; None at the end of the text."""
    old = alignment.old
    words = (
        range(max(0, first - CONTEXT_WORDS), first) if step < 0 else range(last, min(len(old), last + CONTEXT_WORDS))
    )
    total = sum(old.weight(word, word + 1) for word in words)
    if not total:
        return None
    inside = [pin for pin in pins if first <= pin.old < last]
    beside = [pin for pin in pins if pin.old in words]
    if inside and beside:
        before, after = (beside[-1], inside[0]) if step < 0 else (inside[-1], beside[0])
        if after.new - before.new - (after.old - before.old) > MAX_ADJACENT_GAP_WORDS:
            return 0.0
    return sum(old.weight(pin.old, pin.old + 1) for pin in beside) / total
