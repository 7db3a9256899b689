"""KOReader's exporter plugin, JSON: one book with `entries`, or several in `documents`; `time` counts seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.importers.coerce import color_of, listed, names_of, record, text
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.model.source import Source

LISTS = ("entries", "highlights")
WORDS = ("text", "note", "notes", "highlight")


def recognises(document: Document) -> bool:
    """Return whether there are books with entries."""
    return any(_is_book(book) for book in _books(document.json)[:20])


def read(document: Document) -> Reading:
    """Return every entry of every book."""
    entries = [(book, entry) for book in _books(document.json) for entry in _entries(book)]
    return read_each(entries, _note)


def _books(found: object) -> list[Any]:
    if isinstance(found, Mapping) and isinstance(found.get("documents"), list):
        return list(found["documents"])
    return listed(found)


def _entries(book: object) -> list[Any]:
    """Return the entries of a book; a book that is malformed is its own entry, so that it is named as a problem."""
    if not isinstance(book, Mapping):
        return [book]
    return [each for name in LISTS for each in listed(book.get(name))]


def _is_book(book: object) -> bool:
    if not isinstance(book, Mapping) or not any(isinstance(book.get(name), list) for name in LISTS):
        return False
    entries = [each for each in _entries(book) if isinstance(each, Mapping)]
    return "title" in book and any(name in each for each in entries for name in WORDS)


def _note(pair: tuple[object, object]) -> Iterator[ImportedNote]:
    book, entry = record(pair[0]), record(pair[1])
    if text(entry, "sort") == "bookmark":
        return
    written = entry.get("time", entry.get("datetime"))
    yield ImportedNote(
        quote=text(entry, "text", "highlight"),
        note=text(entry, "note", "notes"),
        color=color_of(text(entry, "color")),
        created=time_of(written),
        source=book_of(text(book, "title"), book.get("author", book.get("authors"))),
    )


def book_of(title: str, authors: object) -> Source:
    """Return a book by KOReader's title and authors, which are one string with a line for each."""
    return Source(title=title.strip(), kind="book", authors=names_of(authors))


FORMAT = NoteFormat("KOReader JSON", recognises, read)
