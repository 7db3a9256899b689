"""The store on disk: one TinyDB file for each article, written whole under a lock.

A file of ten notes costs the same to save in a library of a hundred thousand, can be read and merged by people and tools,
and never takes another one down with it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from tinydb import TinyDB
from tinydb.table import Document

from annotations.annotation import Annotation
from annotations.codec import VERSION, from_dict, to_dict
from annotations.errors import CodecError, StoreError, UnknownAnnotation, UnreadableFile
from annotations.storage import PREVIOUS, TEMPORARY, AtomicJSON, tables_of
from annotations.store import Edit, OptionalEdit, Problem, by_place, find_in

RECORDS, META = "annotations", "format"
ARTICLE_ID = re.compile(r"[^\W_][\w.-]{0,199}\Z")
Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _File:
    """What was read from one file, and how the file looked then."""

    signature: Signature | None
    annotations: tuple[Annotation, ...]
    problems: tuple[Problem, ...]
    readable: bool = True


class TinyStore:
    """An AnnotationStore in `folder`, which is made with the first write; waits `lock_timeout_s` for other writers."""

    def __init__(self, folder: Path, lock_timeout_s: float = 10.0) -> None:
        self._folder, self._timeout_s = folder, lock_timeout_s
        self._read: dict[str, _File] = {}

    def for_article(self, article_id: str, *, trashed: bool = False) -> tuple[Annotation, ...]:
        """See AnnotationStore."""
        return by_place(self._file(article_id).annotations, trashed=trashed)

    def get(self, annotation_id: str) -> Annotation:
        """See AnnotationStore."""
        for one in self._everything():
            if one.id == annotation_id:
                return one
        raise UnknownAnnotation(annotation_id)

    def find(self, part: str) -> Annotation:
        """See AnnotationStore."""
        return find_in(self._everything(), part)

    def all(self, *, trashed: bool = False) -> Iterator[Annotation]:
        """See AnnotationStore."""
        for article_id in self._article_ids():
            yield from self.for_article(article_id, trashed=trashed)

    def put(self, *annotations: Annotation) -> None:
        """See AnnotationStore; each article's file is one write."""
        with self._locked():
            for article_id in dict.fromkeys(one.article_id for one in annotations):
                self._write(article_id, [one for one in annotations if one.article_id == article_id])

    def update(self, annotation_id: str, edit: Edit) -> Annotation:
        """See AnnotationStore."""
        with self._locked():
            changed = edit(self.get(annotation_id))
            self._write(changed.article_id, [changed])
        return changed

    def update_all(self, edit: OptionalEdit) -> list[Annotation]:
        """See AnnotationStore."""
        with self._locked():
            changed = [edited for one in self.all() if (edited := edit(one)) is not None]
            for article_id in dict.fromkeys(one.article_id for one in changed):
                self._write(article_id, [one for one in changed if one.article_id == article_id])
        return changed

    def counts(self) -> dict[str, int]:
        """See AnnotationStore."""
        found = {article_id: len(self.for_article(article_id)) for article_id in self._article_ids()}
        return {article_id: count for article_id, count in found.items() if count}

    def problems(self) -> tuple[Problem, ...]:
        """See AnnotationStore."""
        found = [problem for article_id in self._article_ids() for problem in self._file(article_id).problems]
        if self._folder.exists() and not os.access(self._folder, os.R_OK | os.X_OK | os.W_OK):
            found.insert(
                0, Problem(self._folder, "", f"{self._folder}: this folder refuses; no note can be read or saved")
            )
        elif self._folder.exists() and not self._folder.is_dir():
            found.insert(
                0, Problem(self._folder, "", f"{self._folder}: a file is in the way of the notes; move it elsewhere")
            )
        return tuple(found)

    def repair(self) -> list[str]:
        """Put each unreadable file aside and take up its previous generation where that can be read; a line for each."""
        with self._locked():
            unreadable = [article_id for article_id in self._article_ids() if not self._file(article_id).readable]
            return [self._repair(article_id) for article_id in unreadable]

    # Reading

    def _path(self, article_id: str) -> Path:
        if not ARTICLE_ID.match(article_id):
            raise StoreError(f"{article_id!r} is no id of an article: `gloss list` shows them")
        return self._folder / f"{article_id}.json"

    def _article_ids(self) -> list[str]:
        try:
            names = os.listdir(self._folder)
        except OSError:
            return []  # not there yet, or refused, which is among the problems
        stems = (name[:-5] for name in names if name.endswith(".json"))
        return sorted(stem for stem in stems if ARTICLE_ID.match(stem) and ".sync-conflict-" not in stem)

    def _everything(self) -> Iterator[Annotation]:
        for article_id in self._article_ids():
            yield from self._file(article_id).annotations

    def _file(self, article_id: str) -> _File:
        path = self._path(article_id)
        signature = _signature(path)
        known = self._read.get(article_id)
        if known is None or known.signature != signature:
            known = self._read[article_id] = self._load(article_id, path, signature)
        return known

    def _load(self, article_id: str, path: Path, signature: Signature | None) -> _File:
        if signature is None:
            return _File(None, (), ())
        try:
            tables = AtomicJSON(path).read() or {}
            _check_version(tables, path)
        except UnreadableFile as error:
            return _File(signature, (), (Problem(path, article_id, str(error)),), readable=False)
        found, problems = [], []
        for number, record in tables.get(RECORDS, {}).items():
            try:
                found.append(from_dict(record if isinstance(record, dict) else {}))
            except CodecError as error:
                message = f"{path}: record {number} was passed over ({error}); it was left as it is"
                problems.append(Problem(path, article_id, message))
        return _File(signature, tuple(found), tuple(problems))

    # Writing

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Nobody else writes meanwhile; StoreError where the folder refuses, or another writer does not end."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(self._folder / ".lock", timeout=self._timeout_s, mode=0o600)
            lock.acquire()
        except Timeout as error:
            message = f"{self._folder}: another glossator has been writing for {self._timeout_s:g} s; nothing was saved"
            raise StoreError(message) from error
        except OSError as error:
            raise StoreError(f"{self._folder}: not saved: {(error.strerror or str(error)).lower()}") from error
        try:
            yield
        finally:
            lock.release()

    def _write(self, article_id: str, annotations: list[Annotation]) -> None:
        path = self._path(article_id)
        self._sweep(path)
        database = TinyDB(path, storage=AtomicJSON)
        storage = database.storage
        assert isinstance(storage, AtomicJSON)
        _check_version(storage.read() or {}, path)
        with storage.batch():
            table = database.table(RECORDS)
            database.table(META).upsert(Document({"version": VERSION, "article": article_id}, doc_id=1))
            known = {record.get("id"): record.doc_id for record in table.all() if isinstance(record, dict)}
            for one in annotations:
                if one.id in known:
                    table.update(to_dict(one), doc_ids=[known[one.id]])
                else:
                    known[one.id] = table.insert(to_dict(one))
        self._read.pop(article_id, None)

    def _sweep(self, path: Path) -> None:
        """Remove what a killed writer of this file left; the lock is ours, so nobody is writing it."""
        for stale in path.parent.glob(f".{path.name}.*{TEMPORARY}"):
            with suppress(OSError):
                stale.unlink()

    def _repair(self, article_id: str) -> str:
        path = self._path(article_id)
        aside = _free(lambda n: path.with_name(f"{path.name}.unreadable-{n}"))
        kept = path.with_name(path.name + PREVIOUS)
        try:
            os.replace(path, aside)
            tables_of(kept.read_bytes(), kept)
            os.link(kept, path)
        except (OSError, UnreadableFile):
            return f"{path}: put aside as {aside.name}; no readable previous generation was found"
        return f"{path}: put aside as {aside.name}; its previous generation is in force again"


def _check_version(tables: dict[str, dict[str, object]], path: Path) -> None:
    meta = tables.get(META, {}).get("1")
    version = meta.get("version") if isinstance(meta, dict) else VERSION
    if not isinstance(version, int) or version > VERSION:
        raise UnreadableFile(f"{path}: written by a later glossator (format {version}); update glossator to read it")


def _signature(path: Path) -> Signature | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _free(name: Callable[[int], Path]) -> Path:
    number = 1
    while name(number).exists():
        number += 1
    return name(number)
