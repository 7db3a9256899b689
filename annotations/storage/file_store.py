"""The store on disk: one TinyDB file for each article, written whole under a lock.

A file of ten notes costs the same to save in a library of a hundred thousand, can be read and merged by people and tools,
and never takes another one down with it. What is in all of them is known from an index, which notices files that changed
behind its back by how they look from outside, and reads just those again.

What looks through the folder, and what writes, is read when that is first done: to read one article's file neither is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from annotations.model.annotation import Annotation
from annotations.model.errors import StoreError, UnknownAnnotation, UnreadableFile
from annotations.storage.api import SHORTEST_PART, Edit, Glimpse, OptionalEdit, Problem, Watch, by_place, the_one
from annotations.storage.file_recovery import UNKNOWN, Reading, read, tables_in
from annotations.storage.file_stat import ARTICLE_ID, SUFFIX, real, signature_of, unlink_all
from annotations.storage.index import AnnotationIndex, MemoryIndex, tell
from annotations.storage.merge import edited_apart, merged
from annotations.storage.replace import put_aside

if TYPE_CHECKING:
    from annotations.storage.file_encoder import Draft
    from annotations.storage.folder_lock import FolderLock
    from annotations.storage.folder_scan import Breathe
    from annotations.storage.merge_result import Union

SPARE = ".spare"
"""The file into which the next change is written, see `replacing`: under the lock there is only one writer."""
BREATH = 200
"""Files that are read one after the other before something else may go on."""
READ_AT_MOST, UNTOLD_AT_MOST = 64, 32
"""Files that are kept as they were read: a library's worth of them would be held for nothing. Writes that the index may lag
behind; it is told before it is asked anything, and when the store is closed."""


class TinyStore:
    """An AnnotationStore in `folder`, which is made with the first write; waits `lock_timeout_s` for other writers.

    `index` is asked and told what is in the files; without one the store keeps its own in memory. Several threads may
    use one store.
    """

    def __init__(self, folder: Path, lock_timeout_s: float = 10.0, index: AnnotationIndex | None = None) -> None:
        self._folder, self._root, self._spare = folder, str(folder), str(folder / SPARE)
        self._lock_timeout_s = lock_timeout_s
        self._told: AnnotationIndex = index or MemoryIndex()
        self._untold: list[Callable[[AnnotationIndex], None]] = []
        self._places: dict[str, str] = {}
        self._guard = RLock()
        self._read: dict[str, Reading] = {}
        self._drafts: dict[str, Draft] = {}
        self._heard: list[str] = []
        self._copies: tuple[Path, ...] | None = None

    @cached_property
    def _lock(self) -> FolderLock:
        from annotations.storage.folder_lock import FolderLock  # noqa: PLC0415 - see the head of this file

        return FolderLock(self._folder, self._lock_timeout_s)

    @property
    def _index(self) -> AnnotationIndex:
        """The index, once it has been told of all that was written: a save does not wait for it."""
        with self._guard:
            untold, self._untold = self._untold, []
            for say in untold:
                say(self._told)
            if not self._told.usable:
                self._told = self._in_memory()
            elif untold:
                self._places.clear()  # it knows them all now
            return self._told

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder

    def for_article(self, article_id: str, *, trashed: bool = False) -> tuple[Annotation, ...]:
        """See AnnotationStore."""
        with self._guard:
            return by_place(self._file(article_id).annotations.values(), trashed=trashed)

    def get(self, annotation_id: str) -> Annotation:
        """See AnnotationStore."""
        with self._guard:
            found = self._look_up(annotation_id)
            if found is None:
                self.refresh()
                found = self._look_up(annotation_id)
        if found is None:
            raise UnknownAnnotation(annotation_id)
        return found

    def find(self, part: str) -> Annotation:
        """See AnnotationStore."""
        self.refresh()
        ids = [one_id for one_id, _ in self._index.ids(part.upper())] if len(part) >= SHORTEST_PART else []
        return self.get(the_one(part, ids))

    def all(self, *, trashed: bool = False) -> Iterator[Annotation]:
        """See AnnotationStore."""
        self.refresh()
        yield from self._index.all(trashed=trashed)

    def put(self, *annotations: Annotation) -> None:
        """See AnnotationStore; each article's file is one write."""
        with self._locked():
            for article_id in dict.fromkeys(one.article_id for one in annotations):
                known = self._file(article_id).annotations
                mine = [one for one in annotations if one.article_id == article_id]
                self._write(article_id, [merged(known[one.id], one) if one.id in known else one for one in mine])

    def update(self, annotation_id: str, edit: Edit) -> Annotation:
        """See AnnotationStore."""
        with self._locked():
            changed = edit(self.get(annotation_id))
            self._write(changed.article_id, [changed])
        return changed

    def update_all(self, edit: OptionalEdit) -> list[Annotation]:
        """See AnnotationStore; one file after the other, each of them whole at any moment."""
        with self._locked():
            changed = [edited for one in list(self.all()) if (edited := edit(one)) is not None]
            for article_id in dict.fromkeys(one.article_id for one in changed):
                self._write(article_id, [one for one in changed if one.article_id == article_id])
        return changed

    def merge(self, article_id: str, annotations: Iterable[Annotation]) -> Union:
        """Merge others' copies into the file of an article; one write, or none where nothing is new."""
        with self._locked():
            return self._merge(article_id, annotations)

    def counts(self) -> dict[str, int]:
        """See AnnotationStore."""
        self.refresh()
        return self._index.counts()

    def tags(self) -> dict[str, int]:
        """See AnnotationStore."""
        self.refresh()
        return self._index.tags()

    def glance(self, article_id: str) -> int:
        """See AnnotationStore."""
        return self._index.live(article_id)

    def glimpse(self, article_id: str) -> Glimpse | None:
        """See AnnotationStore."""
        from annotations.storage.range_view import IndexGlimpse  # noqa: PLC0415 - see the head of this file

        signature = signature_of(self._path(article_id))
        known = self._index.signature(article_id)
        bad = any(each == article_id for each, _ in self._index.problems())
        return (
            None
            if signature is None or bad or known != signature
            else IndexGlimpse(lambda: self._index, article_id, known)
        )

    def problems(self, *, look: bool = True) -> tuple[Problem, ...]:
        """See AnnotationStore."""
        from annotations.storage import sync_conflicts  # noqa: PLC0415 - see the head of this file
        from annotations.storage.folder_scan import refusals  # noqa: PLC0415 - see the head of this file

        if look:
            self.refresh()
        if self._copies is None:
            self._copies = sync_conflicts.copies_in(self._folder)
        found = [Problem(self._path(article_id), article_id, message) for article_id, message in self._index.problems()]
        refused = [Problem(self._folder, "", message) for message in refusals(self._folder)]
        return (*refused, *map(sync_conflicts.problem, self._copies), *found)

    def heard(self) -> list[str]:
        """Return what was done on the user's behalf since the last call, a sentence each."""
        heard, self._heard = self._heard, []
        return heard

    def refresh(self, breathe: Breathe = tuple, watch: Watch = iter) -> set[str]:
        """Look at the folder: read again what changed, merge conflict copies, sweep what killed writers left.

        The articles whose files changed. `watch` goes through (files read, files to read) meanwhile.
        """
        from annotations.storage.folder_scan import look_through  # noqa: PLC0415 - see the head of this file

        told = self._told
        found = look_through(self._folder, lambda: self._index, breathe)
        if found.copies or found.stale:
            self._tidy(found.stale, found.copies)
        self._copies = tuple(sorted(copy for copy in found.copies if copy.exists()))
        for done, total in watch(self._take_up(sorted(found.changed))):
            if done < total:
                breathe()
        if self._index is not told:  # its disk has refused meanwhile, and the new one knows only what was read last
            return found.changed | self.refresh(breathe, watch)
        return found.changed

    def _take_up(self, articles: Sequence[str]) -> Iterator[tuple[int, int]]:
        for number, article_id in enumerate(articles, 1):
            with self._guard:
                self._file(article_id, again=True)
            if number % BREATH == 0 or number == len(articles):
                yield number, len(articles)

    @property
    def tidy(self) -> bool:
        """See AnnotationStore."""
        return not self._copies

    def trust(self) -> None:
        """See AnnotationStore."""
        self._copies = ()

    def repair(self) -> list[str]:
        """Mend what can be mended, putting aside what is damaged; a line for each."""
        self.refresh()
        with self._locked():
            articles = dict.fromkeys(article_id for article_id, _ in self._index.problems())
            return [line for article_id in articles for line in self._repair(article_id)]

    def verify(self) -> list[str]:
        """Correct the index where it disagrees with the files; return the articles concerned."""
        self.refresh()
        wrong = []
        for article_id in sorted(self._index.files()):
            with self._guard:
                indexed = {one.id: one for one in self._index.annotations(article_id)}
                reading = self._file(article_id, again=True)
                if indexed != dict(reading.annotations):
                    wrong.append(article_id)
                    self._put_into_index(article_id, reading)
        return wrong

    def rebuild(self, watch: Watch = iter) -> None:
        """Read every file again; `watch` as in `refresh`."""
        with self._guard:
            self._index.forget(self._index.files())
            self._read.clear()
            self._drafts.clear()
            self.refresh(watch=watch)

    def close(self) -> None:
        """Let the index and the lock's file go."""
        self._index.close()
        if "_lock" in self.__dict__:
            self._lock.close()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Nobody writes meanwhile: for copies of the whole folder."""
        with self._locked():
            yield

    # Reading

    def _path(self, article_id: str) -> Path:
        if not ARTICLE_ID.match(article_id):
            raise StoreError(f"{article_id!r} is no id of an article: `gloss list` shows them")
        return self._folder / f"{article_id}{SUFFIX}"

    def _look_up(self, annotation_id: str) -> Annotation | None:
        if (place := self._places.get(annotation_id)) is not None:
            found = self._file(place).annotations.get(annotation_id)
            if found is not None:
                return found
        for found_id, article_id in self._index.ids(annotation_id.upper()):
            if found_id == annotation_id:
                found = self._file(article_id).annotations.get(annotation_id)
                if found is not None:
                    return found
        return None

    def _file(self, article_id: str, *, again: bool = False) -> Reading:
        known = self._read.get(article_id)
        if known is None or again or known.signature != signature_of(f"{self._root}/{article_id}{SUFFIX}"):
            path = self._path(article_id)
            known = self._take_in(article_id, read(path, article_id, lambda: self._index.annotations(article_id)))
        else:
            self._read[article_id] = self._read.pop(article_id)  # the one asked last is the last to go
        return known

    def _keep(self, article_id: str, reading: Reading) -> None:
        self._read[article_id] = reading
        while len(self._read) > READ_AT_MOST:
            oldest = next(iter(self._read))
            del self._read[oldest]
            self._drafts.pop(oldest, None)

    def _take_in(self, article_id: str, reading: Reading) -> Reading:
        """Keep what was read, here and in the index."""
        self._drafts.pop(article_id, None)
        self._read.pop(article_id, None)
        self._keep(article_id, reading)
        if reading.state == "absent":
            if self._index.signature(article_id) is not None:
                self._index.forget([article_id])
        elif reading.signature in (None, UNKNOWN) or self._index.signature(article_id) != reading.signature:
            self._put_into_index(article_id, reading)
        return reading

    def _put_into_index(self, article_id: str, reading: Reading) -> None:
        signature = reading.signature or UNKNOWN
        self._index.replace(article_id, signature, reading.annotations.values(), reading.problems)

    def _in_memory(self) -> AnnotationIndex:
        """Return an index in memory, for when its disk refuses; the files are the truth."""
        index = MemoryIndex()
        for article_id, reading in self._read.items():
            if reading.signature is not None:
                index.replace(article_id, reading.signature, reading.annotations.values(), reading.problems)
        return index

    # Writing

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._guard, self._lock.held():
            yield

    def _write(self, article_id: str, changed: list[Annotation]) -> None:
        """Durable on return; the index follows, and whatever becomes of it the file is what counts."""
        from annotations.storage.atomic_write import AtomicJSON  # noqa: PLC0415 - see the head of this file
        from annotations.storage.file_encoder import draft_of, with_changed, written  # noqa: PLC0415

        path, before = self._path(article_id), self._file(article_id)
        if before.state in ("later", "refused", "lost"):
            raise UnreadableFile(before.problems[0])
        draft = self._drafts.get(article_id) or draft_of(before, tables_in(path, before), article_id)
        draft = with_changed(draft, changed)
        aside = put_aside(real(path)) if before.state == "damaged" and path.exists() else None
        file = AtomicJSON(path)
        if file.linked:
            unlink_all(file.left_behind())
        signature = file.write_lines(draft.lines, keep=before.state == "whole", spare=self._spare)
        if aside is not None:
            self._heard.append(
                f"{path}: it was damaged; it is kept as {aside.name}, and what was recovered is in force"
            )
        if before.state == "damaged" or before.bad:
            self._take_in(article_id, read(path, article_id, tuple))
            return
        after = written(before, draft, signature, changed)
        self._keep(article_id, after)
        self._drafts[article_id] = draft
        self._places.update({one.id: article_id for one in changed})
        self._untold.append(lambda index: tell(index, article_id, before.signature, after, changed))
        if len(self._untold) > UNTOLD_AT_MOST:
            _ = self._index

    def _tidy(self, stale: list[Path], copies: list[Path]) -> None:
        """Under the lock nobody is writing, so every temporary file is a dead writer's."""
        from annotations.storage import sync_conflicts  # noqa: PLC0415 - see the head of this file

        with suppress(StoreError), self._locked():
            unlink_all(stale)
            for copy in copies:
                self._heard += sync_conflicts.take_in(copy, self._merge)

    def _merge(self, article_id: str, annotations: Iterable[Annotation]) -> Union:
        from annotations.storage.merge_result import Union  # noqa: PLC0415 - see the head of this file

        known, done, changed = self._file(article_id).annotations, Union(), []
        for one in annotations:
            mine = known.get(one.id)
            result = merged(mine, one) if mine else one
            if result != mine:
                changed.append(result)
            done.added += mine is None
            done.changed += mine is not None and result != mine
            done.unchanged += result == mine
            done.apart += [one.id] if mine and edited_apart(mine, one) else []
        if changed:
            self._write(article_id, changed)
        return done

    def _repair(self, article_id: str) -> list[str]:
        path, reading = self._path(article_id), self._file(article_id, again=True)
        if reading.state in ("later", "refused"):
            return []
        if reading.state == "lost":
            aside = put_aside(real(path))
            real(path).unlink()
            self._file(article_id, again=True)
            return [f"{path}: put aside as {aside.name}; nothing in it could be recovered"]
        self._write(article_id, [one for number, one in self._altered(reading)])
        return [f"{problem} · mended" for problem in reading.problems]

    def _altered(self, reading: Reading) -> list[tuple[str, Annotation]]:
        """Return the records that are shown although their checksum fails."""
        numbers = {number: one_id for one_id, number in reading.numbers.items()}
        return [
            (n, reading.annotations[numbers[n]]) for n, spare in reading.bad.items() if spare is None and n in numbers
        ]
