"""Where a quote that another tool copied stands in a text of ours.

There is no text in which the quote was taken, only its words and sometimes what stood round them. Wrong is worse than lost: a
quote that stands in several places, or whose surroundings contradict, is not placed.
"""

from __future__ import annotations

from array import array
from functools import lru_cache

from msgspec import Struct

from annotations.model.span import Span
from annotations.text.common_prefix import common_prefix_length
from annotations.text.folding import fold
from reader.services.note_import.fuzzy_quote import find_changed
from reader.text.search.text_search import find_all

CERTAIN = 24
"""Letters from which on a quote that stands once needs no surroundings to agree."""

NEAR = 12
"""Letters of the surroundings that are compared on each side."""


class Bare(Struct, frozen=True):
    """A text's letters and digits alone, folded; `offsets[n]` is where letter `n` stands in the source."""

    letters: str
    offsets: array[int]


@lru_cache(maxsize=64)
def bare(text: str) -> Bare:
    """Return a text without white space, punctuation, case and accents, with a map of offsets."""
    folded = fold(text)
    kept = [n for n, character in enumerate(folded.text) if character.isalnum()]
    return Bare("".join(folded.text[n] for n in kept), array("Q", (folded.offsets[n] for n in kept)))


def find_passage(text: str, quote: str, prefix: str = "", suffix: str = "") -> Span | None:
    """Return the one place where these words can be meant, or None if there is none or several."""
    quote = quote.strip()
    if not bare(quote).letters:
        return None
    for search in (_exact, find_all, _by_letters):
        places = search(text, quote)
        if places:
            return _meant(text, places, prefix, suffix)
    return _changed(text, quote, prefix, suffix)


def _changed(text: str, quote: str, prefix: str, suffix: str) -> Span | None:
    """Where the words stand with some of them changed, unless what stands round them is something else altogether."""
    span = find_changed(text, quote)
    return _meant(text, [_with_marks(text, span, quote)], prefix, suffix) if span else None


def _exact(text: str, quote: str) -> list[Span]:
    places, at = [], text.find(quote)
    while at >= 0:
        places.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return places


def _by_letters(text: str, quote: str) -> list[Span]:
    """Places by letters alone, whole words, with the marks that the quote has at its ends."""
    whole, wanted = bare(text), bare(quote).letters
    places, at = [], whole.letters.find(wanted)
    while at >= 0:
        start, last = whole.offsets[at], whole.offsets[at + len(wanted) - 1]
        if _whole_words(text, start, last):
            places.append(_with_marks(text, Span(start, last + 1), quote))
        at = whole.letters.find(wanted, at + 1)
    return places


def _whole_words(text: str, start: int, last: int) -> bool:
    before, behind = text[start - 1 : start] if start else "", text[last + 1 : last + 2]
    return not (before.isalnum() and text[start].isalnum()) and not (behind.isalnum() and text[last].isalnum())


def _with_marks(text: str, span: Span, quote: str) -> Span:
    """Return the span with the stop or bracket after it, if the quote ends with the same."""
    end = span.end
    marks = fold(quote).text[len(fold(quote).text.rstrip(".,;:!?)]\"'")) :]
    for mark in marks:
        if fold(text[end : end + 1]).text != mark:
            break
        end += 1
    return Span(span.start, end)


def _meant(text: str, places: list[Span], prefix: str, suffix: str) -> Span | None:
    """Return the place whose context agrees best; a single long one needs no context."""
    scored = sorted(((_agreement(text, place, prefix, suffix), place) for place in places), key=lambda each: -each[0])
    best, place = scored[0]
    if len(scored) == 1:
        asked = bool(bare(prefix[-40:]).letters or bare(suffix[:40]).letters)
        return place if best or not asked or len(bare(place.of(text)).letters) >= CERTAIN else None
    return place if best > scored[1][0] else None


def _agreement(text: str, place: Span, prefix: str, suffix: str) -> int:
    """How many letters on each side are the same, counted from the passage outward."""
    before = bare(text[max(0, place.start - 60) : place.start]).letters[::-1]
    behind = bare(text[place.end : place.end + 60]).letters
    return common_prefix_length(before, bare(prefix[-60:]).letters[::-1]) + common_prefix_length(
        behind, bare(suffix[:60]).letters
    )
