"""The query language, the same wherever one may search: words, `"phrases"`, `-word`, and fields such as `tag:`.

Pure: a query is parsed once, and asked whether an article or an annotation is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from annotations.annotation import Annotation
from annotations.folding import fold_query
from reader.errors import QueryError
from reader.library.entries import Entry

FIELDS = ("tag", "source", "author", "color", "note", "date", "is")
STATES = ("unread", "annotated", "orphan", "trashed")
TOKEN = re.compile(
    r'(?P<not>-)?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))|(?P<bare>[A-Za-z]+):(?=\s|$)'
)
ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: `field` is empty for words in the text; `value` is folded; `negated` turns it round."""

    field: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All of whose terms must hold; without terms everything is meant."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases to be found in a text."""
        return tuple(term.value for term in self.terms if not term.field and not term.negated)

    def asks(self, *fields: str) -> bool:
        """Whether one of these fields is asked for."""
        return any(term.field in fields for term in self.terms)

    @property
    def trash(self) -> bool:
        """Whether what lies in the trash is meant."""
        return Term("is", "trashed") in self.terms


def parse_query(text: str) -> Query:
    """The query that `text` says; QueryError, with the way out, for a field, date or state that is none."""
    terms = []
    for found in TOKEN.finditer(text):
        if found["word"] and _unfinished(found["word"]):
            continue
        field = (found["field"] or "").lower()
        value = found["phrase"] if found["phrase"] is not None else found["word"] or ""
        if field and field not in FIELDS:
            _refuse_near_miss(field)
            field, value = "", f"{field}:{value}"
        term = Term(field, _value(field, value), found["not"] is not None)
        if term.value:
            terms.append(term)
    return Query(tuple(terms))


def _unfinished(word: str) -> bool:
    """Whether somebody is still typing: a field without a value, a dash alone."""
    return word == "-" or (word.endswith(":") and word[:-1].lower() in FIELDS)


def _refuse_near_miss(field: str) -> None:
    near = get_close_matches(field, FIELDS, n=1, cutoff=0.7)
    if near:
        raise QueryError(f"unknown field {field}: did you mean {near[0]}: ? there are {', '.join(FIELDS)}")


def _value(field: str, value: str) -> str:
    if field == "date":
        return _checked_dates(value)
    value = fold_query(value.removeprefix("#") if field == "tag" else value)
    if field == "is" and value not in STATES and not any(state.startswith(value) for state in STATES):
        raise QueryError(f"unknown state is:{value}: there are {', '.join(STATES)}")
    return value if field != "is" or value in STATES else ""


def _checked_dates(value: str) -> str:
    bounds = [bound for bound in value.split("..") if bound]
    if len(value.split("..")) > 2 or not all(ISO.match(bound) for bound in bounds):
        if re.fullmatch(r"[\d.-]{0,21}", value):
            return ""  # somebody is still typing it
        raise QueryError(f"not a date: {value!r} (write date:2025, date:2025-06-01 or date:2025-06-01..2025-07)")
    return value


def date_matches(issued: str, wanted: str) -> bool:
    """Whether an ISO date lies in the year, month, day or range wanted; an unknown date lies in none."""
    if not issued:
        return False
    first, dots, last = wanted.partition("..")
    if not dots:
        return issued.startswith(first)
    return (not first or issued >= first[: len(issued)]) and (not last or issued[: len(last)] <= last)


def matches_entry(query: Query, entry: Entry, folded: str, annotations: Sequence[Annotation]) -> bool:
    """Whether an article is meant; `folded` is its title, source and text, `annotations` its live ones."""
    return all(_entry_term(term, entry, folded, annotations) != term.negated for term in query.terms)


def _entry_term(term: Term, entry: Entry, folded: str, annotations: Sequence[Annotation]) -> bool:
    if not term.field:
        return term.value in folded
    if term.field in ("tag", "color", "note"):
        return any(_annotation_field(term, one) for one in annotations)
    if term.field == "is":
        states = {"unread": not entry.opened, "annotated": bool(annotations), "trashed": entry.trashed, "orphan": False}
        return states[term.value]
    return _article_field(term, entry)


def matches_annotation(query: Query, annotation: Annotation, entry: Entry | None, state: str = "exact") -> bool:
    """Whether an annotation is meant: words are looked for in passage, note, tags and the article's title."""
    said = [annotation.target.quote.exact, annotation.note, *annotation.tags, entry.title if entry else ""]
    folded = fold_query(" ".join(said)) if query.words or query.asks("") else ""
    return all(_note_term(term, annotation, entry, folded, state) != term.negated for term in query.terms)


def _note_term(term: Term, annotation: Annotation, entry: Entry | None, folded: str, state: str) -> bool:
    if not term.field:
        return term.value in folded
    if term.field in ("tag", "color", "note"):
        return _annotation_field(term, annotation)
    if term.field == "is":
        states = {"orphan": state == "orphan", "trashed": annotation.deleted is not None, "annotated": True}
        return states.get(term.value, entry is not None and not entry.opened)
    return entry is not None and _article_field(term, entry)


def _annotation_field(term: Term, one: Annotation) -> bool:
    if term.field == "tag":
        return any(_tag_matches(fold_query(tag), term.value) for tag in one.tags)
    return fold_query(one.color) == term.value if term.field == "color" else term.value in fold_query(one.note)


def _tag_matches(tag: str, wanted: str) -> bool:
    """The tag itself, or one below it (`war` means `war/navy` too)."""
    return tag == wanted or tag.startswith(wanted + "/")


def _article_field(term: Term, entry: Entry) -> bool:
    if term.field == "date":
        return date_matches(entry.issued, term.value)
    return _any_holds((entry.container,) if term.field == "source" else entry.authors, term.value)


def _any_holds(values: Iterable[str], wanted: str) -> bool:
    return any(wanted in fold_query(value) for value in values)
