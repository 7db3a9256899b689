"""The CSV that Readwise imports (https://readwise.io/import_bulk): its column names, tags inline as `.tag`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions, Format
from annotations.markup.csv_cells import defuse

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
NOT_IN_TAGS = re.compile(r"[^\w/-]+")


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return a row for each excerpt; Location is its place in the article, by which Readwise sorts."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in excerpts:
        own, source = one.annotation, one.source
        authors = "; ".join(name.display() for name in source.authors)
        place = str(one.span.start) if one.span else ""
        date = own.created.strftime("%Y-%m-%d %H:%M:%S")
        row = (own.target.quote.exact, source.title, authors or source.container, source.url, _note(one), place, date)
        writer.writerow([defuse(cell) for cell in row])
    return output.getvalue()


def _note(one: Excerpt) -> str:
    """Return the note, with Readwise's inline tags in front."""
    tags = (NOT_IN_TAGS.sub("_", tag).strip("_-/") for tag in one.annotation.tags)
    inline = " ".join(f".{tag}" for tag in tags if tag)
    return "\n".join(part for part in (inline, one.annotation.note) if part)


FORMAT = Format("Readwise CSV", "csv", render)
