"""The index of the annotations in library.db: what is in the annotation files, without opening them.

It is derived: it makes its own tables, may be dropped at any time, and is put right by the store whenever a file does not
look as it did. It holds each record as it was last seen, which the store falls back on where a file is torn.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from threading import RLock
from typing import cast

from annotations.model.annotation import Annotation
from annotations.model.errors import CodecError
from annotations.model.span import Span
from annotations.storage.api import LONG
from annotations.storage.file_format import from_dict, to_record

Signature = tuple[int, int, int]
BUSY_TIMEOUT_S = 2.0
RECORD_END = "json_valid(record) AND json_extract(record, '$.end')"
IS_LONG = f"trashed = 0 AND {RECORD_END} - start >= {LONG}"
HAS_NOTE_OR_TAGS = """trashed = 0 AND instr(record, '"note": "", "tags": []') = 0"""
"""Only a record without note and tags contains this string, since quotation marks inside texts are escaped."""

TABLES = """
CREATE TABLE IF NOT EXISTS annotation_files (
    article TEXT PRIMARY KEY,
    changed_ns INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    live INTEGER NOT NULL,
    problems TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS annotation_records (
    article TEXT NOT NULL,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    trashed INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (article, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS annotation_ids ON annotation_records (id);
CREATE INDEX IF NOT EXISTS annotation_places ON annotation_records (article, start) WHERE trashed = 0;
CREATE INDEX IF NOT EXISTS annotation_long ON annotation_records (article) WHERE IS_LONG;
CREATE INDEX IF NOT EXISTS annotation_said ON annotation_records (article) WHERE HAS_NOTE_OR_TAGS;
""".replace("IS_LONG", IS_LONG).replace("HAS_NOTE_OR_TAGS", HAS_NOTE_OR_TAGS)
STARTING_BETWEEN = "FROM annotation_records WHERE article = ? AND trashed = 0 AND start >= ? AND start < ?"
INSERT_RECORD = "INSERT OR REPLACE INTO annotation_records (article, id, start, trashed, record) VALUES (?, ?, ?, ?, ?)"
LIVE_COUNT = "(SELECT count(*) FROM annotation_records WHERE article = ?1 AND NOT trashed)"


class AnnotationFileIndex:
    """An AnnotationIndex (see annotations.storage.index) in the database at `path`; its connection is opened when first used."""

    def __init__(self, path: Path) -> None:
        self._path, self._guard = path, RLock()
        self._opened: sqlite3.Connection | None = None
        self._usable, self._closed = True, False

    @property
    def usable(self) -> bool:
        """See AnnotationIndex."""
        return self._usable

    def close(self) -> None:
        """Close the file."""
        with self._guard:
            self._closed = True
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def signature(self, article_id: str) -> Signature | None:
        """See AnnotationIndex."""
        rows = self._rows("SELECT changed_ns, bytes, inode FROM annotation_files WHERE article = ?", (article_id,))
        return _signature(rows[0]) if rows else None

    def files(self) -> dict[str, Signature]:
        """See AnnotationIndex."""
        rows = self._rows("SELECT changed_ns, bytes, inode, article FROM annotation_files")
        return {str(row[3]): _signature(row) for row in rows}

    def signatures(self, article_ids: Collection[str]) -> dict[str, Signature]:
        """See AnnotationIndex."""
        marks = ", ".join("?" * len(article_ids))
        asked = f"SELECT changed_ns, bytes, inode, article FROM annotation_files WHERE article IN ({marks})"
        return {str(row[3]): _signature(row) for row in self._rows(asked, tuple(article_ids))}

    def count(self) -> int:
        """See AnnotationIndex."""
        return _number(self._rows("SELECT count(*) FROM annotation_files"))

    def live(self, article_id: str) -> int:
        """See AnnotationIndex."""
        return _number(self._rows("SELECT live FROM annotation_files WHERE article = ?", (article_id,)))

    def begun_in(self, article_id: str, first: int, end: int, beyond: int = 0) -> list[Annotation]:
        """See AnnotationIndex."""
        query = f"SELECT record {STARTING_BETWEEN}" + (f" AND {RECORD_END} > ?" if beyond else "")
        rows = self._rows(query, (article_id, first, end, beyond)[: 4 if beyond else 3])
        return sorted(_read(rows), key=_place)

    def long(self, article_id: str) -> list[Annotation]:
        """See AnnotationIndex."""
        query = f"SELECT record FROM annotation_records INDEXED BY annotation_long WHERE article = ? AND {IS_LONG}"
        return sorted(_read(self._rows(query, (article_id,))), key=_place)

    def begun(self, article_id: str, first: int, end: int) -> int:
        """See AnnotationIndex."""
        return _number(self._rows(f"SELECT count(*) {STARTING_BETWEEN}", (article_id, first, end)))

    def says_anything(self, article_id: str) -> bool:
        """See AnnotationIndex."""
        query = f"SELECT 1 FROM annotation_records INDEXED BY annotation_said WHERE article = ? AND {HAS_NOTE_OR_TAGS} LIMIT 1"
        return bool(self._rows(query, (article_id,)))

    def counts(self) -> dict[str, int]:
        """See AnnotationIndex."""
        rows = self._rows("SELECT article, live FROM annotation_files WHERE live > 0 ORDER BY article")
        return {str(article): int(str(live)) for article, live in rows}

    def tags(self) -> dict[str, int]:
        """See AnnotationIndex."""
        query = (
            "SELECT tag.value, count(*) FROM annotation_records, json_each(record, '$.tags') AS tag "
            "WHERE NOT trashed GROUP BY tag.value"
        )
        return {str(tag): int(str(count)) for tag, count in self._rows(query)}

    def problems(self) -> list[tuple[str, str]]:
        """See AnnotationIndex."""
        rows = self._rows("SELECT article, problems FROM annotation_files WHERE problems != '[]' ORDER BY article")
        return [(str(article), message) for article, messages in rows for message in json.loads(str(messages))]

    def annotations(self, article_id: str) -> list[Annotation]:
        """See AnnotationIndex."""
        return list(_read(self._rows("SELECT record FROM annotation_records WHERE article = ?", (article_id,))))

    def all(self, *, trashed: bool) -> Iterator[Annotation]:
        """See AnnotationIndex."""
        query = "SELECT record FROM annotation_records WHERE trashed = ? ORDER BY article, start, id"
        return _read(self._rows(query, (int(trashed),)))

    def ids(self, part: str) -> list[tuple[str, str]]:
        """See AnnotationIndex."""
        like = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        query = "SELECT id, article FROM annotation_records WHERE id = ?"
        found = self._rows(query, (part,))
        if not found:
            query = "SELECT id, article FROM annotation_records WHERE id LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\'"
            found = self._rows(query, (f"{like}%", f"%{like}"))
        return [(str(one_id), str(article_id)) for one_id, article_id in found]

    def replace(
        self, article_id: str, signature: Signature, annotations: Iterable[Annotation], problems: Iterable[str]
    ) -> None:
        """See AnnotationIndex."""
        rows = [_row(article_id, one) for one in annotations]
        told = json.dumps(list(problems), ensure_ascii=False)

        def put(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM annotation_records WHERE article = ?", (article_id,))
            connection.executemany(INSERT_RECORD, rows)
            query = f"INSERT OR REPLACE INTO annotation_files VALUES (?1, ?2, ?3, ?4, {LIVE_COUNT}, ?5)"
            connection.execute(query, (article_id, *signature, told))

        self._write(put)

    def change(self, article_id: str, before: Signature, after: Signature, changed: Iterable[Annotation]) -> bool:
        """See AnnotationIndex."""
        rows = [_row(article_id, one) for one in changed]

        def put(connection: sqlite3.Connection) -> bool:
            query = (
                "UPDATE annotation_files SET changed_ns = ?2, bytes = ?3, inode = ?4 WHERE article = ?1 "
                "AND changed_ns = ?5 AND bytes = ?6 AND inode = ?7"
            )
            if connection.execute(query, (article_id, *after, *before)).rowcount != 1:
                return False
            connection.executemany(INSERT_RECORD, rows)
            connection.execute(f"UPDATE annotation_files SET live = {LIVE_COUNT} WHERE article = ?1", (article_id,))
            return True

        return bool(self._write(put))

    def forget(self, article_ids: Iterable[str]) -> None:
        """See AnnotationIndex."""
        rows = [(article_id,) for article_id in article_ids]

        def drop(connection: sqlite3.Connection) -> None:
            connection.executemany("DELETE FROM annotation_records WHERE article = ?", rows)
            connection.executemany("DELETE FROM annotation_files WHERE article = ?", rows)

        self._write(drop)

    # SQLite

    def _rows(self, query: str, values: Sequence[str | int] = ()) -> list[tuple[object, ...]]:
        with self._guard:
            try:
                return self._connection().execute(query, values).fetchall()
            except sqlite3.Error:
                self._usable = False
                return []

    def _write(self, work: Callable[[sqlite3.Connection], bool | None]) -> bool | None:
        """Return the result of `work`, run in one transaction; an SQLite error undoes it and makes the index unusable."""
        with self._guard:
            try:
                connection = self._connection()
                connection.execute("BEGIN IMMEDIATE")
                try:
                    answer = work(connection)
                    connection.execute("COMMIT")
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
            except sqlite3.Error:
                self._usable = False
                return None
            return answer

    def _connection(self) -> sqlite3.Connection:
        if self._closed:
            raise sqlite3.ProgrammingError("closed")
        if self._opened is None:
            opened = sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
            try:
                opened.execute("PRAGMA journal_mode = WAL")  # as the library itself: a save does not wait for its flush
                opened.execute("PRAGMA synchronous = NORMAL")
                opened.executescript(TABLES)
            except sqlite3.Error:
                opened.close()
                raise
            self._opened = opened
        return self._opened


def _place(one: Annotation) -> tuple[Span, str]:
    return one.target.position, one.id


def _signature(row: Sequence[object]) -> Signature:
    changed_ns, size, inode = row[:3]
    return cast("Signature", (changed_ns, size, inode))  # STRICT columns


def _number(rows: Sequence[Sequence[object]]) -> int:
    return int(str(rows[0][0])) if rows else 0


def _row(article_id: str, one: Annotation) -> tuple[str, str, int, int, str]:
    record = json.dumps(to_record(one))
    return article_id, one.id, one.target.position.start, int(one.deleted is not None), record


def _read(rows: Iterable[Sequence[object]]) -> Iterator[Annotation]:
    for (record,) in rows:
        try:
            yield from_dict(json.loads(str(record)))
        except (CodecError, ValueError):
            continue  # of an older or damaged index; its file says it better
