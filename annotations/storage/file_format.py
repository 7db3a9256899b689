"""Annotations as JSON records, and back. What cannot be read is refused by name; the store keeps such a record as it is.

A record's keys are those of the command line's JSON: `id article start end quote prefix suffix note tags color created
modified deleted quotation was`; `was` is null, or `start end quote prefix suffix` of an earlier text. Times are ISO 8601
with their zone, offsets code points. In the files there is more: `changed`,
the time of each part; `seen` and `versions`, the note's history as `trail.Trail` has it; and `check`, the CRC-32 of all
the rest, which tells a flipped bit from a change. A record without `check` is taken as it stands, so that one can edit the
files by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from sys import intern
from typing import Any
from zlib import crc32

from annotations.model.annotation import COLORS, Annotation
from annotations.model.change_clock import Trail
from annotations.model.errors import CodecError
from annotations.model.selectors import QuoteSelector, Target
from annotations.model.span import Span
from annotations.storage.record_fields import field, filled, time_field

VERSION = 1
"""The format of the records; a file of a later one is not touched."""
CHECK = "check"
CHECKED = json.JSONEncoder(sort_keys=True, default=str)
SEALED = tuple(
    "id article start end quote prefix suffix note tags color created modified deleted quotation changed seen versions".split()
)
UNTOUCHED = Trail()
FARTHEST = 2**53
"""Offsets beyond this are no place in a text, and more than JSON's other readers can hold."""


class Altered(CodecError):
    """A record that can be read and yet is not as it was written; `annotation` is what it says now."""

    def __init__(self, annotation: Annotation) -> None:
        super().__init__("not as it was written: the disk or another program changed it")
        self.annotation = annotation


def to_dict(annotation: Annotation) -> dict[str, Any]:
    """Return the record of an annotation."""
    return {
        "id": annotation.id,
        "article": annotation.article_id,
        **_target_to_dict(annotation.target),
        "note": annotation.note,
        "tags": list(annotation.tags),
        "color": annotation.color,
        "created": annotation.created.isoformat(),
        "modified": annotation.modified.isoformat(),
        "deleted": annotation.deleted.isoformat() if annotation.deleted else None,
        "quotation": annotation.quotation,
        "was": _target_to_dict(annotation.was) if annotation.was else None,
    }


def _target_to_dict(target: Target) -> dict[str, Any]:
    position, quote = target.position, target.quote
    return {
        "start": position.start,
        "end": position.end,
        "quote": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
    }


def to_record(annotation: Annotation) -> dict[str, Any]:
    """Return the record as stored: with the change clock and the checksum."""
    trail = annotation.trail
    record = to_dict(annotation)
    record["changed"] = {name: time.isoformat() for name, time in trail.changed}
    if trail.seen:
        record["seen"] = list(trail.seen)
    if trail.versions:
        record["versions"] = [[written.isoformat(), text] for written, text in trail.versions]
    record[CHECK] = check_of(record)
    return record


def check_of(record: Mapping[str, Any]) -> str:
    """Return the CRC-32 of all our fields, as eight hexadecimal digits."""
    fields = [record.get(name) for name in SEALED]
    fields += [record["was"]] if record.get("was") else []
    return f"{crc32(CHECKED.encode(fields).encode()):08x}"


def checked(record: Mapping[str, Any]) -> Annotation:
    """Return the annotation of a stored record; CodecError, or Altered if only the checksum fails."""
    annotation = from_dict(record)
    if record.get(CHECK) is not None and record[CHECK] != check_of(record):
        raise Altered(annotation)
    return annotation


def from_dict(record: Mapping[str, Any]) -> Annotation:
    """Return the annotation of a record; CodecError names the field that cannot be read."""
    color = field(record, "color", str, COLORS[0])
    created, modified = time_field(record, "created"), time_field(record, "modified")
    return Annotation(
        id=filled(record, "id"),
        article_id=intern(filled(record, "article")),
        target=_target(record),
        created=created,
        modified=created if modified == created and modified.tzinfo == created.tzinfo else modified,
        note=field(record, "note", str, ""),
        tags=_tags(record),
        color=COLORS[COLORS.index(color) if color in COLORS else 0],
        deleted=time_field(record, "deleted") if record.get("deleted") is not None else None,
        quotation=field(record, "quotation", str, ""),
        was=_target(record["was"]) if isinstance(record.get("was"), Mapping) else None,
        trail=_trail(record),
    )


def _target(record: Mapping[str, Any]) -> Target:
    try:
        position = Span(_offset(record, "start"), _offset(record, "end"))
    except ValueError as error:
        raise CodecError(f"start, end: {error}") from error
    return Target(position, QuoteSelector(*(field(record, name, str) for name in ("quote", "prefix", "suffix"))))


def _trail(record: Mapping[str, Any]) -> Trail:
    """Return the change clock; a record of another program has none and counts as changed whole at its last change."""
    if record.get("changed") is None:
        modified = time_field(record, "modified")
        tags = [f"tag:{tag.casefold()}" for tag in _tags(record)]
        parts = ["passage", "color", "note", "deleted", *tags] if modified > time_field(record, "created") else []
        return Trail(tuple(sorted((part, modified) for part in parts)))
    changed = field(record, "changed", dict)
    if not changed and "seen" not in record and "versions" not in record:
        return UNTOUCHED
    try:
        times = tuple(sorted((intern(str(name)), time_field(changed, name)) for name in changed))
    except CodecError as error:
        raise CodecError(f"changed: {error}") from error
    seen = field(record, "seen", list, [])
    if not all(isinstance(one, str) for one in seen):
        raise CodecError("seen: not all of them text")
    return Trail(times, tuple(seen), tuple(map(_version, field(record, "versions", list, []))))


def _version(pair: object) -> tuple[datetime, str]:
    if not (isinstance(pair, list) and len(pair) == 2):
        raise CodecError(f"versions: not a time and a text: {pair!r}"[:80])
    parts = {"versions": pair[0], "text": pair[1]}
    return time_field(parts, "versions"), str(field(parts, "text", str))


def _offset(record: Mapping[str, Any], name: str) -> int:
    offset = int(field(record, name, int))
    if offset > FARTHEST:
        raise CodecError(f"{name}: no place in a text")
    return offset


def _tags(record: Mapping[str, Any]) -> tuple[str, ...]:
    tags = field(record, "tags", list, [])
    if not all(isinstance(tag, str) for tag in tags):
        raise CodecError(f"tags: not all of them text: {tags!r}"[:80])
    return tuple(map(intern, tags))
