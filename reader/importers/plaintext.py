"""Plain text: one article; its first line is the title where an empty line follows it."""

from __future__ import annotations

from pathlib import PurePath

from annotations.source import Source
from reader.article import Draft
from reader.importers.bylines import agency_in, byline_in
from reader.importers.decode import decode
from reader.importers.paragraphs import compose
from reader.text.clean import clean_line, clean_text

LONGEST_TITLE = 200


class PlainTextImporter:
    """Takes any text."""

    name = "text"

    def recognises(self, data: bytes, name: str) -> float:
        """A little: whatever nothing else wants."""
        return 0.1

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """One draft."""
        lines = clean_text(decode(data)).strip().split("\n")
        title, body = _title(lines, origin)
        text, blocks = compose(body)
        if not text:
            text, blocks = compose(lines)
        source = Source(title=title, kind="webpage")
        byline, agency = byline_in(text, title), agency_in(text)
        return (
            [Draft(text=text, source=source, blocks=blocks, byline=byline, agency=agency, origin=origin)]
            if text
            else []
        )


def _title(lines: list[str], origin: str) -> tuple[str, list[str]]:
    first = clean_line(lines[0])
    if len(lines) > 2 and not lines[1].strip() and len(first) <= LONGEST_TITLE and first:
        return first, lines[1:]
    name = clean_line(PurePath(origin).stem.replace("_", " ").replace("-", " "))
    return name or "Untitled", lines
