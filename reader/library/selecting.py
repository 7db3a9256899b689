"""A query said in SQL, so that a library answers without looking at each of its articles.

Words become one expression for FTS5 (sqlite.org/fts5.html, 3 "Full-text Query Syntax"); every part of it is quoted, so that
nothing that was typed is read as an operator. What is asked of annotations is asked of their index (`noted`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.library.database import Value
from reader.library.index import SHORT
from reader.library.terms import NOTED, TEXT_FIELDS, Phrase, Query, Term, tag_key
from reader.library.words import words_of

HAS_ORPHAN = "has_orphan"
"""A function that SQL is given (`Shelf.tell_orphans`): of an article's id, with all that the answer depends on behind it,
whether one of its annotations has lost its passage."""
STATES = {
    "unread": "opened = '' AND finished = ''",
    "reading": "opened != '' AND finished = ''",
    "finished": "finished != ''",
    "starred": "starred != ''",
    "annotated": "noted != ''",
    "orphan": f"noted != '' AND {HAS_ORPHAN}(id || ' ' || version || ' ' || notes || ' ' || noted)",
    "trashed": "trashed != ''",
}
AMONG_WORDS = "SELECT rowid FROM search WHERE search MATCH ? AND rowid > 0"
AMONG_BEGINNINGS = "SELECT rowid FROM beginnings WHERE beginnings MATCH ?"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL with its values; everything is meant by `1`."""

    sql: str = "1"
    values: tuple[Value, ...] = ()

    def negated(self, turn: bool) -> Condition:
        """Its opposite, where `turn` says so."""
        return Condition(f"NOT coalesce(({self.sql}), 0)", self.values) if turn else self


def _join(word: str, conditions: Iterable[Condition]) -> Condition:
    kept = [each for each in conditions if each.sql != "1"] if word == "AND" else list(conditions)
    if not kept:
        return Condition()
    return Condition(f" {word} ".join(f"({each.sql})" for each in kept), tuple(v for each in kept for v in each.values))


# Words


def expression(term: Term) -> str:
    """What FTS5 is asked for a term's words; empty where there is no word in them."""
    if term.any:
        parts = [expression(one) for one in term.any]
        return "(" + " OR ".join(part for part in parts if part) + ")" if any(parts) else ""
    phrases = [said for phrase in term.phrases if (said := _phrase(phrase))]
    if not phrases:
        return ""
    near = f"NEAR({' '.join(phrases)}, {term.within})" if term.near and len(phrases) > 1 else " AND ".join(phrases)
    return f"{term.field}: {near}" if term.field else near


def _phrase(phrase: Phrase) -> str:
    words = words_of(phrase[0])
    return f'"{" ".join(words)}"' + (" *" if phrase[1] else "") if words else ""


def text_expression(query: Query) -> str:
    """One expression for all the words that a thing must have; empty where none is asked for."""
    parts = [f"({said})" for term in query.terms if term.textual and not term.negated and (said := expression(term))]
    return " AND ".join(parts)


# Articles


def of_articles(query: Query, *, words: bool = True) -> Condition:
    """Which articles are meant; without `words` what is said in a text is left to be looked at."""
    return _join("AND", (each.condition for each in parts(query, words=words)))


@dataclass(frozen=True, slots=True)
class Part:
    """One of the conditions that must all hold, as the numbers of the articles for which it does or, `negated`, does not."""

    numbers: str
    values: tuple[Value, ...]
    negated: bool = False

    @property
    def condition(self) -> Condition:
        """The same about one article."""
        return Condition(f"articles.number {'NOT ' * self.negated}IN ({self.numbers})", self.values)


def parts(query: Query, *, words: bool = True) -> list[Part]:
    """The conditions of a query, all its words being one of them."""
    found = []
    said = [f"({each})" for term in query.terms if _in_all_words(term) and (each := expression(term))]
    if said and words:
        found.append(Part(AMONG_WORDS, (" AND ".join(said),)))
    for term in query.terms:
        if _is_short(term) and words:
            found.append(Part(AMONG_BEGINNINGS, (f'"{words_of(term.value)[0]}"',), term.negated))
        elif term.field == "tag" and not term.any:
            found.append(Part(*_tagged("facets", term), term.negated))
        elif not _in_all_words(term):
            condition = _article_term(term, words)
            if condition.sql != "1":
                found.append(Part(f"SELECT number FROM articles WHERE {condition.sql}", condition.values, term.negated))
    return found


def _is_short(term: Term) -> bool:
    """Whether this is a word of which hardly anything has been typed yet."""
    if term.field or not term.prefix or term.near or term.any:
        return False
    words = words_of(term.value)
    return len(words) == 1 and len(words[0]) <= SHORT


def _in_all_words(term: Term) -> bool:
    """Whether a term is part of the one expression for all words."""
    if _is_short(term) or term.negated:
        return False
    return term.textual or (not term.any and term.field in TEXT_FIELDS and term.field not in NOTED)


def _article_term(term: Term, words: bool) -> Condition:
    if term.any:
        return _join("OR", [_article_term(one, words).negated(one.negated) for one in term.any])
    if term.field == "tag":
        sql, values = _tagged("facets", term)
        return Condition(f"number IN ({sql})", values)
    if term.field in NOTED:
        noted = _note_field(term)
        return Condition(f"id IN (SELECT article FROM noted WHERE deleted = '' AND ({noted.sql}))", noted.values)
    if term.field == "is":
        return Condition(STATES[term.value])
    if term.field in ("date", "added"):
        return _dates("issued" if term.field == "date" else "substr(added, 1, 10)", term.value)
    wanted = expression(term) if words else ""
    return Condition(f"number IN ({AMONG_WORDS})", (wanted,)) if wanted else Condition("1" if not term.negated else "0")


def _dates(column: str, wanted: str) -> Condition:
    first, dots, last = wanted.partition("..")
    if not dots:
        return Condition(f"{column} >= ? AND {column} < ?", (first, first + "\x7f"))
    bounds = [Condition(f"{column} != ''")]
    if first:
        bounds.append(Condition(f"{column} >= substr(?, 1, length({column}))", (first,)))
    if last:
        bounds.append(Condition(f"substr({column}, 1, ?) <= ?", (len(last), last)))
    return _join("AND", bounds)


# Annotations


def of_notes(query: Query, *, words: bool = True) -> Condition:
    """Which annotations are meant, of `noted`; words may stand in the article's title too."""
    return _join("AND", [_note_term(term, words).negated(term.negated) for term in query.terms])


def _note_term(term: Term, words: bool) -> Condition:
    if term.any:
        return _join("OR", [_note_term(one, words).negated(one.negated) for one in term.any])
    if term.field in NOTED:
        return _note_field(term)
    if term.field == "is" and term.value in ("annotated", "orphan", "trashed"):
        return Condition()  # this hangs on the text, or on which ones are looked at
    if term.field:
        return _in_article(_article_term(term, words))
    wanted = expression(term) if words else ""
    if not wanted:
        return Condition("1" if not term.negated else "0")
    titled = Condition(f"number IN ({AMONG_WORDS})", (f"title: ({wanted})",))
    return _join("OR", [_among_notes(wanted), _in_article(titled)])


def _in_article(condition: Condition) -> Condition:
    return Condition(f"noted.article IN (SELECT id FROM articles WHERE {condition.sql})", condition.values)


def _note_field(term: Term) -> Condition:
    if term.field == "color":
        return Condition("noted.color = ?", (term.value,))
    if term.field == "tag":
        sql, values = _tagged("noted_tags", term)
        return Condition(f"noted.number IN ({sql})", values)
    wanted = expression(term)
    return _among_notes(wanted) if wanted else Condition()


def _tagged(table: str, term: Term) -> tuple[str, tuple[Value, ...]]:
    """What has a tag or one below it; with a star what has one that begins so."""
    key = tag_key(term.value)
    below = ("", "\U0010ffff") if term.prefix else ("/", "0")
    kind = "kind = 'tag' AND " if table == "facets" else ""
    said = f"SELECT number FROM {table} WHERE {kind}(key = ? OR (key >= ? AND key < ?))"
    return said, (key, key + below[0], key + below[1])


def _among_notes(wanted: str) -> Condition:
    return Condition("noted.number IN (SELECT -rowid FROM search WHERE search MATCH ? AND rowid < 0)", (wanted,))
