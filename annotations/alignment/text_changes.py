"""Differences between two versions of a text, passage by passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from annotations.alignment import Alignment, align
from annotations.alignment.move_detection import APART
from annotations.model.span import Span

MAX_KEPT_WORDS = 3
"""Changes with at most this many kept words between them are one."""


class ChangedPassage(Struct, frozen=True):
    """A changed stretch: where it stood, and what stands there now; one of the two may be empty."""

    old: Span
    new: Span


def changed_passages(old: str, new: str) -> list[ChangedPassage]:
    """Return the passages whose words changed, in the order of the new text.

    White space, punctuation, letter case and moved passages do not count as changes.
    """
    alignment = align(old, new)
    return [_passage(alignment, run) for run in _joined(sorted(_runs(alignment)))]


_Run = tuple[int, int, int, int]
"""Words of the new text, from and to, and of the old one."""


def _runs(alignment: Alignment) -> Iterator[_Run]:
    """Yield the words that only one side has, each with what the other side has between the same neighbours."""
    to_new, to_old = alignment.to_new, alignment.to_old
    seen: set[int] = set()
    for start, end in _apart(to_old):
        first = to_old[start - 1] + 1 if start else 0
        last = first
        while last < len(to_new) and to_new[last] == APART:
            last += 1
        if first == last and end < len(to_old):
            last = first = to_old[end]
            while first and to_new[first - 1] == APART:
                first -= 1
        seen.update(range(first, last))
        yield start, end, first, last
    for first, last in _apart(to_new):
        if first not in seen:
            at = to_new[first - 1] + 1 if first else 0
            yield at, at, first, last


def _apart(claimed: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of words without a counterpart."""
    start: int | None = None
    for word, other in enumerate([*claimed, 0]):
        if other == APART and start is None:
            start = word
        elif other != APART and start is not None:
            yield start, word
            start = None


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    found: list[_Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and 0 <= run[0] - last[1] <= MAX_KEPT_WORDS and 0 <= run[2] - last[3] <= MAX_KEPT_WORDS:
            found[-1] = (last[0], run[1], last[2], run[3])
        else:
            found.append(run)
    return found


def _passage(alignment: Alignment, run: _Run) -> ChangedPassage:
    start, end, first, last = run
    return ChangedPassage(
        _span(alignment.old.starts, alignment.old.ends, first, last, len(alignment.old.text)),
        _span(alignment.new.starts, alignment.new.ends, start, end, len(alignment.new.text)),
    )


def _span(starts: Sequence[int], ends: Sequence[int], first: int, last: int, length: int) -> Span:
    if first < last:
        return Span(starts[first], ends[last - 1])
    at = starts[first] if first < len(starts) else length
    return Span(at, at)


def carried_offset(old: str, new: str, offset: int) -> int:
    """Return where an offset of the old text lies in the new one: at the next word still there, else at the one before."""
    if old == new:
        return offset
    alignment = align(old, new)
    word, _ = alignment.old.within(offset, offset + 1)
    nearest = chain(range(word, len(alignment.to_new)), range(word - 1, -1, -1))
    to = next((alignment.to_new[at] for at in nearest if alignment.to_new[at] != APART), None)
    return 0 if to is None else alignment.new.starts[to]
