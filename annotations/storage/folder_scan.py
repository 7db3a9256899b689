"""A look at all files of a store's folder: which of them look otherwise than an index knows them, and what lies beside them.

The folder is gone through in batches, none of which is kept, so that a look at a hundred thousand files takes no more memory
than one at a hundred, and whoever looks beside something that must not wait can `breathe` in between.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from msgspec import Struct, field

from annotations.storage import sync_conflicts
from annotations.storage.file_recovery import UNKNOWN
from annotations.storage.file_stat import ARTICLE_ID, SUFFIX
from annotations.storage.index import AnnotationIndex
from annotations.storage.replace import PREVIOUS, TEMPORARY, Signature

BATCH = 200
Breathe = Callable[[], object]


class Found(Struct):
    """The articles whose files changed, temporary files, and copies that a synchroniser made of conflicts."""

    changed: set[str] = field(default_factory=set)
    stale: list[Path] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)


def look_through(folder: Path, index: Callable[[], AnnotationIndex], breathe: Breathe = tuple) -> Found:
    """Compare every file with what an index knows; `index` is asked for it anew each time, `breathe` is called in between."""
    found, known_here = Found(), 0
    files = _files(folder, found)
    while looks := dict(islice(files, BATCH)):
        known = index().signatures(looks)
        known_here += len(known)
        found.changed |= {article_id for article_id, look in looks.items() if known.get(article_id) != look}
        breathe()
    if index().count() != known_here:
        found.changed |= {article_id for article_id in index().files() if not _is_there(folder, article_id)}
    return found


def refusals(folder: Path) -> list[str]:
    """Return what is wrong with the folder itself, a line each; it need not exist yet."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [f"{folder}: a file is in the way of the notes; move it elsewhere"]
    if not os.access(folder, os.R_OK | os.X_OK | os.W_OK):
        return [f"{folder}: this folder refuses; no note can be read or saved: chmod u+rwx lets you in"]
    return []


def _files(folder: Path, found: Found) -> Iterator[tuple[str, Signature]]:
    """Yield the articles' files with their signatures; a file of which only the previous generation is left has none."""
    try:
        entries = os.scandir(folder)
    except OSError:
        return  # not there yet, or refused, which is among the problems
    with entries:
        for entry in entries:
            stem, suffix = os.path.splitext(entry.name)
            if sync_conflicts.article_of(entry.name):
                found.copies.append(Path(entry.path))
            elif suffix == SUFFIX and ARTICLE_ID.match(stem):
                yield stem, _look_of(entry)
            elif entry.name.startswith(".") and suffix == TEMPORARY:
                found.stale.append(Path(entry.path))
            elif suffix == PREVIOUS and not os.path.lexists(entry.path.removesuffix(PREVIOUS)):
                article_id = stem.removesuffix(SUFFIX)
                if ARTICLE_ID.match(article_id):
                    yield article_id, UNKNOWN


def _is_there(folder: Path, article_id: str) -> bool:
    path = os.path.join(folder, article_id + SUFFIX)
    return os.path.lexists(path) or os.path.lexists(path + PREVIOUS)


def _look_of(entry: os.DirEntry[str]) -> Signature:
    try:
        found = entry.stat()
    except OSError:
        return UNKNOWN
    return found.st_mtime_ns, found.st_size, found.st_ino
