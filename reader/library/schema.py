"""The tables of library.db, and opening it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from reader.errors import LibraryError

VERSION = 1
SQLITE = b"SQLite format 3\0"
BUSY_TIMEOUT_S = 10.0

TABLES = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    container TEXT NOT NULL,
    issued TEXT NOT NULL,
    source TEXT NOT NULL,
    imported TEXT NOT NULL,
    extra TEXT NOT NULL,
    version INTEGER NOT NULL,
    words INTEGER NOT NULL,
    length INTEGER NOT NULL,
    added TEXT NOT NULL,
    updated TEXT NOT NULL,
    place INTEGER NOT NULL DEFAULT 0,
    progress REAL NOT NULL DEFAULT 0,
    opened TEXT NOT NULL DEFAULT '',
    trashed TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE texts (
    article TEXT NOT NULL REFERENCES articles(id),
    version INTEGER NOT NULL,
    starts TEXT NOT NULL,
    blocks TEXT NOT NULL,
    inlines TEXT NOT NULL,
    added TEXT NOT NULL,
    PRIMARY KEY (article, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE chunks (
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article, version, number),
    FOREIGN KEY (article, version) REFERENCES texts(article, version)
) STRICT;
CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
"""A text stands in chunks of a few kilobytes; `starts` says at which code point each begins, as a JSON list.

`source` and `extra` are JSON; `imported` is the source as the importer had it, whatever the user has mended since."""


def connect(path: Path) -> sqlite3.Connection:
    """Open or make the library; LibraryError names the file where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LibraryError(
            f"{path}: the library cannot be opened: {reason.lower()}; --home names another place"
        ) from error
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise LibraryError(
            f"{path}: the library cannot be read: {error}; your notes in annotations/ are apart"
        ) from error
    except LibraryError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise LibraryError(f"{path}: written by a later glossator (format {found}); update glossator to read it")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    if found == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def is_earlier(path: Path) -> bool:
    """Whether the library is of an earlier format, which opening it would change; its header is looked at, no more."""
    try:
        with path.open("rb") as file:
            header = file.read(64)
    except OSError:
        return False
    return header.startswith(SQLITE) and 0 < int.from_bytes(header[60:64], "big") < VERSION
