"""Pages of many equal parts, such as the posts of a thread: where an extractor has found one of them, the others belong to it.

Parts are siblings with the same tag and class. Pure, but for the tree it reads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from reader.importers.content.text_builder import squashed

TAGS = ("article", "div", "section", "li", "tr", "table")
OUTSIDE = ("nav", "footer", "form", "aside", "header")
LEAST_PARTS = 3
LEAST_LETTERS = 60
"""Of a part that counts."""
WITHIN = 0.9
"""Of the letters that the extractor has found, those of one part for it to be that part's."""
LENGTH, PIECES = 24, 40
"""Of the found letters so many runs, of so many each, are looked for in a part."""
MOST_LETTERS = 400_000
MOST_READ = 2_000_000
"""Letters of all parts that are looked at: of parts within parts those of the inner ones count again."""


def whole_thread(root: Any, wanted: str) -> list[Any]:
    """The parts of the page of which `wanted` is one; none where it is no such page, or where it is most of the text anyway."""
    letters, left = squashed(wanted), MOST_READ
    for parts in _series(root):
        left -= len(parts) + sum(len(text) for part in parts for text in part.itertext())
        if left < 0:
            break
        texts = [squashed("".join(part.itertext())) for part in parts]
        real = [part for part, text in zip(parts, texts, strict=True) if len(text) >= LEAST_LETTERS]
        holding = [text for text in texts if _holds(text, letters)]
        total = sum(map(len, texts))
        if len(holding) == 1 and len(real) >= LEAST_PARTS and len(holding[0]) * 2 < total < MOST_LETTERS:
            return real
    return []


def _holds(text: str, letters: str) -> bool:
    """Whether nearly all of the letters stand in a part, whose own are not many more."""
    step = max(LENGTH, len(letters) // PIECES)
    pieces = [letters[n : n + LENGTH] for n in range(0, max(1, len(letters) - LENGTH + 1), step)]
    found = sum(piece in text for piece in pieces)
    return len(letters) >= LEAST_LETTERS and found >= WITHIN * len(pieces) and len(text) < 3 * len(letters)


def _series(root: Any) -> Iterator[list[Any]]:
    """Siblings with one tag and class, those nearest to the root first; nothing of what only leads about the site."""
    waiting = deque([root])
    while waiting:
        parent = waiting.popleft()
        groups: dict[tuple[str, str], list[Any]] = {}
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in OUTSIDE:
                continue
            waiting.append(child)
            kind = (child.get("class") or "").split(" ", maxsplit=1)[0]
            if child.tag in TAGS and (kind or child.tag == "article"):
                groups.setdefault((child.tag, kind), []).append(child)
        yield from (parts for parts in groups.values() if len(parts) >= LEAST_PARTS)
