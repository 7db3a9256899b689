"""What conditions mean, as a byte for each number: 1 where they hold. What was asked stays known while nobody writes.

Typing a filter asks nearly the same again with each key, and so costs what is new in it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reader.library.db.connection import Database
from reader.library.query.conditions import RowSet

MAX_CACHED_CONDITIONS = 24
INVERTED = bytes([1, 0, *range(2, 256)])


CachedFlags = dict[tuple[RowSet, int], int]
"""The flags of conditions for so many numbers, each as one large number."""


class ConditionCache:
    """Answers of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state = (-1, -1)
        self._known: CachedFlags = {}

    def clear(self) -> None:
        """What was answered before is not kept."""
        self._known.clear()

    def contains_all(self, parts: Sequence[RowSet], count: int) -> bool:
        """Whether all of this was asked and nobody has written since."""
        self._look()
        return all((part, count) in self._known for part in parts)

    def compute(self, parts: Sequence[RowSet], count: int) -> CachedFlags:
        """The answers to some conditions, for another one of these to `take`."""
        return {(part, count): self._of(part, count) for part in parts}

    def store(self, answers: CachedFlags, state: tuple[int, int]) -> None:
        """Answers that another connection has found, unless somebody has written since `state`."""
        if self._look() == state:
            self._known |= answers

    def _look(self) -> tuple[int, int]:
        state = self._database.changes_seen, self._database.changes_made
        if state != self._state:
            self._state = state
            self._known.clear()
        return state

    def all_of(self, parts: Sequence[RowSet], count: int) -> bytes:
        """A byte for each number below `count`: whether all the conditions hold."""
        found = ~0
        for part in parts:
            found &= self._of(part, count)
        return found.to_bytes(count, "little") if parts else b"\1" * count

    def _of(self, part: RowSet, count: int) -> int:
        """The flags of one condition, as one number of `count` bytes."""
        self._look()
        known = self._known.pop((part, count), None)
        if known is None:
            known = int.from_bytes(self._asked(part, count), "little")
        self._known[part, count] = known  # the one asked last is the last to go
        if len(self._known) > MAX_CACHED_CONDITIONS:
            self._known.pop(next(iter(self._known)))
        return known

    def _asked(self, part: RowSet, count: int) -> bytes:
        if part.complement_values and self._many(part, count // 2):
            return flags_of(
                self._database.numbers(part.numbers, part.complement_values), count, turned=not part.negated
            )
        return flags_of(self._database.numbers(part.numbers, part.values), count, turned=part.negated)

    def _many(self, part: RowSet, least: int) -> bool:
        row = self._database.row(f"SELECT count(*) FROM ({part.numbers})", part.values)
        return row is not None and int(row[0]) > least


def flags_of(numbers: Collection[int], count: int, *, turned: bool = False) -> bytes:
    """A byte for each number below `count`: 1 for those that are among `numbers`, or if `turned` for the others."""
    flags = bytearray(count)
    try:
        for number in numbers:
            flags[number] = 1
    except IndexError:  # of a damaged index: a number that nothing has
        for number in numbers:
            if number < count:
                flags[number] = 1
    return bytes(flags.translate(INVERTED) if turned else flags)
