"""Encoding of an article's file: changed records are put into the tables that were read, and nothing else is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.annotation import Annotation
from annotations.storage.file_format import CHECK, SEALED, VERSION, to_record
from annotations.storage.file_recovery import DAMAGED, META, RECORDS, Reading
from annotations.storage.replace import Signature
from annotations.storage.tables import Record, Tables, line_of

Lines = dict[str, dict[str, str]]
"""Tables whose records are encoded already."""
OURS = {*SEALED, "was", CHECK}


class Draft(Struct, frozen=True):
    """A file as it is to be written: its tables, encoded, and the records' numbers by id.

    `foreign` has the fields of other programs by number, `last` is the highest number given.
    """

    lines: Lines
    numbers: Mapping[str, str]
    foreign: Mapping[str, Record]
    last: int


def draft_of(reading: Reading, tables: Tables, article_id: str) -> Draft:
    """Return the tables of a file repaired: recovered records in their places, damaged ones in a table of their own.

    Of a record that stands twice the first place is kept, with what both said.
    """
    tables = {name: dict(table) for name, table in tables.items()}
    tables[META] = tables.get(META, {}) | {"1": {"version": VERSION, "article": article_id}}
    kept = tables[RECORDS] = tables.get(RECORDS, {})
    last = max(map(int, kept), default=0)
    spares = {number for number, spare in reading.bad.items() if spare is not None}
    if spares:
        damaged = tables.setdefault(DAMAGED, {})
        for number in spares:
            damaged[str(max(map(int, damaged), default=0) + 1)] = kept.pop(number)
    twice = {number: str(record["id"]) for number, record in kept.items() if _is_second(reading, number, record)}
    for number in twice:
        del kept[number]
    lines = {name: {number: line_of(record) for number, record in table.items()} for name, table in tables.items()}
    foreign = {number: fields for number, record in kept.items() if (fields := _foreign(record))}
    draft = Draft(lines, reading.numbers, foreign, last)
    ids = {one_id for one_id in reading.annotations if one_id not in reading.numbers} | set(twice.values())
    return with_changed(draft, [reading.annotations[one_id] for one_id in ids]) if ids else draft


def with_changed(draft: Draft, changed: Iterable[Annotation]) -> Draft:
    """Return the file with changed records inserted or replaced; fields of other programs stay."""
    lines, numbers, last = dict(draft.lines[RECORDS]), dict(draft.numbers), draft.last
    for one in changed:
        number = numbers.get(one.id)
        if number is None:
            last += 1
            number = numbers[one.id] = str(last)
        lines[number] = line_of(to_record(one) | draft.foreign.get(number, {}))
    return Draft(draft.lines | {RECORDS: lines}, numbers, draft.foreign, last)


def written(reading: Reading, draft: Draft, signature: Signature, changed: Iterable[Annotation]) -> Reading:
    """Return what reading the file would give now."""
    annotations = dict(reading.annotations) | {one.id: one for one in changed}
    return replace(reading, state="whole", signature=signature, annotations=annotations, numbers=draft.numbers)


def _is_second(reading: Reading, number: str, record: Record) -> bool:
    named = record.get("id")
    return number not in reading.bad and isinstance(named, str) and reading.numbers.get(named) != number


def _foreign(record: Record) -> Record:
    """Return the fields of other programs."""
    return {name: value for name, value in record.items() if name not in OURS}
