"""Local alignment: passages that two texts share, word for word or nearly so.

Three words in a row that both have are a seed; seeds in the same order with little between them are a chain; around
each chain the two texts are collated, and the stretch that scores best is kept (the maximal scoring segment, Bentley 1984).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from annotations.alignment.word_diff import BREAK, DENSE, Difference, Words, collate

SEED_WORDS, DENSE_SEED_WORDS = 3, 5
MAX_SEED_GAP_WORDS = 24
"""Words between two seeds of one chain, at most."""
MAX_DRIFT_WORDS = 16
"""How many more words may stand between two seeds on one side than on the other."""
MAX_OPEN_CHAINS = 12
"""Chains that a seed may still join."""
MAX_SEED_PLACES = 12
"""A seed that stands in more places of one text is ignored."""
CONTEXT_WORDS = 16
"""Words on each side of a chain that are collated with it."""
SLACK_WORDS = 8
"""Additional words on the other side, for insertions."""
MAX_WHOLE_WORDS = 120
"""Passages of at most this many words are collated whole."""
GAP_OPEN_COST, GAP_WORD_COST = 1.0, 0.25
"""The cost of a stretch on one side only is GAP_OPEN_COST, and GAP_WORD_COST for each word of it; a replaced word costs
GAP_OPEN_COST.
"""


class Shared(Struct, frozen=True):
    """A shared passage: words `first:first_end` of one text stand as `second:second_end` in the other, with differences.

    `matched` words are equal, `longest` of them in a row; `cost` is the weight of the differences.
    """

    first: int
    first_end: int
    second: int
    second_end: int
    differences: tuple[Difference, ...]
    matched: int
    longest: int
    cost: float

    @property
    def score(self) -> float:
        """0 to 1; 1 if every word is equal."""
        return self.matched / max(self.first_end - self.first, self.second_end - self.second)

    @property
    def firmness(self) -> float:
        """The score with a stretch that was cut out counted as hardly more than one word."""
        return self.matched / (self.matched + self.cost)


def shared_passages(first: Words, second: Words, seed: int | None = None) -> list[Shared]:
    """Return the passages that both texts have, the fullest first, none overlapping another in either text.

    `seed` is how many equal words in a row start a search; fewer find more changed passages, and take longer.
    """
    size = seed or seed_size(first)
    chains = _chains(_seeds(first, second, size), size)
    found = [shared for chain in chains if (shared := _around(first, second, chain))]
    found.sort(key=lambda each: (-(each.matched - each.cost), each.second))
    kept: list[Shared] = []
    for each in found:
        if not any(_overlap(each, other) for other in kept):
            kept.append(each)
    return kept


def _overlap(one: Shared, other: Shared) -> bool:
    """Return whether two passages share more than half of the shorter one, in either text."""
    common = min(one.first_end, other.first_end) - max(one.first, other.first)
    shared = min(one.second_end, other.second_end) - max(one.second, other.second)
    return 2 * common > min(one.first_end - one.first, other.first_end - other.first) or 2 * shared > min(
        one.second_end - one.second, other.second_end - other.second
    )


class _Chain(Struct):
    """A chain of seeds: where its first and last seed begin, the run of words it ends with, and its longest run."""

    first: int
    second: int
    last_first: int
    last_second: int
    run: int
    longest: int
    anchor: int
    """Where the longest run begins in the first text."""
    anchor_second: int

    def join(self, i: int, j: int, size: int) -> None:
        """Append a seed."""
        onward = i == self.last_first + 1 and j == self.last_second + 1
        self.last_first, self.last_second = i, j
        self.run = self.run + 1 if onward else size
        if self.run > self.longest:
            self.longest, self.anchor, self.anchor_second = self.run, i + size - self.run, j + size - self.run


def _seeds(first: Words, second: Words, size: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of places with equal seeds, by place in the second text."""
    places: dict[tuple[str, ...], list[int]] = {}
    for n, seed in enumerate(_runs(first.forms, size)):
        if BREAK not in seed:
            places.setdefault(seed, []).append(n)
    for n, seed in enumerate(_runs(second.forms, size)):
        at = places.get(seed)
        if at and len(at) <= MAX_SEED_PLACES:
            yield from ((i, n) for i in at)


def merged(differences: Sequence[Difference]) -> list[Difference]:
    """Return the differences with adjacent ones joined, so that equal and unequal stretches alternate."""
    made: list[Difference] = []
    for each in differences:
        if made and (each.kind == "equal") == (made[-1].kind == "equal"):
            kind = each.kind if each.kind == made[-1].kind else "replace"
            made[-1] = Difference(kind, made[-1].a, each.a_end, made[-1].b, each.b_end)
        else:
            made.append(each)
    return made


def seed_size(words: Words) -> int:
    """Return how many words make a seed: more if most of them are single characters."""
    return DENSE_SEED_WORDS if mostly_dense(words.forms) else SEED_WORDS


def mostly_dense(forms: Sequence[str]) -> bool:
    """Return whether most of the words are single characters of a script without spaces."""
    return sum(bool(DENSE.match(form)) for form in forms) * 2 > len(forms)


def _runs(forms: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(forms[n:] for n in range(size)), strict=False)


def _chains(seeds: Iterator[tuple[int, int]], size: int) -> list[_Chain]:
    chains: list[_Chain] = []
    for i, j in seeds:
        chain = next((each for each in reversed(chains[-MAX_OPEN_CHAINS:]) if _joins(each, i, j)), None)
        if chain is None:
            chains.append(_Chain(i, j, i, j, size, size, i, j))
        else:
            chain.join(i, j, size)
    return chains


def _joins(chain: _Chain, i: int, j: int) -> bool:
    step, other = i - chain.last_first, j - chain.last_second
    return 0 < step <= MAX_SEED_GAP_WORDS and 0 < other <= MAX_SEED_GAP_WORDS and abs(step - other) <= MAX_DRIFT_WORDS


def _around(first: Words, second: Words, chain: _Chain) -> Shared | None:
    """Return the best stretch around a chain, whose longest run is kept as it is."""
    a, b, size = chain.anchor, chain.anchor_second, chain.longest
    whole = len(first) <= MAX_WHOLE_WORDS
    start = 0 if whole else max(0, chain.first - CONTEXT_WORDS)
    end = len(first) if whole else min(len(first), chain.last_first + CONTEXT_WORDS)
    other = max(0, min(chain.second, b - (a - start)) - SLACK_WORDS)
    other_end = min(len(second), max(chain.last_second, b + end - a) + SLACK_WORDS)
    before = _outward(first.forms[start:a][::-1], second.forms[other:b][::-1])
    after = _outward(first.forms[a + size : end], second.forms[b + size : other_end])
    mirrored = [Difference(kind, a - z, a - y, b - w, b - v) for kind, y, z, v, w in reversed(before)]
    run = Difference("equal", a, a + size, b, b + size)
    moved = [Difference(kind, y + a + size, z + a + size, v + b + size, w + b + size) for kind, y, z, v, w in after]
    return _best([*mirrored, run, *moved])


def _outward(first: Sequence[str], second: Sequence[str]) -> list[Difference]:
    """Return the collation outward from a run; a word that fits before or behind an insertion stands before it."""
    made: list[Difference] = []
    for each in collate(first, second):
        if each.kind == "equal" and made and made[-1].kind in ("insert", "delete"):
            made[-1:] = _slid(made[-1], each, second if made[-1].kind == "insert" else first)
        else:
            made.append(each)
    return made


def _slid(gap: Difference, equal: Difference, side: Sequence[str]) -> list[Difference]:
    """Return a stretch that stands on one side only, and the equal one behind it, moved as near to the beginning as possible."""
    inserted = gap.kind == "insert"
    start, end = (gap.b, gap.b_end) if inserted else (gap.a, gap.a_end)
    size, by = equal.a_end - equal.a, 0
    while by < size and side[start + by] == side[end + by]:
        by += 1
    if not by:
        return [gap, equal]
    kept = Difference("equal", gap.a, gap.a + by, gap.b, gap.b + by)
    gap = Difference(gap.kind, gap.a + by, gap.a_end + by, gap.b + by, gap.b_end + by)
    rest = Difference("equal", equal.a + by, equal.a_end, equal.b + by, equal.b_end)
    return [kept, gap, rest] if by < size else [kept, gap]


def _best(differences: Sequence[Difference]) -> Shared | None:
    """Return the stretch between two equal runs whose matches outweigh its differences most."""
    best, total, start, chosen = 0.0, 0.0, 0, (0, 0)
    for n, each in enumerate(differences):
        if each.kind == "equal":
            if total <= 0:
                total, start = 0.0, n
            total += each.a_end - each.a
            if total > best:
                best, chosen = total, (start, n + 1)
        else:
            total -= _cost(each)
    inside = tuple(differences[chosen[0] : chosen[1]])
    if not inside:
        return None
    runs = [each.a_end - each.a for each in merged(inside) if each.kind == "equal"]
    cost = sum(_cost(each) for each in inside if each.kind != "equal")
    return Shared(inside[0].a, inside[-1].a_end, inside[0].b, inside[-1].b_end, inside, sum(runs), max(runs), cost)


def _cost(difference: Difference) -> float:
    size, other = difference.a_end - difference.a, difference.b_end - difference.b
    if difference.kind == "replace":
        return GAP_OPEN_COST * size
    return GAP_OPEN_COST + GAP_WORD_COST * (max(size, other) - 1)
