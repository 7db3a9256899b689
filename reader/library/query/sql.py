"""Translation of a query into SQL, so that a library answers without reading each of its articles."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from reader.library.query.ast import Query, Term
from reader.library.query.conditions import (
    ALWAYS,
    ARTICLES_WITH_WORDS,
    NEVER,
    AnnotationRowSet,
    Condition,
    RowSet,
    all_of,
    annotation_has_words,
    annotations_with_words,
    any_of,
    articles_with_words,
    beginning,
    fulltext_expression,
    of_article,
)
from reader.library.query.fields import FIELDS, AnnotationField, WordField, annotation_set, article_set


def text_expression(query: Query) -> str:
    """Return one full-text expression for all words that a text must contain; empty if the query has none."""
    wanted = (term for term in query.terms if term.textual and not term.negated)
    return " AND ".join(f"({words})" for term in wanted if (words := fulltext_expression(term)))


def article_condition(query: Query, *, words: bool = True) -> Condition:
    """Return the condition on `articles` of a query; without `words` the terms about words are left out."""
    wanted = [
        f"({each})" for term in query.terms if words and _is_combined(term) and (each := fulltext_expression(term))
    ]
    combined = [RowSet(ARTICLES_WITH_WORDS, (" AND ".join(wanted),))] if wanted else []
    rest = (term for term in query.terms if not _is_combined(term))
    return all_of(each.condition for each in (*combined, *_row_sets(rest, words)))


def article_sets(query: Query) -> list[RowSet]:
    """Return the sets of article numbers in all of which an article that the query selects is contained."""
    return _row_sets(query.terms, True)


def _row_sets(terms: Iterable[Term], words: bool) -> list[RowSet]:
    return [each for term in terms for each in _term_sets(term, words)]


def _term_sets(term: Term, words: bool) -> list[RowSet]:
    if term.any:
        condition = _term_condition(term, words)
        return [] if condition.sql == ALWAYS else [article_set(condition, negated=term.negated, is_slow=True)]
    if _has_article_words(term):
        return articles_with_words(term) if words else []
    return FIELDS[term.field].article_sets(term)


def _has_article_words(term: Term) -> bool:
    """Return whether a term is looked up among the words of articles, rather than of annotations or in a column."""
    if not term.field:
        return True
    field = FIELDS[term.field]
    return isinstance(field, WordField) and not isinstance(field, AnnotationField)


def _is_combined(term: Term) -> bool:
    """Return whether a term is part of the one expression for all words."""
    if beginning(term) or term.negated:
        return False
    return term.textual or (not term.any and _has_article_words(term))


def _term_condition(term: Term, words: bool) -> Condition:
    if term.any:
        return any_of([_term_condition(one, words).negated(one.negated) for one in term.any])
    if term.field and (words or not _has_article_words(term)):
        return FIELDS[term.field].article_condition(term)
    wanted = fulltext_expression(term) if words else ""
    if wanted:
        return Condition(f"number IN ({ARTICLES_WITH_WORDS})", (wanted,))
    return Condition(NEVER) if term.negated else Condition()


def annotation_condition(query: Query) -> Condition:
    """Return the condition on `noted` of a query; plain words may stand in the title of the article too."""
    return all_of([_annotation_condition(term).negated(term.negated) for term in query.terms])


def _annotation_condition(term: Term) -> Condition:
    if term.any:
        return any_of([_annotation_condition(one).negated(one.negated) for one in term.any])
    if term.field:
        return FIELDS[term.field].annotation_condition(term)
    wanted = fulltext_expression(term)
    if not wanted:
        return Condition(NEVER) if term.negated else Condition()
    in_title = Condition(f"number IN ({ARTICLES_WITH_WORDS})", (f"title: ({wanted})",))
    return any_of([annotation_has_words(term), of_article(in_title)])


def annotation_sets(query: Query) -> list[AnnotationRowSet]:
    """Return the sets in all of which an annotation that the query selects is contained."""
    return [found for term in query.terms if (found := _annotation_set(term)) is not None]


def _annotation_set(term: Term) -> AnnotationRowSet | None:
    positive = replace(term, negated=False)
    if term.any:
        return annotation_set(_annotation_condition(positive), negated=term.negated)
    if term.field:
        return FIELDS[term.field].annotation_set(term)
    annotations = annotations_with_words(positive)
    return AnnotationRowSet(tuple(annotations), tuple(_titled(positive)), term.negated) if annotations else None


def _titled(term: Term) -> list[RowSet]:
    """Return the articles whose title contains a term's words."""
    if beginning(term):
        return articles_with_words(replace(term, field="title"))
    return [RowSet(ARTICLES_WITH_WORDS, (f"title: ({fulltext_expression(term)})",))]
