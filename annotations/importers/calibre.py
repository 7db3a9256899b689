"""calibre's exports: `calibre_annotation_collection` of its library, `calibre_highlights` of its viewer.

Entries are flat or hold an `annotation`; they name no title, so that entries of one `book_id` are kept together and find
their article by their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.importers.coerce import color_of, listed, names_of, record, text
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.model.source import Source

KINDS = frozenset({"calibre_annotation_collection", "calibre_highlights"})


def recognises(document: Document) -> bool:
    """Return whether calibre says that it wrote this, or the entries have its fields."""
    found = document.json
    if isinstance(found, Mapping) and found.get("type") in KINDS:
        return True
    entries = _entries(found)
    return any(isinstance(each, Mapping) and "highlighted_text" in {**_inner(each), **each} for each in entries[:20])


def read(document: Document) -> Reading:
    """Return every highlight; removed ones and bookmarks are left out."""
    return read_each(_entries(document.json), _note, "annotation")


def _entries(found: object) -> list[Any]:
    if isinstance(found, Mapping):
        return next((listed(found[name]) for name in ("annotations", "highlights") if name in found), [])
    return listed(found)


def _inner(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = entry.get("annotation")
    return inner if isinstance(inner, Mapping) else {}


def _note(entry: object) -> Iterator[ImportedNote]:
    outer = record(entry)
    own = {**outer, **_inner(outer)}
    if own.get("removed") or own.get("type", "highlight") != "highlight":
        return
    style = own.get("style")
    style = style if isinstance(style, Mapping) else {}
    identity = text(own, "uuid")
    yield ImportedNote(
        quote=text(own, "highlighted_text"),
        note=text(own, "notes"),
        color=color_of(text(style, "which", "background-color")),
        created=time_of(own.get("timestamp")),
        source=Source(
            title=text(outer, "book_title", "title", "book"),
            kind="book",
            authors=names_of(outer.get("book_authors", outer.get("authors"))),
        ),
        id=f"calibre:{identity}" if identity else "",
        group=f"calibre:{text(outer, 'book_id')}",
    )


FORMAT = NoteFormat("calibre's annotations", recognises, read)
