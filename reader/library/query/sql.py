"""A query said in SQL, so that a library answers without looking at each of its articles.

Words become one expression for FTS5 (sqlite.org/fts5.html, 3 "Full-text Query Syntax"); every part of it is quoted, so that
nothing that was typed is read as an operator. What is asked of annotations is asked of their index (`noted`).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from reader.library.db.connection import Value
from reader.library.index.fulltext_index import BEGUN, EVERY, SHORT
from reader.library.index.index_words import tag_key, words_of
from reader.library.query.ast import NOTED, TEXT_FIELDS, Phrase, Query, Term

HAS_ORPHAN = "has_orphan"
"""A function that SQL is given (`Shelf.tell_orphans`): of an article's id, with all that the answer depends on behind it,
whether one of its annotations has lost its passage."""
STATES = {
    "unread": "opened = '' AND number NOT IN (SELECT number FROM articles WHERE finished != '')",
    "reading": "opened != '' AND finished = ''",
    "finished": "finished != ''",
    "starred": "starred != ''",
    "annotated": "noted != ''",
    "orphan": f"noted != '' AND {HAS_ORPHAN}(id || ' ' || version || ' ' || notes || ' ' || noted)",
    "trashed": "trashed != ''",
}
OF_NOTES = ("annotated", "orphan", "trashed")
"""States that say nothing of an annotation's words."""
AMONG_WORDS = "SELECT rowid FROM search WHERE search MATCH ? AND rowid > 0"
AMONG_BEGINNINGS = "SELECT rowid FROM beginnings WHERE beginnings MATCH ? AND rowid > 0"
NOTES_AMONG_WORDS = "SELECT -rowid FROM search WHERE search MATCH ? AND rowid < 0"
NOTES_AMONG_BEGINNINGS = "SELECT -rowid FROM beginnings WHERE beginnings MATCH ? AND rowid < 0"
UNOPENED, FINISHED = ("SELECT number FROM articles WHERE " + each for each in ("opened = ''", "finished != ''"))


class Condition(Struct, frozen=True):
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
    said = [f"({each})" for term in query.terms if words and _in_all_words(term) and (each := expression(term))]
    together = [Part(AMONG_WORDS, (" AND ".join(said),))] if said else []
    rest = (term for term in query.terms if not _in_all_words(term))
    return _join("AND", (each.condition for each in (*together, *_parts(rest, words))))


class Part(Struct, frozen=True):
    """One of the conditions that must all hold, as the numbers of the articles for which it does or, `negated`, does not.

    Where there are `others`, asking with these values in place of `values` gives all numbers but those. `slow` says that
    asking is waited for in a large library.
    """

    numbers: str
    values: tuple[Value, ...] = ()
    negated: bool = False
    others: tuple[Value, ...] = ()
    slow: bool = False

    @property
    def condition(self) -> Condition:
        """The same about one article."""
        return Condition(f"articles.number {'NOT ' * self.negated}IN ({self.numbers})", self.values)


def parts(query: Query) -> list[Part]:
    """The conditions of a query, each apart."""
    return _parts(query.terms, True)


def _parts(terms: Iterable[Term], words: bool) -> list[Part]:
    return [part for term in terms for part in _parts_of(term, words)]


def _parts_of(term: Term, words: bool) -> list[Part]:
    if term.any:
        pass
    elif term.field == "tag":
        return [Part(*_tagged("facets", term), term.negated)]
    elif term.field == "is" and not term.negated and term.value in ("unread", "reading"):
        return [Part(UNOPENED, (), term.value == "reading"), Part(FINISHED, (), True)]
    elif term.field in ("", *TEXT_FIELDS) and term.field not in NOTED:
        return _part_of_words(AMONG_WORDS, AMONG_BEGINNINGS, term) if words else []
    condition = _article_term(term, words)
    if condition.sql == "1":
        return []
    slow = bool(term.any) or term.value == "orphan" or term.field in (*NOTED, "date", "added")
    return [Part(f"SELECT number FROM articles WHERE {condition.sql}", condition.values, term.negated, (), slow)]


def _part_of_words(among_words: str, among_beginnings: str, term: Term) -> list[Part]:
    """Where a term's words stand; nothing where it has none."""
    begun = beginning(term)
    if begun:
        return [Part(among_beginnings, (f'"{begun}"',), term.negated, (f'"{EVERY}" NOT "{begun}"',))]
    said = expression(term)
    slow = bool(term.near) or len(words_of(term.value)) > 1
    return [Part(among_words, (said,), term.negated, (), slow)] if said else []


def beginning(term: Term) -> str:
    """What `beginnings` has for a word of which hardly anything has been typed yet; empty for any other term."""
    if not term.prefix or term.near or term.any or term.field not in ("", *BEGUN):
        return ""
    words = words_of(term.value)
    return term.field + words[0] if len(words) == 1 and len(words[0]) <= SHORT else ""


def _in_all_words(term: Term) -> bool:
    """Whether a term is part of the one expression for all words."""
    if beginning(term) or term.negated:
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
    """The two halves of the library are asked apart, since only what is out of the trash is kept in order."""
    within = _within(column, wanted)
    dated = "(issued = '') = 0 AND " if column == "issued" else ""
    halves = [f"SELECT number FROM articles WHERE trashed {sign} '' AND {dated}{within.sql}" for sign in ("=", "!=")]
    return Condition(f"number IN ({' UNION ALL '.join(halves)})", within.values * 2)


def _within(column: str, wanted: str) -> Condition:
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
    if term.field == "is" and term.value in OF_NOTES:
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
    asked = (f"SELECT number FROM {table} WHERE {kind}{bounds}" for bounds in ("key = ?", "key >= ? AND key < ?"))
    return " UNION ALL ".join(asked), (key, key + below[0], key + below[1])


def _among_notes(wanted: str) -> Condition:
    return Condition("noted.number IN (SELECT -rowid FROM search WHERE search MATCH ? AND rowid < 0)", (wanted,))


class NotePart(Struct, frozen=True):
    """A condition on annotations: one of `among` gives its number, or all of `of_article` hold for its article.

    `negated` turns both together round; the parts themselves are not.
    """

    among: tuple[Part, ...] = ()
    of_article: tuple[Part, ...] = ()
    negated: bool = False


def note_parts(query: Query) -> list[NotePart]:
    """The same conditions as in `of_notes`, each apart, as numbers."""
    return [part for term in query.terms if (part := _note_part(term)) is not None]


def _note_part(term: Term) -> NotePart | None:
    plain = replace(term, negated=False)
    if term.any or term.field == "color" or (term.field == "is" and term.value in OF_NOTES):
        condition = _note_term(plain, True)
        meant = Part(f"SELECT number FROM noted WHERE {condition.sql}", condition.values)
        return NotePart((meant,), negated=term.negated)
    if term.field == "tag":
        return NotePart((Part(*_tagged("noted_tags", plain)),), negated=term.negated)
    of_article: list[Part] = []
    if term.field not in ("", *NOTED):
        of_article = _parts_of(plain, True)
        return NotePart((), tuple(of_article), term.negated) if of_article else None
    among = _part_of_words(NOTES_AMONG_WORDS, NOTES_AMONG_BEGINNINGS, plain)
    if not term.field and among:
        of_article = _titled(plain)
    return NotePart(tuple(among), tuple(of_article), term.negated) if among else None


def _titled(term: Term) -> list[Part]:
    """Articles in whose title a term's words stand."""
    if beginning(term):
        return _part_of_words(AMONG_WORDS, AMONG_BEGINNINGS, replace(term, field="title"))
    return [Part(AMONG_WORDS, (f"title: ({expression(term)})",))]
