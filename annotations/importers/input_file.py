"""An input file as note importers see it: its text, and its content as JSON if it is JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Document:
    r"""The text of one file, without a byte order mark, with lines ended by `\n`."""

    text: str

    @cached_property
    def json(self) -> Any:
        """The content as JSON, or as JSON lines (then a list); None if it is neither."""
        stripped = self.text.strip()
        if not stripped.startswith(("{", "[")):
            return None
        try:
            return json.loads(stripped)
        except (ValueError, RecursionError):
            return self._lines(stripped)

    def _lines(self, stripped: str) -> list[Any] | None:
        """Return JSON lines; a line that cannot be parsed stays a text, so that it can be named as a problem."""
        lines = [line for line in stripped.splitlines() if line.strip()]
        read = [_json(line) for line in lines]
        return read if len(lines) > 1 and sum(isinstance(each, dict) for each in read) > len(lines) // 2 else None

    @cached_property
    def head(self) -> str:
        """The first line that is not blank."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "")


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line
