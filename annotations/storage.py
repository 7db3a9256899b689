"""Where TinyDB's bytes go: each write is whole and on the disk before it is seen, and the generation before it is kept.

A write makes a temporary file beside the target, flushes it to the disk, and renames it over the target; then the folder
itself is flushed. A crash at any moment leaves the old file or the new one, never a part of one.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from tinydb import Storage

from annotations.errors import StoreError, UnreadableFile
from annotations.tables import NoTables, Tables, bytes_of, line_of, tables_of

TEMPORARY = ".part"
PREVIOUS = ".bak"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EPERM, errno.EACCES, errno.EROFS}
Signature = tuple[int, int, int]
"""How a file looks from outside: the time of its last change in nanoseconds, its bytes, its inode."""


class AtomicJSON(Storage):
    """One JSON file, for TinyDB; `path` is followed where it is a symbolic link.

    Reading raises UnreadableFile for a file that is there but holds no tables (torn, empty, `null`, foreign), writing
    StoreError where the disk refuses; the file is then as it was.
    """

    def __init__(self, path: Path) -> None:
        self._named = path
        self._path = real(path)

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

    def write(self, data: Tables) -> None:
        """Replace the file by these tables; durable on return."""
        lines = {
            name: {str(key): line_of(record) for key, record in table.items()} for name, table in data.items() if table
        }
        self.write_lines(lines)

    def write_lines(self, lines: dict[str, dict[str, str]], *, keep: bool = True) -> Signature:
        """The same for records that are encoded already; without `keep` the generation before stays the one it is."""
        try:
            return replace_file(self._path, bytes_of(lines), keep=keep)
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


def replace_file(path: Path, data: bytes, *, keep: bool = True) -> Signature:
    """Put `data` in place of `path`, whole and flushed, its previous generation kept beside it; OSError else."""
    target = str(path)
    folder, name = os.path.split(target)
    temporary = f"{folder}/.{name}.{os.getpid()}{TEMPORARY}"
    try:
        found = _write_flushed(temporary, data)
        previous = _hold(target) if keep else None
        os.replace(temporary, target)
        if previous:
            os.replace(previous, target + PREVIOUS)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    flush_folder(folder)
    return found.st_mtime_ns, found.st_size, found.st_ino


def _write_flushed(path: str, data: bytes) -> os.stat_result:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _hold(path: str) -> str | None:
    """A second name for what `path` is now, or where links are not to be had a copy; None where there is nothing.

    It becomes the `.bak` only once the new generation is in its place, so that the two are never the same file.
    """
    folder, name = os.path.split(path)
    held = f"{folder}/.{name}{PREVIOUS}{TEMPORARY}"
    try:
        _link_anew(path, held)
    except FileNotFoundError:
        return None
    except OSError:
        _write_flushed(held, Path(path).read_bytes())
    return held


def _link_anew(path: str, name: str) -> None:
    try:
        os.link(path, name)
    except FileExistsError:  # of a writer that was killed
        os.unlink(name)
        os.link(path, name)


def put_aside(path: Path) -> Path:
    """Give a damaged file a second name under which it stays, `NAME.damaged-1` or the next that is free."""
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.damaged-{number}")
        try:
            os.link(path, aside)
        except FileExistsError:
            number += 1
        except OSError:  # no links here: a copy
            _write_flushed(str(aside), path.read_bytes())
            return aside
        else:
            return aside


def flush_folder(folder: str | Path) -> None:
    """Put the names in a folder on the disk."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # a platform that opens no folders flushes names by itself
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
