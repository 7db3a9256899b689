"""glossator's CSV export, read back; the apostrophe that defused a cell is removed again."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.importers.coerce import color_of
from annotations.importers.csv_table import cell, columns, rows, whole_row
from annotations.importers.dates import time_of
from annotations.importers.glossator_json import source_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.markup.csv_cells import restore

SIGN = frozenset({"id", "key", "article", "quote", "note", "tags", "citation"})


def recognises(document: Document) -> bool:
    """Return whether the columns are those of the export."""
    return set(columns(document.head)) >= SIGN


def read(document: Document) -> Reading:
    return read_each(rows(document.text), _note, "row")


def _note(entry: object) -> Iterator[ImportedNote]:
    row = {name: restore(value) for name, value in whole_row(entry).items()}
    said = {"title": cell(row, "title"), "container": cell(row, "container"), "url": cell(row, "url")}
    authors = [part for part in cell(row, "authors").split("; ") if part]
    start, end = cell(row, "start"), cell(row, "end")
    yield ImportedNote(
        quote=cell(row, "quote"),
        note=cell(row, "note"),
        tags=tuple(tag for tag in cell(row, "tags").split(", ") if tag),
        color=color_of(cell(row, "color")),
        start=int(start) if start.isdecimal() else None,
        end=int(end) if end.isdecimal() else None,
        created=time_of(cell(row, "created")),
        modified=time_of(cell(row, "modified")),
        source=source_of({**said, "authors": authors, "issued": cell(row, "date")}),
        own_id=cell(row, "id"),
        article_id=cell(row, "article"),
        quotation=cell(row, "quotation"),
    )


FORMAT = NoteFormat("glossator's own CSV", recognises, read)
