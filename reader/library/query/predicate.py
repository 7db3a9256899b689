"""Evaluation of a query against an article or annotation in memory."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model.annotation import Annotation
from annotations.text.folding import fold_query
from reader.library.db.models import ArticleSummary
from reader.library.query.ast import Query, Term
from reader.library.query.fields import FIELDS
from reader.library.query.word_match import contains_words


def matches_entry(query: Query, entry: ArticleSummary, folded: str, annotations: Sequence[Annotation]) -> bool:
    """Return whether a query selects an article.

    `folded` is the article's title, source and text, folded; `annotations` are its live ones.
    """
    return all(_matches_entry(term, entry, folded, annotations) != term.negated for term in query.terms)


def _matches_entry(term: Term, entry: ArticleSummary, folded: str, annotations: Sequence[Annotation]) -> bool:
    if term.any:
        return any(_matches_entry(one, entry, folded, annotations) != one.negated for one in term.any)
    if not term.field:
        return contains_words(term, folded)
    return FIELDS[term.field].matches_article(term, entry, annotations)


def matches_annotation(
    query: Query, annotation: Annotation, entry: ArticleSummary | None, state: str = "exact"
) -> bool:
    """Return whether a query selects an annotation that is anchored as `state` says.

    Plain words are looked for in its passage, note and tags and in the title of its article.
    """
    parts = [annotation.target.quote.exact, annotation.note, *annotation.tags, entry.title if entry else ""]
    folded = fold_query("\n".join(parts)) if query.words or query.asks("") else ""
    return all(_matches_annotation(term, annotation, entry, folded, state) != term.negated for term in query.terms)


def _matches_annotation(
    term: Term, annotation: Annotation, entry: ArticleSummary | None, folded: str, state: str
) -> bool:
    if term.any:
        return any(_matches_annotation(one, annotation, entry, folded, state) != one.negated for one in term.any)
    if not term.field:
        return contains_words(term, folded)
    return FIELDS[term.field].matches_annotation(term, annotation, entry, state)
