"""The index of all annotation files; derived, and rebuilt from the files whenever it is missing.

An index also holds every record as it was last seen, and so is a second copy of the newest generation: where a file is
torn later, no change is lost that had been acknowledged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from annotations.model.annotation import Annotation
from annotations.storage.api import LONG
from annotations.storage.file_recovery import UNKNOWN, Reading
from annotations.storage.replace import Signature


class AnnotationIndex(Protocol):
    """Files by their articles' ids, as they looked when they were read, and what was in them.

    No method raises for a disk that refuses: `usable` is then False, and the store goes on with an index in memory.
    """

    @property
    def usable(self) -> bool:
        """Whether all that was put in is in it."""

    def files(self) -> dict[str, Signature]:
        """How each file looked when it was read."""

    def signature(self, article_id: str) -> Signature | None:
        """Return the signature of one article's file as last indexed, or None."""

    def signatures(self, article_ids: Collection[str]) -> dict[str, Signature]:
        """Return the indexed signatures of some articles; unknown ones are left out."""

    def count(self) -> int:
        """How many files are known."""

    def live(self, article_id: str) -> int:
        """How many live annotations one article has."""

    def begun_in(self, article_id: str, first: int, end: int, beyond: int = 0) -> list[Annotation]:
        """Return the live annotations that begin in [first, end) and end after `beyond`, by place."""

    def long(self, article_id: str) -> list[Annotation]:
        """Return the live annotations of LONG code points or more, by place."""

    def begun(self, article_id: str, first: int, end: int) -> int:
        """How many live ones begin in [first, end)."""

    def says_anything(self, article_id: str) -> bool:
        """Whether any of the live ones has a note or a tag."""

    def counts(self) -> dict[str, int]:
        """How many live annotations each article has; articles without are left out."""

    def tags(self) -> dict[str, int]:
        """How many live annotations have each tag."""

    def problems(self) -> list[tuple[str, str]]:
        """Article and message of all that could not be read, by article."""

    def annotations(self, article_id: str) -> list[Annotation]:
        """Those of one file, tombstones too."""

    def all(self, *, trashed: bool) -> Iterator[Annotation]:
        """Yield the live annotations, or the tombstones, by article."""

    def ids(self, part: str) -> list[tuple[str, str]]:
        """Id and article of those whose id begins or ends with `part`, in capitals."""

    def replace(
        self, article_id: str, signature: Signature, annotations: Iterable[Annotation], problems: Iterable[str]
    ) -> None:
        """Replace everything known of an article's file after reading it."""

    def change(self, article_id: str, before: Signature, after: Signature, changed: Iterable[Annotation]) -> bool:
        """Record a write; False if the index did not know the file as it was before and needs it whole."""

    def forget(self, article_ids: Iterable[str]) -> None:
        """Forget files that are gone."""

    def close(self) -> None:
        """Close the index."""


class MemoryIndex:
    """An AnnotationIndex that lasts as long as the program."""

    def __init__(self) -> None:
        self._files: dict[str, Signature] = {}
        self._annotations: dict[str, dict[str, Annotation]] = {}
        self._problems: dict[str, tuple[str, ...]] = {}

    @property
    def usable(self) -> bool:
        """See AnnotationIndex."""
        return True

    def files(self) -> dict[str, Signature]:
        """See AnnotationIndex."""
        return dict(self._files)

    def signature(self, article_id: str) -> Signature | None:
        """See AnnotationIndex."""
        return self._files.get(article_id)

    def signatures(self, article_ids: Collection[str]) -> dict[str, Signature]:
        """See AnnotationIndex."""
        return {article_id: self._files[article_id] for article_id in article_ids if article_id in self._files}

    def count(self) -> int:
        """See AnnotationIndex."""
        return len(self._files)

    def live(self, article_id: str) -> int:
        """See AnnotationIndex."""
        return sum(one.deleted is None for one in self.annotations(article_id))

    def begun_in(self, article_id: str, first: int, end: int, beyond: int = 0) -> list[Annotation]:
        """See AnnotationIndex."""
        return [one for one in self._live(article_id) if _begins(one, first, end) and one.target.position.end > beyond]

    def long(self, article_id: str) -> list[Annotation]:
        """See AnnotationIndex."""
        return [one for one in self._live(article_id) if one.target.position.length >= LONG]

    def begun(self, article_id: str, first: int, end: int) -> int:
        """See AnnotationIndex."""
        return sum(_begins(one, first, end) for one in self._live(article_id))

    def says_anything(self, article_id: str) -> bool:
        """See AnnotationIndex."""
        return any(one.note or one.tags for one in self._live(article_id))

    def _live(self, article_id: str) -> list[Annotation]:
        live = (one for one in self.annotations(article_id) if one.deleted is None)
        return sorted(live, key=lambda one: (one.target.position, one.id))

    def counts(self) -> dict[str, int]:
        """See AnnotationIndex."""
        live = {
            article_id: sum(one.deleted is None for one in found.values())
            for article_id, found in sorted(self._annotations.items())
        }
        return {article_id: count for article_id, count in live.items() if count}

    def tags(self) -> dict[str, int]:
        """See AnnotationIndex."""
        return dict(Counter(tag for one in self.all(trashed=False) for tag in one.tags))

    def problems(self) -> list[tuple[str, str]]:
        """See AnnotationIndex."""
        return [(article_id, message) for article_id, found in sorted(self._problems.items()) for message in found]

    def annotations(self, article_id: str) -> list[Annotation]:
        """See AnnotationIndex."""
        return list(self._annotations.get(article_id, {}).values())

    def all(self, *, trashed: bool) -> Iterator[Annotation]:
        """See AnnotationIndex."""
        for _, found in sorted(self._annotations.items()):
            yield from [one for one in found.values() if (one.deleted is not None) == trashed]

    def ids(self, part: str) -> list[tuple[str, str]]:
        """See AnnotationIndex."""
        return [
            (one_id, article_id)
            for article_id, found in self._annotations.items()
            for one_id in found
            if one_id.upper().startswith(part) or one_id.upper().endswith(part)
        ]

    def replace(
        self, article_id: str, signature: Signature, annotations: Iterable[Annotation], problems: Iterable[str]
    ) -> None:
        """See AnnotationIndex."""
        self._files[article_id] = signature
        self._annotations[article_id] = {one.id: one for one in annotations}
        self._problems[article_id] = tuple(problems)

    def change(self, article_id: str, before: Signature, after: Signature, changed: Iterable[Annotation]) -> bool:
        """See AnnotationIndex."""
        if self._files.get(article_id) != before:
            return False
        self._files[article_id] = after
        self._annotations[article_id].update({one.id: one for one in changed})
        return True

    def forget(self, article_ids: Iterable[str]) -> None:
        """See AnnotationIndex."""
        for article_id in article_ids:
            for kept in (self._files, self._annotations, self._problems):
                kept.pop(article_id, None)

    def close(self) -> None:
        """See AnnotationIndex."""


def _begins(one: Annotation, first: int, end: int) -> bool:
    return first <= one.target.position.start < end


def tell(
    index: AnnotationIndex, article_id: str, before: Signature | None, after: Reading, changed: list[Annotation]
) -> None:
    """Tell an index of a write: what changed, or where it does not know the file as it was before, all of it."""
    signature = after.signature or UNKNOWN
    if before is None or not index.change(article_id, before, signature, changed):
        index.replace(article_id, signature, after.annotations.values(), after.problems)
