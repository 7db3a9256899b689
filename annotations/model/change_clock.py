"""When each part of an annotation was last changed, and which versions of its note are behind it: what merging needs.

Times here are a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): an edit is stamped with the
present or, where the clock stands behind what is being edited, just after that. So an edit is always newer than what it
changes, whatever the clocks of two machines say. Notes are a multi-value register (Shapiro et al., "Conflict-free
Replicated Data Types", 2011): one version ends another only if it was written knowing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zlib import crc32

from msgspec import Struct

TICK = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TAG = "tag:"
SEEN_KEPT = 64
"""Versions of a note that are remembered as outdated; an older one that turns up again is kept beside the note."""
BETWEEN = "\n\n* * *\n\n"
"""The separator between two texts of a note that were edited independently."""

Version = tuple[datetime, str]
"""One text of a note, and when it was written."""


class Trail(Struct, frozen=True):
    """`changed` has the time of each part (`passage color note deleted`, `tag:` and a folded tag), sorted by name.

    A part that is not named is as old as the annotation. `seen` holds the marks of the note's outdated versions, sorted;
    `versions` the texts that were written apart, sorted, where there is more than one.
    """

    changed: tuple[tuple[str, datetime], ...] = ()
    seen: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()

    def time(self, part: str) -> datetime | None:
        """When a part was changed last, None for as old as the annotation."""
        return next((time for name, time in self.changed if name == part), None)

    def stamped(self, **times: datetime) -> Trail:
        """With other times for some parts."""
        return self.stamped_all(times)

    def stamped_all(self, times: dict[str, datetime]) -> Trail:
        """Return the clock with several changes stamped; the names need not be identifiers."""
        changed = dict(self.changed) | times
        return Trail(tuple(sorted(changed.items())), self.seen, self.versions)


def after(now: datetime, *known: datetime | None) -> datetime:
    """`now`, or the shortest time after the latest of `known` where the clock stands behind it."""
    latest = max([time for time in known if time is not None], default=None)
    return now if latest is None or now > latest else latest + TICK


def mark(version: Version) -> str:
    """Return a short name for a version of a note; later versions sort after earlier ones."""
    written, text = version
    since = written - EPOCH
    microseconds = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return f"{microseconds:014x}{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def newest_marks(marks: Iterable[str]) -> tuple[str, ...]:
    """Return the newest marks, as many as are kept, sorted."""
    return tuple(sorted(set(marks))[-SEEN_KEPT:])


def joined(versions: Iterable[Version]) -> str:
    """One note of texts that were written apart: each of them once, the earlier first."""
    texts = list(dict.fromkeys(text for _, text in sorted(versions) if text))
    return BETWEEN.join(texts)
