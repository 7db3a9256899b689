"""glossator's complete JSON, read back: every field of every annotation, and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.importers.coerce import color_of, listed, names_of, record, text, texts, whole
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import NAMELESS, ImportedNote, NoteFormat, Reading, read_each
from annotations.model.interchange import JSON_FORMAT
from annotations.model.source import PartialDate, Source

PLAIN = "title kind container publisher url doi language volume issue pages edition number place genre key".split()


def recognises(document: Document) -> bool:
    """Return whether the document names our format."""
    return isinstance(document.json, Mapping) and document.json.get("format") == JSON_FORMAT


def read(document: Document) -> Reading:
    articles = [each for each in listed(document.json.get("articles")) if isinstance(each, Mapping)]
    sources = {text(each, "id"): source_of(each) for each in articles}
    return read_each(
        listed(document.json.get("annotations")), lambda entry: _note(record(entry), sources), "annotation"
    )


def _note(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[ImportedNote]:
    article = text(entry, "article")
    yield ImportedNote(
        quote=_exactly(entry, "quote"),
        note=text(entry, "note"),
        tags=texts(entry.get("tags")),
        color=color_of(entry.get("color")),
        prefix=_exactly(entry, "prefix"),
        suffix=_exactly(entry, "suffix"),
        start=whole(entry, "start"),
        end=whole(entry, "end"),
        created=time_of(entry.get("created")),
        modified=time_of(entry.get("modified")),
        source=sources.get(article, NAMELESS),
        own_id=text(entry, "id"),
        article_id=article,
        quotation=_exactly(entry, "quotation"),
    )


def _exactly(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name, "")
    return value if isinstance(value, str) else ""


def source_of(entry: Mapping[str, Any]) -> Source:
    """Return a source from the record that the JSON export writes; missing fields stay unknown."""
    plain = {name: text(entry, name) for name in PLAIN}
    plain["kind"] = plain["kind"] or "news"
    people = {role: names_of(entry.get(role)) for role in ("authors", "editors")}
    dates = {name: _date(text(entry, name)) for name in ("issued", "accessed")}
    return Source(**plain, **people, **dates)  # type: ignore[arg-type]  # fields of Source by name


def _date(value: str) -> PartialDate | None:
    try:
        return PartialDate.parse(value) if value else None
    except ValueError:
        return None


FORMAT = NoteFormat("glossator's own JSON", recognises, read)
