"""The index of fingerprints: which texts may hold a passage. Derived: whatever happens to it, it is made anew.

It stands in a file of its own beside the library, so that no damage to it touches an article. The postings are an FTS5
table without content (https://www.sqlite.org/fts5.html#contentless_tables) whose words are the terms of each text, its
fingerprints above all; `docs` says which text a row is. Nothing is ever taken out: a text that has changed behind the
index's back gets a new row.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from math import log
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

FORMAT = 1
BATCH = 200
"""Texts in one transaction: so many are lost when the program is killed."""
BUSY_TIMEOUT_S = 2.0
COMMON = 1_000
"""Texts with one term, from which on it is no longer asked for more of them."""
LIMIT = 1_000
"""Candidates that are named, unless fewer are asked for."""
PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
UNWRITABLE = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM}
)

TABLES = """
CREATE TABLE docs (
    doc INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    length INTEGER NOT NULL,
    UNIQUE (article, version)
) STRICT;
CREATE TABLE state (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE prints USING fts5(print, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
CREATE VIRTUAL TABLE postings USING fts5vocab(prints, instance);
"""

Result = TypeVar("Result")


class TextId(Struct, frozen=True, order=True):
    """One text of the library: an article, a version of it, and its length in code points (0: whatever it is)."""

    article: str
    version: int
    length: int


class Candidate(Struct, frozen=True):
    """A text that has some of the terms asked for; `weight` grows with their number and their rarity."""

    text: TextId
    weight: float
    hits: int


class FingerprintIndex:
    """The index in the file `path`. It never raises for what befalls the file: it begins anew, in memory if need be."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self.generation = 0
        """Goes up whenever the index begins anew, with nothing in it."""

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def rebuild(self) -> None:
        """Throw everything away."""
        self.close()
        self.generation += 1
        if self._path is not None:
            for tail in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + tail).unlink(missing_ok=True)

    def check(self) -> str:
        """Return the problem of the file, or an empty string if there is none or no file."""
        if self._path is None or not self._path.exists():
            return ""
        try:
            with _opened(self._path) as connection:
                wrong = str(connection.execute("PRAGMA quick_check").fetchone()[0])
                connection.execute("INSERT INTO prints (prints) VALUES ('integrity-check')")
            return "" if wrong == "ok" else wrong
        except sqlite3.Error as error:
            return "" if _code(error) in PASSING else str(error)

    def state(self) -> str:
        """Return the state that `remember` saved, or an empty string."""
        asked = "SELECT coalesce(max(state), '') FROM state WHERE id = 1"
        return self._safely(lambda connection: str(connection.execute(asked).fetchone()[0]), "")

    def remember(self, state: str) -> None:
        """Record that the index is complete for a library in this state."""
        kept = "INSERT OR REPLACE INTO state (id, state) VALUES (1, ?)"

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(kept, (state,))

        self._safely(write, None)

    def missing(self, texts: Iterable[TextId]) -> list[TextId]:
        """Those that are not in the index yet, or not as they are now."""
        nothing: dict[tuple[str, int], int] = {}
        known = self._safely(_known, nothing)
        return [each for each in texts if not _holds(known.get((each.article, each.version)), each)]

    def add(
        self,
        texts: Sequence[TextId],
        terms_of: Callable[[TextId], Iterable[str]],
        step: Callable[[int], object] = lambda _: None,
    ) -> None:
        """Take texts in by their terms, a batch at a time; `step` is told how many have been done with each.

        A term is a word of ASCII letters and digits.
        """
        waiting = iter(texts)
        while batch := list(islice(waiting, BATCH)):
            rows = [(text, " ".join(terms_of(text))) for text in batch]
            self._safely(partial(_write, rows=rows), None)
            step(len(batch))

    def candidates(self, terms: Collection[str], limit: int = LIMIT) -> list[Candidate]:
        """At most `limit` texts that have one of these terms, the likeliest first.

        A term that stands in COMMON texts or more counts only where there are no others.
        """
        nothing: list[Candidate] = []
        return self._safely(lambda connection: _lookup(connection, terms, limit), nothing)

    # The file

    def _safely(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        """Do it; after damage once more on a new file, then in memory."""
        for _ in range(3):
            try:
                return work(self._open())
            except sqlite3.Error as error:
                if _code(error) in PASSING:
                    return otherwise
                if _code(error) in UNWRITABLE:
                    self.close()
                    self._path = None
                    self.generation += 1
                else:
                    self.rebuild()
        return otherwise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connect(self._path)
        return self._connection


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = _connect(path)
    try:
        yield connection
    finally:
        connection.close()


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None and not path.exists():
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(
        path or ":memory:", timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, FORMAT):
            raise sqlite3.DatabaseError(f"format {found}")
        if found == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _holds(length: int | None, text: TextId) -> bool:
    return length is not None and text.length in (0, length)


def _known(connection: sqlite3.Connection) -> dict[tuple[str, int], int]:
    rows = connection.execute("SELECT article, version, length FROM docs")
    return {(article, version): length for article, version, length in rows}


def _write(connection: sqlite3.Connection, rows: Sequence[tuple[TextId, str]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for text, prints in rows:
            key = (text.article, text.version)
            held = connection.execute("SELECT length FROM docs WHERE article = ? AND version = ?", key).fetchone()
            if held and _holds(held[0], text):
                continue  # another process was quicker
            connection.execute("DELETE FROM docs WHERE article = ? AND version = ?", key)
            made = connection.execute(
                "INSERT INTO docs (article, version, length) VALUES (?, ?, ?)", (*key, text.length)
            )
            connection.execute("INSERT INTO prints (rowid, print) VALUES (?, ?)", (made.lastrowid, prints))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _lookup(connection: sqlite3.Connection, terms: Iterable[str], limit: int) -> list[Candidate]:
    total = connection.execute("SELECT max(doc) FROM docs").fetchone()[0] or 1
    weights: dict[int, float] = {}
    hits: Counter[int] = Counter()
    common: list[list[int]] = []
    for term in terms:
        rows = connection.execute("SELECT doc FROM postings WHERE term = ? LIMIT ?", (term, COMMON)).fetchall()
        docs = [row[0] for row in rows]
        if not docs:
            continue
        if len(docs) >= COMMON:
            common.append(docs)
            continue
        _count(docs, log(1 + total / len(docs)), weights, hits)
    for docs in common if not weights else ():
        _count(docs, 1.0, weights, hits)
    best = sorted(weights, key=lambda doc: (-weights[doc], doc))[:limit]
    return [Candidate(text, weights[doc], hits[doc]) for doc in best if (text := _text(connection, doc))]


def _count(docs: Iterable[int], weight: float, weights: dict[int, float], hits: Counter[int]) -> None:
    for doc in docs:
        weights[doc] = weights.get(doc, 0.0) + weight
        hits[doc] += 1


def _text(connection: sqlite3.Connection, doc: int) -> TextId | None:
    row = connection.execute("SELECT article, version, length FROM docs WHERE doc = ?", (doc,)).fetchone()
    return None if row is None else TextId(*row)
