"""Marks and notes of a text that has many: taken from a glimpse of its annotations where the page looks, and no others.

What is shown is what would be shown if all of them were read, so that nothing changes on the screen once they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from annotations.anchoring.reanchor import describes
from annotations.model.annotation import Annotation
from annotations.storage.api import LONG, Glimpse
from reader.ui.page.annotation_overlays import mark_of, note_of
from reader.ui.page.page_decorations import Note, Notes
from reader.ui.render.row_painter import Mark, Marks

CACHED_STRETCHES = 64
"""Stretches of LONG code points whose annotations are cached."""


class Seen:
    """An article's annotations where its `text` was looked at; `lost` is called for one that the text does not bear out."""

    def __init__(self, glimpse: Glimpse, text: str, lost: Callable[[], object]) -> None:
        self.glimpse, self._text, self._lost = glimpse, text, lost
        self.long = self._standing(glimpse.long())
        self.stretch = lru_cache(maxsize=CACHED_STRETCHES)(self._stretch)
        self.over = lru_cache(maxsize=4 * CACHED_STRETCHES)(self._over)

    def _stretch(self, number: int) -> Sequence[Annotation]:
        found = self.glimpse.begun_in(number * LONG, (number + 1) * LONG)
        return self._standing(one for one in found if one.target.position.length < LONG)

    def _over(self, offset: int) -> Sequence[Annotation]:
        """Return the annotations that begin before `offset` and end after it."""
        near = self.glimpse.begun_in(max(0, offset - LONG), offset, offset) if offset else []
        far = [one for one in self.long if one.target.position.start < offset < one.target.position.end]
        return sorted({one.id: one for one in (*far, *self._standing(near))}.values(), key=_place)

    def first_in(self, start: int, end: int) -> Annotation | None:
        """Return the first annotation that begins in [start, end), or None."""
        for number in range(start // LONG, (end - 1) // LONG + 1):
            far = [one for one in self.long if one.target.position.start // LONG == number]
            for one in sorted((*self.stretch(number), *far), key=_place):
                if start <= one.target.position.start < end:
                    return one
        return None

    def touching(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations that overlap [start, end), by position."""
        numbers = range(max(0, start // LONG - 1), max(start, end - 1) // LONG + 1)
        near = (one for number in numbers for one in self.stretch(number))
        found = (one for one in (*self.long, *near) if _touches(one, start, end))
        return sorted(found, key=_place)

    def _standing(self, annotations: Iterable[Annotation]) -> list[Annotation]:
        found = list(annotations)
        standing = [one for one in found if describes(self._text, one.target)]
        if len(standing) < len(found):
            self._lost()
        return standing


class GlimpsedMarks(Marks):
    """The marks over a text."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self._seen = seen
        self.touching = lru_cache(maxsize=512)(self._touching)  # type: ignore[method-assign]  # every row asks several times
        self.first_touching = lru_cache(maxsize=512)(self._first_touching)  # type: ignore[method-assign]

    def _touching(self, start: int, end: int) -> list[Mark]:
        return list(map(mark_of, self._seen.touching(start, end)))

    def _first_touching(self, start: int, end: int) -> Mark | None:
        over = self._seen.over(start)
        first = over[0] if over else self._seen.first_in(start, end)
        return mark_of(first) if first else None

    def begun(self, start: int, end: int) -> int:
        """See Overlay."""
        return self._seen.glimpse.begun(start, end)


class GlimpsedNotes(Notes):
    """The notes beside a text."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self._seen, self._some = seen, seen.glimpse.says_anything()

    def __bool__(self) -> bool:
        return self._some

    def between(self, first: int, end: int) -> list[Note]:
        """See Notes."""
        begun = (one for one in self._seen.touching(first, end) if first <= one.target.position.start)
        return [note_of(one, one.target.position) for one in begun if one.note or one.tags]


def _touches(one: Annotation, start: int, end: int) -> bool:
    return one.target.position.start < end and one.target.position.end > start


def _place(one: Annotation) -> tuple[int, int, str]:
    return one.target.position.start, one.target.position.end, one.id


def over_a_glimpse(glimpse: Glimpse, text: str, lost: Callable[[], object]) -> tuple[Marks, Notes]:
    """Return marks and notes read piece by piece; `lost` is called if all annotations have to be read."""
    seen = Seen(glimpse, text, lost)
    return GlimpsedMarks(seen), GlimpsedNotes(seen)
