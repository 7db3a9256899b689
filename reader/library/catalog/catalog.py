"""The catalogue of a library: the articles that a query selects, sorted and grouped, as numbers, and their summaries.

A list of 100,000 articles is an array of numbers; the summary of an article is read when its row comes on the screen.
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
from reader.library.query.predicate import matches_entry

COLUMN_ORDERS = {
    "date": "(issued = ''), issued DESC, added DESC, number",
    "title": "title COLLATE NOCASE, number",
    "added": "added DESC, number",
    "source": "container COLLATE NOCASE, issued DESC, number",
}
SORTS = (*COLUMN_ORDERS, "author", "category", "topic", "tag", "annotated")
GROUPED_SORTS = ("source", "category", "topic", "author", "tag", "date", "added", "annotated")
"""Sorts by which a list can be grouped."""

IS_REVISED = f"EXISTS (SELECT 1 FROM memory WHERE key = '{row_mapping.REVISED_KEY} ' || articles.id) AS revised"
SELECT_LIVE = "SELECT number FROM articles WHERE trashed = '' ORDER BY "
SELECT_BY_FACET = "SELECT number FROM facets WHERE kind = ?{first} ORDER BY kind, key, issued DESC, number"
SELECT_FACET_GROUPS = """
WITH RECURSIVE keys (key) AS (
    SELECT min(key) FROM facets WHERE kind = ?1
    UNION ALL
    SELECT (SELECT min(key) FROM facets WHERE kind = ?1 AND key > keys.key)
    FROM keys
    WHERE key IS NOT NULL
)
SELECT
    (SELECT value FROM facets WHERE kind = ?1 AND key = keys.key LIMIT 1),
    (SELECT count(*) FROM facets WHERE kind = ?1 AND key = keys.key)
FROM keys
WHERE key IS NOT NULL
ORDER BY key
"""
"""Stepping from key to key is cheaper than grouping all rows."""
SELECT_ANNOTATED = "SELECT number FROM articles WHERE noted != '' ORDER BY noted DESC, number"
SELECT_MONTHS = """
SELECT *
FROM (
    SELECT substr(issued, 1, 7) AS month, count(*)
    FROM articles
    WHERE trashed = ''
    GROUP BY substr(issued, 1, 7)
)
ORDER BY month = '', month DESC
"""
SELECT_DAYS = """
SELECT *
FROM (
    SELECT substr(added, 1, 10) AS day, count(*)
    FROM articles
    WHERE trashed = ''
    GROUP BY substr(added, 1, 10)
)
ORDER BY day DESC
"""
ANNOTATION_ORDERS = ("tag", "annotated")
"""Orders that also depend on annotations and tags."""
ALL_ORDERS = (*((sort, False) for sort in SORTS), *((sort, True) for sort in GROUPED_SORTS))
MIN_SAVED_ORDER_ARTICLES = 5_000
"""The smallest number of articles for which an order is saved in the file."""
SAVED_ORDER_KEY = "order 2 "
"""The prefix of the key of a saved order; raise the number when an order is made differently."""
MAX_SCANNED_ARTICLES = 5_000
"""Articles up to which texts are searched without an index; in a larger library only titles and other metadata are."""


class ArticleGroup(Struct, frozen=True):
    """Consecutive articles under one heading; `start` is the position of the first in the listing."""

    label: str
    start: int
    count: int


class ArticleListing(Struct, frozen=True):
    """The numbers of articles in order; if grouped, an article may stand in several groups."""

    numbers: array[int]
    groups: tuple[ArticleGroup, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def group_at(self, place: int) -> ArticleGroup | None:
        """Return the group of the article at `place`, or None."""
        at = bisect_right(self.groups, place, key=lambda group: group.start) - 1
        return self.groups[at] if at >= 0 else None


Orders = dict[tuple[str, bool], tuple[str, ArticleListing]]
"""By sort and whether grouped: the stamp of the library when the order was made, and the order."""


class Catalog:
    """The catalogue of one library."""

    def __init__(self, database: Database, index: FullTextIndex) -> None:
        self._database, self._index = database, index
        self._orders: Orders = {}
        self._flags = ConditionCache(database)
        self._shown: set[tuple[str, bool]] = set()
        self.set_orphan_check(lambda article_id: False)

    def set_orphan_check(self, has_orphan: Callable[[str], bool]) -> None:
        """Set the function that returns, for an article's id, whether one of its annotations is an orphan.

        Its answers are cached until the text or an annotation of the article changes (see HAS_ORPHAN).
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
        """Return the articles that a query selects, in one of the orders of SORTS, under headings if `grouped`."""
        grouped = grouped and sort in GROUPED_SORTS
        self._shown.add((sort, grouped))
        whole = self._order(sort, grouped) if not query.trash else self._trashed()
        if not query:
            return whole
        return _filter_listing(whole, self.matching_flags(query))

    def clear_cache(self) -> None:
        """Clear the cached orders and query results."""
        self._orders = {}
        self._flags.clear()

    def matching_flags(self, query: Query) -> bytes:
        """Return one byte per article number: 1 if the query selects it, whether or not it is in the trash."""
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
        return flags_of([entry.number for entry in self._scan(query, entries)], count)

    @property
    def _numbers(self) -> int:
        row = self._database.row("SELECT coalesce(max(number), 0) FROM articles")
        return int(row[0]) + 1 if row else 1

    def is_fast(self, query: Query) -> bool:
        """Return whether a query can be answered at once: it is cheap or its result is cached."""
        slow = [part for part in sql.article_sets(query) if part.is_slow]
        return not slow or not self._index.is_complete or self._flags.contains_all(slow, self._numbers)

    def compute_flags(self, query: Query) -> CachedFlags:
        """Compute the flags of a query's conditions, to be stored in the catalogue of another connection."""
        return self._flags.compute(sql.article_sets(query), self._numbers)

    def store_flags(self, answers: CachedFlags, state: tuple[int, int]) -> None:
        """Store flags that another connection has computed; see ConditionCache.store."""
        self._flags.store(answers, state)

    def count(self, query: Query) -> int:
        """Return the number of articles that a query selects."""
        if query.trash:
            return len(self.listing(query))
        meant = self.matching_flags(query)
        live = self._flags.all_of([RowSet("SELECT number FROM articles WHERE trashed = ''")], len(meant))
        return (int.from_bytes(meant, "little") & int.from_bytes(live, "little")).bit_count()

    def _scan(self, query: Query, entries: Sequence[ArticleSummary]) -> Iterator[ArticleSummary]:
        """Yield the entries that contain the query's words, without using the index."""
        terms = tuple(term for term in query.terms if any(_asks_for_words(part) for part in term.parts))
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
            known = state, self._saved_order(state, sort, grouped)
            self._orders[sort, grouped] = known
        return known[1]

    def missing_orders(self) -> list[tuple[str, bool]]:
        """Return the orders, as (sort, grouped), that are not cached or out of date."""
        states = {sort: self._state_of(sort) for sort in SORTS}
        return [each for each in ALL_ORDERS if self._orders.get(each, ("",))[0] != states[each[0]]]

    def orders(self, wanted: Sequence[tuple[str, bool]]) -> Orders:
        """Make orders, to be stored in the catalogue of another connection."""
        for sort, grouped in wanted:
            self._order(sort, grouped)
        return {each: self._orders[each] for each in wanted}

    def store_orders(self, orders: Orders) -> None:
        """Store orders that another connection has made; one that is out of date is made again when needed."""
        self._orders |= orders

    def _state_of(self, sort: str) -> str:
        """Return a stamp that changes whenever this order may change."""
        keys = (ORDER_STAMP, ANNOTATION_STAMP) if sort in ANNOTATION_ORDERS else (ORDER_STAMP,)
        found = (self._database.row("SELECT value FROM memory WHERE key = ?", (key,)) for key in keys)
        return "-".join(str(row[0]) if row else "" for row in found)

    def _saved_order(self, state: str, sort: str, grouped: bool) -> ArticleListing:
        """Return an order as `save_orders` saved it, or make it."""
        row = self._database.row("SELECT value FROM memory WHERE key = ?", (_order_key(sort, grouped),))
        kept_state, _, kept = str(row[0]).partition(" ") if row else ("", "", "")
        if state and kept_state == state:
            with suppress(ValueError, TypeError):  # damaged: made anew
                numbers, _, groups = kept.partition(" ")
                found = array("I", b64decode(numbers, validate=True))
                return ArticleListing(found, tuple(ArticleGroup(*each) for each in json.loads(groups)))
        return self._make_order(sort, grouped)

    def save_orders(self) -> None:
        """Save the shown orders of a large library in the file, so that the next start does not sort again."""
        for sort, grouped in self._shown:
            state, listing = self._orders.get((sort, grouped), ("", ArticleListing(array("I"))))
            if state and len(listing) >= MIN_SAVED_ORDER_ARTICLES and self._index.is_complete:
                key, asked = _order_key(sort, grouped), "SELECT substr(value, 1, ?) FROM memory WHERE key = ?"
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
                numbers, self._groups(SELECT_MONTHS if sort == "date" else SELECT_DAYS, ()) if grouped else ()
            )
        if sort == "annotated":
            found = self._database.numbers(SELECT_ANNOTATED)
            return self._with_remaining(
                found, (ArticleGroup("annotated", 0, len(found)),) if grouped and found else (), "no notes"
            )
        if not self._index.is_complete:
            return self._order("date", False)  # what it goes by is being built
        first = "" if grouped else " AND place = 0"
        found = self._database.numbers(SELECT_BY_FACET.format(first=first), (sort,))
        sign = "#" if sort == "tag" else ""
        groups = self._groups(SELECT_FACET_GROUPS, (sort,), sign) if grouped else ()
        if sort == "tag":
            return self._with_remaining(found, groups, "no tag")
        groups = tuple(ArticleGroup(each.label or f"no {sort}", each.start, each.count) for each in groups)
        listing = ArticleListing(array("I", found), groups)
        trashed = self._database.numbers("SELECT number FROM articles WHERE trashed != ''")
        if not trashed:
            return listing
        return _filter_listing(listing, flags_of(trashed, max(max(found, default=0), *trashed) + 1).translate(INVERTED))

    def _with_remaining(self, found: Sequence[int], groups: tuple[ArticleGroup, ...], rest: str) -> ArticleListing:
        """Return `found` in its order followed by the other live articles, newest first."""
        live = self._order("date", False).numbers
        count = max(max(live, default=0), max(found, default=0)) + 1
        alive, has = flags_of(live, count), flags_of(found, count)
        kept = _filter_listing(ArticleListing(array("I", found), groups), alive)
        if not int.from_bytes(alive, "little") & ~int.from_bytes(has, "little"):
            return kept
        missing = array("I", [number for number in live if not has[number]])
        heading = (ArticleGroup(rest, len(kept), len(missing)),) if groups else ()
        return ArticleListing(kept.numbers + missing, (*kept.groups, *heading))

    def _groups(self, asked: str, values: tuple[Value, ...], sign: str = "") -> tuple[ArticleGroup, ...]:
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
        """Return the summaries of the articles that a query selects, in order."""
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
        """Return the summaries of these numbers, in this order; missing ones are left out."""
        found: dict[int, ArticleSummary] = {}
        for at in range(0, len(numbers), 500):
            some = numbers[at : at + 500]
            for entry in self.select(f"number IN ({', '.join(map(str, some))})", (), "number"):
                found[entry.number] = entry
        return [found[number] for number in numbers if number in found]

    def only_year(self) -> str:
        """Return the year in which all dated articles were issued, or an empty string if there are several."""
        last = self._database.row(
            f"SELECT issued FROM articles WHERE trashed = '' ORDER BY {COLUMN_ORDERS['date']} LIMIT 1"
        )
        month = "substr(issued, 1, 7)"
        first = self._database.row(f"SELECT min({month}) FROM articles WHERE trashed = '' AND {month} > ''")
        year = str(last[0])[:4] if last else ""
        return year if year and first and str(first[0])[:4] == year else ""

    def number_of(self, article_id: str) -> int | None:
        """Return the number of an article, or None."""
        row = self._database.row("SELECT number FROM articles WHERE id = ?", (article_id,))
        return None if row is None else int(row[0])

    def facet_values(self, kind: str, beginning: str, limit: int = 20) -> list[str]:
        """Return values of a facet whose folded form begins so."""
        asked = (
            "SELECT min(value) FROM facets WHERE kind = ? AND key >= ? AND key < ? AND key != ? GROUP BY key LIMIT ?"
        )
        rows = self._database.rows(asked, (kind, beginning, beginning + NO_FACET_KEY, NO_FACET_KEY, limit))
        return [str(row[0]) for row in rows]


def _order_key(sort: str, grouped: bool) -> str:
    return f"{SAVED_ORDER_KEY}{sort}{' grouped' * grouped}"


def _asks_for_words(term: Term) -> bool:
    field = FIELDS.get(term.field)
    return field is None or (isinstance(field, WordField) and not isinstance(field, AnnotationField))


def _filter_listing(whole: ArticleListing, kept: bytes) -> ArticleListing:
    """Return a listing of the flagged numbers only."""
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
