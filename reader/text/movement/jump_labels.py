"""Labels for things on the screen to be chosen by typing one or two letters."""

from __future__ import annotations

from itertools import product

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The home row first."""


def labels(count: int) -> list[str]:
    """`count` labels, none the beginning of another; as many as can be are a single letter, the nearest keys first."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    if count > len(LETTERS) ** 2:
        return ["".join(letters) for letters, _ in zip(product(LETTERS, repeat=4), range(count), strict=False)]
    prefixes = -(-(count - len(LETTERS)) // (len(LETTERS) - 1))
    singles = LETTERS[: len(LETTERS) - prefixes]
    pairs = [first + second for first in LETTERS[len(singles) :] for second in LETTERS]
    return [*singles, *pairs][:count]
