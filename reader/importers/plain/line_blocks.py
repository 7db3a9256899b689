"""Division of lines into paragraphs and list items, as canonical text with blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.model.span import Span
from reader.articles.article import Block, BlockKind

LIST_MARK = re.compile(r"(?:[-–—*•]|\d{1,3}[.)])\s+\S")
HARD_WRAP_WIDTHS = range(40, 111)
"""Characters of the longest line in a hard-wrapped paragraph."""


def compose(lines: Sequence[str]) -> tuple[str, tuple[Block, ...]]:
    """Return clean lines as text and blocks: an empty line between paragraphs, one newline between list items."""
    parts: list[tuple[str, BlockKind]] = []
    for paragraph in divide(lines):
        parts += _split(paragraph)
    return joined(parts)


def joined(parts: Sequence[tuple[str, BlockKind]]) -> tuple[str, tuple[Block, ...]]:
    """Return parts, each the clean text of a block, as one text with its blocks."""
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for part, kind in parts:
        gap = "" if not blocks else "\n" if kind == "list-item" == blocks[-1].kind else "\n\n"
        at += len(gap)
        pieces += [gap, part]
        blocks.append(Block(kind, Span(at, at + len(part)), int(kind in ("list-item", "heading"))))
        at += len(part)
    return "".join(pieces), tuple(blocks)


def divide(lines: Sequence[str]) -> list[list[str]]:
    """Return the groups of lines between empty lines."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def _split(paragraph: list[str]) -> list[tuple[str, BlockKind]]:
    """Return a group of lines as one hard-wrapped paragraph, or as a paragraph or list item per line."""
    if _is_hard_wrapped(paragraph):
        return [(" ".join(line.strip() for line in paragraph), "paragraph")]
    return [(line.strip(), "list-item" if LIST_MARK.match(line.strip()) else "paragraph") for line in paragraph]


def _is_hard_wrapped(paragraph: list[str]) -> bool:
    *full, _ = paragraph
    if len(full) < 2 or any(LIST_MARK.match(line.strip()) or line[0].isspace() for line in paragraph):
        return False
    longest = max(map(len, paragraph))
    return longest in HARD_WRAP_WIDTHS and all(len(line) >= longest * 0.6 for line in full)
