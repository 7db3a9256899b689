"""Mapping of characters between an old and a new text, in the stretches between aligned words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from annotations.alignment.alignment import Alignment
from annotations.alignment.anchor_words import Pin
from annotations.alignment.tokens import IGNORED, TOKEN
from annotations.model.span import Span
from annotations.text.common_prefix import common_prefix_length
from annotations.text.folding import Folded, fold

MAX_COMPARED_CHARACTERS = 6_000
"""Two stretches of at most this many characters are compared letter by letter."""

SEARCH_MARGIN_CHARACTERS = 8
"""A missing end is looked for within twice its length and this many characters."""

MIN_LIKENESS = 0.5
"""The least similarity at which one stretch counts as an altered form of another."""

MAX_TYPO_CHARACTERS = 12
"""Stretches of at most this many characters may be one word with a typing error."""

MAX_SEARCHED_WORDS = 80
"""Unaligned words beyond the last aligned one among which the end of a passage is looked for."""


class MappedStretch(NamedTuple):
    """`old[start:end]` stands at `new[to:to_end]`; `same` where it is the same but for the writing."""

    start: int
    end: int
    to: int
    to_end: int
    same: bool

    def shifted(self, by: int, to_by: int) -> MappedStretch:
        """Return the piece moved by this many characters in each text."""
        return MappedStretch(self.start + by, self.end + by, self.to + to_by, self.to_end + to_by, self.same)


def pieces(alignment: Alignment, pins: Sequence[Pin], span: Span) -> list[MappedStretch]:
    """Return the mapped stretches of a passage, in order; deleted and inserted text has none."""
    found = (
        *_before_first_pin(alignment, pins[0], span),
        *_between_pins(alignment, pins),
        *_after_last_pin(alignment, pins[-1], span),
    )
    return [piece for piece in found if piece.start < span.end and piece.end > span.start]


def _between_pins(alignment: Alignment, pins: Sequence[Pin]) -> Iterator[MappedStretch]:
    old, new = alignment.old, alignment.new
    for number, pin in enumerate(pins):
        if number:
            start, to = old.ends[pins[number - 1].old], new.ends[pins[number - 1].new]
            yield from between(old.text, new.text, start, old.starts[pin.old], to, new.starts[pin.new])
        yield MappedStretch(old.starts[pin.old], old.ends[pin.old], new.starts[pin.new], new.ends[pin.new], same=True)


def _before_first_pin(alignment: Alignment, first: Pin, span: Span) -> Iterator[MappedStretch]:
    """Yield the pieces in front of the first pin, as far as the passage reaches over unaligned words."""
    old, new = alignment.old, alignment.new
    end, to_end = old.starts[first.old], new.starts[first.new]
    if span.start >= end:
        return
    least = to_end - 2 * (end - span.start) - SEARCH_MARGIN_CHARACTERS
    words = _free_words(alignment, first.new - 1, -1, lambda word: new.starts[word] >= least)
    to = _most_similar(old.text[span.start : end], [(new.starts[word], to_end) for word in words], new.text)
    if to is not None:
        yield from between(old.text, new.text, span.start, end, to[0], to_end)


def _after_last_pin(alignment: Alignment, last: Pin, span: Span) -> Iterator[MappedStretch]:
    """Yield the pieces behind the last pin, as far as the passage reaches over unaligned words."""
    old, new = alignment.old, alignment.new
    start, to = old.ends[last.old], new.ends[last.new]
    if span.end <= start:
        return
    most = to + 2 * (span.end - start) + SEARCH_MARGIN_CHARACTERS
    words = _free_words(alignment, last.new + 1, 1, lambda word: new.ends[word] <= most)
    after = _marks(new.text, to, new.starts[last.new + 1] if last.new + 1 < len(new) else len(new.text))
    ends = [(to, after), *((to, _marks(new.text, new.ends[word], _next(alignment, word))) for word in words)]
    found = _most_similar(old.text[start : span.end], ends, new.text)
    if found is not None:
        yield from between(old.text, new.text, start, span.end, to, found[1])


def _next(alignment: Alignment, word: int) -> int:
    new = alignment.new
    return new.starts[word + 1] if word + 1 < len(new) else len(new.text)


def _marks(text: str, start: int, end: int) -> int:
    """Return the end of the punctuation that follows a word."""
    return start + len(text[start:end].split(maxsplit=1)[0]) if text[start:end][:1].strip() else start


def _free_words(alignment: Alignment, word: int, step: int, near: Callable[[int], bool]) -> Iterator[int]:
    """Yield unaligned words, going by `step` from one of them, at most as many as a passage may have lost."""
    count = 0
    while 0 <= word < len(alignment.new) and not _taken(alignment, word) and near(word) and count < MAX_SEARCHED_WORDS:
        yield word
        word, count = word + step, count + 1


def _most_similar(was: str, spans: Sequence[tuple[int, int]], text: str) -> tuple[int, int] | None:
    """Return the span most similar to the missing text, or None if none is similar enough."""
    scored = [(likeness(was, text[start:end]), start, end) for start, end in spans]
    best = max(scored, default=(0.0, 0, 0), key=lambda one: one[0])
    return best[1:] if best[0] >= MIN_LIKENESS else None


def _taken(alignment: Alignment, word: int) -> bool:
    return 0 <= word < len(alignment.new) and not alignment.free(word)


def between(old: str, new: str, start: int, end: int, to: int, to_end: int) -> Iterator[MappedStretch]:
    """Yield the pieces of `old[start:end]` in `new[to:to_end]`, letter by letter if they are similar."""
    was, now = old[start:end], new[to:to_end]
    head = common_prefix_length(was, now)
    tail = common_prefix_length(was[head:][::-1], now[head:][::-1])
    if head:
        yield MappedStretch(start, start + head, to, to + head, same=True)
    if head + tail < min(len(was), len(now)):
        rest, other = was[head : len(was) - tail], now[head : len(now) - tail]
        for piece in _changed(rest, other):
            yield piece.shifted(start + head, to + head)
    if tail:
        yield MappedStretch(end - tail, end, to_end - tail, to_end, same=True)


def _changed(was: str, now: str) -> Iterator[MappedStretch]:
    """Yield the pieces of two stretches that begin and end differently; neither is empty."""
    if max(len(was), len(now)) > MAX_COMPARED_CHARACTERS:
        return
    if likeness(was, now) >= MIN_LIKENESS or _mostly_equal(was, now):
        yield from _by_letter(was, now)
    else:
        yield from _by_word(was, now)


def _mostly_equal(was: str, now: str) -> bool:
    """Return whether most letters of two short stretches agree (`teh`, `the`)."""
    if max(len(was), len(now)) > MAX_TYPO_CHARACTERS:
        return False
    agreeing = sum(len(was[piece.start : piece.end].strip()) for piece in _by_letter(was, now) if piece.same)
    return agreeing >= MIN_LIKENESS * max(len(was.strip()), len(now.strip()))


def _by_word(was: str, now: str) -> Iterator[MappedStretch]:
    """Yield a piece for each word if both sides have equally many, else one piece for the whole."""
    words, others = [list(TOKEN.finditer(text)) for text in (was, now)]
    if not words or len(words) != len(others):
        yield MappedStretch(0, len(was), 0, len(now), same=False)
        return
    for word, other in zip(words, others, strict=True):
        yield MappedStretch(*word.span(), *other.span(), same=False)


def _by_letter(was: str, now: str) -> Iterator[MappedStretch]:
    one, other = _plain(was), _plain(now)
    for code in Levenshtein.opcodes(one.text, other.text):
        if code.tag in ("equal", "replace"):
            start, end = one.offsets[code.src_start], one.offsets[code.src_end]
            to, to_end = other.offsets[code.dest_start], other.offsets[code.dest_end]
            if end > start and to_end > to:
                yield MappedStretch(start, end, to, to_end, code.tag == "equal")


def likeness(one: str, other: str) -> float:
    """Return the similarity of two passages, 0 to 1: 1 less the share of letters of the longer one that must be changed."""
    letters = ["".join(fold(IGNORED.sub("", text)).text.split()) for text in (one, other)]
    return float(Levenshtein.normalized_similarity(*letters))


def _plain(text: str) -> Folded:
    return fold(IGNORED.sub(" ", text))
