"""Whether others on this machine can read the notes: files are to be 0600, folders 0700."""

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
    return [] if os.name != "posix" else [path for path in _ours(home) if _mode(path) & OTHERS]


def exposed(home: Home) -> Path | None:
    """Return the outermost folder that other users can enter, or None if the home is closed to them."""
    if os.name != "posix":
        return None
    folders = (home.root, home.annotations, home.drafts, home.backups)
    return next((folder for folder in folders if _mode(folder) & OTHERS), None)


TOLD = 20
"""Files that are named; of more it is said how many there are."""


def tighten(paths: list[Path]) -> list[str]:
    """Keep others out; a line for each. What the system refuses stays, and is found again."""
    kept = []
    for path in paths:
        with suppress(OSError):
            os.chmod(path, _mode(path) & ~OTHERS)
            kept.append(path)
    told = [f"{path}: only you can read it now" for path in kept[:TOLD]]
    return told + ([f"{len(kept) - TOLD:,} more files: only you can read them now"] if len(kept) > TOLD else [])


def _ours(home: Home) -> Iterator[Path]:
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
