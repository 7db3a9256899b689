"""Opening the file library.db: creation, format version, migration."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from reader.errors import LibraryError
from reader.library.db.migrations import to_second
from reader.library.db.schema import TABLES, VERSION, run_script

SQLITE = b"SQLite format 3\0"
BUSY_TIMEOUT_S = 10.0


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
    except (sqlite3.Error, UnicodeDecodeError) as error:
        connection.close()
        raise LibraryError(
            f"{path}: the library cannot be read: {error}; your notes are stored separately and are safe"
        ) from error
    except LibraryError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    connection.text_factory = _text
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise LibraryError(f"{path}: written by a later glossator (format {found}); update glossator to read it")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if found != VERSION:
        _bring_up_to_date(connection)
    connection.execute("PRAGMA foreign_keys = ON")


def _text(data: bytes) -> str:
    """Decode a text; damaged bytes become replacement characters."""
    return data.decode("utf-8", "replace")


def is_earlier(path: Path) -> bool:
    """Whether the library is of an earlier format, which opening it would change; its header is looked at, no more."""
    try:
        with path.open("rb") as file:
            header = file.read(64)
    except OSError:
        return False
    return header.startswith(SQLITE) and 0 < int.from_bytes(header[60:64], "big") < VERSION


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables, or take those of an earlier format further; all of it or nothing, by one of several windows."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            run_script(connection, TABLES)
        elif found < VERSION:
            to_second(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
