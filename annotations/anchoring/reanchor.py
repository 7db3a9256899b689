"""Re-anchoring of an annotated passage in a text that may have changed.

A wrong place is worse than an orphan: a passage is placed only if no other place could be meant.

`relocate` knows the text that the passage was marked in, and aligns the two texts; `anchor` has the new text alone, and
accepts only the unchanged words.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from annotations.model.selectors import Target, describe
from annotations.model.span import Span
from annotations.text.folding import same_wording

State = Literal["exact", "moved", "changed", "orphan"]


class Anchored(Struct, frozen=True):
    """The span of the passage now; `state` says whether it stands where it stood, `moved`, or its words `changed`.

    Other white space, quotation marks and dashes do not count as changed words.
    """

    span: Span
    state: State


class Orphan(Struct, frozen=True):
    """The result for a passage that is not in the text, or that may stand in several places."""


def relocate(old: str, target: Target, new: str) -> Anchored | Orphan:
    """Return where the passage that `target` marks in the text `old` stands in the text `new`.

    The alignment of the two texts is cached, so that the next passage of the same texts is quick. A target that does not
    describe `old` is anchored there first.
    """
    span = _described(old, target)
    if span is None:
        return anchor(new, target)
    if old == new:
        return Anchored(span, "exact" if span == target.position else "moved")
    from annotations.anchoring.passage_search import find_passage  # noqa: PLC0415 - 30 ms that only a changed text costs

    found = find_passage(old, new, span)
    return Orphan() if found is None else Anchored(found, state_since(target, describe(new, found)))


def _described(old: str, target: Target) -> Span | None:
    """Return the span of the passage in the text that it was marked in."""
    if target.position and target.position.of(old) == target.quote.exact:
        return target.position
    found = anchor(old, target)
    return found.span if isinstance(found, Anchored) else None


def state_since(was: Target, target: Target) -> State:
    """Return what became of a passage between two versions of its text, given its target in each."""
    if not same_wording(target.quote.exact, was.quote.exact):
        return "changed"
    unmoved = was.position == target.position and was.quote.exact == target.quote.exact
    return "exact" if unmoved else "moved"


def describes(text: str, target: Target) -> bool:
    """Return whether a target was made of this text: passage and context stand there, to the letter."""
    span, quote = target.position, target.quote
    start, end = span.start - len(quote.prefix), span.end + len(quote.suffix)
    return start >= 0 and bool(span) and text[start:end] == f"{quote.prefix}{quote.exact}{quote.suffix}"


def anchor(text: str, target: Target) -> Anchored | Orphan:
    """Return where `target` stands in `text`: at its position, else at the one place whose words and context agree."""
    quote = target.quote
    if target.position.of(text) == quote.exact:
        return Anchored(target.position, "exact")
    places = _places(text, quote.exact)
    agreeing = [start for start in places if _context_agrees(text, start, target)]
    if len(agreeing) == 1:
        return Anchored(Span(agreeing[0], agreeing[0] + len(quote.exact)), "moved")
    return Orphan()


def _places(text: str, exact: str) -> list[int]:
    places, start = [], text.find(exact) if exact else -1
    while start >= 0:
        places.append(start)
        start = text.find(exact, start + 1)
    return places


def _context_agrees(text: str, start: int, target: Target) -> bool:
    """Return whether the context of one side stands there whole; a passage without context needs none."""
    quote, end = target.quote, start + len(target.quote.exact)
    before = text[max(0, start - len(quote.prefix)) : start] == quote.prefix
    after = text[end : end + len(quote.suffix)] == quote.suffix
    return before or after
