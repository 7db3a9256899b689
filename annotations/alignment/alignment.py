"""The alignment of two texts: which word of the old text stands where in the new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from annotations.alignment.move_detection import APART, with_moves
from annotations.alignment.patience_diff import common_runs
from annotations.alignment.semantic_cleanup import Rank, at_borders, border_rank, without_chance
from annotations.alignment.tokens import Tokens, Vocabulary


class Alignment(Struct, frozen=True):
    """Two texts as words; `to_new[n]` is the word of `new` that the n-th of `old` has become, `to_old` the reverse.

    A word without a counterpart maps to APART. The ranks say what border (paragraph, sentence) stands in front of a word.
    `left` has the unaligned words of the new text by their numbers in the vocabulary; `counts` how often each of these
    stands in the old one.
    """

    old: Tokens
    new: Tokens
    to_new: Sequence[int]
    to_old: Sequence[int]
    rank_old: Rank
    rank_new: Rank
    left: Mapping[int, Sequence[int]]
    counts: Mapping[int, int]

    def free(self, word: int) -> bool:
        """Return whether a word of the new text is aligned with no word of the old one."""
        return self.to_old[word] == APART


@lru_cache(maxsize=4)
def align(old: str, new: str) -> Alignment:
    """Return the alignment of two texts: first what kept its order, then what was moved."""
    vocabulary = Vocabulary()
    one, other = vocabulary.tokens(old), vocabulary.tokens(new)
    chain = without_chance(common_runs(one.ids, other.ids), len(one), len(other))
    ranks = border_rank(old, one.starts, one.ends), border_rank(new, other.starts, other.ends)
    chain = at_borders(chain, one.ids, other.ids, *ranks)
    claims = with_moves(one.ids, other.ids, chain)
    left: dict[int, list[int]] = {}
    for word, claimed in enumerate(claims.to_old):
        if claimed == APART:
            left.setdefault(other.ids[word], []).append(word)
    return Alignment(one, other, claims.to_new, claims.to_old, *ranks, left, Counter(one.ids))
