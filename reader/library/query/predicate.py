"""What a query means. Pure: `grammar` reads one, `selecting` says it in SQL, and here it is asked of a thing at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotations.model.annotation import Annotation
from annotations.model.span import Span
from annotations.text.folding import fold_query
from reader.library.db.models import Entry
from reader.library.index.index_words import find_words, pattern, words_of
from reader.library.query.ast import NOTED, Phrase, Query, Term
from reader.library.query.parser import parse_query

__all__ = ["date_matches", "matches_annotation", "matches_entry", "parse_query"]


def date_matches(issued: str, wanted: str) -> bool:
    """Whether an ISO date lies in the year, month, day or range wanted; an unknown date lies in none."""
    if not issued:
        return False
    first, dots, last = wanted.partition("..")
    if not dots:
        return issued.startswith(first)
    return (not first or issued >= first[: len(issued)]) and (not last or issued[: len(last)] <= last)


def said(term: Term, folded: str) -> bool:
    """Whether a folded text has the words of a term."""
    if not term.near:
        return _has(folded, (term.value, term.prefix))
    places = [find_words(folded, [phrase]) for phrase in term.near]
    if not all(places):
        return False
    first, rest = places[0], places[1:]
    return any(
        all(any(_between(folded, one, other) <= term.within for other in each) for each in rest) for one in first
    )


def _between(text: str, one: Span, other: Span) -> int:
    left, right = sorted((one, other))
    return len(words_of(text[left.end : right.start]))


def _has(folded: str, phrase: Phrase) -> bool:
    compiled = pattern(*phrase)
    return compiled is None or compiled.search(folded) is not None


def matches_entry(query: Query, entry: Entry, folded: str, annotations: Sequence[Annotation]) -> bool:
    """Whether an article is meant; `folded` is its title, source and text, `annotations` its live ones."""
    return all(_entry_term(term, entry, folded, annotations) != term.negated for term in query.terms)


def _entry_term(term: Term, entry: Entry, folded: str, annotations: Sequence[Annotation]) -> bool:
    if term.any:
        return any(_entry_term(one, entry, folded, annotations) != one.negated for one in term.any)
    if not term.field:
        return said(term, folded)
    if term.field in NOTED:
        return any(_annotation_field(term, one) for one in annotations)
    if term.field == "is":
        states = {"annotated": bool(annotations), "orphan": False, **_states(entry)}
        return states[term.value]
    return _article_field(term, entry)


def _states(entry: Entry) -> dict[str, bool]:
    return {
        "unread": not entry.opened and not entry.finished,
        "reading": entry.opened and not entry.finished,
        "finished": entry.finished,
        "starred": entry.starred,
        "trashed": entry.trashed,
    }


def matches_annotation(query: Query, annotation: Annotation, entry: Entry | None, state: str = "exact") -> bool:
    """Whether an annotation is meant: words are looked for in passage, note, tags and the article's title."""
    heard = [annotation.target.quote.exact, annotation.note, *annotation.tags, entry.title if entry else ""]
    folded = fold_query("\n".join(heard)) if query.words or query.asks("") else ""
    return all(_note_term(term, annotation, entry, folded, state) != term.negated for term in query.terms)


def _note_term(term: Term, annotation: Annotation, entry: Entry | None, folded: str, state: str) -> bool:
    if term.any:
        return any(_note_term(one, annotation, entry, folded, state) != one.negated for one in term.any)
    if not term.field:
        return said(term, folded)
    if term.field in NOTED:
        return _annotation_field(term, annotation)
    if term.field == "is":
        states = _states(entry) if entry else {}
        states |= {"orphan": state == "orphan", "trashed": annotation.deleted is not None, "annotated": True}
        return states.get(term.value, False)
    return entry is not None and _article_field(term, entry)


def _annotation_field(term: Term, one: Annotation) -> bool:
    if term.field == "tag":
        return any(_tag_matches(fold_query(tag), term) for tag in one.tags)
    if term.field == "color":
        return fold_query(one.color) == term.value
    return said(term, fold_query(one.note if term.field == "note" else one.target.quote.exact))


def _tag_matches(tag: str, term: Term) -> bool:
    """The tag itself, or one below it (`war` means `war/navy` too); with a star what begins so."""
    return tag == term.value or tag.startswith(term.value if term.prefix else term.value + "/")


def _article_field(term: Term, entry: Entry) -> bool:
    if term.field in ("date", "added"):
        return date_matches(entry.issued if term.field == "date" else entry.added[:10], term.value)
    values: dict[str, Iterable[str]] = {
        "source": (entry.container,),
        "author": entry.authors,
        "title": (entry.title,),
        "category": entry.categories,
        "topic": (entry.topic,),
    }
    return any(said(term, fold_query(value)) for value in values[term.field])
