"""SQL conditions, sets of row numbers and full-text expressions, from which queries are composed.

Words become one expression for FTS5 (sqlite.org/fts5.html, 3 "Full-text Query Syntax"); every part of it is quoted, so that
no typed text is read as an operator.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from reader.library.db.connection import Value
from reader.library.index.fulltext_index import BEGINNING_COLUMNS, EVERY_ROW, MAX_BEGINNING_CHARACTERS
from reader.library.index.index_words import tag_key, words_of
from reader.library.query.ast import Phrase, Term

ARTICLES_WITH_WORDS = """
SELECT rowid
FROM search
WHERE search MATCH ? AND rowid > 0
"""
ARTICLES_WITH_BEGINNING = """
SELECT rowid
FROM beginnings
WHERE beginnings MATCH ? AND rowid > 0
"""
ANNOTATIONS_WITH_WORDS = """
SELECT -rowid
FROM search
WHERE search MATCH ? AND rowid < 0
"""
ANNOTATIONS_WITH_BEGINNING = """
SELECT -rowid
FROM beginnings
WHERE beginnings MATCH ? AND rowid < 0
"""
ARTICLES_WITH_TAG = """
SELECT number
FROM facets
WHERE kind = 'tag' AND key = ?
UNION ALL
SELECT number
FROM facets
WHERE kind = 'tag' AND key >= ? AND key < ?
"""
ANNOTATIONS_WITH_TAG = """
SELECT number
FROM noted_tags
WHERE key = ?
UNION ALL
SELECT number
FROM noted_tags
WHERE key >= ? AND key < ?
"""
ALWAYS, NEVER = "1", "0"


class Condition(Struct, frozen=True):
    """A condition on one row in SQL, with its values; the default holds for every row."""

    sql: str = ALWAYS
    values: tuple[Value, ...] = ()

    def negated(self, negate: bool) -> Condition:
        """Return the opposite condition if `negate` is true, else this one; NULL counts as false."""
        return Condition(f"NOT coalesce(({self.sql}), 0)", self.values) if negate else self


class RowSet(Struct, frozen=True):
    """A condition as the numbers of the rows for which it holds or, if `negated`, does not.

    `complement_values`, where there are any, make `numbers` select all numbers but those it selects with `values`.
    `is_slow` says that the statement takes a noticeable time in a large library.
    """

    numbers: str
    values: tuple[Value, ...] = ()
    negated: bool = False
    complement_values: tuple[Value, ...] = ()
    is_slow: bool = False

    @property
    def condition(self) -> Condition:
        """The condition on one row of `articles`."""
        return Condition(f"articles.number {'NOT ' * self.negated}IN ({self.numbers})", self.values)


class AnnotationRowSet(Struct, frozen=True):
    """Annotations whose number is in one of `annotations`, or whose article is in all of `articles`.

    `negated` applies to the union of both; the row sets themselves are not negated.
    """

    annotations: tuple[RowSet, ...] = ()
    articles: tuple[RowSet, ...] = ()
    negated: bool = False


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Join conditions with AND."""
    return _join("AND", [each for each in conditions if each.sql != ALWAYS])


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Join conditions with OR."""
    return _join("OR", list(conditions))


def _join(operator: str, conditions: list[Condition]) -> Condition:
    if not conditions:
        return Condition()
    sql = f" {operator} ".join(f"({each.sql})" for each in conditions)
    return Condition(sql, tuple(value for each in conditions for value in each.values))


def of_article(condition: Condition) -> Condition:
    """Return the condition on `noted` that a condition on `articles` holds for the annotation's article."""
    return Condition(f"noted.article IN (SELECT id FROM articles WHERE {condition.sql})", condition.values)


def of_annotations(condition: Condition) -> Condition:
    """Return the condition on `articles` that a condition on `noted` holds for one of the article's live annotations."""
    sql = f"id IN (SELECT article FROM noted WHERE deleted = '' AND ({condition.sql}))"
    return Condition(sql, condition.values)


def fulltext_expression(term: Term) -> str:
    """Return the FTS5 expression for a term's words; empty if there is no word in them."""
    if term.any:
        parts = [fulltext_expression(one) for one in term.any]
        return "(" + " OR ".join(part for part in parts if part) + ")" if any(parts) else ""
    phrases = [quoted for phrase in term.phrases if (quoted := _quoted_phrase(phrase))]
    if not phrases:
        return ""
    near = f"NEAR({' '.join(phrases)}, {term.within})" if term.near and len(phrases) > 1 else " AND ".join(phrases)
    return f"{term.field}: {near}" if term.field else near


def _quoted_phrase(phrase: Phrase) -> str:
    words = words_of(phrase[0])
    return f'"{" ".join(words)}"' + (" *" if phrase[1] else "") if words else ""


def beginning(term: Term) -> str:
    """Return the word of `beginnings` for a term of which only a few characters are typed; empty for other terms."""
    if not term.prefix or term.near or term.any or term.field not in ("", *BEGINNING_COLUMNS):
        return ""
    words = words_of(term.value)
    return term.field + words[0] if len(words) == 1 and len(words[0]) <= MAX_BEGINNING_CHARACTERS else ""


def articles_with_words(term: Term) -> list[RowSet]:
    """Return the articles that contain a term's words; no row set if there is no word in it."""
    return _rows_with_words(ARTICLES_WITH_WORDS, ARTICLES_WITH_BEGINNING, term)


def annotations_with_words(term: Term) -> list[RowSet]:
    """Return the annotations that contain a term's words; no row set if there is no word in it."""
    return _rows_with_words(ANNOTATIONS_WITH_WORDS, ANNOTATIONS_WITH_BEGINNING, term)


def _rows_with_words(with_words: str, with_beginning: str, term: Term) -> list[RowSet]:
    begun = beginning(term)
    if begun:
        return [RowSet(with_beginning, (f'"{begun}"',), term.negated, (f'"{EVERY_ROW}" NOT "{begun}"',))]
    expression = fulltext_expression(term)
    is_slow = bool(term.near) or len(words_of(term.value)) > 1
    return [RowSet(with_words, (expression,), term.negated, (), is_slow)] if expression else []


def annotation_has_words(term: Term) -> Condition:
    """Return the condition on `noted` for a term's words."""
    expression = fulltext_expression(term)
    return Condition(f"noted.number IN ({ANNOTATIONS_WITH_WORDS})", (expression,)) if expression else Condition()


def tag_bounds(term: Term) -> tuple[str, str, str]:
    """Return the values of ARTICLES_WITH_TAG for a tag and the tags below it, or with a star for all that begin so."""
    key = tag_key(term.value)
    lower, upper = ("", "\U0010ffff") if term.prefix else ("/", "0")
    return key, key + lower, key + upper
