"""Where a quote stands of which some words are others: by the words that it shares with the text, in their order.

Each rare word that both have votes for where the quote would begin; where the votes gather, the words of both are laid side by
side. A place is taken only where most of the words agree and no other place comes near.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

from annotations.model.span import Span
from annotations.text.folding import fold

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
SHORTEST = 6
"""Words of a quote that may differ; a shorter one is taken as it is or not at all."""

ALIKE, APART = 0.75, 0.6
"""How much of the quote's words must agree, and how much of these any other place may share at most."""

FREQUENT = 40
"""A word that the text has more often says little about a place."""


class Words(Struct, frozen=True):
    """The words of a text, folded, with their spans, and where each stands."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    places: dict[str, list[int]]


@lru_cache(maxsize=64)
def words_of(text: str) -> Words:
    """Return the words of a text."""
    spans = tuple(Span(*found.span()) for found in WORD.finditer(text))
    words = tuple(fold(span.of(text)).text for span in spans)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        places[word].append(number)
    return Words(words, spans, dict(places))


def find_changed(text: str, quote: str) -> Span | None:
    """Return the one place that has most of the quote's words, or None if there is none or several."""
    own, there = words_of(quote).words, words_of(text)
    if len(own) < SHORTEST:
        return None
    ranked = [found for start in _starts(own, there) if (found := _compared(own, there, start))]
    ranked.sort(reverse=True)
    if not ranked or ranked[0][0] < ALIKE * len(own):
        return None
    _, first, last = ranked[0]
    rivals = [score for score, start, end in ranked[1:] if end < first or start > last]
    if rivals and rivals[0] > APART * ranked[0][0]:
        return None
    return Span(there.spans[first].start, there.spans[last].end)


def _starts(own: Sequence[str], there: Words) -> list[int]:
    """Where the quote may begin, counted in words; the likeliest first, each a good way from the others."""
    votes: Counter[int] = Counter()
    for number, word in enumerate(own):
        places = there.places.get(word, [])
        if len(places) <= FREQUENT:
            votes.update(place - number for place in places)
    kept: list[int] = []
    for start, _ in votes.most_common(60):
        if all(abs(start - other) > len(own) // 3 for other in kept):
            kept.append(start)
    return kept[:8]


def _compared(own: Sequence[str], there: Words, start: int) -> tuple[int, int, int] | None:
    """How many words agree near a place, and the first and last word of the passage there."""
    slack = 4 + len(own) // 4
    low, high = max(0, start - slack), min(len(there.words), start + len(own) + slack)
    window = there.words[low:high]
    blocks = [block for block in SequenceMatcher(None, own, window, autojunk=False).get_matching_blocks() if block.size]
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    begin = max(0, first.b - first.a) if first.a <= 2 else first.b
    rest = len(own) - (last.a + last.size)
    end = min(len(window) - 1, last.b + last.size - 1 + (rest if rest <= 2 else 0))
    return sum(block.size for block in blocks), low + begin, low + end
