"""The articles in order: which of them a query means, sorted and grouped, as numbers; and the rows that are looked at.

A list of a hundred thousand articles is a hundred thousand numbers here; what is shown of an article is read when its row
comes on the screen.
"""

from __future__ import annotations

import json
from array import array
from base64 import b64decode, b64encode
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate

from msgspec import Struct

from annotations.text.folding import fold_query
from reader.errors import LibraryError, UnknownArticle
from reader.library.db import row_mapping
from reader.library.db.connection import Database, Value
from reader.library.db.models import ArticleSummary
from reader.library.index.fulltext_index import (
    ANNOTATION_STAMP,
    ARTICLE_TEXT,
    NO_FACET_KEY,
    ORDER_STAMP,
    SELECT_ARTICLES_WITH_TEXTS,
    FullTextIndex,
    is_damage,
    own_words,
)
from reader.library.query import sql
from reader.library.query.ast import Query, Term
from reader.library.query.condition_cache import INVERTED, CachedFlags, ConditionCache, flags_of
from reader.library.query.conditions import RowSet
from reader.library.query.fields import FIELDS, HAS_ORPHAN, AnnotationField, WordField

COLUMN_ORDERS = {
    "date": "(issued = ''), issued DESC, added DESC, number",
    "title": "title COLLATE NOCASE, number",
    "added": "added DESC, number",
    "source": "container COLLATE NOCASE, issued DESC, number",
}
SORTS = (*COLUMN_ORDERS, "author", "category", "topic", "tag", "annotated")
GROUPED_SORTS = ("source", "category", "topic", "author", "tag", "date", "added", "annotated")
"""What a list can be grouped by; its groups are then in the order that this sort gives."""

IS_REVISED = f"EXISTS (SELECT 1 FROM memory WHERE key = '{row_mapping.REVISED_KEY} ' || articles.id) AS revised"
SELECT_LIVE = "SELECT number FROM articles WHERE trashed = '' ORDER BY "
SELECT_BY_FACET = "SELECT number FROM facets WHERE kind = ?{first} ORDER BY kind, key, issued DESC, number"
SELECT_FACET_GROUPS = """WITH RECURSIVE keys (key) AS (SELECT min(key) FROM facets WHERE kind = ?1 UNION ALL
    SELECT (SELECT min(key) FROM facets WHERE kind = ?1 AND key > keys.key) FROM keys WHERE key IS NOT NULL)
    SELECT (SELECT value FROM facets WHERE kind = ?1 AND key = keys.key LIMIT 1),
    (SELECT count(*) FROM facets WHERE kind = ?1 AND key = keys.key) FROM keys WHERE key IS NOT NULL ORDER BY key"""
"""From one key to the next, since looking at the rows of each costs more."""
SELECT_ANNOTATED = "SELECT number FROM articles WHERE noted != '' ORDER BY noted DESC, number"
SELECT_MONTHS = """SELECT * FROM (SELECT substr(issued, 1, 7) AS month, count(*) FROM articles WHERE trashed = ''
    GROUP BY substr(issued, 1, 7)) ORDER BY month = '', month DESC"""
SELECT_DAYS = """SELECT * FROM (SELECT substr(added, 1, 10) AS day, count(*) FROM articles WHERE trashed = ''
    GROUP BY substr(added, 1, 10)) ORDER BY day DESC"""
ANNOTATION_ORDERS = ("tag", "annotated")
"""Orders that hang on annotations and tags too."""
ALL_ORDERS = (*((sort, False) for sort in SORTS), *((sort, True) for sort in GROUPED_SORTS))
MIN_SAVED_ORDER_ARTICLES = 5_000
"""Articles from which on an order is kept in the file."""
SAVED_ORDER_KEY = "order 2 "
"""What the key of a kept order begins with; the number is to be raised where one of them is made in another way."""
MAX_SCANNED_ARTICLES = 5_000
"""Articles whose texts are looked through where there is no index; in a larger library only what stands over the texts."""


class ArticleGroup(Struct, frozen=True):
    """Articles in a row under one heading: `start` is the first one's place in the listing."""

    label: str
    start: int
    count: int


class ArticleListing(Struct, frozen=True):
    """Articles in order, by number; where they are grouped an article may stand in several groups."""

    numbers: array[int]
    groups: tuple[ArticleGroup, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def group_at(self, place: int) -> ArticleGroup | None:
        """The group of the article at `place`."""
        at = bisect_right(self.groups, place, key=lambda group: group.start) - 1
        return self.groups[at] if at >= 0 else None


Orders = dict[tuple[str, bool], tuple[str, ArticleListing]]
"""By sort, and whether under headings: what the library was like when it was made, and the order."""


class Catalog:
    """Reading the catalogue of one library."""

    def __init__(self, database: Database, index: FullTextIndex) -> None:
        self._database, self._index = database, index
        self._orders: Orders = {}
        self._flags = ConditionCache(database)
        self._shown: set[tuple[str, bool]] = set()
        self.set_orphan_check(lambda article_id: False)

    def set_orphan_check(self, has_orphan: Callable[[str], bool]) -> None:
        """Who answers, by an article's id, whether one of its annotations has lost its passage; nobody has until then.

        What was answered holds until another text or another annotation comes (`selecting.HAS_ORPHAN`).
        """
        known: dict[str, bool] = {}

        def answer(state: object) -> bool:
            asked = str(state)
            if asked not in known:
                known[asked] = has_orphan(asked.partition(" ")[0])
            return known[asked]

        self._database.create_function(HAS_ORPHAN, answer)

    # Which articles, in which order

    def listing(self, query: Query, sort: str = "date", *, grouped: bool = False) -> ArticleListing:
        """The articles that a query means, in one of the orders of SORTS, under headings where they are to be `grouped`."""
        grouped = grouped and sort in GROUPED_SORTS
        self._shown.add((sort, grouped))
        whole = self._order(sort, grouped) if not query.trash else self._trashed()
        if not query:
            return whole
        return _left(whole, self.matching_flags(query))

    def clear_cache(self) -> None:
        """What was answered before is not kept."""
        self._orders = {}
        self._flags.clear()

    def matching_flags(self, query: Query) -> bytes:
        """For each number 1 where its article is meant, else 0, whether it is in the trash or not."""
        count = self._numbers
        if self._index.is_complete:
            try:
                found = self._flags.all_of(sql.article_sets(query), count)
                if 1 in found or not self._index.is_doubtful:
                    return found
            except LibraryError as error:
                if not is_damage(error):
                    raise
                self._index.mark_damaged(str(error.__cause__))
        asked = sql.article_condition(query, words=False)
        entries = list(self.select(asked.sql, asked.values, "number"))
        return flags_of([entry.number for entry in self._said(query, entries)], count)

    @property
    def _numbers(self) -> int:
        row = self._database.row("SELECT coalesce(max(number), 0) FROM articles")
        return int(row[0]) + 1 if row else 1

    def is_fast(self, query: Query) -> bool:
        """Whether what a query means can be told at once: it is cheap to ask, or was asked before."""
        slow = [part for part in sql.article_sets(query) if part.is_slow]
        return not slow or not self._index.is_complete or self._flags.contains_all(slow, self._numbers)

    def compute_flags(self, query: Query) -> CachedFlags:
        """What has to be asked for a query, for another one's `take`."""
        return self._flags.compute(sql.article_sets(query), self._numbers)

    def store_flags(self, answers: CachedFlags, state: tuple[int, int]) -> None:
        """See Flags."""
        self._flags.store(answers, state)

    def count(self, query: Query) -> int:
        """How many articles a query means."""
        if query.trash:
            return len(self.listing(query))
        meant = self.matching_flags(query)
        live = self._flags.all_of([RowSet("SELECT number FROM articles WHERE trashed = ''")], len(meant))
        return (int.from_bytes(meant, "little") & int.from_bytes(live, "little")).bit_count()

    def _said(self, query: Query, entries: Sequence[ArticleSummary]) -> Iterator[ArticleSummary]:
        """Those of `entries` that have the query's words, looked for without the index."""
        from reader.library.query.predicate import matches_entry  # noqa: PLC0415 - only where the index cannot say

        terms = tuple(term for term in query.terms if any(_of_words(part) for part in term.parts))
        asked, texts = Query(terms), len(entries) <= MAX_SCANNED_ARTICLES
        for entry in entries:
            if not terms or matches_entry(asked, entry, self._folded(entry, texts), ()):
                yield entry

    def _folded(self, entry: ArticleSummary, whole: bool) -> str:
        parts = [entry.title, entry.container, *entry.authors, *entry.categories, entry.topic]
        if whole:
            asked = SELECT_ARTICLES_WITH_TEXTS.replace("*", f"{ARTICLE_TEXT} AS text, blocks", 1)
            row = self._database.row(f"{asked} WHERE articles.number = ?", (entry.number,))
            parts.append(own_words(row["text"], row["blocks"]) if row else "")
        return fold_query("\n".join(parts))

    def _trashed(self) -> ArticleListing:
        asked = "SELECT number FROM articles WHERE trashed != '' ORDER BY trashed DESC, number"
        return ArticleListing(array("I", self._database.numbers(asked)))

    def _order(self, sort: str, grouped: bool) -> ArticleListing:
        state = self._state_of(sort)
        known = self._orders.get((sort, grouped))
        if known is None or known[0] != state:
            known = state, self._kept_order(state, sort, grouped)
            self._orders[sort, grouped] = known
        return known[1]

    def missing_orders(self) -> list[tuple[str, bool]]:
        """The orders, and whether they are under headings, that are not at hand as the library is now."""
        states = {sort: self._state_of(sort) for sort in SORTS}
        return [each for each in ALL_ORDERS if self._orders.get(each, ("",))[0] != states[each[0]]]

    def orders(self, wanted: Sequence[tuple[str, bool]]) -> Orders:
        """Some orders, for another one of these to `take_orders`."""
        for sort, grouped in wanted:
            self._order(sort, grouped)
        return {each: self._orders[each] for each in wanted}

    def store_orders(self, orders: Orders) -> None:
        """Orders that another connection has made; one that is out of date is made anew when it is asked for."""
        self._orders |= orders

    def _state_of(self, sort: str) -> str:
        """Another one whenever this order may be another."""
        keys = (ORDER_STAMP, ANNOTATION_STAMP) if sort in ANNOTATION_ORDERS else (ORDER_STAMP,)
        found = (self._database.row("SELECT value FROM memory WHERE key = ?", (key,)) for key in keys)
        return "-".join(str(row[0]) if row else "" for row in found)

    def _kept_order(self, state: str, sort: str, grouped: bool) -> ArticleListing:
        """An order as `keep` has left it, or made anew."""
        row = self._database.row("SELECT value FROM memory WHERE key = ?", (_kept_as(sort, grouped),))
        kept_state, _, kept = str(row[0]).partition(" ") if row else ("", "", "")
        if state and kept_state == state:
            with suppress(ValueError, TypeError):  # damaged: made anew
                numbers, _, groups = kept.partition(" ")
                found = array("I", b64decode(numbers, validate=True))
                return ArticleListing(found, tuple(ArticleGroup(*each) for each in json.loads(groups)))
        return self._make_order(sort, grouped)

    def save_orders(self) -> None:
        """Leave the orders of a large library that were shown in the file: the next start does not sort again."""
        for sort, grouped in self._shown:
            state, listing = self._orders.get((sort, grouped), ("", ArticleListing(array("I"))))
            if state and len(listing) >= MIN_SAVED_ORDER_ARTICLES and self._index.is_complete:
                key, asked = _kept_as(sort, grouped), "SELECT substr(value, 1, ?) FROM memory WHERE key = ?"
                known = self._database.row(asked, (len(state), key))
                if known is None or known[0] != state:
                    groups = json.dumps([[each.label, each.start, each.count] for each in listing.groups])
                    value = f"{state} {b64encode(listing.numbers).decode()} {groups}"
                    self._database.run_if_free("INSERT OR REPLACE INTO memory VALUES (?, ?)", (key, value))
        self._shown = set()

    def _make_order(self, sort: str, grouped: bool) -> ArticleListing:
        if sort in COLUMN_ORDERS and not (grouped and sort == "source"):
            numbers = array("I", self._database.numbers(SELECT_LIVE + COLUMN_ORDERS[sort]))
            return ArticleListing(
                numbers, self._headed(SELECT_MONTHS if sort == "date" else SELECT_DAYS, ()) if grouped else ()
            )
        if sort == "annotated":
            found = self._database.numbers(SELECT_ANNOTATED)
            return self._with_the_rest(
                found, (ArticleGroup("annotated", 0, len(found)),) if grouped and found else (), "no notes"
            )
        if not self._index.is_complete:
            return self._order("date", False)  # what it goes by is being built
        first = "" if grouped else " AND place = 0"
        found = self._database.numbers(SELECT_BY_FACET.format(first=first), (sort,))
        sign = "#" if sort == "tag" else ""
        groups = self._headed(SELECT_FACET_GROUPS, (sort,), sign) if grouped else ()
        if sort == "tag":
            return self._with_the_rest(found, groups, "no tag")
        groups = tuple(ArticleGroup(each.label or f"no {sort}", each.start, each.count) for each in groups)
        listing = ArticleListing(array("I", found), groups)
        trashed = self._database.numbers("SELECT number FROM articles WHERE trashed != ''")
        if not trashed:
            return listing
        return _left(listing, flags_of(trashed, max(max(found, default=0), *trashed) + 1).translate(INVERTED))

    def _with_the_rest(self, found: Sequence[int], groups: tuple[ArticleGroup, ...], rest: str) -> ArticleListing:
        """What has something to go by, in that order, and behind it what has not, the newest first."""
        live = self._order("date", False).numbers
        count = max(max(live, default=0), max(found, default=0)) + 1
        alive, has = flags_of(live, count), flags_of(found, count)
        kept = _left(ArticleListing(array("I", found), groups), alive)
        if not int.from_bytes(alive, "little") & ~int.from_bytes(has, "little"):
            return kept
        missing = array("I", [number for number in live if not has[number]])
        heading = (ArticleGroup(rest, len(kept), len(missing)),) if groups else ()
        return ArticleListing(kept.numbers + missing, (*kept.groups, *heading))

    def _headed(self, asked: str, values: tuple[Value, ...], sign: str = "") -> tuple[ArticleGroup, ...]:
        groups, start = [], 0
        for row in self._database.rows(asked, values):
            label = f"{sign}{row[0]}" if row[0] else ""
            groups.append(ArticleGroup(label, start, row[1]))
            start += row[1]
        return tuple(groups)

    # What is shown of them

    def select(
        self, where: str, values: Sequence[Value], order: str, limit: int | None = None
    ) -> Iterator[ArticleSummary]:
        """Yield articles by a condition in SQL."""
        statement = f"SELECT *, {IS_REVISED} FROM articles WHERE {where} ORDER BY {order} LIMIT ?"
        count = -1 if limit is None else max(0, limit)
        return map(row_mapping.entry_of, self._database.rows(statement, (*values, count)))

    def entries(self, query: Query, sort: str, limit: int | None) -> list[ArticleSummary]:
        """The same as a listing, read."""
        if sort in COLUMN_ORDERS and self._index.is_complete and not query.trash:
            asked = sql.article_condition(query)
            try:
                found = list(self.select(f"trashed = '' AND ({asked.sql})", asked.values, COLUMN_ORDERS[sort], limit))
                if found or not query or not self._index.is_doubtful:
                    return found
            except LibraryError as error:
                if not is_damage(error):
                    raise
                self._index.mark_damaged(str(error.__cause__))
        numbers = list(dict.fromkeys(self.listing(query, sort).numbers))
        return self.by_number(numbers if limit is None else numbers[: max(0, limit)])

    def entry(self, article_id: str) -> ArticleSummary:
        """Return the summary of an article; UnknownArticle."""
        row = self._database.row("SELECT * FROM articles WHERE id = ?", (article_id,))
        if row is None:
            raise UnknownArticle(article_id)
        return row_mapping.entry_of(row)

    def by_number(self, numbers: Sequence[int]) -> list[ArticleSummary]:
        """The entries of these numbers, in their order; those that are gone are left out."""
        found: dict[int, ArticleSummary] = {}
        for at in range(0, len(numbers), 500):
            some = numbers[at : at + 500]
            for entry in self.select(f"number IN ({', '.join(map(str, some))})", (), "number"):
                found[entry.number] = entry
        return [found[number] for number in numbers if number in found]

    def only_year(self) -> str:
        """The year in which all dated articles were issued, where there is only one."""
        last = self._database.row(
            f"SELECT issued FROM articles WHERE trashed = '' ORDER BY {COLUMN_ORDERS['date']} LIMIT 1"
        )
        month = "substr(issued, 1, 7)"
        first = self._database.row(f"SELECT min({month}) FROM articles WHERE trashed = '' AND {month} > ''")
        year = str(last[0])[:4] if last else ""
        return year if year and first and str(first[0])[:4] == year else ""

    def number_of(self, article_id: str) -> int | None:
        """The number of an article, or None."""
        row = self._database.row("SELECT number FROM articles WHERE id = ?", (article_id,))
        return None if row is None else int(row[0])

    def facet_values(self, kind: str, beginning: str, limit: int = 20) -> list[str]:
        """Values of a facet whose folded form begins so, for completion."""
        asked = (
            "SELECT min(value) FROM facets WHERE kind = ? AND key >= ? AND key < ? AND key != ? GROUP BY key LIMIT ?"
        )
        rows = self._database.rows(asked, (kind, beginning, beginning + NO_FACET_KEY, NO_FACET_KEY, limit))
        return [str(row[0]) for row in rows]


def _kept_as(sort: str, grouped: bool) -> str:
    return f"{SAVED_ORDER_KEY}{sort}{' grouped' * grouped}"


def _of_words(term: Term) -> bool:
    field = FIELDS.get(term.field)
    return field is None or (isinstance(field, WordField) and not isinstance(field, AnnotationField))


def _left(whole: ArticleListing, kept: bytes) -> ArticleListing:
    """What is left of a listing where only the flagged numbers are kept."""
    if kept.find(0, 1) < 0:
        return whole
    numbers = array("I", [number for number in whole.numbers if kept[number]])
    if not whole.groups:
        return ArticleListing(numbers)
    before = [0, *accumulate(map(kept.__getitem__, whole.numbers))]
    found = (
        ArticleGroup(each.label, before[each.start], before[each.start + each.count] - before[each.start])
        for each in whole.groups
    )
    return ArticleListing(numbers, tuple(group for group in found if group.count))
