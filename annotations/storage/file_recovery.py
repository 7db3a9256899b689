"""Reading one article's file, with all that can be saved where it is damaged.

What a damaged file or record held is taken from the generation before (`.bak`), from the index's copy, and from the parts
of the file that are still whole; each thing that is not as it should be becomes a line that names the file, says what was
recovered, and where the damaged one is kept. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from annotations.model.annotation import Annotation
from annotations.model.errors import CodecError, StoreError
from annotations.storage.file_format import VERSION, Altered, checked, to_record
from annotations.storage.file_stat import real, reason, signature_of
from annotations.storage.merge import merged, merged_all
from annotations.storage.replace import PREVIOUS, Signature
from annotations.storage.tables import NoTables, Record, Tables, records_in, tables_of

RECORDS, META, DAMAGED = "annotations", "format", "damaged"
State = Literal["absent", "whole", "damaged", "lost", "later", "refused"]
UNKNOWN: Signature = (0, 0, 0)
"""The signature of a file that cannot be asked, which no file has."""
Recall = Callable[[], Iterable[Annotation]]
"""A function that returns an index's last knowledge of a file."""


class Reading(Struct, frozen=True):
    """The content of one file, as far as it could be read.

    `state` is `whole`, though single records may be bad; `damaged` where the file is not, but something was recovered;
    `lost` where nothing was; `later` and `refused` where it must be left alone. `numbers` are those of the records by the
    annotations' ids. The records themselves are not kept: see `tables_in`.
    """

    state: State
    signature: Signature | None
    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    bad: Mapping[str, Annotation | None] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read(path: Path, article_id: str, recall: Recall) -> Reading:
    """Read the file of an article; never raises for its content."""
    target = real(path)
    signature = signature_of(target)
    try:
        data = target.read_bytes()
    except FileNotFoundError:
        return _absent(path, target, article_id, recall)
    except OSError as error:
        return _refused(path, f"{path}: cannot be read: {reason(error)}", recall)
    try:
        tables = tables_of(data, _taken)
        if not tables.get(RECORDS) and not tables.get(DAMAGED):
            raise NoTables("without annotations")
    except NoTables as error:
        return _damaged(path, article_id, str(error), signature, [*records_in(data), *_kept(target)], recall)
    version = _version(tables)
    if version is not None and version > VERSION:
        later = f"{path}: written by a later glossator (format {version}); update glossator to read it"
        return _refused(path, later, lambda: [*_good(records_in(data), article_id), *recall()], "later")
    return _whole(path, article_id, tables, signature, lambda: [*_good(_kept(target), article_id), *recall()])


def _absent(path: Path, target: Path, article_id: str, recall: Recall) -> Reading:
    """No file: nothing yet, or one that has gone, which leaves its generation before or a link that leads nowhere."""
    if path.is_symlink():
        return _refused(path, f"{path}: a link to {target}, which is not there: is a drive missing?", recall)
    kept = list(_kept(target))
    return _damaged(path, article_id, "gone", None, kept, recall) if kept else Reading("absent", None)


def _refused(path: Path, message: str, recall: Recall, state: State = "refused") -> Reading:
    """Return the reading of a file that must not be touched, with what the index knows; it is read again each time."""
    return Reading(state, UNKNOWN, merged_all(recall()), problems=(f"{message}; it was left as it is",))


def _damaged(
    path: Path, article_id: str, what: str, signature: Signature | None, records: Iterable[Record], recall: Recall
) -> Reading:
    """Return what the intact parts, the previous generation and the index together give of a damaged file."""
    found = merged_all([*_good(records, article_id), *recall()])
    if not found:
        message = (
            f"{path}: the file is {what} and nothing could be recovered; it was left as it is, "
            "`gloss doctor --repair` puts it aside"
        )
        return Reading("lost", signature, problems=(message,))
    kept = "" if what == "gone" else f"; it is kept, `gloss doctor --repair` puts it aside as {path.name}.damaged-N"
    message = (
        f"{path}: the file is {what}; {_count(len(found))} recovered, from the generation before and what is whole"
    )
    problems = (f"{message}{kept}",)
    return Reading("damaged", signature or UNKNOWN, found, problems=problems)


def _whole(path: Path, article_id: str, tables: Tables, signature: Signature | None, recall: Recall) -> Reading:
    found: dict[str, Annotation] = {}
    numbers: dict[str, str] = {}
    failed: dict[str, CodecError] = {}
    for number, record in tables.get(RECORDS, {}).items():
        try:
            one = record if isinstance(record, Annotation) else checked(record)
            if one.article_id != article_id:
                raise CodecError(f"article: it belongs to {one.article_id!r}")
        except CodecError as error:
            failed[number] = error
            continue
        found[one.id] = merged(found[one.id], one) if one.id in found else one
        numbers.setdefault(one.id, number)
    bad, problems = {}, []
    rescued = merged_all(recall()) if failed else {}
    for number, wrong in failed.items():
        record = tables[RECORDS][number]
        spare = _spare(to_record(record) if isinstance(record, Annotation) else record, rescued, found)
        shown = spare or (wrong.annotation if isinstance(wrong, Altered) else None)
        bad[number] = spare
        problems.append(f"{path}: record {number} {_told(wrong, spare)}")
        if shown is not None and spare is None:
            numbers.setdefault(shown.id, number)
        if shown is not None:
            found[shown.id] = merged(found[shown.id], shown) if shown.id in found else shown
    return Reading("whole", signature, found, numbers, bad, tuple(problems))


def tables_in(path: Path, reading: Reading) -> Tables:
    """Return the readable records of a file as stored; StoreError if it has changed since it was read."""
    if reading.state != "whole":
        return {}
    try:
        tables = tables_of(path.read_bytes())
    except (OSError, NoTables):
        tables = {}
    if signature_of(path) != reading.signature:
        raise StoreError(f"{path}: another program wrote it just now; nothing was saved: save again")
    return tables


def _taken(record: Record) -> object:
    """Return the annotation of a record that is certainly intact, else the record."""
    if "start" not in record or "id" not in record:
        return record
    try:
        return checked(record)
    except CodecError:
        return record


def _told(error: CodecError, spare: Annotation | None) -> str:
    if spare is not None:
        return f"is damaged ({error}); it was recovered from the generation before, and the damaged one is kept"
    if isinstance(error, Altered):
        return f"is {error}; it is shown as it stands, `gloss doctor --repair` accepts it"
    return f"was passed over ({error}); it was left as it is"


def _spare(record: Record, rescued: Mapping[str, Annotation], found: Mapping[str, Annotation]) -> Annotation | None:
    """Return the intact copy of a damaged record, by its id, or by everything else if the id is damaged."""
    named = record.get("id")
    if isinstance(named, str) and named in rescued:
        return None if named in found else rescued[named]
    missing = [one for one in rescued.values() if one.id not in found]
    same = [
        one for one in missing if one.created.isoformat() == record.get("created") and one.note == record.get("note")
    ]
    return same[0] if len(same) == 1 else None


def _kept(target: Path) -> Iterable[Record]:
    """Return the records of the previous generation."""
    try:
        data = target.with_name(target.name + PREVIOUS).read_bytes()
    except OSError:
        return ()
    try:
        tables = tables_of(data)
    except NoTables:
        return records_in(data)
    return () if (_version(tables) or 0) > VERSION else tables.get(RECORDS, {}).values()


def _good(records: Iterable[Record], article_id: str) -> list[Annotation]:
    """Return the intact records that belong to the article."""
    found = []
    for record in records:
        try:
            found.append(checked(record))
        except CodecError:
            continue
    return [one for one in found if one.article_id == article_id]


def _version(tables: Tables) -> int | None:
    meta: Any = tables.get(META, {}).get("1")
    version = meta.get("version") if isinstance(meta, dict) else None
    return version if isinstance(version, int) and not isinstance(version, bool) else None


def _count(number: int) -> str:
    return f"{number} annotation{'s were' if number != 1 else ' was'}"
