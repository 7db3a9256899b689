"""The protocol of annotation stores, and a store in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from annotations.model.annotation import Annotation
from annotations.model.errors import AnnotationsError, UnknownAnnotation
from annotations.storage.merge import merged
from annotations.storage.replace import Signature

Edit = Callable[[Annotation], Annotation]
OptionalEdit = Callable[[Annotation], Annotation | None]
Watch = Callable[[Iterator[tuple[int, int]]], Iterator[tuple[int, int]]]
"""A function that passes pairs (steps done, steps in all) on and may show them."""
SHORTEST_PART = 4


class Problem(Struct, frozen=True):
    """A file or a record in it that could not be read; `message` is one plain line that names it."""

    path: Path
    article_id: str
    message: str


LONG = 4_096
"""Code points from which a passage is looked for by its length: few are, and what else touches a place begins near it."""


class Glimpse(Protocol):
    """An article's live annotations as far as they are looked at: many are not read to show the few on a screen."""

    @property
    def signature(self) -> Signature:
        """How the article's file looks."""

    def begun_in(self, first: int, end: int, beyond: int = 0) -> list[Annotation]:
        """Those that begin in [first, end) and end behind `beyond`, by place."""

    def long(self) -> list[Annotation]:
        """Those of LONG code points or more, by place."""

    def begun(self, first: int, end: int) -> int:
        """How many begin in [first, end)."""

    def says_anything(self) -> bool:
        """Whether any of them has a note or a tag."""


class AnnotationStore(Protocol):
    """Annotations by article and by id; a deleted one stays as a tombstone.

    What a method has written is durable when it returns; where it raises StoreError, nothing of that article has changed.
    """

    def for_article(self, article_id: str, *, trashed: bool = False) -> tuple[Annotation, ...]:
        """Return the live annotations of an article by place, or its tombstones."""

    def get(self, annotation_id: str) -> Annotation:
        """Return the annotation or tombstone with this id; UnknownAnnotation."""

    def find(self, part: str) -> Annotation:
        """Return the only annotation whose id begins or ends with `part` (4 characters or more); AnnotationsError."""

    def all(self, *, trashed: bool = False) -> Iterator[Annotation]:
        """Yield the live annotations of all articles, or all tombstones."""

    def put(self, *annotations: Annotation) -> None:
        """Insert, or merge with the one of that id: of each part the newest stays."""

    def update(self, annotation_id: str, edit: Edit) -> Annotation:
        """Read one, edit it and write it back while nobody else can write."""

    def update_all(self, edit: OptionalEdit) -> list[Annotation]:
        """Change every live annotation for which `edit` returns a new value; return what was written."""

    def counts(self) -> dict[str, int]:
        """How many live ones each article has; articles without are left out."""

    def tags(self) -> dict[str, int]:
        """How many live ones have each tag."""

    def glance(self, article_id: str) -> int:
        """How many live ones an article has as last known, at once, without a look at the disk."""

    def glimpse(self, article_id: str) -> Glimpse | None:
        """Return what the index knows of an article's annotations, or None if the file has changed since."""

    def problems(self, *, look: bool = True) -> tuple[Problem, ...]:
        """Return what could not be read; without `look`, only what is known already."""

    def heard(self) -> list[str]:
        """Return what was done on the user's behalf since the last call (merged, put aside), a sentence each."""

    def refresh(self, breathe: Callable[[], object] = tuple, watch: Watch = iter) -> set[str]:
        """Take notice of what others wrote; the articles it is about. `breathe` is called again and again meanwhile.

        `watch` goes through (files read, files to read) as they come, and may show them.
        """

    @property
    def tidy(self) -> bool:
        """Whether the last look left nothing that the next one has to take up again."""

    def trust(self) -> None:
        """Somebody has looked at everything as it is now, and it was tidy."""

    def close(self) -> None:
        """Let go of what is open."""


def by_place(annotations: Iterable[Annotation], *, trashed: bool) -> tuple[Annotation, ...]:
    """Return the live annotations, or the tombstones, in the order of the text."""
    wanted = [one for one in annotations if (one.deleted is not None) == trashed]
    return tuple(sorted(wanted, key=_place))


def _place(one: Annotation) -> tuple[int, int, datetime, str]:
    position = one.target.position
    return position.start, position.end, one.created, one.id


def the_one(part: str, ids: Iterable[str]) -> str:
    """Return the one id that begins or ends with `part`; UnknownAnnotation for none, AnnotationsError for several."""
    found = sorted(set(ids))
    if not found or len(part) < SHORTEST_PART:
        raise UnknownAnnotation(part)
    if len(found) > 1:
        ends = ", ".join(sorted(one_id[-8:] for one_id in found)[:5])
        raise AnnotationsError(f"{part!r} could be {len(found)} annotations: give more of the id (they end in {ends})")
    return found[0]


class MemoryStore:
    """An AnnotationStore that forgets; for tests, and for a library that cannot be written."""

    def __init__(self) -> None:
        self._kept: dict[str, Annotation] = {}

    def for_article(self, article_id: str, *, trashed: bool = False) -> tuple[Annotation, ...]:
        """See AnnotationStore."""
        return by_place((one for one in self._kept.values() if one.article_id == article_id), trashed=trashed)

    def get(self, annotation_id: str) -> Annotation:
        """See AnnotationStore."""
        if annotation_id not in self._kept:
            raise UnknownAnnotation(annotation_id)
        return self._kept[annotation_id]

    def find(self, part: str) -> Annotation:
        """See AnnotationStore."""
        wanted = part.upper()
        ids = (one_id for one_id in self._kept if one_id.upper().startswith(wanted) or one_id.upper().endswith(wanted))
        return self.get(the_one(part, ids))

    def all(self, *, trashed: bool = False) -> Iterator[Annotation]:
        """See AnnotationStore."""
        for article_id in sorted({one.article_id for one in self._kept.values()}):
            yield from self.for_article(article_id, trashed=trashed)

    def put(self, *annotations: Annotation) -> None:
        """See AnnotationStore."""
        for one in annotations:
            self._kept[one.id] = merged(self._kept[one.id], one) if one.id in self._kept else one

    def update(self, annotation_id: str, edit: Edit) -> Annotation:
        """See AnnotationStore."""
        changed = self._kept[annotation_id] = edit(self.get(annotation_id))
        return changed

    def update_all(self, edit: OptionalEdit) -> list[Annotation]:
        """See AnnotationStore."""
        changed = [edited for one in self.all() if (edited := edit(one)) is not None]
        self._kept.update({one.id: one for one in changed})
        return changed

    def counts(self) -> dict[str, int]:
        """See AnnotationStore."""
        found: dict[str, int] = {}
        for one in self.all():
            found[one.article_id] = found.get(one.article_id, 0) + 1
        return found

    def tags(self) -> dict[str, int]:
        """See AnnotationStore."""
        return dict(Counter(tag for one in self.all() for tag in one.tags))

    def glance(self, article_id: str) -> int:
        """See AnnotationStore."""
        return len(self.for_article(article_id))

    def glimpse(self, article_id: str) -> Glimpse | None:
        """See AnnotationStore."""
        return None

    def problems(self, *, look: bool = True) -> tuple[Problem, ...]:
        """See AnnotationStore."""
        return ()

    def heard(self) -> list[str]:
        """See AnnotationStore."""
        return []

    def refresh(self, breathe: Callable[[], object] = tuple, watch: Watch = iter) -> set[str]:
        """See AnnotationStore."""
        return set()

    @property
    def tidy(self) -> bool:
        """See AnnotationStore."""
        return True

    def trust(self) -> None:
        """See AnnotationStore."""

    def close(self) -> None:
        """See AnnotationStore."""
