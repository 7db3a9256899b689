"""Reconstruction of paragraphs and headings from the lines of a PDF, across columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct, field

from annotations.text.scripts import NO_SPACE_LINES
from reader.articles.article import BlockKind
from reader.importers.pdf.page_lines import PageLine

MIN_HEADING_RATIO = 1.15
"""Size of a heading's letters relative to the body's."""

MAX_HEADING = 200
"""Characters of the longest heading."""

PARAGRAPH_GAP = 1.45
"""Distance of lines that divides paragraphs, relative to the usual one."""

MIN_INDENT = 0.9
"""Indent of a first line relative to the size of its letters."""

SHORT_LINE = 0.6
"""Length, relative to a full line, up to which a sentence end also ends the paragraph."""
ENDED = re.compile(r"[.!?:;。！？][\"'”’)\]»]*(?:\[?\d{1,3}\]?)?$")
HYPHEN = re.compile(r"(?P<head>[^\W\d_]+)[-\u00ad\u2010]$")
NO_SPACES = re.compile(f"[{NO_SPACE_LINES}]")
BULLET = re.compile(r"(?:[•‣▪●◦–]|\(?\d{1,2}[.)]|\([a-z]\))\s")


class Paragraph(Struct):
    """A paragraph: `parts` are its lines with the space, if any, that joins them, each with the label of its page."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    level: int = 0


def paragraphs_of(lines: Sequence[PageLine]) -> list[Paragraph]:
    """Return the paragraphs in order."""
    if not lines:
        return []
    body = _body_size(lines)
    usual = _usual_gap(lines) or body * 1.2
    left = _left_edges(lines)
    ranks = _ranks(lines, body)
    words = _words(lines)
    full = sorted(len(line.text) for line in lines)[int(len(lines) * 0.8)]
    found: list[Paragraph] = []
    before: PageLine | None = None
    for line in lines:
        kind, level = _kind(line, ranks)
        if before is None or _begins_paragraph(before, line, found[-1], (kind, level), usual, left, full):
            found.append(Paragraph([(line.text, line.page)], kind, level))
        else:
            _join(found[-1], line, words)
        before = line
    return found


def _body_size(lines: Sequence[PageLine]) -> float:
    """Return the size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] or 1.0


def _usual_gap(lines: Sequence[PageLine]) -> float:
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * (a.size or 12)]
    return median(gaps) if gaps else 0.0


def _left_edges(lines: Iterable[PageLine]) -> list[float]:
    """Return where the lines of columns begin: positions that many lines share."""
    counts = Counter(round(line.x) for line in lines)
    most = max(counts.values())
    return sorted(place for place, count in counts.items() if count >= max(2, most * 0.3))


def _ranks(lines: Sequence[PageLine], body: float) -> dict[float, int]:
    """Return the heading level of each size larger than the body, the largest first."""
    sizes = sorted({line.size for line in lines if line.size > body * MIN_HEADING_RATIO}, reverse=True)
    return {size: min(6, n + 1) for n, size in enumerate(sizes)}


def _kind(line: PageLine, ranks: dict[float, int]) -> tuple[BlockKind, int]:
    if line.size in ranks and len(line.text) <= MAX_HEADING:
        return "heading", ranks[line.size]
    return ("list-item", 1) if BULLET.match(line.text) else ("paragraph", 0)


def _begins_paragraph(
    before: PageLine,
    line: PageLine,
    last: Paragraph,
    kind: tuple[BlockKind, int],
    usual: float,
    left: Sequence[float],
    full: int,
) -> bool:
    """Whether a line begins a new paragraph."""
    if kind[0] == "list-item":
        return True
    if kind[0] == "heading" or last.kind == "heading":
        return kind != (last.kind, last.level) or before.page != line.page or before.y - line.y > 2 * usual
    ended = ENDED.search(before.text) is not None
    if before.page != line.page or line.y > before.y + usual / 2:  # another page or column
        return ended and not line.text[:1].islower()
    if before.y - line.y > usual * PARAGRAPH_GAP:
        return True
    if ended and len(before.text) < SHORT_LINE * full:
        return True
    edge = max((place for place in left if place <= line.x + 1), default=line.x)
    set_in = line.x - edge > MIN_INDENT * line.size and before.x - edge <= MIN_INDENT * line.size
    return ended and (set_in or (line.x in left and line.x - before.x > MIN_INDENT * line.size))


def _words(lines: Iterable[PageLine]) -> frozenset[str]:
    """Return the words of the document, hyphenated ones included, to tell which hyphens are due to a line end."""
    return frozenset(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.casefold()))


def _join(paragraph: Paragraph, line: PageLine, words: frozenset[str]) -> None:
    text, page = paragraph.parts[-1]
    broken = HYPHEN.search(text)
    following = re.match(r"[^\W\d_]+", line.text)
    if not broken or not following:
        close = text.endswith(("—", "\u00ad")) or (NO_SPACES.match(text[-1:]) and NO_SPACES.match(line.text))
        paragraph.parts.append((line.text if close else f" {line.text}", line.page))
        return
    head, tail = broken["head"].casefold(), following.group().casefold()
    kept = f"{head}-{tail}" in words and head + tail not in words
    if not kept and following.group()[0].islower():
        paragraph.parts[-1] = (text[: broken.end("head")], page)
    paragraph.parts.append((line.text, line.page))
