"""Anchor words: the words of a passage, and of its context, that stand together in the new text."""

from __future__ import annotations

from typing import NamedTuple

from annotations.alignment.alignment import Alignment
from annotations.alignment.move_detection import APART

CONTEXT_WORDS = 24
"""Words of context on each side of a passage that are considered."""

MAX_INSERTED_WORDS = 400
"""Inserted words (or twice the passage's own number, if more) that do not split a passage."""

MAX_SURE_INSERTED_WORDS = 60
"""Inserted words beyond which a following group must be a good part of the passage to belong to it."""

MAX_WORDS_TO_CONTEXT = 2_000
"""Words inserted between a passage and its context, both kept, that leave them neighbours."""


class Pin(NamedTuple):
    """A word of the old text, by number, and the word of the new text that it is."""

    old: int
    new: int


def heaviest(alignment: Alignment, first: int, last: int) -> list[Pin]:
    """Return the group of aligned words that has most of the passage and its context."""
    old, clusters = alignment.old, _clusters(alignment, first, last)

    def weight(cluster: list[Pin]) -> int:
        inside = sum(old.weight(pin.old, pin.old + 1) for pin in cluster if first <= pin.old < last)
        return 1_000 * inside + len(cluster)

    best = _compact(alignment, max(clusters, key=weight, default=[]), first, last)
    return _extended(alignment, best, first, last) if any(first <= pin.old < last for pin in best) else best


def _compact(alignment: Alignment, pins: list[Pin], first: int, last: int) -> list[Pin]:
    """Return the pins without a few words of the passage that stand far from the rest, which match by chance."""
    parts: list[list[Pin]] = [[]]
    for pin in pins:
        before = parts[-1][-1] if parts[-1] else pin
        torn = first <= pin.old < last and pin.new - before.new - (pin.old - before.old) > MAX_SURE_INSERTED_WORDS
        if torn and first <= before.old:
            parts.append([])
        parts[-1].append(pin)
    if len(parts) == 1:
        return pins

    def weight(part: list[Pin]) -> int:
        return sum(alignment.old.weight(pin.old, pin.old + 1) for pin in part if first <= pin.old < last)

    enough = alignment.old.weight(first, last) // 4
    return [pin for part in parts if weight(part) >= enough or part is max(parts, key=weight) for pin in part]


def _extended(alignment: Alignment, pins: list[Pin], first: int, last: int) -> list[Pin]:
    """Return the pins with the words of the passage that follow on to left and right, aligned elsewhere or not."""
    old, new = alignment.old.ids, alignment.new.ids
    inside = [pin for pin in pins if first <= pin.old < last]
    head, tail = inside[0], inside[-1]
    before, after = [], []
    while head.old > first and head.new > 0 and old[head.old - 1] == new[head.new - 1]:
        head = Pin(head.old - 1, head.new - 1)
        before.append(head)
    while tail.old + 1 < last and tail.new + 1 < len(new) and old[tail.old + 1] == new[tail.new + 1]:
        tail = Pin(tail.old + 1, tail.new + 1)
        after.append(tail)
    left = [pin for pin in pins if pin.old < first and pin.new < head.new]
    right = [pin for pin in pins if pin.old >= last and pin.new > tail.new]
    return left + before[::-1] + inside + after + right


def _clusters(alignment: Alignment, first: int, last: int) -> list[list[Pin]]:
    """Return groups of pins in order on both sides and near each other; a group ends where the new text has other words."""
    clusters: list[list[Pin]] = []
    inside = max(MAX_INSERTED_WORDS, 2 * (last - first))
    for word in range(max(0, first - CONTEXT_WORDS), min(len(alignment.old), last + CONTEXT_WORDS)):
        to = alignment.to_new[word]
        if to == APART:
            continue
        pin = Pin(word, to)
        home = next((each for each in reversed(clusters) if _follows(each[-1], pin, first, last, inside)), None)
        if home is None:
            clusters.append([pin])
        else:
            home.append(pin)
    return clusters


def _follows(before: Pin, pin: Pin, first: int, last: int, inside: int) -> bool:
    put_in = pin.new - before.new - (pin.old - before.old)
    if pin.new <= before.new:
        return False
    within = first <= before.old and pin.old < last
    neighbours = pin.old == before.old + 1 and not within
    return put_in <= (MAX_WORDS_TO_CONTEXT if neighbours else inside)
