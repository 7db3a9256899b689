"""Where TinyDB's bytes go, and what the disk says: each write is whole and on the disk before it is seen."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from tinydb import Storage

from annotations.errors import StoreError, UnreadableFile
from annotations.replacing import TEMPORARY, Signature, replace_file
from annotations.tables import NoTables, Tables, bytes_of, line_of, tables_of

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EPERM, errno.EACCES, errno.EROFS}


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
        """The tables, or None where there is no file yet."""
        try:
            return tables_of(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except NoTables as error:
            raise UnreadableFile(f"{self._named}: the file is {error}; it was left as it is") from error
        except OSError as error:
            raise UnreadableFile(f"{self._named}: {reason(error)}; it was left as it is") from error

    def left_behind(self) -> Iterator[Path]:
        """What killed writers of it left beside the file itself."""
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
        """The same for records that are encoded already; without `keep` the generation before stays the one it is.

        For `spare` see `replace_file`; what is a symbolic link is elsewhere, and never uses it.
        """
        try:
            return replace_file(self._path, bytes_of(lines), keep=keep, spare=None if self.linked else spare)
        except OSError as error:
            raise StoreError(f"{self._named}: not saved: {reason(error)}; {way_out(error)}") from error


def real(path: Path) -> Path:
    """The file itself, where `path` is a link to it."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path


def signature_of(path: Path | str) -> Signature | None:
    """How a file looks now; None where there is none, or it cannot be asked."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def reason(error: OSError) -> str:
    """What the system says, as a part of a sentence."""
    return (error.strerror or type(error).__name__).lower()


def way_out(error: OSError) -> str:
    """What one can do about it, and that nothing was damaged."""
    if error.errno in FULL:
        return "make room and save again; what was there is unharmed"
    if error.errno in REFUSED:
        return "give yourself the right to write there (chmod u+w) and save again; what was there is unharmed"
    return "what was there is unharmed"
