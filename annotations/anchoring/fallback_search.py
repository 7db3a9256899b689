"""Fallback search for a passage that the alignment does not place, among the unaligned words of the new text."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from annotations.alignment.alignment import Alignment, align
from annotations.alignment.boundary_refinement import trimmed
from annotations.alignment.char_mapping import between, likeness
from annotations.anchoring.candidate_scoring import MIN_SIMILAR_LETTERS, fit
from annotations.model.selectors import Target
from annotations.model.span import Span

MIN_LETTERS = 25
"""The least number of letters by which a passage can be recognised without context."""

MIN_LIKENESS = 0.9
"""Similarity of an accepted place; MIN_SHORT_LIKENESS for a passage shorter than MIN_SIMILAR_LETTERS."""

MIN_SHORT_LIKENESS = 0.97

MIN_LEAD = 0.1
"""Lead in similarity of the best place over the next."""

MAX_WORD_PLACES = 20
"""A word that is left in more places than this is ignored."""

MAX_COMPARED_PLACES = 4

MIN_SHOWN_LIKENESS = 0.3
MAX_SCANNED_PLACES = 40


def seek(alignment: Alignment, span: Span) -> Span | None:
    """Return the one place among unaligned words where nearly all of the passage stands, or None."""
    letters = len("".join(span.of(alignment.old.text).split()))
    if letters < MIN_LETTERS:
        return None
    tried = [_compared(alignment, span, start) for start in _starts(alignment, span)]
    found = sorted((one for one in tried if one is not None), key=lambda one: -one[0])
    if not found or found[0][0] < (MIN_LIKENESS if letters >= MIN_SIMILAR_LETTERS else MIN_SHORT_LIKENESS):
        return None
    rival = next((alike for alike, place in found if not place.overlaps(found[0][1])), 0.0)
    return found[0][1] if found[0][0] - rival >= MIN_LEAD else None


class Candidate(Struct, frozen=True):
    """A possible place of a lost passage, and its similarity, 0-1."""

    span: Span
    likeness: float


def candidates(target: Target, text: str, most: int = 5) -> list[Candidate]:
    """Return the most similar places in a text, best first, none overlapping, for a person to choose from."""
    quote = target.quote
    said = f"{quote.prefix}{quote.exact}{quote.suffix}"
    span = Span(len(quote.prefix), len(quote.prefix) + len(quote.exact))
    alignment = align(said, text)
    by_place = fit(alignment, span)
    spans = [by_place.span] if by_place is not None else []
    spans += [
        place
        for start in _claimed_or_free_starts(alignment, span)
        if (place := _window(alignment, span, start)) is not None
    ]
    found = sorted(
        (Candidate(one, likeness(quote.exact, one.of(text))) for one in spans), key=lambda one: -one.likeness
    )
    kept: list[Candidate] = []
    for one in found:
        if one.likeness >= MIN_SHOWN_LIKENESS and not any(one.span.overlaps(other.span) for other in kept):
            kept.append(one)
    return kept[:most]


def _claimed_or_free_starts(alignment: Alignment, span: Span) -> list[int]:
    """Return the words of the new text where most words of the passage follow, aligned or not."""
    old, first, last = alignment.old, *alignment.old.within(span.start, span.end)
    offsets: defaultdict[int, list[int]] = defaultdict(list)
    for word in range(first, last):
        offsets[old.ids[word]].append(word - first)
    votes: defaultdict[int, int] = defaultdict(int)
    for place, number in enumerate(alignment.new.ids):
        for offset in offsets.get(number, ()):
            votes[place - offset] += 1
    near = {start: sum(votes.get(start + by, 0) for by in range(-2, 3)) for start in votes}
    return sorted(near, key=lambda start: -near[start])[:MAX_SCANNED_PLACES]


def _window(alignment: Alignment, span: Span, start: int) -> Span | None:
    """Return the span of as many words from there on as the passage has, without surrounding white space."""
    new, first, last = alignment.new, *alignment.old.within(span.start, span.end)
    begin, end = max(0, start), min(len(new), start + last - first)
    return Span(new.starts[begin], new.ends[end - 1]) if begin < end else None


def _starts(alignment: Alignment, span: Span) -> list[int]:
    """Return the words of the new text at which the passage may begin, likeliest first: most of its words follow there."""
    old = alignment.old
    first, last = old.within(span.start, span.end)
    votes: defaultdict[int, int] = defaultdict(int)
    for word in range(first, last):
        places = alignment.left.get(old.ids[word], ())
        if len(places) <= MAX_WORD_PLACES:
            for place in places:
                votes[place - (word - first)] += old.weight(word, word + 1)
    near = {start: sum(votes.get(start + by, 0) for by in range(-2, 3)) for start in votes}
    return sorted(near, key=lambda start: -near[start])[:MAX_COMPARED_PLACES]


def _compared(alignment: Alignment, span: Span, start: int) -> tuple[float, Span] | None:
    """Return the similarity of the text at a word to the passage, 0-1, and its span."""
    old, new = alignment.old, alignment.new
    first, last = old.within(span.start, span.end)
    words = [
        word for word in range(start - 3, start + last - first + 3) if 0 <= word < len(new) and alignment.free(word)
    ]
    if not words:
        return None
    to, to_end = new.starts[words[0]], new.ends[words[-1]]
    found = [one for one in between(old.text, new.text, span.start, span.end, to, to_end) if one.same]
    place = trimmed(alignment, span, found[0].to, found[-1].to_end) if found else None
    if place is None:
        return None
    return likeness(span.of(old.text), place.of(new.text)), place
