"""The frame of a Project Gutenberg text: title, author and language before it, the licence after it.

The frame is kept as boilerplate. https://www.gutenberg.org/ shows the form of the marker lines.
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
MAX_HEAD_LINES = 400
"""Lines within which the first marker must be."""


class GutenbergFrame(Struct, frozen=True):
    """`first` and `last` are the lines of the text itself, half-open; the rest are fields of the head."""

    first: int
    last: int
    title: str
    author: str
    language: str


def frame_of(lines: Sequence[str]) -> GutenbergFrame | None:
    """Return the frame, or None for a text without one."""
    start = next((n for n, line in enumerate(lines[:MAX_HEAD_LINES]) if START.match(line.strip())), None)
    if start is None:
        return None
    end = next((n for n in range(len(lines) - 1, start, -1) if END.match(lines[n].strip())), len(lines))
    said: dict[str, str] = {}
    for line in lines[:start]:
        found = FIELD.match(line.strip())
        if found:
            said.setdefault(found[1], found[2].strip())
    language = LANGUAGES.get(said.get("Language", "").lower(), "")
    return GutenbergFrame(start + 1, end, said.get("Title", ""), said.get("Author", ""), language)
