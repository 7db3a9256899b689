"""Reading a foreign file in a test, and what is looked at of it."""

from __future__ import annotations

import json
from typing import Any

from annotations.importers.model import ForeignNote, Reading
from annotations.importers.registry import read_foreign


def read(found: Any, name: str = "auto") -> Reading:
    return read_foreign(found if isinstance(found, str) else json.dumps(found), name)


def brief(notes: tuple[ForeignNote, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.quote, one.note, one.tags) for one in notes]
