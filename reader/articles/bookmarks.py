"""Bookmarks of one article: its marks by letter, and the last selection.

Each place keeps the first characters of the text there, so that it is found again in a text that has changed a little.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

PLACE_CONTEXT_CHARACTERS = 24
"""Code points of the text that are kept with a place."""


class Place(Struct, frozen=True):
    """A code point offset, and the words from there on."""

    offset: int
    words: str

    @classmethod
    def of(cls, text: str, offset: int) -> Place:
        """Return the place at `offset`."""
        return cls(offset, text[offset : offset + PLACE_CONTEXT_CHARACTERS])

    def find(self, text: str) -> int | None:
        """Return the offset of the words in `text`: the kept offset if they stand there, else the nearest; None if absent."""
        if self.words and text[self.offset : self.offset + len(self.words)] == self.words:
            return self.offset
        before = text.rfind(self.words, 0, self.offset) if self.words else -1
        after = text.find(self.words, self.offset) if self.words else -1
        found = [place for place in (before, after) if place >= 0]
        return min(found, key=lambda place: abs(place - self.offset), default=None)


class Trail(Struct, frozen=True):
    """The marks of one article by letter, and the two ends and the unit of its last selection."""

    marks: Mapping[str, Place] = field(default_factory=dict)
    selected: tuple[Place, Place, str] | None = None

    def marked(self, letter: str, place: Place) -> Trail:
        """Return the bookmarks with one more mark."""
        return replace(self, marks={**self.marks, letter: place})

    def to_json(self) -> str:
        """Return the bookmarks as a JSON string that `from_json` reads."""
        marks = {letter: [place.offset, place.words] for letter, place in self.marks.items()}
        ends = [[place.offset, place.words] for place in self.selected[:2]] if self.selected else []
        unit = self.selected[2] if self.selected else ""
        return json.dumps({"marks": marks, "selected": ends, "unit": unit}, ensure_ascii=False)

    @classmethod
    def from_json(cls, kept: str) -> Trail:
        """Read what `to_json` returned; empty bookmarks if it cannot be read."""
        try:
            data = json.loads(kept or "{}")
            marks = {str(letter): _place(place) for letter, place in data.get("marks", {}).items()}
            ends = [_place(place) for place in data.get("selected", [])]
            selected = (ends[0], ends[1], str(data.get("unit", ""))) if len(ends) == 2 else None
        except (ValueError, TypeError, AttributeError, IndexError, KeyError):
            return cls()
        return cls(marks, selected)


def _place(kept: Any) -> Place:
    return Place(max(0, int(kept[0])), str(kept[1]))
