"""Text that was wrapped by hand, as Project Gutenberg's: its paragraphs as one line each, verse left as it stands.

A line was broken because the next word had no room on it: that tells wrapped prose from verse, lists and tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.importers.plain.line_blocks import LIST_MARK

NARROWEST, WIDEST = 40, 120
SLACK = 9
"""Characters that a writer leaves free though a short word would have had room."""
SHARE = 0.6
"""Of the breaks within paragraphs, those that must be explained by the width for a text to count as wrapped."""


def wrap_width(paragraphs: Sequence[Sequence[str]]) -> int:
    """The width, in characters, to which a text was wrapped by hand; 0 for one that was not."""
    prose = [one for one in paragraphs if not all(line[:1].isspace() for line in one)]
    paragraphs = prose or paragraphs  # verse and tables, which stand further in, say nothing of the width
    lengths = sorted(len(line) for paragraph in paragraphs for line in paragraph[:-1])
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    if not NARROWEST <= width <= WIDEST:
        return 0
    breaks = [_explained(*pair, width) for one in paragraphs for pair in pairwise(one)]
    return width if sum(breaks) >= SHARE * len(breaks) else 0


def unwrapped(paragraph: Sequence[str], width: int) -> list[str]:
    """A paragraph's lines joined where the width broke them; a line break that it does not explain stays."""
    joined: list[str] = []
    for n, line in enumerate(paragraph):
        before = paragraph[n - 1] if n else ""
        if joined and _explained(before, line, width) and not LIST_MARK.match(line.strip()):
            joined[-1] = _join(joined[-1], line.strip())
        else:
            joined.append(line.strip())
    return joined


def _explained(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line had no room on this one."""
    first = following.split(maxsplit=1)[0] if following.strip() else ""
    return len(line.rstrip()) + 1 + len(first) > width - SLACK


def _join(line: str, following: str) -> str:
    """Two lines as one; the dash that Gutenberg writes as `--` takes no space."""
    return line + following if line.endswith("--") else f"{line} {following}"
