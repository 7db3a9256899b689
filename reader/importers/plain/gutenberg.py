"""What Project Gutenberg writes around a text: title, author and language before it, its licence behind it.

The frame is kept, as boilerplate. See https://www.gutenberg.org/ for the form of the marker lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

START = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG .*?\*\*\*", re.I)
END = re.compile(r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG .*?\*\*\*", re.I)
FIELD = re.compile(r"(Title|Author|Language|Editor|Translator): +(.*)")
LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl",
    "portuguese": "pt", "finnish": "fi", "swedish": "sv", "latin": "la", "greek": "el", "chinese": "zh",
    "japanese": "ja"}  # fmt: skip
LONGEST_HEAD = 400
"""Lines in which the first marker must stand."""


class Frame(Struct, frozen=True):
    """`first` and `last` are the lines of the text itself, half-open; the rest is what the head says."""

    first: int
    last: int
    title: str
    author: str
    language: str


def frame_of(lines: Sequence[str]) -> Frame | None:
    """The frame, or None for a text that has none."""
    start = next((n for n, line in enumerate(lines[:LONGEST_HEAD]) if START.match(line.strip())), None)
    if start is None:
        return None
    end = next((n for n in range(len(lines) - 1, start, -1) if END.match(lines[n].strip())), len(lines))
    said: dict[str, str] = {}
    for line in lines[:start]:
        found = FIELD.match(line.strip())
        if found:
            said.setdefault(found[1], found[2].strip())
    language = LANGUAGES.get(said.get("Language", "").lower(), "")
    return Frame(start + 1, end, said.get("Title", ""), said.get("Author", ""), language)
