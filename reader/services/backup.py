"""Everything in one zip file, and back again.

The zip holds `library.db` as one consistent copy, the folders `annotations/`, `drafts/` and `reports/`, the settings, and a
`manifest.json` with the SHA-256 of each, by which it is checked when it was written and before anything is restored.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotations.storage.file_stat import real
from annotations.storage.file_store import SPARE, TinyStore
from annotations.storage.replace import replace_file
from reader.config.paths import Home
from reader.errors import ReaderError
from reader.library.db.database_file import is_earlier

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20
"""Bytes that are read at a time: a library may be larger than the memory."""
LIBRARY, SETTINGS = "library.db", "config.toml"
NOT_KEPT = (".lock", SPARE)
NAME = re.compile(r"(?:library\.db|config\.toml|(?:annotations|drafts|reports)/(?:\.merged/)?[^/\\\0]{1,255})\Z")


def back_up(home: Home, path: Path, now: datetime, settings: Path | None = None) -> int:
    """Write everything to the zip `path`, which must not be there yet; how many files. ReaderError names what failed."""
    if path.exists():
        raise ReaderError(f"{path}: file exists; not overwritten")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w+b") as file:
            count = _write(home, file, now, settings)
            file.flush()
            os.fsync(file.fileno())
        _checked(temporary)
        os.replace(temporary, path)
    except (OSError, zipfile.BadZipFile) as error:
        raise ReaderError(f"{path}: no backup was written: {_reason(error)}") from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    return count


def back_up_before(home: Home, what: str, now: datetime, settings: Path | None = None) -> Path:
    """Back up into the home's own folder before a risky change; return the file's path."""
    home.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem = f"before-{what}-{now:%Y%m%d-%H%M%S}"
    names = (home.backups / f"{stem}{f'-{n}' if n else ''}.zip" for n in range(1_000))
    path = next(name for name in names if not name.exists())
    back_up(home, path, now, settings)
    return path


def back_up_before_migration(home: Home, now: datetime) -> Path | None:
    """Back up a library of an earlier format before opening migrates it; None if it is current."""
    return back_up_before(home, "update", now) if is_earlier(home.library_db) else None


def restore(home: Home, path: Path, now: datetime, settings: Path) -> tuple[int, Path | None]:
    """Put everything back as it was in the zip `path`; how many files, and the backup of what was there before."""
    names = _checked(path)
    kept = back_up_before(home, "restore", now) if home.library_db.exists() or home.annotations.exists() else None
    home.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with zipfile.ZipFile(path) as archive, TinyStore(home.annotations).quiet():
            if LIBRARY in names:
                _restore_library(home, archive)
            _restore_folders(home, archive, [name for name in names if name not in (LIBRARY, SETTINGS)])
            if SETTINGS in names and not settings.exists():
                settings.parent.mkdir(parents=True, exist_ok=True)
                replace_file(settings, archive.read(SETTINGS), keep=False)
    except (OSError, sqlite3.Error) as error:
        way = f"; what was there is in {kept}" if kept else ""
        raise ReaderError(f"{path}: not restored: {_reason(error)}{way}") from error
    return len(names), kept


def _write(home: Home, file: Any, now: datetime, settings: Path | None) -> int:
    sums: dict[str, str] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, ExitStack() as held:
        if home.annotations.is_dir():
            held.enter_context(TinyStore(home.annotations).quiet())
        library = held.enter_context(tempfile.TemporaryDirectory())
        for name, path in _contents(home, settings, Path(library) / LIBRARY):
            sums[name] = _put_in(archive, name, path)
        manifest = {"format": FORMAT, "written": now.isoformat(), "sha256": sums}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return len(sums)


def _contents(home: Home, settings: Path | None, copy: Path) -> Iterator[tuple[str, Path]]:
    """Yield the names in a backup and the files to read; a copy of the database is made at `copy`."""
    if home.library_db.exists():
        yield LIBRARY, _library_copy(home.library_db, copy)
    for folder in (home.annotations, home.drafts, home.reports):
        for path in sorted(folder.rglob("*")):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            if path.is_file() and path.name not in NOT_KEPT and not path.name.endswith(".part") and NAME.match(name):
                yield name, path
    if settings is not None and settings.is_file():
        yield SETTINGS, settings


def _library_copy(path: Path, copy: Path) -> Path:
    """One consistent copy of the database; of one that SQLite cannot read, the file itself."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy
    except sqlite3.Error:
        return path


def _put_in(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Put a file into the zip, a piece at a time; its SHA-256."""
    found = sha256()
    with path.open("rb") as source, archive.open(_head(name), "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            found.update(piece)
            target.write(piece)
    return found.hexdigest()


def _head(name: str) -> zipfile.ZipInfo:
    head = zipfile.ZipInfo(name, time.localtime()[:6])
    head.compress_type = zipfile.ZIP_DEFLATED
    return head


def _sum_of(archive: zipfile.ZipFile, name: str) -> str:
    found = sha256()
    with archive.open(name) as source:
        while piece := source.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def _checked(path: Path) -> list[str]:
    """Return the names in a backup after checking each; ReaderError if it is none or is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["format"] > FORMAT:
                raise ReaderError(f"{path}: written by a later glossator; update glossator to restore it")
            for name, digest in manifest["sha256"].items():
                if not NAME.match(name) or ".." in name or _sum_of(archive, name) != digest:
                    raise ReaderError(f"{path}: {name} in this backup is damaged; nothing was changed")
            return list(manifest["sha256"])
    except OSError as error:
        raise ReaderError(f"{path}: {_reason(error)}") from error
    except (
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise ReaderError(f"{path}: no whole backup of glossator's; nothing was changed") from error
    except zlib.error as error:
        raise ReaderError(f"{path}: this backup is damaged; nothing was changed") from error


def _restore_library(home: Home, archive: zipfile.ZipFile) -> None:
    """Replace the database page by page, so that other windows always see a whole library."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(archive.extract(LIBRARY, folder))
        try:
            _copy_pages(copy, home.library_db)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # what is there is no database; it is in the backup made before
            for path in home.root.glob(f"{LIBRARY}*"):
                path.unlink()
            _copy_pages(copy, home.library_db)


def _copy_pages(source: Path, target: Path) -> None:
    if not target.exists():
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target, timeout=5)) as other:
        one.backup(other)


def _restore_folders(home: Home, archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    """Restore exactly the annotation files of the backup; existing drafts stay."""
    for name in names:
        path = home.root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(real(path), archive.read(name), keep=False)
    kept = set(names)
    for path in home.annotations.rglob("*"):
        name = f"annotations/{path.relative_to(home.annotations).as_posix()}"
        if path.is_file() and path.name not in NOT_KEPT and name not in kept:
            path.unlink()


def _reason(error: Exception) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
