"""A foreign file as its readers see it: its text, and what it is as JSON, where it is that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Document:
    """The text of one file, without a byte order mark, its lines ended by a newline alone."""

    text: str

    @cached_property
    def json(self) -> Any:
        """What the text holds as JSON, or as JSON lines (then a list); None where it is neither."""
        stripped = self.text.strip()
        if not stripped.startswith(("{", "[")):
            return None
        try:
            return json.loads(stripped)
        except (ValueError, RecursionError):
            return self._lines(stripped)

    def _lines(self, stripped: str) -> list[Any] | None:
        """JSON lines; a line that cannot be read stands for itself, so that its reader can name it."""
        lines = [line for line in stripped.splitlines() if line.strip()]
        read = [_json(line) for line in lines]
        return read if len(lines) > 1 and sum(isinstance(each, dict) for each in read) > len(lines) // 2 else None

    @cached_property
    def head(self) -> str:
        """The first line that says something."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "")


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line
