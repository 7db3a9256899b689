"""Reading a foreign file in a test, and what is looked at of it."""

from __future__ import annotations

import json
from typing import Any

from annotations.importers.model import ImportedNote, Reading
from annotations.importers.registry import read_notes


def read(found: Any, name: str = "auto") -> Reading:
    return read_notes(found if isinstance(found, str) else json.dumps(found), name)


def brief(notes: tuple[ImportedNote, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.quote, one.note, one.tags) for one in notes]
