"""Where TinyDB's bytes go: each write is whole and on the disk before it is seen. Read with the first change, not before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tinydb import Storage

from annotations.model.errors import StoreError, UnreadableFile
from annotations.storage.file_stat import reason, way_out
from annotations.storage.replace import TEMPORARY, Signature, replace_file
from annotations.storage.tables import NoTables, Tables, bytes_of, line_of, tables_of


class AtomicJSON(Storage):
    """One JSON file, for TinyDB; `path` is followed where it is a symbolic link.

    Reading raises UnreadableFile for a file that is there but holds no tables (torn, empty, `null`, foreign), writing
    StoreError where the disk refuses; the file is then as it was.
    """

    def __init__(self, path: Path) -> None:
        self._named = path
        self.linked = os.path.islink(path)
        self._path = Path(os.path.realpath(path)) if self.linked else path

    def read(self) -> Tables | None:
        """Return the tables, or None if there is no file yet."""
        try:
            return tables_of(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except NoTables as error:
            raise UnreadableFile(f"{self._named}: the file is {error}; it was left as it is") from error
        except OSError as error:
            raise UnreadableFile(f"{self._named}: {reason(error)}; it was left as it is") from error

    def left_behind(self) -> Iterator[Path]:
        """Yield the temporary files that killed writers left beside the file."""
        return self._path.parent.glob(f".{self._path.name}.*{TEMPORARY}")

    def write(self, data: Tables) -> None:
        """Replace the file by these tables; durable on return."""
        lines = {
            name: {str(key): line_of(record) for key, record in table.items()} for name, table in data.items() if table
        }
        self.write_lines(lines)

    def write_lines(
        self, lines: dict[str, dict[str, str]], *, keep: bool = True, spare: str | None = None
    ) -> Signature:
        """Write records that are encoded already; without `keep` the previous generation is not replaced.

        For `spare` see `replace_file`; what is a symbolic link is elsewhere, and never uses it.
        """
        try:
            return replace_file(self._path, bytes_of(lines), keep=keep, spare=None if self.linked else spare)
        except OSError as error:
            raise StoreError(f"{self._named}: not saved: {reason(error)}; {way_out(error)}") from error
