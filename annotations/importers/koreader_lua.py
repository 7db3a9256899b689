"""KOReader's own `metadata.*.lua` beside a book: `annotations` (since 2024), or `highlight` with `bookmarks` before that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from annotations.importers import lua_literals
from annotations.importers.coerce import color_of, record, text
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.koreader import book_of
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.model.errors import UnknownNoteFormat
from annotations.model.source import Source

SIGN = re.compile(r"\A(?:\s+|--[^\n]*\n)*return\s*\{")
AUTOMATIC_NOTE = re.compile(
    r"\A(?:Page|Seite|Página|Pagina|Страница|页面?|第)\b.*? @ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\Z", re.DOTALL
)
"""The text that an old KOReader wrote for a highlight without a note."""


def recognises(document: Document) -> bool:
    """Return whether a Lua table is returned that mentions highlights."""
    words = ('"annotations"', '"highlight"', '"bookmarks"', "annotations =", "doc_props", "doc_path")
    return bool(SIGN.match(document.text)) and any(word in document.text for word in words)


def read(document: Document) -> Reading:
    """Return every highlight of the book; UnknownNoteFormat if the file is no table."""
    try:
        found = lua_literals.loads(document.text)
    except (lua_literals.LuaError, RecursionError) as error:
        raise UnknownNoteFormat(f"the Lua table cannot be read: {error}") from error
    if not isinstance(found, Mapping):
        raise UnknownNoteFormat("the Lua table holds no book")
    source = _source(found)
    if found.get("annotations"):
        entries = _values(found["annotations"])
        return read_each(entries, lambda entry: _note(record(entry), source))
    return read_each(_old(found), lambda entry: _note(record(entry), source))


def _values(table: object) -> list[Any]:
    return list(table.values()) if isinstance(table, Mapping) else list(table) if isinstance(table, list) else []


def _source(found: Mapping[str, Any]) -> Source:
    said: dict[str, Any] = {}
    for name in ("stats", "doc_props"):
        part = found.get(name)
        said |= {key: value for key, value in part.items() if value} if isinstance(part, Mapping) else {}
    path = text(found, "doc_path")
    stem = re.sub(r"\.\w{1,5}\Z", "", path.rsplit("/", 1)[-1])
    return book_of(text(said, "title") or stem, said.get("authors"))


def _old(found: Mapping[str, Any]) -> list[Any]:
    """Return the highlights of each page; a note is in the bookmark with the same time."""
    notes: dict[str, str] = {}
    for mark in _values(found.get("bookmarks")):
        if isinstance(mark, Mapping):
            said = text(mark, "text")
            notes[text(mark, "datetime")] = "" if AUTOMATIC_NOTE.match(said) else said
    entries = []
    for page in _values(found.get("highlight")):
        for entry in _values(page):
            known = isinstance(entry, Mapping)
            entries.append({**entry, "note": notes.get(text(entry, "datetime"), "")} if known else entry)
    return entries


def _note(entry: Mapping[str, Any], source: Source) -> Iterator[ImportedNote]:
    """Yield one highlight; an entry without a `drawer` is a bookmark, whose words KOReader made up."""
    if "drawer" not in entry and "pos0" not in entry:
        return
    updated = time_of(entry.get("datetime_updated"))
    yield ImportedNote(
        quote=text(entry, "text"),
        note=text(entry, "note"),
        color=color_of(text(entry, "color")),
        created=time_of(entry.get("datetime")),
        modified=updated,
        source=source,
    )


FORMAT = NoteFormat("KOReader metadata (Lua)", recognises, read)
