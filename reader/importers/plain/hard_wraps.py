"""Unwrapping of hard-wrapped text such as Project Gutenberg's: one line per paragraph, verse unchanged.

A prose line was broken because the next word did not fit. That distinguishes wrapped prose from verse, lists and tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.importers.plain.line_blocks import LIST_MARK

MIN_WIDTH, MAX_WIDTH = 40, 120
"""Characters of a line in wrapped text."""

MAX_SLACK = 9
"""Characters left free at the end of a line although a short word would have fitted."""

MIN_EXPLAINED_RATIO = 0.6
"""Share of the breaks within paragraphs that the width must explain for a text to count as wrapped."""


def wrap_width(paragraphs: Sequence[Sequence[str]]) -> int:
    """Return the width, in characters, to which a text was wrapped; 0 for text that was not."""
    prose = [one for one in paragraphs if not all(line[:1].isspace() for line in one)]
    paragraphs = prose or paragraphs  # indented verse and tables do not show the width
    lengths = sorted(len(line) for paragraph in paragraphs for line in paragraph[:-1])
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return 0
    breaks = [_is_break_by_width(*pair, width) for one in paragraphs for pair in pairwise(one)]
    return width if sum(breaks) >= MIN_EXPLAINED_RATIO * len(breaks) else 0


def unwrapped(paragraph: Sequence[str], width: int) -> list[str]:
    """Return a paragraph's lines joined where the width caused the break; other breaks stay."""
    joined: list[str] = []
    for n, line in enumerate(paragraph):
        before = paragraph[n - 1] if n else ""
        if joined and _is_break_by_width(before, line, width) and not LIST_MARK.match(line.strip()):
            joined[-1] = _join(joined[-1], line.strip())
        else:
            joined.append(line.strip())
    return joined


def _is_break_by_width(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line did not fit on this one."""
    first = following.split(maxsplit=1)[0] if following.strip() else ""
    return len(line.rstrip()) + 1 + len(first) > width - MAX_SLACK


def _join(line: str, following: str) -> str:
    """Return two lines as one; no space follows `--`, which Project Gutenberg writes for a dash."""
    return line + following if line.endswith("--") else f"{line} {following}"
