"""Reports on disk: one JSON file each, written atomically, with its previous generation kept, under the lock of the notes.

A file is `{"format": "glossator-report", "version": 1, "report": {...}}`. One that cannot be read is left as it is, and its
previous generation is read instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotations.model.errors import CodecError, ReportFault, StoreError
from annotations.reports.report import Report, from_record, to_record
from annotations.storage.file_stat import real, reason, way_out
from annotations.storage.folder_lock import FolderLock
from annotations.storage.replace import PREVIOUS, replace_file

FORMAT, VERSION = "glossator-report", 1
NAME = re.compile(r"[0-9A-Z]{26}\Z")
MIN_ID_CHARACTERS = 3
Edit = Callable[[Report], Report]


class ReportFiles:
    """The reports in `folder`, which the first one creates; `lock_folder` is that of the notes, so that one lock is for both."""

    def __init__(self, folder: Path, lock_folder: Path, lock_timeout_s: float = 10.0) -> None:
        self._folder, self._lock_folder, self._timeout_s = folder, lock_folder, lock_timeout_s

    def all(self, *, trashed: bool = False) -> list[Report]:
        """Return the live reports, or those in the trash, last changed first; unreadable ones are among the problems."""
        found = [report for path in self._paths() if (report := self._read(path)[0])]
        wanted = [report for report in found if (report.deleted is not None) == trashed]
        return sorted(wanted, key=lambda report: (report.modified, report.id), reverse=True)

    def problems(self) -> list[str]:
        """Return a line for each file that cannot be read."""
        return [problem for path in self._paths() if (problem := self._read(path)[1])]

    def get(self, report_id: str) -> Report:
        """Return the report with this id; ReportFault if there is none."""
        report, problem = self._read(self._path(report_id))
        if report is None:
            raise ReportFault(problem or f"no report {report_id!r}: `gloss report list` shows them")
        return report

    def find(self, part: str) -> Report:
        """Return the live report with this id, end of an id, or part of a title; ReportFault if not exactly one."""
        live, wanted = self.all(), part.casefold().strip()
        exact = [one for one in live if wanted in (one.id.casefold(), one.title.casefold())]
        near = [one for one in live if len(wanted) >= MIN_ID_CHARACTERS and _is_meant(one, wanted)]
        found = exact or near
        if not found:
            raise ReportFault(f"no report {part!r}: `gloss report list` shows them")
        if len(found) > 1:
            raise ReportFault(f"{part!r} could be {len(found)} reports: {', '.join(one.title for one in found[:4])}")
        return found[0]

    def put(self, report: Report) -> None:
        """Save a report; it is durable on return. StoreError if it cannot be written."""
        with self._locked():
            self._write(report)

    def update(self, report_id: str, edit: Edit) -> Report:
        """Read a report, edit it and write it back under the lock."""
        with self._locked():
            changed = edit(self.get(report_id))
            self._write(changed)
        return changed

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with FolderLock(self._lock_folder, self._timeout_s).held():
            yield

    def _write(self, report: Report) -> None:
        path = self._path(report.id)
        document = {"format": FORMAT, "version": VERSION, "report": to_record(report)}
        data = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            whole = self._read(path)[1] == ""
            replace_file(real(path), data, keep=whole)
        except OSError as error:
            raise StoreError(f"{path}: not saved: {reason(error)}; {way_out(error)}") from error

    def _path(self, report_id: str) -> Path:
        if not NAME.match(report_id):
            raise ReportFault(f"{report_id!r} is no id of a report: `gloss report list` shows them")
        return self._folder / f"{report_id}.json"

    def _paths(self) -> list[Path]:
        try:
            return sorted(path for path in self._folder.iterdir() if path.suffix == ".json" and NAME.match(path.stem))
        except OSError:
            return []

    def _read(self, path: Path) -> tuple[Report | None, str]:
        """Return a report, and what is wrong with its file; both if the previous generation was read."""
        try:
            return _report_of(path.read_bytes()), ""
        except FileNotFoundError:
            return None, ""
        except (OSError, CodecError) as error:
            said = reason(error) if isinstance(error, OSError) else str(error)
        try:
            kept = _report_of(path.with_name(path.name + PREVIOUS).read_bytes())
        except (OSError, CodecError):
            return None, f"{path}: the report cannot be read ({said}); it was left as it is"
        return kept, f"{path}: the report cannot be read ({said}); its generation before is shown, and will be saved"


def _is_meant(report: Report, wanted: str) -> bool:
    return report.id.casefold().endswith(wanted) or wanted in report.title.casefold()


def _report_of(data: bytes) -> Report:
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise CodecError("damaged") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise CodecError("no report")
    version = document.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise CodecError(f"written by a later glossator (format {version})")
    return from_record(document.get("report"))
