"""Widths in terminal cells, by the renderer's own table, so that the layout and the drawn rows agree."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len as _cell_len
from rich.cells import set_cell_size

TAB_CELLS = 4
"""Cells of a tab outside tables."""


@lru_cache(maxsize=4096)
def _width_of(cluster: str) -> int:
    return _cell_len(cluster)


def cluster_width(cluster: str) -> int:
    """Return the cells of one grapheme cluster; a line break counts as one cell, a tab as TAB_CELLS."""
    if len(cluster) == 1 and cluster < "\u0300":
        return TAB_CELLS if cluster == "\t" else 1
    return _width_of(cluster)


def cell_len(text: str) -> int:
    return len(text) if text.isascii() else _cell_len(text)


def single(text: str) -> bool:
    """Whether every character of `text` takes exactly one cell by itself, so that offsets count cells."""
    return "\t" not in text and (
        text.isascii() or all(character < "\u0300" or _is_single(character) for character in set(text))
    )


@lru_cache(maxsize=8192)
def _is_single(character: str) -> bool:
    joined = _cell_len("a" + character) == 2 and _cell_len(character + "\ufe0f") == 1
    return joined and _cell_len(character) == 1 and not "\U0001f1e6" <= character <= "\U0001f1ff"


def set_width(text: str, width: int) -> str:
    """Return `text` cut or padded with spaces to exactly `width` cells."""
    return set_cell_size(text, width)
