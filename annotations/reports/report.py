"""A report and its edits. Each edit is pure: it returns a new value, stamped with the time it was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.errors import CodecError, ReportFault
from annotations.storage.record_fields import filled, time_field

Kind = Literal["heading", "words", "quote"]
KINDS: tuple[Kind, ...] = ("heading", "words", "quote")
MAX_HEADING_LEVEL = 4


class ReportPart(Struct, frozen=True):
    """One part of a report.

    A heading has `text` and `level` (1 to MAX_HEADING_LEVEL), the author's own words have `text` (paragraphs separated by
    empty lines), a quote has the id of its `annotation`, and in `text` the words as they were when it was added, so that a
    report can be read without its library.
    """

    kind: Kind
    text: str = ""
    level: int = 0
    annotation: str = ""


class Report(Struct, frozen=True):
    """A report. `id` is a ULID; times have a zone; `deleted` is None, or when it was moved to the trash."""

    id: str
    title: str
    created: datetime
    modified: datetime
    parts: tuple[ReportPart, ...] = ()
    deleted: datetime | None = None

    def titled(self, title: str, now: datetime) -> Report:
        return replace(self, title=title, modified=now)

    def with_part(self, part: ReportPart, now: datetime, at: int | None = None) -> Report:
        """Insert a part before the part `at` (from 0), or append it."""
        place = len(self.parts) if at is None else max(0, min(at, len(self.parts)))
        return replace(self, parts=(*self.parts[:place], part, *self.parts[place:]), modified=now)

    def without(self, at: int, now: datetime) -> Report:
        """Remove a part; ReportFault if there is none."""
        self.part(at)
        return replace(self, parts=(*self.parts[:at], *self.parts[at + 1 :]), modified=now)

    def moved(self, at: int, to: int, now: datetime) -> Report:
        """Move the part `at` to the place `to`; ReportFault if there is none."""
        part = self.part(at)
        rest = [*self.parts[:at], *self.parts[at + 1 :]]
        rest.insert(max(0, min(to, len(rest))), part)
        return replace(self, parts=tuple(rest), modified=now)

    def changed(self, at: int, part: ReportPart, now: datetime) -> Report:
        """Replace a part; ReportFault if there is none."""
        self.part(at)
        return replace(self, parts=(*self.parts[:at], part, *self.parts[at + 1 :]), modified=now)

    def part(self, at: int) -> ReportPart:
        """Return the part at a place, from 0; ReportFault if there is none."""
        if not 0 <= at < len(self.parts):
            raise ReportFault(f"{self.title}: there is no part {at + 1}, it has {len(self.parts)}")
        return self.parts[at]

    def quoted(self) -> tuple[str, ...]:
        """Return the ids of the quoted annotations, in order."""
        return tuple(part.annotation for part in self.parts if part.kind == "quote")

    def trashed(self, now: datetime) -> Report:
        """Return the tombstone."""
        return replace(self, deleted=now, modified=now)

    def restored(self, now: datetime) -> Report:
        """Return the report taken out of the trash."""
        return replace(self, deleted=None, modified=now)


def to_record(report: Report) -> dict[str, Any]:
    """Return a report as JSON: `id title created modified deleted parts[{kind,text,level,annotation}]`."""
    return {
        "id": report.id,
        "title": report.title,
        "created": report.created.isoformat(),
        "modified": report.modified.isoformat(),
        "deleted": report.deleted.isoformat() if report.deleted else None,
        "parts": [
            {"kind": part.kind, "text": part.text, "level": part.level, "annotation": part.annotation}
            for part in report.parts
        ],
    }


def from_record(record: object) -> Report:
    """Return the report of a record; CodecError names a field that cannot be read."""
    if not isinstance(record, dict):
        raise CodecError("not a report")
    parts = record.get("parts")
    if not isinstance(parts, list):
        raise CodecError("parts: missing")
    return Report(
        id=filled(record, "id"),
        title=filled(record, "title"),
        created=time_field(record, "created"),
        modified=time_field(record, "modified"),
        parts=tuple(_parts(parts)),
        deleted=time_field(record, "deleted") if record.get("deleted") else None,
    )


def _parts(records: list[object]) -> Iterable[ReportPart]:
    for number, record in enumerate(records, 1):
        kind = record.get("kind") if isinstance(record, dict) else None
        if not isinstance(record, dict) or kind not in KINDS:
            raise CodecError(f"parts: number {number} is neither {', '.join(KINDS)}")
        level = record.get("level", 0)
        if not isinstance(level, int):
            raise CodecError(f"parts: the level of number {number} is no number")
        yield ReportPart(
            kind, str(record.get("text", "")), max(0, min(level, MAX_HEADING_LEVEL)), str(record.get("annotation", ""))
        )
