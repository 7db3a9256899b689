"""Patience diff: the runs that two sequences of numbers share in the same order.

Words that stand exactly once on both sides are the fixed points (patience diff, Bram Cohen), first by runs of eight, then
of fewer; what lies between them is aligned by its longest common subsequence. A text of a megabyte takes about a second.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

RUN_LENGTHS = (8, 4, 2, 1)
"""Lengths in words of the unique runs, in the order in which they are looked for."""

MAX_LCS_PAIRS = 30_000_000
"""Pairs up to which the longest common subsequence is computed; its bit matrix takes an eighth of that in bytes."""

CHUNK_WORDS = 4_000
"""Words of a side that are compared at once if there are more pairs and nothing is unique."""


class Block(NamedTuple):
    """A run shared by both: `old[a:a+n] == new[b:b+n]`."""

    a: int
    b: int
    n: int


class Gap(NamedTuple):
    """The stretch between two blocks: `old[a:a_end]` and `new[b:b_end]`."""

    a: int
    a_end: int
    b: int
    b_end: int

    @property
    def empty(self) -> bool:
        """Whether one side has nothing to compare."""
        return self.a == self.a_end or self.b == self.b_end


def common_runs(old: Sequence[int], new: Sequence[int]) -> list[Block]:
    """Return the shared blocks in order on both sides, none overlapping, neighbours joined."""
    whole = Gap(0, len(old), 0, len(new))
    return joined(sorted(_within(old, new, whole, 0)))


def _within(old: Sequence[int], new: Sequence[int], gap: Gap, level: int) -> Iterator[Block]:
    """Yield the blocks of one gap. A stack replaces recursion, whose depth a hostile text could choose."""
    open_gaps = [(gap, level)]
    while open_gaps:
        gap, level = open_gaps.pop()
        if gap.empty:
            continue
        head, gap, tail = _trimmed(old, new, gap)
        yield from (block for block in (head, tail) if block.n)
        if gap.empty:
            continue
        if level == len(RUN_LENGTHS):
            yield from _longest_common(old, new, gap)
            continue
        blocks = _unique_runs(old, new, gap, RUN_LENGTHS[level])
        yield from blocks
        open_gaps += [(part, level + 1) for part in gaps(blocks, gap)]


def gaps(blocks: Sequence[Block], whole: Gap) -> Iterator[Gap]:
    """Yield the gaps that the blocks leave, from left to right."""
    a, b = whole.a, whole.b
    for block in blocks:
        yield Gap(a, block.a, b, block.b)
        a, b = block.a + block.n, block.b + block.n
    yield Gap(a, whole.a_end, b, whole.b_end)


def joined(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those that touch made one."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and (last.a + last.n, last.b + last.n) == (block.a, block.b):
            found[-1] = Block(last.a, last.b, last.n + block.n)
        else:
            found.append(block)
    return found


def _trimmed(old: Sequence[int], new: Sequence[int], gap: Gap) -> tuple[Block, Gap, Block]:
    """Return the common beginning and end of both sides as one block each, with the gap between."""
    most = min(gap.a_end - gap.a, gap.b_end - gap.b)
    head = 0
    while head < most and old[gap.a + head] == new[gap.b + head]:
        head += 1
    tail = 0
    while tail < most - head and old[gap.a_end - 1 - tail] == new[gap.b_end - 1 - tail]:
        tail += 1
    rest = Gap(gap.a + head, gap.a_end - tail, gap.b + head, gap.b_end - tail)
    return Block(gap.a, gap.b, head), rest, Block(rest.a_end, rest.b_end, tail)


def unique(values: Sequence[int], start: int, end: int, run: int) -> dict[tuple[int, ...], int]:
    """Return the start of each run of `run` values that stands exactly once in `values[start:end]`."""
    found: dict[tuple[int, ...], int] = {}
    part = values[start:end]
    for at, key in enumerate(zip(*(part[n:] for n in range(run)), strict=False), start):
        found[key] = -1 if key in found else at
    return {key: at for key, at in found.items() if at >= 0}


def _unique_runs(old: Sequence[int], new: Sequence[int], gap: Gap, run: int) -> list[Block]:
    """Return runs that stand once on both sides: the most that keep their order, grown as far as both sides agree."""
    here, there = unique(old, gap.a, gap.a_end, run), unique(new, gap.b, gap.b_end, run)
    pairs = [(a, there[key]) for key, a in here.items() if key in there]
    blocks: list[Block] = []
    a, b = gap.a, gap.b
    for at, to in _increasing(pairs):
        if at < a or to < b:
            continue  # inside the block before
        back = 0
        while at - back > a and to - back > b and old[at - back - 1] == new[to - back - 1]:
            back += 1
        ahead = 0
        while at + ahead < gap.a_end and to + ahead < gap.b_end and old[at + ahead] == new[to + ahead]:
            ahead += 1
        blocks.append(Block(at - back, to - back, back + ahead))
        a, b = at + ahead, to + ahead
    return blocks


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of pairs, ordered by their first, whose seconds increase (patience sorting)."""
    tops: list[int] = []
    top_at: list[int] = []
    before: list[int] = []
    for n, (_, value) in enumerate(pairs):
        pile = bisect_left(tops, value)
        before.append(top_at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            top_at.append(n)
        else:
            tops[pile], top_at[pile] = value, n
    found: list[tuple[int, int]] = []
    n = top_at[-1] if top_at else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _longest_common(old: Sequence[int], new: Sequence[int], gap: Gap) -> Iterator[Block]:
    """Yield the longest common subsequence; by chunks at the same place of both sides if it needs too much memory."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - 30 ms that only a changed text costs

    rows, columns = gap.a_end - gap.a, gap.b_end - gap.b
    steps = 1 if rows * columns <= MAX_LCS_PAIRS else max(rows, columns) // CHUNK_WORDS + 1
    for step in range(steps):
        a, a_end = gap.a + rows * step // steps, gap.a + rows * (step + 1) // steps
        b, b_end = gap.b + columns * step // steps, gap.b + columns * (step + 1) // steps
        for code in LCSseq.opcodes(old[a:a_end], new[b:b_end]):
            if code.tag == "equal":
                yield Block(a + code.src_start, b + code.dest_start, code.src_end - code.src_start)
