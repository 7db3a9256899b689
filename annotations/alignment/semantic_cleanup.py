"""Semantic cleanup of an alignment: chance matches are dropped, borders moved to the ends of sentences.

After `diff_cleanupSemantic` and `diff_cleanupSemanticLossless` of Neil Fraser's diff-match-patch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from annotations.alignment.patience_diff import Block, joined

SENTENCE_END = ".!?…。！？"


def without_chance(blocks: Sequence[Block], old_length: int, new_length: int) -> list[Block]:
    """Return the blocks without those that are shorter than what was replaced on each side of them."""
    kept: list[Block] = []
    for n, block in enumerate(blocks):
        following = blocks[n + 1] if n + 1 < len(blocks) else Block(old_length, new_length, 0)
        kept.append(block)
        while kept and _by_chance(kept, following):
            kept.pop()
    return kept


def _by_chance(kept: Sequence[Block], following: Block) -> bool:
    """Return whether the last block may be a chance match between unrelated stretches."""
    block = kept[-1]
    before = kept[-2] if len(kept) > 1 else Block(0, 0, 0)
    return block.n < replaced(before, block) and block.n < replaced(block, following)


def replaced(before: Block, after: Block) -> int:
    """Return how many words between two blocks stand on both sides and differ."""
    return min(after.a - before.a - before.n, after.b - before.b - before.n)


def at_borders(
    blocks: Sequence[Block], old: Sequence[int], new: Sequence[int], rank_old: Rank, rank_new: Rank
) -> list[Block]:
    """Return the blocks with insertions and deletions moved, if possible, to the start of a paragraph or sentence."""
    found = [list(block) for block in blocks]
    for before, after in pairwise(found):
        gap_old, gap_new = after[0] - before[0] - before[2], after[1] - before[1] - before[2]
        if (gap_old > 0) == (gap_new > 0):
            continue
        side, values, rank, length = (0, old, rank_old, gap_old) if gap_old else (1, new, rank_new, gap_new)
        shift = _best_shift(values, before[side] + before[2], length, before[2] - 1, after[2] - 1, rank)
        before[2] += shift
        after[:] = after[0] + shift, after[1] + shift, after[2] - shift
    return joined([Block(*block) for block in found if block[2]])


Rank = Callable[[int], int]
"""How much of a border stands in front of a word: 3 a paragraph's, 2 a sentence's, 1 a comma, 0 none."""


def _best_shift(values: Sequence[int], start: int, length: int, left: int, right: int, rank: Rank) -> int:
    """Return how far to move `values[start:start+length]`, between `left` back and `right` ahead, to the best borders."""
    best, best_rank = 0, rank(start) + rank(start + length)
    for step in (-1, 1):
        at, most = start, left if step < 0 else right
        for n in range(1, most + 1):
            same = values[at - 1] == values[at + length - 1] if step < 0 else values[at] == values[at + length]
            if not same:
                break
            at += step
            found = rank(at) + rank(at + length)
            if found > best_rank:
                best, best_rank = n * step, found
    return best


def border_rank(text: str, starts: Sequence[int], ends: Sequence[int]) -> Rank:
    """Return the rank of the borders of a text whose words have these offsets."""

    def rank(word: int) -> int:
        if word <= 0 or word >= len(starts):
            return 3
        between = text[ends[word - 1] : starts[word]]
        if "\n\n" in between:
            return 3
        if any(char in SENTENCE_END for char in between):
            return 2
        return int(bool(between.strip()))

    return rank
