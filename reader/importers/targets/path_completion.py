"""Paths as they are typed: what a beginning can become, and which targets a whole line names."""

from __future__ import annotations

import os
import shlex
from itertools import islice
from pathlib import Path

from reader.importers.targets.targets import is_address

MOST_ENTRIES = 5_000
"""Entries of a folder that are looked at."""


def completions(typed: str, limit: int = 50) -> list[str]:
    """Return the paths that begin so, folders first and with a slash; hidden ones only after a dot."""
    folder, _, beginning = typed.rpartition("/")
    place = Path(f"{folder}/" if folder or typed.startswith("/") else ".")
    try:
        with os.scandir(place.expanduser()) as entries:
            found = [(entry.name, entry.is_dir()) for entry in islice(entries, MOST_ENTRIES)]
    except (OSError, ValueError, RuntimeError):
        return []
    wanted = beginning.casefold()
    fitting = [
        (not is_folder, name.casefold(), name + "/" * is_folder)
        for name, is_folder in found
        if name.casefold().startswith(wanted) and (beginning.startswith(".") or not name.startswith("."))
    ]
    head = typed[: len(typed) - len(beginning)]
    return [head + name for _, _, name in sorted(fitting)[:limit]]


def completed(typed: str) -> str:
    """Return the line after Tab: as far as all completions agree, else the first of them."""
    if is_address(typed):
        return typed
    offers = completions(typed)
    if not offers:
        return typed
    common = os.path.commonprefix(offers)  # noqa: RUF071 - letter by letter is what Tab means
    return common if len(common) > len(typed) else offers[0]


def targets_in(line: str) -> list[str]:
    """Return the targets in a line: a path that may contain spaces, several in quotes as terminals paste them, or URLs."""
    line = line.strip()
    if not line:
        return []
    if all(is_address(part) for part in line.split()):
        return line.split()
    if _exists(line):
        return [line]
    try:
        parts = shlex.split(line)
    except ValueError:
        return [line]
    return parts if parts and all(_exists(part) or is_address(part) for part in parts) else [line]


def _exists(path: str) -> bool:
    try:
        return Path(path).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False
