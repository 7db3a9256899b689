"""Detection of moved passages: runs that stand in both texts but in another order."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.alignment.patience_diff import Block, common_runs, unique
from annotations.alignment.semantic_cleanup import replaced

SEED_WORDS = 4
"""Words in a row that must stand exactly once in the unaligned rest of each side."""

MAX_PASSES = 3
MAX_CHANGED_WORDS = 40
"""Words of changed text between two moved runs, or beside one, that still belong to the move."""

MAX_GAP_PER_WORD = 2
"""Changed words between a moved block and a run of one word, at most; a longer run may be as many times further away."""

APART = -1


class Claims:
    """Which word is aligned with which so far; short runs of the chain are claimed weakly and give way to a move."""

    def __init__(self, old: Sequence[int], new: Sequence[int], chain: Sequence[Block]) -> None:
        self.old, self.new = old, new
        self.to_new, self.to_old = [APART] * len(old), [APART] * len(new)
        self._firm_old, self._firm_new = bytearray(len(old)), bytearray(len(new))
        for block in chain:
            self.take(block, firm=block.n >= SEED_WORDS)

    def take(self, block: Block, *, firm: bool = True) -> None:
        """Write a block into both maps; words that were weakly claimed for another lose their counterpart."""
        for a, b in zip(range(block.a, block.a + block.n), range(block.b, block.b + block.n), strict=True):
            if self.to_new[a] != APART:
                self.to_old[self.to_new[a]] = APART
            if self.to_old[b] != APART:
                self.to_new[self.to_old[b]] = APART
            self.to_new[a], self.to_old[b] = b, a
            self._firm_old[a], self._firm_new[b] = firm, firm

    def open(self, a: int, b: int) -> bool:
        """Return whether two equal words may be matched."""
        return (
            0 <= a < len(self.old)
            and 0 <= b < len(self.new)
            and self.old[a] == self.new[b]
            and not self._firm_old[a]
            and not self._firm_new[b]
        )

    def rooms(self, a: int, b: int, step: int) -> tuple[int, int]:
        """Return how many words, at most MAX_CHANGED_WORDS, are not firmly claimed from a word of each side on."""
        return _room(self._firm_old, a, step), _room(self._firm_new, b, step)


def _room(firm: bytearray, at: int, step: int) -> int:
    count = 0
    while count < MAX_CHANGED_WORDS and 0 <= at < len(firm) and not firm[at]:
        at, count = at + step, count + 1
    return count


def with_moves(old: Sequence[int], new: Sequence[int], chain: Sequence[Block]) -> Claims:
    """Return the claims of the chain and of the passages that stand on both sides out of its order."""
    claims = Claims(old, new, chain)
    for _ in range(MAX_PASSES):
        moved = _seeded(claims)
        if not moved:
            break
        for block in sorted(moved):
            _take_along(claims, block, ahead=False)
            _take_along(claims, block, ahead=True)
    return claims


def _seeded(claims: Claims) -> list[Block]:
    """Return runs that stand once in the unclaimed rest of each side, grown as far as both sides agree."""
    here, there = _left(claims.old, claims.to_new), _left(claims.new, claims.to_old)
    found: list[Block] = []
    for key, a in here.items():
        b = there.get(key, APART)
        if b != APART and claims.to_new[a] == APART and claims.to_old[b] == APART:
            found.append(_grown(claims, Block(a, b, SEED_WORDS)))
            claims.take(found[-1])
    return found


def _left(values: Sequence[int], claimed: Sequence[int]) -> dict[tuple[int, ...], int]:
    """Return the seeds in the unclaimed words of one side."""
    masked = [value if to == APART else -2 - at for at, (value, to) in enumerate(zip(values, claimed, strict=True))]
    return {key: at for key, at in unique(masked, 0, len(masked), SEED_WORDS).items() if min(key) >= 0}


def _grown(claims: Claims, block: Block) -> Block:
    a, b, n = block
    while claims.open(a - 1, b - 1):
        a, b, n = a - 1, b - 1, n + 1
    while claims.open(a + n, b + n):
        n += 1
    return Block(a, b, n)


def _take_along(claims: Claims, block: Block, *, ahead: bool) -> None:
    """Claim what moved along with a moved run on one side, with changes."""
    a, b = (block.a + block.n, block.b + block.n) if ahead else (block.a - 1, block.b - 1)
    rows, columns = claims.rooms(a, b, 1 if ahead else -1)
    if not rows or not columns:
        return
    a, b = (a, b) if ahead else (a - rows + 1, b - columns + 1)
    for run in _along(claims.old[a : a + rows], claims.new[b : b + columns], ahead=ahead):
        claims.take(Block(a + run.a, b + run.b, run.n))


def _along(old: Sequence[int], new: Sequence[int], *, ahead: bool) -> list[Block]:
    """Return the runs of two windows from a moved block outward, up to where they have little in common."""
    if not ahead:
        turned = _along(old[::-1], new[::-1], ahead=True)
        return [Block(len(old) - a - n, len(new) - b - n, n) for a, b, n in reversed(turned)]
    kept = [Block(0, 0, 0)]
    for block in common_runs(old, new):
        if replaced(kept[-1], block) > MAX_GAP_PER_WORD * block.n:
            break
        kept.append(block)
    return kept[1:]
