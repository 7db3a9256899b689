"""Labels of one or two letters by which targets on the screen are chosen."""

from __future__ import annotations

from itertools import product

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Letters by how easily they are reached, the home row first."""


def labels(count: int) -> list[str]:
    """Return `count` labels, none a prefix of another: as many single letters as possible, the nearest keys first."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    if count > len(LETTERS) ** 2:
        return ["".join(letters) for letters, _ in zip(product(LETTERS, repeat=4), range(count), strict=False)]
    prefixes = -(-(count - len(LETTERS)) // (len(LETTERS) - 1))
    singles = LETTERS[: len(LETTERS) - prefixes]
    pairs = [first + second for first in LETTERS[len(singles) :] for second in LETTERS]
    return [*singles, *pairs][:count]
