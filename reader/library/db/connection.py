"""One SQLite connection: statements, transactions, and errors that name the file; independent of the tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from reader.errors import LibraryError
from reader.library.db.database_file import connect

IMPATIENT_S, IMPATIENT_TIMEOUT_S = 10.0, 0.02
"""After a timeout, waiting for another writer is limited to the second time for the first."""
MAX_ROW_NUMBER = 2**31
"""More than any row's number."""
STATEMENT_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""Errors that a statement raises; the second if the error message itself has damaged text."""
Value = str | float | bytes | None


class Database:
    """The database in the file `path`, created if missing; an error of SQLite is a LibraryError and changes nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = connect(path)
        self._patience_s, self._hurried_until = 0.0, 0.0

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def rows(self, statement: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Return all rows of a statement."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except STATEMENT_ERRORS as error:
            raise self.library_error(error) from error

    def row(self, statement: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        """Return the first row of a statement, or None."""
        try:
            found: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
        except STATEMENT_ERRORS as error:
            raise self.library_error(error) from error
        return found

    def numbers(self, statement: str, values: Sequence[Value] = ()) -> list[int]:
        """Return the first column of every row, which has whole numbers.

        They come as one string, which takes half the time of a library's worth of rows, and lets other threads go on.
        """
        asked = f"WITH asked(number) AS ({statement}) SELECT group_concat(number) FROM asked"
        row = self.row(asked, values)
        found: list[int] = json.loads(f"[{row[0]}]") if row is not None and row[0] is not None else []
        if found and (min(found) < 0 or max(found) > MAX_ROW_NUMBER):
            error = sqlite3.DatabaseError("database disk image is malformed: a number that nothing has")
            raise self.library_error(error) from error
        return found

    def run(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Run a statement; return the number of changed rows."""
        self._wait_as_usual()
        try:
            return self._connection.execute(statement, values).rowcount
        except STATEMENT_ERRORS as error:
            raise self.library_error(error) from error

    def run_many(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each row of values."""
        self._wait_as_usual()
        try:
            self._connection.executemany(statement, rows)
        except STATEMENT_ERRORS as error:
            raise self.library_error(error) from error

    def run_if_free(self, statement: str, values: Sequence[Value] = ()) -> bool:
        """Run an optional statement unless another connection is writing; return whether it ran."""
        try:
            timeout = self._connection.execute("PRAGMA busy_timeout").fetchone()[0]
            try:
                self._connection.execute("PRAGMA busy_timeout = 0")
                self._connection.execute(statement, values)
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {timeout}")
        except sqlite3.Error:
            return False
        return True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the body in one transaction; a nested one is part of the outer."""
        if self._in_transaction():
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._in_transaction():
                with suppress(sqlite3.Error):  # what was wrong before is what is told
                    self._connection.execute("ROLLBACK")
            raise

    def _in_transaction(self) -> bool:
        return self._connection.in_transaction

    @property
    def changes_seen(self) -> int:
        """A number that changes after another connection has written; cheap to read."""
        row = self.row("PRAGMA data_version")
        return int(row[0]) if row else 0

    @property
    def changes_made(self) -> int:
        """The number of rows that this connection has changed."""
        return self._connection.total_changes

    def set_timeout(self, timeout_s: float) -> None:
        """Set how long to wait for another writer; after a timeout the wait is short for IMPATIENT_S."""
        self._patience_s = timeout_s
        self._wait(timeout_s)

    def _wait(self, timeout_s: float) -> None:
        with suppress(sqlite3.Error):
            self._connection.execute(f"PRAGMA busy_timeout = {round(timeout_s * 1_000)}")

    def _wait_as_usual(self) -> None:
        if self._hurried_until and monotonic() > self._hurried_until:
            self._hurried_until = 0.0
            self._wait(self._patience_s)

    def create_function(self, name: str, work: Callable[..., Value]) -> None:
        """Define a deterministic SQL function of one argument."""
        self._connection.create_function(name, 1, work, deterministic=True)

    def interrupt(self) -> None:
        """Interrupt the statement that another thread is running."""
        with suppress(sqlite3.Error):
            self._connection.interrupt()

    def library_error(self, error: Exception) -> LibraryError:
        """Return the error to show to the user."""
        said = str(error)
        if "locked" in said:
            if self._patience_s:
                self._hurried_until = monotonic() + IMPATIENT_S
                self._wait(IMPATIENT_TIMEOUT_S)
            said = "another program keeps it locked; try again when that is done"
        elif "full" in said:
            said = "there is no room left on the disk"
        elif (
            isinstance(error, UnicodeDecodeError)
            or "malformed" in said
            or "not a database" in said
            or "corrupt" in said
        ):
            said = f"{said}: gloss doctor says more"
        return LibraryError(f"{self.path}: {said}; nothing was changed")
