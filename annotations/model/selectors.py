"""The target of an annotation: a position, and the words that stood there.

The two selectors are the W3C Web Annotation Data Model's TextPositionSelector and TextQuoteSelector
(https://www.w3.org/TR/annotation-model/, 4.2.4 and 4.2.5).
"""

from __future__ import annotations

from msgspec import Struct

from annotations.model.span import Span

CONTEXT = 32
"""Code points of context kept on each side of a quote."""


class QuoteSelector(Struct, frozen=True):
    """The words themselves, and up to CONTEXT code points before and after them."""

    exact: str
    prefix: str
    suffix: str


class Target(Struct, frozen=True):
    """A passage by position and by quote; the quote stays readable without the text."""

    position: Span
    quote: QuoteSelector


def describe(text: str, span: Span, context: int = CONTEXT) -> Target:
    """Return the target for `span` of `text`; ValueError if the span is empty or reaches past the text."""
    if not span or span.end > len(text):
        raise ValueError(f"no passage at {span.start}..{span.end} in a text of {len(text)} characters")
    prefix = text[max(0, span.start - context) : span.start]
    return Target(span, QuoteSelector(span.of(text), prefix, text[span.end : span.end + context]))
