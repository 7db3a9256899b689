"""Putting a file in the place of another: whole and on the disk before it is seen, the generation before kept beside it.

A write fills a file beside the target, flushes it to the disk, and renames it over the target; then the folder itself is
flushed. A crash at any moment leaves the old file or the new one, never a part of one. Where a writer has a spare file
the new generation is written into that, and the generation that falls out becomes the next spare: no file is then made or
deleted, which is half of what a save costs where the disk is quick.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".part"
PREVIOUS = ".bak"
Signature = tuple[int, int, int]
"""How a file looks from outside: the time of its last change in nanoseconds, its bytes, its inode."""
FILL = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
DATED = os.utime in os.supports_fd
"""Whether a file that is written can be given an exact time, without which a second use of it could pass for the first."""


def replace_file(path: Path, data: bytes, *, keep: bool = True, spare: str | None = None) -> Signature:
    """Put `data` in place of `path`, whole and flushed, its previous generation kept beside it; OSError else.

    `spare` is a file in the same folder that only the one writer of that folder uses; it is made where there is none.
    """
    target = str(path)
    folder, name = os.path.split(target)
    spare = spare if keep and DATED else None
    temporary = spare or f"{folder}/.{name}.{os.getpid()}{TEMPORARY}"
    try:
        found = _fill(temporary, data) if spare else _write_flushed(temporary, data)
        previous = _hold(target) if keep else None
        os.replace(temporary, target)
        if previous:
            _keep(previous, target + PREVIOUS, spare)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    flush_folder(folder)
    return found.st_mtime_ns, found.st_size, found.st_ino


def _fill(spare: str, data: bytes) -> os.stat_result:
    """Write into a file of which nobody else knows; into a new one where this one has a second name or is open to others.

    Its time is set to the nanosecond, or it would look like what it was where it is filled again within a tick of the
    system's clock; a file system that keeps coarser times gets a new file each time.
    """
    now = time.time_ns()
    descriptor = _opened(spare)
    try:
        _write_all(descriptor, data)
        if os.fstat(descriptor).st_size > len(data):
            os.ftruncate(descriptor, len(data))
        os.utime(descriptor, ns=(now, now))
        os.fsync(descriptor)
        found = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if found.st_mtime_ns == now:
        return found
    os.unlink(spare)
    return _write_flushed(spare, data)


def _opened(spare: str) -> int:
    with suppress(OSError):  # somebody else's, or a link: taken away below
        descriptor = os.open(spare, FILL, 0o600)
        found = os.fstat(descriptor)
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and stat.S_IMODE(found.st_mode) == 0o600:
            return descriptor
        os.close(descriptor)
    with suppress(FileNotFoundError):
        os.unlink(spare)
    return os.open(spare, FILL | os.O_EXCL, 0o600)


def _write_flushed(path: str, data: bytes) -> os.stat_result:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _write_all(descriptor, data)
        os.fsync(descriptor)
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _keep(previous: str, kept: str, spare: str | None) -> None:
    if spare:
        with suppress(OSError):  # the first of all has nothing before it, and what stays is only replaced
            os.replace(kept, spare)
    os.replace(previous, kept)


def _hold(path: str) -> str | None:
    """Keep a hard link to what `path` is now, or a copy where links are not supported; None if there is no file.

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
