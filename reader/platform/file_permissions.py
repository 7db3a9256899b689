"""Permissions of the library's files: nobody but the owner may read them (files 0600, folders 0700)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reader.config.paths import Home

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def loose(home: Home) -> list[Path]:
    """Return the files and folders of a home that other users may read or write; none on platforms without such rights."""
    return [] if os.name != "posix" else [path for path in _library_paths(home) if _mode(path) & OTHERS]


def exposed(home: Home) -> Path | None:
    """Return the outermost folder that other users can enter, or None if the home is closed to them."""
    if os.name != "posix":
        return None
    folders = (home.root, home.annotations, home.drafts, home.backups)
    return next((folder for folder in folders if _mode(folder) & OTHERS), None)


MAX_NAMED_FILES = 20
"""Files that are named in a report; the rest is only counted."""


def tighten(paths: list[Path]) -> list[str]:
    """Take all rights from other users and return a line for each file; files that the system refuses are left out."""
    kept = []
    for path in paths:
        with suppress(OSError):
            os.chmod(path, _mode(path) & ~OTHERS)
            kept.append(path)
    lines = [f"{path}: only you can read it now" for path in kept[:MAX_NAMED_FILES]]
    return lines + (
        [f"{len(kept) - MAX_NAMED_FILES:,} more files: only you can read them now"]
        if len(kept) > MAX_NAMED_FILES
        else []
    )


def _library_paths(home: Home) -> Iterator[Path]:
    if home.root.is_dir():
        yield home.root
    for folder in (home.annotations, home.drafts, home.backups):
        if folder.is_dir():
            yield folder
            yield from sorted(folder.rglob("*"))
    yield from (path for path in sorted(home.root.glob("*")) if path.is_file())


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
