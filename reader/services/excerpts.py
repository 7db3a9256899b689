"""Passages of an article as they are cited: with source and place, within their sentences, and found by their words."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from annotations.anchoring.reanchor import Anchored, Orphan
from annotations.exporters.excerpt import Excerpt
from annotations.model.annotation import Annotation
from annotations.model.span import Span
from reader.articles.article import Article
from reader.articles.locators import Locating
from reader.errors import ReaderError
from reader.text.cleaning import clean_line, clean_text
from reader.text.search.text_search import find_all
from reader.text.segments.sentences import sentence_at

MAX_LISTED_PLACES = 5
CONTEXT_CHARS = 30
"""Characters shown on each side of a place of a quote that occurs several times."""


def blocks_of(articles: Iterable[Article]) -> dict[str, list[tuple[str, int, int, int]]]:
    """Kind, start, end and level of each block, by the articles' ids."""
    return {
        article.id: [(block.kind, block.span.start, block.span.end, block.level) for block in article.blocks]
        for article in articles
    }


def excerpt_at(
    annotation: Annotation, article: Article, found: Anchored | Orphan, places: Locating | None = None
) -> Excerpt:
    """Return the excerpt of an annotation: its source and locator; `places` are the text's, if known."""
    if not isinstance(found, Anchored):
        return Excerpt(annotation, article.source, "", "orphan")
    place = (places or Locating(article)).locator(found.span)
    return Excerpt(annotation, article.source, place, found.state, found.span)


def with_sentence(excerpt: Excerpt, text: str) -> Excerpt:
    """Return the excerpt with the rest of its sentences before and after the passage."""
    span = excerpt.span
    if span is None or not text:
        return excerpt
    whole = sentence_at(text, span.start).union(sentence_at(text, max(span.start, span.end - 1))).union(span)
    return replace(excerpt, before=text[whole.start : span.start], after=text[span.end : whole.end])


def find_quote(article: Article, quote: str, occurrence: int | None = None) -> Span:
    """Where a quote stands in an article: as it is, else but for white space, quotation marks and dashes.

    ReaderError where it does not, or stands in several places and none was chosen (`occurrence` counts from 1).
    """
    wanted = clean_text(quote).strip()
    exact = _occurrences(article.text, wanted)
    places = exact or find_all(article.text, wanted)
    shown = clean_line(quote)[:60]
    if not places or not wanted:
        raise ReaderError(f"{article.id}: {shown!r} is not in the text: `gloss show {article.id} --text` shows it")
    if occurrence is None and len(places) > 1:
        raise ReaderError(
            f"{article.id}: {shown!r} occurs {len(places)} times; choose one with --occurrence: "
            + _listed(article.text, places)
        )
    if occurrence is not None and not 1 <= occurrence <= len(places):
        raise ReaderError(f"{article.id}: {shown!r} has no occurrence {occurrence}, there are {len(places)}")
    return places[(occurrence or 1) - 1]


def _listed(text: str, places: list[Span]) -> str:
    """Return the first places, numbered, each with the words around it."""
    shown = [f"{number}) {_context(text, place)}" for number, place in enumerate(places[:MAX_LISTED_PLACES], 1)]
    more = len(places) - len(shown)
    return " ".join([*shown, *([f"and {more} more"] if more else [])])


def _context(text: str, place: Span) -> str:
    before, after = text[max(0, place.start - CONTEXT_CHARS) : place.start], text[place.end :][:CONTEXT_CHARS]
    return f"“…{clean_line(before + place.of(text) + after)}…”"


def _occurrences(text: str, wanted: str) -> list[Span]:
    places, at = [], text.find(wanted) if wanted else -1
    while at >= 0:
        places.append(Span(at, at + len(wanted)))
        at = text.find(wanted, at + 1)
    return places
