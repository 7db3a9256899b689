"""A projection of the annotations into columns for lists, queries and search: words, tags, colours and times.

Derived twice over: the files are the truth, `annotated` has their records as they stand, and triggers on its table put the
articles whose annotations have changed into `noted_changed`, from whatever program the change came. What stands there is taken up
here, and so costs what has changed and no more. The words stand in the same full-text index as the articles'
(`reader.library.index.fulltext_index`), an annotation's row being the negative of its number.
"""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from sqlite3 import Row

from msgspec import Struct

from annotations.model.annotation import Annotation
from annotations.model.errors import CodecError
from annotations.storage.file_format import from_dict
from reader.errors import LibraryError
from reader.library.annotation_index.file_index import TABLES
from reader.library.db.connection import Database
from reader.library.db.row_mapping import tags_of
from reader.library.db.schema import NOTED, NOTED_TABLES
from reader.library.index.fulltext_index import ANNOTATION_STAMP, ARTICLE_TEXT, ORDER_STAMP, FullTextIndex, is_damage
from reader.library.index.index_words import tag_key
from reader.library.query import sql
from reader.library.query.ast import Query
from reader.library.query.condition_cache import ConditionCache, flags_of
from reader.library.query.conditions import AnnotationRowSet, RowSet

FOLDER_STAMP_KEY = "noted-folder"
REFRESH_BATCH_ARTICLES = 500
MAX_IMMEDIATE_RECORDS = 5_000
"""Annotations of changed articles up to which they are compared at once."""
MAX_CACHED_CONDITIONS = 16
"""Conditions whose results are cached while the database does not change."""
SETTLED_NS = 100_000_000
"""The time within which a second write to the folder may leave its modification time unchanged."""
OUTSIDE_TRASH = "article NOT IN (SELECT id FROM articles WHERE trashed != '')"
EVENTS = {"insert": "new", "update": "new", "delete": "old"}
TRIGGERS = [
    f"""CREATE TRIGGER noted_{event} AFTER {event.upper()} ON annotation_files
    BEGIN INSERT OR IGNORE INTO noted_changed VALUES ({row}.article); END"""
    for event, row in EVENTS.items()
]
SELECT_VANISHED_ROWS = """
SELECT *
FROM noted
WHERE article = ?1
    AND NOT EXISTS (
        SELECT 1
        FROM annotation_records AS kept
        WHERE kept.article = ?1 AND kept.id = noted.id
    )
"""
SELECT_CHANGED_RECORDS = """SELECT kept.id, record FROM annotation_records AS kept LEFT JOIN noted
    ON noted.id = kept.id AND noted.article = kept.article WHERE kept.article = ?
    AND CASE WHEN json_valid(record) AND json_valid(tags) THEN
    (noted.start, quote, note, color, created, modified, deleted, json(tags)) IS NOT
    (kept.start, json_extract(record, '$.quote'), json_extract(record, '$.note'), json_extract(record, '$.color'),
    json_extract(record, '$.created'), json_extract(record, '$.modified'),
    coalesce(json_extract(record, '$.deleted'), ''), json_extract(record, '$.tags')) ELSE 1 END"""
"""Only the records that differ from their rows, so that one change among 20,000 annotations is cheap."""


SELECT_TAG_COUNTS = """
WITH RECURSIVE keys (key) AS (
    SELECT min(key) FROM noted_tags
    UNION ALL
    SELECT (SELECT min(key) FROM noted_tags WHERE key > keys.key)
    FROM keys
    WHERE key IS NOT NULL
)
SELECT
    (SELECT tag FROM noted_tags WHERE key = keys.key LIMIT 1) AS tag,
    (SELECT count(*) FROM noted_tags WHERE key = keys.key) AS times
FROM keys
WHERE key IS NOT NULL
ORDER BY key
"""
"""Every tag with its count, by key; stepping from key to key is cheaper than grouping all rows."""


class AnnotationRow(Struct, frozen=True):
    """An annotation as a list shows it; `start` is the stored position."""

    id: str
    article_id: str
    start: int
    quote: str
    note: str
    tags: tuple[str, ...]
    color: str
    modified: str
    title: str
    container: str


class AnnotationProjection:
    """The projection of one library's annotations; `folder` has their files."""

    def __init__(self, database: Database, index: FullTextIndex, folder: Path) -> None:
        self._database, self._index, self._folder = database, index, folder
        self._flags = ConditionCache(database)
        self._order: tuple[tuple[str | None, ...], array[int]] = (), array("I")
        self._count = self._live = 0
        self._cached_sets: tuple[tuple[int, int], dict[AnnotationRowSet, int]] = (-1, -1), {}
        self._numbers_stamp: tuple[str | None, ...] = ()
        self._flags_by_annotation: Callable[[bytes], tuple[int, ...]] = itemgetter(0, 0)
        try:
            self._create_triggers()
        except LibraryError as error:
            index.problem = index.problem or str(error)

    # Keeping up

    def _create_triggers(self) -> None:
        """Create the triggers that record changes; if they were missing, mark every article as changed."""
        asked = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'annotation_files'"
        row = self._database.row(asked)
        if row is not None and int(row[0]) == len(TRIGGERS):
            return
        with self._database.transaction():
            for statement in (*TABLES.split(";\n"), *NOTED):
                self._database.run(statement)
            for event, trigger in zip(EVENTS, TRIGGERS, strict=True):
                self._database.run(f"DROP TRIGGER IF EXISTS noted_{event}")
                self._database.run(trigger)
            self._mark_all_changed()

    def _mark_all_changed(self) -> None:
        known = "SELECT article FROM annotation_files UNION SELECT article FROM noted"
        self._database.run(f"INSERT OR IGNORE INTO noted_changed {known}")

    @property
    def pending_articles(self) -> int:
        """The number of articles whose annotations have changed since the last refresh."""
        row = self._database.row("SELECT count(*) FROM noted_changed")
        return int(row[0]) if row else 0

    def refresh(self) -> Iterator[tuple[int, int]]:
        """Project the annotations that have changed; yield (articles done, articles to do)."""
        total, done = self.pending_articles, 0
        while done < total:
            with self._database.transaction():
                rows = self._database.rows("SELECT article FROM noted_changed LIMIT ?", (REFRESH_BATCH_ARTICLES,))
                for row in rows:
                    self._project_article(row["article"])
                    self._database.run("DELETE FROM noted_changed WHERE article = ?", (row["article"],))
            if not rows:
                break
            done += len(rows)
            yield done, max(done, total)

    def refresh_if_small(self) -> None:
        """Refresh at once if only little has changed; else leave it to a background refresh."""
        if 0 < self.pending_articles <= REFRESH_BATCH_ARTICLES and self._records_waiting() <= MAX_IMMEDIATE_RECORDS:
            for _ in self.refresh():
                pass

    def _records_waiting(self) -> int:
        asked = f"""SELECT count(*) FROM (SELECT 1 FROM annotation_records
            WHERE article IN (SELECT article FROM noted_changed) LIMIT {MAX_IMMEDIATE_RECORDS + 1})"""
        row = self._database.row(asked)
        return int(row[0]) if row else 0

    def reset(self) -> None:
        """Empty the projection, even if its tables are damaged; the full-text index must be rebuilt too."""
        with self._database.transaction():
            for name in NOTED_TABLES:
                self._database.run(f"DROP TABLE IF EXISTS {name}")
            for statement in NOTED:
                self._database.run(statement)
            self._database.run("UPDATE articles SET notes = 0, noted = '' WHERE noted != ''")
            self._mark_all_changed()

    @property
    def folder_stamp(self) -> str:
        """A stamp of the folder that changes when a file is written, renamed or removed; empty if it cannot be read."""
        try:
            return str(self._folder.stat().st_mtime_ns)
        except OSError:
            return ""

    def is_folder_scanned(self, look: str) -> bool:
        """Return whether every file was scanned since the folder had this stamp."""
        row = self._database.row("SELECT value FROM memory WHERE key = ?", (FOLDER_STAMP_KEY,))
        return (row["value"] if row else "") == look

    def mark_folder_scanned(self, look: str, now_ns: int | None = None) -> None:
        """Record that every file was scanned after the folder had this stamp."""
        settled = look and int(look) < (now_ns or time.time_ns()) - SETTLED_NS
        value = look if settled else "unsettled"
        self._database.run("INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)", (FOLDER_STAMP_KEY, value))

    def _project_article(self, article: str) -> None:
        """Replace the rows of one article's annotations that differ from the records."""
        for row in self._database.rows(SELECT_VANISHED_ROWS, (article,)):
            self._delete_row(row)
        for found in self._database.rows(SELECT_CHANGED_RECORDS, (article,)):
            known = self._database.row("SELECT * FROM noted WHERE article = ? AND id = ?", (article, found["id"]))
            try:
                one = from_dict(json.loads(found["record"]))
            except (CodecError, ValueError):
                one = None  # of a later or damaged index; the store says so, and has its file read again
            if known is not None and (one is None or tuple(known)[1:] != _columns(article, one)):
                self._delete_row(known)
                known = None
            if known is None and one is not None:
                self._insert_row(article, one)
        self._index.update_annotations(article)

    def _delete_row(self, row: Row) -> None:
        self._update_words(row["number"], row["quote"], row["note"], row["tags"], row["deleted"], out=True)
        self._database.run("DELETE FROM noted_tags WHERE number = ?", (row["number"],))
        self._database.run("DELETE FROM noted WHERE number = ?", (row["number"],))

    def _insert_row(self, article: str, one: Annotation) -> None:
        number, columns = self._next_number(), _columns(article, one)
        tags, deleted = columns[5], columns[-1]
        self._database.run("INSERT INTO noted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *columns))
        if not deleted:
            keyed = {tag_key(tag): tag for tag in one.tags}
            self._database.run_many(
                "INSERT OR IGNORE INTO noted_tags VALUES (?, ?, ?, ?)",
                [(key, number, tag, article) for key, tag in keyed.items()],
            )
        self._update_words(number, one.target.quote.exact, one.note, tags, deleted)

    def _next_number(self) -> int:
        row = self._database.row("SELECT coalesce(max(number), 0) + 1 FROM noted")
        return int(row[0]) if row else 1

    def _update_words(self, number: int, quote: str, note: str, tags: str, deleted: str, *, out: bool = False) -> None:
        """Insert an annotation's words into the full-text index, or remove them if `out`; deleted ones are not indexed."""
        if deleted or not self._index.is_complete:
            return
        try:
            self._index.index_annotation(number, quote, note, tags, out=out)
        except LibraryError as error:
            if not is_damage(error):
                raise
            self._index.mark_damaged(str(error.__cause__))

    # Asking

    def select(self, query: Query) -> list[tuple[str, str]]:
        """Return (annotation id, article id) of the annotations that a query selects, by article and position.

        `is:orphan` is ignored, since it depends on the text of the article.
        """
        asked = sql.annotation_condition(query)
        which = "deleted != ''" if query.trash else f"deleted = '' AND {OUTSIDE_TRASH}"
        asking = f"SELECT id, article FROM noted WHERE {which} AND ({asked.sql}) ORDER BY article, start, created"
        rows = self._database.rows(asking, asked.values)
        return [(row[0], row[1]) for row in rows]

    def numbers(self, query: Query) -> array[int]:
        """Return the row numbers of the live annotations that a query selects, last changed first, without the trash."""
        look = self._stamps()
        if self._order[0] != look:
            self._order = look, array("I", self._database.numbers(self._order_statement()))
            self._count = max(self._order[1], default=0) + 1
            self._live = int.from_bytes(flags_of(self._order[1], self._count), "little")
        whole = self._order[1]
        parts = sql.annotation_sets(query)
        if not parts:
            return whole
        meant = self._matching_flags(parts, self._count)
        if not self._live & ~int.from_bytes(meant, "little"):
            return whole
        return array("I", [number for number in whole if meant[number]])

    def _stamps(self) -> tuple[str | None, ...]:
        asked = "SELECT value FROM memory WHERE key = ?"
        rows = (self._database.row(asked, (key,)) for key in (ORDER_STAMP, ANNOTATION_STAMP))
        return tuple(row[0] if row else None for row in rows)

    def _order_statement(self) -> str:
        trash = self._database.row("SELECT 1 FROM articles WHERE trashed != '' LIMIT 1")
        return f"SELECT number FROM noted WHERE deleted = '' AND {OUTSIDE_TRASH if trash else 1} ORDER BY modified DESC, number"

    def _matching_flags(self, parts: Sequence[AnnotationRowSet], count: int) -> bytes:
        found = int.from_bytes(b"\1" * count, "little")
        state = self._database.changes_seen, self._database.changes_made
        if self._cached_sets[0] != state:
            self._cached_sets = state, {}
        for part in parts:
            known = self._cached_sets[1]
            if part not in known:
                if len(known) >= MAX_CACHED_CONDITIONS:
                    known.pop(next(iter(known)))
                known[part] = self._set_flags(part, count)
            found &= ~known[part] if part.negated else known[part]
        return found.to_bytes(count, "little")

    def _set_flags(self, part: AnnotationRowSet, count: int) -> int:
        """Return one byte per annotation: whether the set, before negation, contains it."""
        here = 0
        for one in part.annotations:
            here |= int.from_bytes(self._flags.all_of([one], count), "little")
        if part.articles and self._live & ~here:
            here |= int.from_bytes(self._in_articles(part.articles, count), "little")
        return here

    def _in_articles(self, parts: Sequence[RowSet], count: int) -> bytes:
        """Return one byte per annotation: whether its article is in all of the sets."""
        row = self._database.row("SELECT coalesce(max(number), 0) FROM articles")
        meant = self._flags.all_of(parts, int(row[0]) + 1 if row else 1)
        self.load_article_numbers()
        return bytes(self._flags_by_annotation(meant))[:count].ljust(count, b"\0")

    def load_article_numbers(self) -> None:
        """Load the article number of each annotation (0 if unknown) unless it is current."""
        if not self.has_article_numbers:
            self.store_article_numbers(article_numbers(self._database))

    @property
    def has_article_numbers(self) -> bool:
        """Whether the loaded article numbers are current."""
        return self._numbers_stamp == self._stamps()

    def store_article_numbers(self, found: array[int]) -> None:
        """Store article numbers that `article_numbers` has just read with another connection."""
        self._numbers_stamp, self._flags_by_annotation = (
            self._stamps(),
            itemgetter(*found, 0, 0),
        )  # two at least, or it gives no tuple

    def by_number(self, numbers: Sequence[int]) -> list[AnnotationRow]:
        """Return the rows with these numbers, in this order; missing ones are left out."""
        asked = f"""SELECT noted.*, coalesce(title, article) AS title, coalesce(container, '') AS container
            FROM noted LEFT JOIN articles ON articles.id = article WHERE noted.number IN ({", ".join(map(str, numbers))})"""
        found = {row["number"]: _row(row) for row in self._database.rows(asked)}
        return [found[number] for number in numbers if number in found]

    def number_of(self, annotation_id: str) -> int | None:
        """Return the row number of an annotation, or None."""
        row = self._database.row("SELECT number FROM noted WHERE id = ?", (annotation_id,))
        return None if row is None else int(row[0])

    def texts_of(self, articles: Collection[str]) -> dict[str, str]:
        """Return the texts of articles by id."""
        marks = ", ".join("?" * len(articles))
        asked = f"SELECT id, {ARTICLE_TEXT} FROM articles WHERE id IN ({marks})"
        return {row[0]: row[1] for row in self._database.rows(asked, tuple(articles))}

    @property
    def count(self) -> int:
        """The number of live annotations."""
        row = self._database.row("SELECT count(*) FROM noted WHERE deleted = ''")
        return int(row[0]) if row else 0

    def tags(self) -> list[tuple[str, int]]:
        """Return every tag of a live annotation with its count, most used first."""
        rows = self._database.rows(SELECT_TAG_COUNTS)
        return sorted(((row["tag"], row["times"]) for row in rows), key=lambda pair: -pair[1])


def article_numbers(database: Database) -> array[int]:
    """Return the article number of each annotation, indexed by its row number; 0 if there is none."""
    joined = "FROM articles CROSS JOIN noted ON noted.article = articles.id"
    row = database.row(f"SELECT group_concat(noted.number), group_concat(articles.number) {joined}")
    numbers, articles = ([], []) if row is None or row[0] is None else (json.loads(f"[{each}]") for each in row)
    homes = array("I", bytes(4 * (max(numbers, default=0) + 1)))
    for number, article in zip(numbers, articles, strict=True):
        homes[number] = article
    return homes


def _columns(article: str, one: Annotation) -> tuple[str, str, int, str, str, str, str, str, str, str]:
    """Return an annotation's row in `noted` without its number."""
    tags, deleted = json.dumps(one.tags, ensure_ascii=False), one.deleted.isoformat() if one.deleted else ""
    times = (one.created.isoformat(), one.modified.isoformat())
    return (
        one.id,
        article,
        one.target.position.start,
        one.target.quote.exact,
        one.note,
        tags,
        one.color,
        *times,
        deleted,
    )


def _row(row: Row) -> AnnotationRow:
    tags = tags_of(row["tags"])
    told = [row[name] for name in ("color", "modified", "title", "container")]
    return AnnotationRow(row["id"], row["article"], row["start"], row["quote"], row["note"], tags, *told)
