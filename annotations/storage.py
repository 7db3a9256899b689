"""Where TinyDB's bytes go: each write is whole and on the disk before it is seen, and the generation before it is kept.

A write makes a temporary file beside the target, flushes it to the disk, and renames it over the target; then the folder
itself is flushed. A crash at any moment leaves the old file or the new one, never a part of one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from tinydb import Storage

from annotations.errors import StoreError, UnreadableFile

Tables = dict[str, dict[str, Any]]
TEMPORARY = ".part"
PREVIOUS = ".bak"


class AtomicJSON(Storage):
    """One JSON file; `path` is followed where it is a symbolic link.

    Reading raises UnreadableFile for a file that is there but holds no tables (torn, empty, `null`, foreign), writing
    StoreError where the disk refuses; the file is then as it was.
    """

    def __init__(self, path: Path) -> None:
        self._named = path
        self._path = Path(os.path.realpath(path))
        self._pending: Tables | None = None
        self._batching = False

    def read(self) -> Tables | None:
        """The tables, or None where there is no file yet."""
        if self._pending is not None:
            return self._pending
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnreadableFile(f"{self._named}: {_reason(error)}; it was left as it is") from error
        return tables_of(data, self._named)

    def write(self, data: Tables) -> None:
        """Replace the file by these tables; durable on return, unless a batch is under way."""
        if self._batching:
            self._pending = data
        else:
            self._commit(data)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything written inside reaches the disk as one write at the end, or, after an error, not at all."""
        self._batching, self._pending = True, None
        try:
            yield
            self._batching = False
            self._finish()
        finally:
            self._batching, self._pending = False, None

    def _finish(self) -> None:
        if self._pending is not None:
            self._commit(self._pending)

    def _commit(self, data: Tables) -> None:
        try:
            encoded = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1).encode()
        except ValueError as error:
            raise StoreError(f"{self._named}: this cannot be saved: {error}") from error
        try:
            replace_file(self._path, encoded)
        except OSError as error:
            raise StoreError(f"{self._named}: not saved: {_reason(error)}; what was there is unharmed") from error


def tables_of(data: bytes, path: Path) -> Tables:
    """The tables that a file's bytes hold; UnreadableFile, naming `path`, where they hold none."""
    try:
        tables = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        what = "empty" if not data.strip() else f"damaged ({type(error).__name__})"
        raise UnreadableFile(f"{path}: the file is {what}; {_way_out()}") from error
    whole = isinstance(tables, dict) and all(isinstance(table, dict) for table in tables.values())
    if not whole or not all(key.isdecimal() for table in tables.values() for key in table):
        raise UnreadableFile(f"{path}: the file holds no annotations; {_way_out()}")
    return {name: {key: _record(record) for key, record in table.items()} for name, table in tables.items()}


def _record(record: object) -> dict[str, Any]:
    """A record as TinyDB needs it; what is none is kept under a name of its own, to be passed over and named."""
    return record if isinstance(record, dict) else {"unreadable": record}


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of `path`, whole and flushed, its previous generation kept beside it; OSError else."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_previous(path)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(path.parent)


def _keep_previous(path: Path) -> None:
    """`path` stays where it is; a second name for it, or where links are not to be had a copy, becomes the `.bak`."""
    if not path.exists():
        return
    kept = path.with_name(path.name + PREVIOUS)
    temporary = path.with_name(f".{path.name}{PREVIOUS}{TEMPORARY}")
    with suppress(FileNotFoundError):
        temporary.unlink()
    try:
        os.link(path, temporary)
    except OSError:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    os.replace(temporary, kept)


def _flush_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # a platform that opens no folders flushes names by itself
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _way_out() -> str:
    return "it was left as it is, `gloss doctor --repair` puts it aside and takes up its .bak"
