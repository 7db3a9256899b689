"""Readwise as CSV: its export (`Highlight, Book Title, …`) and the table that it imports (`Highlight, Title, …`).

A note may begin with inline tags, `.tag`, as Readwise's own apps write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.importers.coerce import color_of, names_of
from annotations.importers.csv_table import cell, columns, rows, whole_row
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.markup.csv_cells import restore
from annotations.model.source import Source

TITLES = ("book title", "title")
INLINE = re.compile(r"\A((?:\s*\.[^\W\d_][\w/-]*(?=\s|\Z))+)\s*")


def recognises(document: Document) -> bool:
    """Return whether there are columns of highlights and titles."""
    found = set(columns(document.head))
    return "highlight" in found and bool(found & set(TITLES))


def read(document: Document) -> Reading:
    return read_each(rows(document.text), _note, "row")


def _note(entry: object) -> Iterator[ImportedNote]:
    row = {name: restore(value) for name, value in whole_row(entry).items()}
    note = cell(row, "note")
    inline = INLINE.match(note)
    tags = [tag.strip() for tag in cell(row, "tags").split(",")]
    if inline:
        note = note[inline.end() :]
        tags += [tag.strip().removeprefix(".") for tag in inline[1].split()]
    url = cell(row, "url", "source url")
    yield ImportedNote(
        quote=cell(row, "highlight"),
        note=note,
        tags=tuple(dict.fromkeys(tag.removeprefix(".") for tag in tags if tag)),
        color=color_of(cell(row, "color")),
        created=time_of(cell(row, "highlighted at", "date")),
        source=Source(
            title=cell(row, *TITLES),
            kind="webpage" if url else "book",
            authors=names_of(cell(row, "book author", "author")),
            url=url,
        ),
    )


FORMAT = NoteFormat("Readwise CSV", recognises, read)
