"""How far two sequences agree from their beginning."""

from __future__ import annotations

from collections.abc import Sequence


def common_prefix_length(one: Sequence[object], other: Sequence[object]) -> int:
    """Return the number of items, or characters, that two sequences begin with in common."""
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))
