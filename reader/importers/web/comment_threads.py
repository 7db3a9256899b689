"""Pages of many similar parts, such as the posts of a thread: if an extractor has found one, the others belong to it.

Parts are siblings with the same tag and class.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from reader.importers.content.text_builder import squashed

PART_TAGS = ("article", "div", "section", "li", "tr", "table")
NAVIGATION_TAGS = ("nav", "footer", "form", "aside", "header")
MIN_PARTS = 3
MIN_PART_LETTERS = 60
"""Letters of the shortest part that counts."""

MIN_SHARED_RATIO = 0.9
"""Share of the samples that a part must contain to be the one that was found."""

SAMPLE_LETTERS, MAX_SAMPLES = 24, 40
"""Length and number of the samples of the found text that are searched for in a part."""

MAX_THREAD_LETTERS = 400_000
MAX_READ_LETTERS = 2_000_000
"""Letters of all parts that are read; nested parts count repeatedly."""


def whole_thread(root: Any, wanted: str) -> list[Any]:
    """Return the parts of the page of which `wanted` is one.

    Return none if there are no such parts or if `wanted` is most of the text anyway.
    """
    letters, left = squashed(wanted), MAX_READ_LETTERS
    for parts in _series(root):
        left -= len(parts) + sum(len(text) for part in parts for text in part.itertext())
        if left < 0:
            break
        texts = [squashed("".join(part.itertext())) for part in parts]
        real = [part for part, text in zip(parts, texts, strict=True) if len(text) >= MIN_PART_LETTERS]
        holding = [text for text in texts if _holds(text, letters)]
        total = sum(map(len, texts))
        if len(holding) == 1 and len(real) >= MIN_PARTS and len(holding[0]) * 2 < total < MAX_THREAD_LETTERS:
            return real
    return []


def _holds(text: str, letters: str) -> bool:
    """Whether nearly all of `letters` is in the text of a part that is not much longer."""
    step = max(SAMPLE_LETTERS, len(letters) // MAX_SAMPLES)
    pieces = [letters[n : n + SAMPLE_LETTERS] for n in range(0, max(1, len(letters) - SAMPLE_LETTERS + 1), step)]
    found = sum(piece in text for piece in pieces)
    return len(letters) >= MIN_PART_LETTERS and found >= MIN_SHARED_RATIO * len(pieces) and len(text) < 3 * len(letters)


def _series(root: Any) -> Iterator[list[Any]]:
    """Yield siblings with one tag and class, nearest to the root first, without navigation."""
    waiting = deque([root])
    while waiting:
        parent = waiting.popleft()
        groups: dict[tuple[str, str], list[Any]] = {}
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in NAVIGATION_TAGS:
                continue
            waiting.append(child)
            kind = (child.get("class") or "").split(" ", maxsplit=1)[0]
            if child.tag in PART_TAGS and (kind or child.tag == "article"):
                groups.setdefault((child.tag, kind), []).append(child)
        yield from (parts for parts in groups.values() if len(parts) >= MIN_PARTS)
