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
from annotations.alignment.patience_diff import common_runs
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

UNCHANGED_SIMILARITY = 0.95
"""How alike a passage must be, 0-1, for no better place to be sought."""

MAX_LENGTH_RATIO = 2
"""How many times as long as a passage a place must be to be suspected of holding two places and what lies between."""

HOME_SLACK_WORDS = 8
"""Words put in beside a passage's old place that are searched with it."""

HOME_CONTEXT_WORDS = 24
"""Words on each side of a passage that tell where its old place is."""

MIN_SIMILARITY_LEAD = 0.1
"""How much more alike the place beside the old neighbours must be to be taken; where it is only a little, nobody can say."""

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
    """Return where the passage stands by the alignment, or None if that is not certain.

    A passage that has lost words is also compared with the place where its own beginning or end still stands beside its
    old neighbours, whatever the alignment has put there: words that are repeated elsewhere may have drawn the rest away.
    """
    found = fit(alignment, span)
    if found is not None and found.alike < UNCHANGED_SIMILARITY:
        home = _fit_at_home(alignment, span)
        elsewhere = home is not None and not home.span.overlaps(found.span)
        torn = found.span.length > MAX_LENGTH_RATIO * span.length
        if home is not None and (elsewhere or torn) and home.alike > found.alike:
            return home.span if home.sure and home.alike - found.alike >= MIN_SIMILARITY_LEAD else None
    return found.span if found is not None and found.sure else None


def fit(alignment: Alignment, span: Span) -> Fit | None:
    """Return the place to which most of a passage's words and context lead, or None."""
    first, last = alignment.old.within(span.start, span.end)
    pins = heaviest(alignment, first, last)
    if not pins or _is_ambiguous_copy(alignment, first, last) or _is_ambiguous_edge(alignment, first, last):
        return None
    return _fit_of(alignment, span, pins)


def _fit_at_home(alignment: Alignment, span: Span) -> Fit | None:
    """Return the best fit of a passage beside its old neighbours, or None where neither end of it stands there."""
    first, last = alignment.old.within(span.start, span.end)
    homes = [(word, to) for word in (first, last - 1) if (to := alignment.to_new[word]) != APART]
    pins = (_home_pins(alignment, first, last, word, to) for word, to in homes)
    fits = [one for each in pins if (one := _fit_of(alignment, span, each)) is not None]
    return max(fits, key=lambda one: one.alike, default=None)


def _home_pins(alignment: Alignment, first: int, last: int, word: int, to: int) -> list[Pin]:
    """Return the pins of words `first` up to `last` around one pair of words that correspond, and of their neighbours."""
    old, new = alignment.old, alignment.new
    begin, end = max(0, to - (word - first) - HOME_SLACK_WORDS), min(len(new), to + (last - word) + HOME_SLACK_WORDS)
    inside = [
        Pin(first + a + n, begin + b + n)
        for a, b, size in common_runs(old.ids[first:last], new.ids[begin:end])
        for n in range(size)
    ]
    if not inside:
        return []
    before = [Pin(n, alignment.to_new[n]) for n in range(max(0, first - HOME_CONTEXT_WORDS), first)]
    after = [Pin(n, alignment.to_new[n]) for n in range(last, min(len(old), last + HOME_CONTEXT_WORDS))]
    left = [pin for pin in before if begin - HOME_CONTEXT_WORDS <= pin.new < inside[0].new]
    return left + inside + [pin for pin in after if inside[-1].new < pin.new < end + HOME_CONTEXT_WORDS]


def _fit_of(alignment: Alignment, span: Span, pins: list[Pin]) -> Fit | None:
    """Return the place that some pins lead to, with how well the passage fits there, or None."""
    first, last = alignment.old.within(span.start, span.end)
    if not pins:
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
