"""Conversion between sources, drafts and rows of the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from reader.articles.article import Article, Block, Draft, Inline
from reader.library.db.models import ArticleSummary
from reader.library.db.packed_blocks import blocks_from_json, inlines_from_json

DATE_FIELDS = ("issued", "accessed")
NAME_FIELDS = ("authors", "editors")
REVISED_KEY = "revised"
"""In `memory`, before an article's id: the version that its reader knew when a later one came, until that was looked at."""
Headlines = Sequence[tuple[int, str]]
DECODING_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""Errors that reading a damaged column raises."""
StandOff = TypeVar("StandOff", Block, Inline)
SOURCE_FIELDS = Source.__struct_fields__


def source_to_json(source: Source) -> str:
    """All fields, dates as ISO, names by their parts."""
    record: dict[str, Any] = {}
    for field in SOURCE_FIELDS:
        value = getattr(source, field)
        if field in NAME_FIELDS:
            value = [_name_parts(name) for name in value]
        elif field in DATE_FIELDS:
            value = value.iso() if value else None
        record[field] = value
    return json.dumps(record, ensure_ascii=False)


def _name_parts(name: Name) -> list[str]:
    """Return the parts of a name in the order of its fields; the last two only where there are any, as earlier versions read."""
    more = [name.particles, name.suffix] if name.particles or name.suffix else []
    return [name.family, name.given, name.literal, *more]


def values_of(text: str) -> dict[str, Any]:
    """Return the object in a JSON column; empty if damaged, so that one damaged row does not break a whole list."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def list_of(text: str) -> list[Any]:
    """Return the list in a JSON column; empty if damaged."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags in a JSON column."""
    return tuple(tag for tag in list_of(text) if isinstance(tag, str))


def source_of(row: sqlite3.Row, column: str = "source") -> Source:
    """Return the citation data of a row of `articles`; if damaged, what the other columns have."""
    try:
        return source_from_json(row[column])
    except DECODING_ERRORS:
        return Source(title=row["title"], container=row["container"])


def source_from_json(text: str) -> Source:
    """Read what `source_to_json` wrote; fields of a later version are ignored."""
    record = json.loads(text)
    values = {name: value for name, value in record.items() if name in SOURCE_FIELDS}
    for name in NAME_FIELDS:
        values[name] = tuple(Name(*parts) for parts in values.get(name, ()))
    for name in DATE_FIELDS:
        values[name] = PartialDate.parse(values[name]) if values.get(name) else None
    return Source(**values)


def extra_to_json(draft: Draft, headlines: Headlines = ()) -> str:
    """Return the JSON of a draft's data beside source and text, with the `headlines` of earlier versions."""
    return json.dumps(
        {
            **({"headlines": headlines} if headlines else {}),
            "categories": draft.categories,
            "topic": draft.topic,
            "byline": draft.byline,
            "agency": draft.agency,
            "warnings": draft.warnings,
            "origin": draft.origin,
        },
        ensure_ascii=False,
    )


def earlier_headlines(extra: str) -> Headlines:
    """Return the earlier headlines of an article, each with the last version that had it."""
    found: Headlines = values_of(extra).get("headlines", ())
    return found


def headlines(imported: str, extra: str) -> Callable[[int], str]:
    """Return a function from a version to its headline as imported."""
    earlier, newest = earlier_headlines(extra), str(values_of(imported).get("title", ""))
    return lambda version: next((title for last, title in earlier if version <= last), newest)


def boilerplate_of(blocks: str) -> tuple[Span, ...]:
    """Return the spans of the boilerplate blocks of a row, in order."""
    if "boilerplate" not in blocks:
        return ()
    return tuple(block.span for block in _read(blocks_from_json, blocks) if block.kind == "boilerplate")


def article_of(row: sqlite3.Row, text: str) -> Article:
    """Return the article of a row that joins `articles` and `texts`, with its text."""
    extra = values_of(row["extra"])
    return Article(
        id=row["id"],
        text=text,
        source=source_of(row),
        blocks=_read(blocks_from_json, row["blocks"]),
        inlines=_read(inlines_from_json, row["inlines"]),
        counted=row["words"],
        categories=tuple(extra.get("categories", ())),
        topic=extra.get("topic", ""),
        byline=extra.get("byline", ""),
        agency=extra.get("agency", ""),
        warnings=tuple(extra.get("warnings", ())),
        origin=extra.get("origin", ""),
    )


def entry_of(row: sqlite3.Row) -> ArticleSummary:
    """Return the summary of a row of `articles`."""
    source, extra = source_of(row), values_of(row["extra"])
    return ArticleSummary(
        id=row["id"],
        title=source.title,
        container=source.container,
        authors=tuple(name.display() for name in source.authors),
        issued=row["issued"],
        categories=tuple(extra.get("categories", ())),
        topic=extra.get("topic", ""),
        url=source.url,
        language=source.language,
        words=row["words"],
        length=row["length"],
        added=row["added"],
        updated=row["updated"],
        versions=row["version"],
        offset=row["place"],
        progress=row["progress"],
        opened=bool(row["opened"]),
        trashed=bool(row["trashed"]),
        finished=bool(row["finished"]),
        starred=bool(row["starred"]),
        number=row["number"],
        tags=tags_of(row["tags"]),
        notes=row["notes"],
        noted=row["noted"],
        revised="revised" in row.keys() and bool(row["revised"]),  # noqa: SIM118 - a row's `in` asks its values
    )


def _read(reading: Callable[[str], Sequence[StandOff]], text: str) -> Sequence[StandOff]:
    """Return stand-off markup; empty if damaged."""
    try:
        return reading(text)
    except DECODING_ERRORS:
        return ()


def identity_of(draft: Draft) -> str:
    """Return what identifies an article: the URL, else source, title and date, else the text."""
    from hashlib import sha256  # noqa: PLC0415 - only where something is added

    source = draft.source
    if source.url:
        return f"url:{source.url}"
    if source.container:
        issued = source.issued.iso() if source.issued else "".join(draft.warnings)
        return f"head:{source.container}\n{source.title}\n{issued}"
    return f"text:{sha256(draft.text.encode()).hexdigest()}\n{source.title}"


def columns_of(source: Source) -> Mapping[str, str]:
    """Return the columns of `articles` that a source fills."""
    return {
        "title": source.title,
        "container": source.container,
        "issued": source.issued.iso() if source.issued else "",
        "source": source_to_json(source),
    }
