"""Finding an annotated passage again in a text that may have changed.

Wrong is worse than orphaned: a passage is accepted only where nothing else could be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotations.span import Span
from annotations.target import Target

State = Literal["exact", "moved", "changed", "orphan"]


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where the passage stands now, and whether it had to move (`moved`) or lost some words (`changed`)."""

    span: Span
    state: State


@dataclass(frozen=True, slots=True)
class Orphan:
    """The passage is not in the text, or it cannot be told which of several places is meant."""


def anchor(text: str, target: Target) -> Anchored | Orphan:
    """Where `target` stands in `text`: at its position, else at the one place whose words and context agree."""
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
    """Whether one side's context stands there whole; a passage without context is taken on its words alone."""
    quote, end = target.quote, start + len(target.quote.exact)
    before = text[max(0, start - len(quote.prefix)) : start] == quote.prefix
    after = text[end : end + len(quote.suffix)] == quote.suffix
    return before or after
