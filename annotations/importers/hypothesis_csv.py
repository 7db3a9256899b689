"""Hypothesis as CSV or TSV, as its client exports it: a row for each annotation, highlight, page note and reply."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from annotations.importers.csv_table import cell, columns, rows, whole_row
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.model.source import Source

SIGN = {"url", "comment"}
QUOTE = ("quote/description", "quote", "highlight")
KIND = ("type", "annotation/reply type")


def recognises(document: Document) -> bool:
    """Return whether the columns are Hypothesis's."""
    found = set(columns(document.head))
    return found >= SIGN and bool(found & set(QUOTE))


def read(document: Document) -> Reading:
    return read_each(rows(document.text), _note, "row")


def _note(entry: object) -> Iterator[ImportedNote]:
    row = whole_row(entry)
    reply = cell(row, *KIND).lower() == "reply"
    note = ImportedNote(
        quote=cell(row, *QUOTE),
        note=cell(row, "comment"),
        tags=tuple(tag.strip() for tag in cell(row, "tags").split(",") if tag.strip()),
        created=time_of(cell(row, "created at", "created", "date")),
        source=Source(title=cell(row, "title"), kind="webpage", url=cell(row, "url")),
    )
    author = cell(row, "author")
    yield replace(note, note=f"{author}: {note.note}") if reply and author else note


FORMAT = NoteFormat("Hypothesis CSV", recognises, read)
