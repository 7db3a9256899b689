"""Annotations as JSON records, and back. What cannot be read is refused by name; the store keeps such a record as it is.

A record's keys are those of the command line's JSON: `id article start end quote prefix suffix note tags color created
modified deleted quotation`; times are ISO 8601 with their zone, offsets code points.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from annotations.annotation import COLORS, Annotation
from annotations.errors import CodecError
from annotations.span import Span
from annotations.target import QuoteSelector, Target

VERSION = 1
"""The format of the records; a file of a later one is not touched."""


def to_dict(annotation: Annotation) -> dict[str, Any]:
    """The record of an annotation."""
    position, quote = annotation.target.position, annotation.target.quote
    return {
        "id": annotation.id,
        "article": annotation.article_id,
        "start": position.start,
        "end": position.end,
        "quote": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "note": annotation.note,
        "tags": list(annotation.tags),
        "color": annotation.color,
        "created": annotation.created.isoformat(),
        "modified": annotation.modified.isoformat(),
        "deleted": annotation.deleted.isoformat() if annotation.deleted else None,
        "quotation": annotation.quotation,
    }


def from_dict(record: Mapping[str, Any]) -> Annotation:
    """The annotation of a record; CodecError names the field that cannot be read."""
    try:
        position = Span(_field(record, "start", int), _field(record, "end", int))
    except ValueError as error:
        raise CodecError(f"start, end: {error}") from error
    quote = QuoteSelector(*(_field(record, name, str) for name in ("quote", "prefix", "suffix")))
    color = _field(record, "color", str, COLORS[0])
    return Annotation(
        id=_filled(record, "id"),
        article_id=_filled(record, "article"),
        target=Target(position, quote),
        created=_time(record, "created"),
        modified=_time(record, "modified"),
        note=_field(record, "note", str, ""),
        tags=_tags(record),
        color=color if color in COLORS else COLORS[0],
        deleted=_time(record, "deleted") if record.get("deleted") is not None else None,
        quotation=_field(record, "quotation", str, ""),
    )


def _field(record: Mapping[str, Any], name: str, kind: type, default: Any = None) -> Any:
    value = record.get(name, default)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise CodecError(f"{name}: {'missing' if value is None else f'not {kind.__name__}: {value!r}'[:80]}")
    return value


def _filled(record: Mapping[str, Any], name: str) -> str:
    value = str(_field(record, name, str))
    if not value:
        raise CodecError(f"{name}: empty")
    return value


def _time(record: Mapping[str, Any], name: str) -> datetime:
    text = _field(record, name, str)
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise CodecError(f"{name}: {error}") from error
    if time.tzinfo is None:
        raise CodecError(f"{name}: no time zone in {text!r}")
    return time


def _tags(record: Mapping[str, Any]) -> tuple[str, ...]:
    tags = _field(record, "tags", list, [])
    if not all(isinstance(tag, str) for tag in tags):
        raise CodecError(f"tags: not all of them text: {tags!r}"[:80])
    return tuple(tags)
