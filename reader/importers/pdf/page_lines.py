"""The lines of a PDF's pages with their positions, in the order in which the page draws them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from reader.text.cleaning import clean_text

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LIGATURE = re.compile("[ﬀ-ﬆ]")
MAX_PAGE_LINES = 5_000
EDGE_LINES = 3
"""Lines at the head and at the foot of a page that may be running lines."""
MIN_SHARING_PAGES = 3
PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|seite|стр\.?)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*$", re.I
)


class PageLine(Struct, frozen=True):
    """A line: `x` and `y` in points from the left and the bottom of the page, `size` of its letters, `page` its label."""

    text: str
    x: float
    y: float
    size: float
    page: str


def page_lines(page: Any, label: str) -> list[PageLine]:
    """Return the lines of a page in the order in which they are drawn."""
    found: list[PageLine] = []
    current: list[tuple[str, float, float, float]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        if len(found) < MAX_PAGE_LINES:
            _take(text, _place(cm, tm, size), current, found, label)

    page.extract_text(visitor_text=visit)
    _end(current, found, label)
    return found


def _place(cm: Any, tm: Any, size: Any) -> tuple[float, float, float]:
    """Return the position of a text on the page and the size of its letters there."""
    a, b, c, d, e, f = (float(one) for one in cm)
    x, y = float(tm[4]), float(tm[5])
    scale = abs(float(tm[3])) or abs(float(tm[1])) or 1.0
    return a * x + c * y + e, b * x + d * y + f, abs(float(size or 0) * scale * (d or 1.0))


def _take(
    text: str,
    place: tuple[float, float, float],
    current: list[tuple[str, float, float, float]],
    found: list[PageLine],
    label: str,
) -> None:
    parts = text.split("\n")
    for n, part in enumerate(parts):
        if n:
            _end(current, found, label)
        if part:
            current.append((part, *place))


def _end(current: list[tuple[str, float, float, float]], found: list[PageLine], label: str) -> None:
    text = LIGATURE.sub(lambda one: LIGATURES[one.group()], clean_text("".join(part for part, *_ in current)))
    text = re.sub(r"[ \t\n]+", " ", text).strip()
    if text:
        marked = [part for part in current if part[0].strip()]
        first = marked[0]
        size = max(marked, key=lambda part: len(part[0]))[3]
        found.append(PageLine(text, first[1], first[2], round(size, 1), label))
    current.clear()


def without_running_lines(pages: Sequence[Sequence[PageLine]]) -> list[PageLine]:
    """Return all lines in order without running lines.

    Those are lines at the head or foot that several pages share except for numbers, and page numbers.
    """
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_without_numbers(line.text) for n in _edge(page) if (line := page[n])})
    most = max(MIN_SHARING_PAGES, len(pages) // 4) if len(pages) > 3 else MIN_SHARING_PAGES
    kept: list[PageLine] = []
    for page in pages:
        edge = set(_edge(page))
        for n, line in enumerate(page):
            running = n in edge and (
                counts[_without_numbers(line.text)] >= most or (len(pages) > 1 and PAGE_NUMBER.match(line.text))
            )
            if not running:
                kept.append(replace(line))
    return kept


def _edge(page: Sequence[PageLine]) -> list[int]:
    """Return the indexes of the highest and lowest lines of a page, in whatever order they are drawn."""
    order = sorted(range(len(page)), key=lambda n: -page[n].y)
    return list(dict.fromkeys(order[:EDGE_LINES] + order[-EDGE_LINES:]))


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", text.casefold())
