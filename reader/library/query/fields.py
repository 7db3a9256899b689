"""The fields of the query language, one descriptor each: value, SQL, comparison in memory and completion.

A field is added by one entry in FIELDS, a state of articles by one in STATES. Parser, SQL, predicate and completion
know fields by these tables only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.annotation import COLORS, Annotation
from annotations.text.folding import fold_query
from annotations.text.lazy_regex import expression
from reader.library.db.models import ArticleSummary
from reader.library.query.ast import Term
from reader.library.query.conditions import (
    ANNOTATIONS_WITH_TAG,
    ARTICLES_WITH_TAG,
    ARTICLES_WITH_WORDS,
    NEVER,
    AnnotationRowSet,
    Condition,
    RowSet,
    all_of,
    annotation_has_words,
    annotations_with_words,
    articles_with_words,
    fulltext_expression,
    of_annotations,
    of_article,
    tag_bounds,
)
from reader.library.query.word_match import contains_words, date_matches

ISO_DATE = expression(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")
UNFINISHED_DATE = expression(r"[\d.-]{0,21}\Z")
HAS_ORPHAN = "has_orphan"
"""The SQL function that tells whether an annotation of an article is an orphan; its argument is the article's id followed
by all that the answer depends on (see `tell_orphans`)."""
ARTICLES_NEVER_OPENED = "SELECT number FROM articles WHERE opened = ''"
ARTICLES_FINISHED = "SELECT number FROM articles WHERE finished != ''"
ARTICLES_DATED = """
SELECT number
FROM articles
WHERE trashed = '' AND {condition}
UNION ALL
SELECT number
FROM articles
WHERE trashed != '' AND {condition}
"""
"""Both halves of the library apart, since the indexes on dates cover only the articles outside the trash."""


class InvalidValue(ValueError):
    """A value that a field cannot have; the message says which values it can."""


class Field:
    """A field of the query language; subclasses say how its values are compared."""

    facet = False
    """Whether the values in the library are listed in `facets`, so that they can be completed."""
    is_slow = False
    """Whether selecting by this field takes a noticeable time in a large library."""

    def __init__(self, name: str) -> None:
        self.name = name

    def parse(self, value: str, *, typing: bool) -> str:
        """Return the value as it is compared, or an empty string if it is unfinished; InvalidValue."""
        return fold_query(value)

    def article_condition(self, term: Term) -> Condition:
        """Return the condition on a row of `articles`, without the term's negation."""
        raise NotImplementedError

    def article_sets(self, term: Term) -> list[RowSet]:
        """Return the sets that contain an article if the term, with its negation, holds for it."""
        condition = self.article_condition(term)
        return [article_set(condition, negated=term.negated, is_slow=self.is_slow)]

    def annotation_condition(self, term: Term) -> Condition:
        """Return the condition on a row of `noted`, without the term's negation."""
        return of_article(self.article_condition(term))

    def annotation_set(self, term: Term) -> AnnotationRowSet | None:
        """Return the annotations for which the term holds; None if it asks for nothing."""
        sets = self.article_sets(replace(term, negated=False))
        return AnnotationRowSet((), tuple(sets), term.negated) if sets else None

    def matches_article(self, term: Term, entry: ArticleSummary, annotations: Sequence[Annotation]) -> bool:
        """Return whether the term, without its negation, holds for an article with these live annotations."""
        raise NotImplementedError

    def matches_annotation(
        self, term: Term, annotation: Annotation, entry: ArticleSummary | None, anchor_state: str
    ) -> bool:
        """Return whether the term, without its negation, holds for an annotation on an article."""
        return entry is not None and self.matches_article(term, entry, ())

    def completions(self, beginning: str) -> Iterable[str]:
        """Return the values that begin so and are known without the library."""
        return ()


class WordField(Field):
    """A field whose value is words, found in the column of the same name in the full-text index."""

    matches_beginnings = False
    """Whether the beginning of a word is enough."""


class ArticleWordField(WordField):
    """Words of an article's citation data."""

    facet = True
    matches_beginnings = True

    def __init__(self, name: str, values: Callable[[ArticleSummary], Iterable[str]], *, facet: bool = True) -> None:
        super().__init__(name)
        self._values, self.facet = values, facet

    def article_condition(self, term: Term) -> Condition:
        words = fulltext_expression(term)
        if words:
            return Condition(f"number IN ({ARTICLES_WITH_WORDS})", (words,))
        return Condition(NEVER) if term.negated else Condition()

    def article_sets(self, term: Term) -> list[RowSet]:
        return articles_with_words(term)

    def matches_article(self, term: Term, entry: ArticleSummary, annotations: Sequence[Annotation]) -> bool:
        return any(contains_words(term, fold_query(value)) for value in self._values(entry))


class AnnotationField(Field):
    """A field of annotations; an article has it if one of its live annotations does."""

    is_slow = True

    def article_condition(self, term: Term) -> Condition:
        return of_annotations(self.annotation_condition(term))

    def annotation_condition(self, term: Term) -> Condition:
        raise NotImplementedError

    def annotation_set(self, term: Term) -> AnnotationRowSet | None:
        return annotation_set(self.annotation_condition(term), negated=term.negated)

    def has_value(self, term: Term, annotation: Annotation) -> bool:
        """Return whether an annotation has the value that the term asks for."""
        raise NotImplementedError

    def matches_article(self, term: Term, entry: ArticleSummary, annotations: Sequence[Annotation]) -> bool:
        return any(self.has_value(term, one) for one in annotations)

    def matches_annotation(
        self, term: Term, annotation: Annotation, entry: ArticleSummary | None, anchor_state: str
    ) -> bool:
        return self.has_value(term, annotation)


class AnnotationWordField(AnnotationField, WordField):
    """Words of an annotation."""

    def __init__(self, name: str, value: Callable[[Annotation], str]) -> None:
        super().__init__(name)
        self._value = value

    def annotation_condition(self, term: Term) -> Condition:
        return annotation_has_words(term)

    def annotation_set(self, term: Term) -> AnnotationRowSet | None:
        sets = annotations_with_words(replace(term, negated=False))
        return AnnotationRowSet(tuple(sets), (), term.negated) if sets else None

    def has_value(self, term: Term, annotation: Annotation) -> bool:
        return contains_words(term, fold_query(self._value(annotation)))


class TagField(AnnotationField):
    """A tag of an article or of one of its annotations: the tag itself or one below it (`war` selects `war/navy` too)."""

    facet = True

    def parse(self, value: str, *, typing: bool) -> str:
        return fold_query(value.removeprefix("#"))

    def article_condition(self, term: Term) -> Condition:
        return Condition(f"number IN ({ARTICLES_WITH_TAG})", tag_bounds(term))

    def article_sets(self, term: Term) -> list[RowSet]:
        return [RowSet(ARTICLES_WITH_TAG, tag_bounds(term), term.negated)]

    def annotation_condition(self, term: Term) -> Condition:
        return Condition(f"noted.number IN ({ANNOTATIONS_WITH_TAG})", tag_bounds(term))

    def annotation_set(self, term: Term) -> AnnotationRowSet | None:
        return AnnotationRowSet((RowSet(ANNOTATIONS_WITH_TAG, tag_bounds(term)),), negated=term.negated)

    def has_value(self, term: Term, annotation: Annotation) -> bool:
        below = term.value if term.prefix else term.value + "/"
        tags = map(fold_query, annotation.tags)
        return any(tag == term.value or tag.startswith(below) for tag in tags)


class ColorField(AnnotationField):
    """The colour of an annotation."""

    facet = True

    def parse(self, value: str, *, typing: bool) -> str:
        folded = fold_query(value)
        if folded in COLORS:
            return folded
        if typing and any(color.startswith(folded) for color in COLORS):
            return ""
        raise InvalidValue(f"unknown color:{folded}: there are {', '.join(COLORS)}")

    def annotation_condition(self, term: Term) -> Condition:
        return Condition("noted.color = ?", (term.value,))

    def has_value(self, term: Term, annotation: Annotation) -> bool:
        return fold_query(annotation.color) == term.value


class DateField(Field):
    """A date in a column of `articles`; the value is a year, month or day, or a range of them with `..`."""

    is_slow = True

    def __init__(
        self, name: str, column: str, value: Callable[[ArticleSummary], str], *, indexed_where: str = ""
    ) -> None:
        super().__init__(name)
        self._column, self._value, self._indexed_where = column, value, indexed_where

    def parse(self, value: str, *, typing: bool) -> str:
        bounds = [bound for bound in value.split("..") if bound]
        if len(value.split("..")) <= 2 and all(map(is_date, bounds)):
            return value if bounds else ""
        if UNFINISHED_DATE.match(value) and not re.search(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}(?!\d)", value):
            return ""
        if typing and UNFINISHED_DATE.match(value):
            return ""
        raise InvalidValue(f"not a date: {value!r} (write date:2025, date:2025-06-01 or date:2025-06-01..2025-07)")

    def article_condition(self, term: Term) -> Condition:
        within = self._within(term.value)
        condition = f"{self._indexed_where} AND {within.sql}" if self._indexed_where else within.sql
        return Condition(f"number IN ({ARTICLES_DATED.format(condition=condition)})", within.values * 2)

    def _within(self, wanted: str) -> Condition:
        column = self._column
        first, dots, last = wanted.partition("..")
        if not dots:
            return Condition(f"{column} >= ? AND {column} < ?", (first, first + "\x7f"))
        bounds = [Condition(f"{column} != ''")]
        if first:
            bounds.append(Condition(f"{column} >= substr(?, 1, length({column}))", (first,)))
        if last:
            bounds.append(Condition(f"substr({column}, 1, ?) <= ?", (len(last), last)))
        return all_of(bounds)

    def matches_article(self, term: Term, entry: ArticleSummary, annotations: Sequence[Annotation]) -> bool:
        return date_matches(self._value(entry), term.value)


class State(Struct, frozen=True):
    """A state of articles that `is:` asks for.

    `condition` is SQL on a row of `articles`; `row_sets`, where there are any, select the same by number and faster.
    `holds_for_annotation` is given for a state that annotations have apart from their article's: it gets the annotation and
    how it is anchored.
    """

    name: str
    condition: str
    holds: Callable[[ArticleSummary, Sequence[Annotation]], bool]
    aliases: tuple[str, ...] = ()
    row_sets: tuple[RowSet, ...] = ()
    is_slow: bool = False
    holds_for_annotation: Callable[[Annotation, str], bool] | None = None


STATES = {
    state.name: state
    for state in (
        State(
            "unread",
            "opened = '' AND number NOT IN (SELECT number FROM articles WHERE finished != '')",
            lambda entry, annotations: not entry.opened and not entry.finished,
            row_sets=(RowSet(ARTICLES_NEVER_OPENED), RowSet(ARTICLES_FINISHED, negated=True)),
        ),
        State(
            "reading",
            "opened != '' AND finished = ''",
            lambda entry, annotations: entry.opened and not entry.finished,
            aliases=("in-progress",),
            row_sets=(RowSet(ARTICLES_NEVER_OPENED, negated=True), RowSet(ARTICLES_FINISHED, negated=True)),
        ),
        State("finished", "finished != ''", lambda entry, annotations: entry.finished, aliases=("read",)),
        State("starred", "starred != ''", lambda entry, annotations: entry.starred),
        State(
            "annotated",
            "noted != ''",
            lambda entry, annotations: bool(annotations),
            aliases=("noted",),
            holds_for_annotation=lambda annotation, anchor_state: True,
        ),
        State(
            "orphan",
            f"noted != '' AND {HAS_ORPHAN}(id || ' ' || version || ' ' || notes || ' ' || noted)",
            lambda entry, annotations: False,
            is_slow=True,
            holds_for_annotation=lambda annotation, anchor_state: anchor_state == "orphan",
        ),
        State(
            "trashed",
            "trashed != ''",
            lambda entry, annotations: entry.trashed,
            aliases=("trash",),
            holds_for_annotation=lambda annotation, anchor_state: annotation.deleted is not None,
        ),
    )
}


class StateField(Field):
    """One of STATES."""

    def parse(self, value: str, *, typing: bool) -> str:
        folded = fold_query(value)
        for state in STATES.values():
            if folded == state.name or folded in state.aliases:
                return state.name
        if any(name.startswith(folded) for name in STATES):
            return ""
        raise InvalidValue(f"unknown state is:{folded}: there are {', '.join(STATES)}")

    def article_condition(self, term: Term) -> Condition:
        return Condition(STATES[term.value].condition)

    def article_sets(self, term: Term) -> list[RowSet]:
        state = STATES[term.value]
        if state.row_sets and not term.negated:
            return list(state.row_sets)
        return [article_set(Condition(state.condition), negated=term.negated, is_slow=state.is_slow)]

    def annotation_condition(self, term: Term) -> Condition:
        if STATES[term.value].holds_for_annotation is not None:
            return Condition()  # depends on the text, or on which annotations are selected from
        return super().annotation_condition(term)

    def annotation_set(self, term: Term) -> AnnotationRowSet | None:
        if STATES[term.value].holds_for_annotation is not None:
            return annotation_set(Condition(), negated=term.negated)
        return super().annotation_set(term)

    def matches_article(self, term: Term, entry: ArticleSummary, annotations: Sequence[Annotation]) -> bool:
        return STATES[term.value].holds(entry, annotations)

    def matches_annotation(
        self, term: Term, annotation: Annotation, entry: ArticleSummary | None, anchor_state: str
    ) -> bool:
        holds = STATES[term.value].holds_for_annotation
        if holds is not None:
            return holds(annotation, anchor_state)
        return super().matches_annotation(term, annotation, entry, anchor_state)

    def completions(self, beginning: str) -> Iterable[str]:
        return [name for name in STATES if name.startswith(beginning.lower())]


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        TagField("tag"),
        ArticleWordField("source", lambda entry: (entry.container,)),
        ArticleWordField("author", lambda entry: entry.authors),
        ColorField("color"),
        AnnotationWordField("note", lambda annotation: annotation.note),
        DateField("date", "issued", lambda entry: entry.issued, indexed_where="(issued = '') = 0"),
        StateField("is"),
        ArticleWordField("title", lambda entry: (entry.title,), facet=False),
        ArticleWordField("category", lambda entry: entry.categories),
        ArticleWordField("topic", lambda entry: (entry.topic,)),
        AnnotationWordField("quote", lambda annotation: annotation.target.quote.exact),
        DateField("added", "substr(added, 1, 10)", lambda entry: entry.added[:10]),
    )
}


def article_set(condition: Condition, *, negated: bool, is_slow: bool) -> RowSet:
    """Return the articles for which a condition on `articles` holds."""
    return RowSet(f"SELECT number FROM articles WHERE {condition.sql}", condition.values, negated, (), is_slow)


def annotation_set(condition: Condition, *, negated: bool) -> AnnotationRowSet:
    """Return the annotations for which a condition on `noted` holds."""
    numbers = RowSet(f"SELECT number FROM noted WHERE {condition.sql}", condition.values)
    return AnnotationRowSet((numbers,), negated=negated)


def is_date(bound: str) -> bool:
    """Return whether this is a day, a month or a year of the calendar, in ISO form."""
    if ISO_DATE.match(bound) is None:
        return False
    try:
        date.fromisoformat((bound + "-01-01")[:10])
    except ValueError:
        return False
    return True
