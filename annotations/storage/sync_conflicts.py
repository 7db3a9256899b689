"""Copies that synchronising programs make where two machines changed one file: found by their names, merged, put aside.

Syncthing writes `NAME.sync-conflict-DATE-TIME-DEVICE.EXT` (https://docs.syncthing.net/users/syncing.html#conflicting-changes);
Dropbox, Nextcloud and others put `(... conflicted copy ...)` before the ending.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from annotations.model.annotation import Annotation
from annotations.model.errors import StoreError
from annotations.storage.api import Problem
from annotations.storage.file_recovery import read
from annotations.storage.file_stat import reason
from annotations.storage.merge_result import Union
from annotations.text.lazy_regex import expression

COPY = expression(r"(?P<article>[^\W_].*?)(?:\.sync-conflict-[\w-]+| ?\([^()]*conflict[^()]*\))\.json\Z", re.IGNORECASE)
MERGED = ".merged"
"""The folder, beside the files, into which copies go once they are merged."""

Merge = Callable[[str, Iterable[Annotation]], Union]


def article_of(name: str) -> str | None:
    """Return the article of a conflict copy by the file's name, or None."""
    found = COPY.match(name) if "conflict" in name.lower() else None
    return found["article"] if found else None


def take_in(copy: Path, merge: Merge) -> list[str]:
    """Merge a copy by `merge` and put it aside; what to tell the user. One that cannot be read stays where it is."""
    article_id = article_of(copy.name) or ""
    reading = read(copy, article_id, tuple)
    if reading.state != "whole" or reading.bad:
        return []
    try:
        done = merge(article_id, reading.annotations.values())
        _put_aside(copy)
    except (StoreError, OSError) as error:
        return [str(error) if isinstance(error, StoreError) else f"{copy}: {reason(error)}"]
    what = f"{done.added} new, {done.changed} changed" if done.added or done.changed else "nothing in it was new"
    apart = "; notes edited apart keep both texts" if done.apart else ""
    return [f"{copy.name}: a conflict copy was merged: {what}{apart}"]


def copies_in(folder: Path) -> tuple[Path, ...]:
    """Return the conflict copies in a folder."""
    try:
        return tuple(folder / name for name in sorted(os.listdir(folder)) if article_of(name))
    except OSError:
        return ()


def problem(copy: Path) -> Problem:
    """Return the problem to report for a conflict copy."""
    message = f"{copy}: a conflict copy that cannot be merged whole; it was left as it is"
    return Problem(copy, article_of(copy.name) or "", message)


def _put_aside(copy: Path) -> None:
    aside = copy.parent / MERGED
    aside.mkdir(mode=0o700, exist_ok=True)
    os.replace(copy, aside / copy.name)


def annotations_in(folder: Path, problems: list[str]) -> Iterator[tuple[str, list[Annotation]]]:
    """Article and annotations, tombstones too, of each file and each conflict copy; what is wrong goes to `problems`."""
    for name in sorted(os.listdir(folder)):
        article_id = article_of(name) or name.removesuffix(".json")
        if name.endswith(".json") and not name.startswith("."):
            reading = read(folder / name, article_id, tuple)
            problems += reading.problems
            yield article_id, list(reading.annotations.values())
