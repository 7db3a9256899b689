"""A cache of conditions as flags, one byte per row number, valid while the database does not change.

Each key typed into a filter changes the query a little, so that only the new condition has to be evaluated.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reader.library.db.connection import Database
from reader.library.query.conditions import RowSet

MAX_CACHED_CONDITIONS = 24
INVERTED = bytes([1, 0, *range(2, 256)])


CachedFlags = dict[tuple[RowSet, int], int]
"""By condition and number of rows: the flags as one large integer."""


class ConditionCache:
    """The cached conditions of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state = (-1, -1)
        self._cached: CachedFlags = {}

    def clear(self) -> None:
        """Discard all cached flags."""
        self._cached.clear()

    def contains_all(self, parts: Sequence[RowSet], count: int) -> bool:
        """Return whether the flags of all these sets are cached and valid."""
        self._refresh()
        return all((part, count) in self._cached for part in parts)

    def compute(self, parts: Sequence[RowSet], count: int) -> CachedFlags:
        """Return the flags of sets, to be stored in the cache of another connection."""
        return {(part, count): self._flags_of(part, count) for part in parts}

    def store(self, answers: CachedFlags, state: tuple[int, int]) -> None:
        """Store flags that another connection has computed, unless the database has changed since `state`."""
        if self._refresh() == state:
            self._cached |= answers

    def _refresh(self) -> tuple[int, int]:
        state = self._database.changes_seen, self._database.changes_made
        if state != self._state:
            self._state = state
            self._cached.clear()
        return state

    def all_of(self, parts: Sequence[RowSet], count: int) -> bytes:
        """Return a byte for each number below `count`: whether it is in all of the sets."""
        found = ~0
        for part in parts:
            found &= self._flags_of(part, count)
        return found.to_bytes(count, "little") if parts else b"\1" * count

    def _flags_of(self, part: RowSet, count: int) -> int:
        """Return the flags of one set as an integer of `count` bytes."""
        self._refresh()
        known = self._cached.pop((part, count), None)
        if known is None:
            known = int.from_bytes(self._evaluate(part, count), "little")
        self._cached[part, count] = known  # the one asked last is the last to go
        if len(self._cached) > MAX_CACHED_CONDITIONS:
            self._cached.pop(next(iter(self._cached)))
        return known

    def _evaluate(self, part: RowSet, count: int) -> bytes:
        if part.complement_values and self._has_more_than(part, count // 2):
            return flags_of(
                self._database.numbers(part.numbers, part.complement_values), count, inverted=not part.negated
            )
        return flags_of(self._database.numbers(part.numbers, part.values), count, inverted=part.negated)

    def _has_more_than(self, part: RowSet, least: int) -> bool:
        row = self._database.row(f"SELECT count(*) FROM ({part.numbers})", part.values)
        return row is not None and int(row[0]) > least


def flags_of(numbers: Collection[int], count: int, *, inverted: bool = False) -> bytes:
    """Return a byte for each number below `count`: 1 if it is in `numbers`, or if it is not when `inverted`."""
    flags = bytearray(count)
    try:
        for number in numbers:
            flags[number] = 1
    except IndexError:  # of a damaged index: a number that nothing has
        for number in numbers:
            if number < count:
                flags[number] = 1
    return bytes(flags.translate(INVERTED) if inverted else flags)
