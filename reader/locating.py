"""Where in an article a passage stands, as a citation says it: the printed page, else the heading above it and the paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from annotations.span import Span
from reader.article import Article, Block
from reader.text.clean import clean_line

LONGEST_HEADING = 60
"""Characters of a heading in a locator."""
MOST_LEVELS = 2
"""Headings of a path: the one above the passage, and the one that this belongs to."""
UNCOUNTED = ("heading", "boilerplate", "footnote")


def locator(article: Article, span: Span) -> str:
    """`p. 12`, `pp. xi–12`; without pages `Of mud, para. 3`, or `paras. 4–5` of a text without headings.

    Empty where there is only one paragraph to name. The title of a text is no heading above it, so that two headings are the
    least that tell a place.
    """
    return _pages(article, span) or _under_heading(article, span) or _paragraphs(article.blocks, span)


def _pages(article: Article, span: Span) -> str:
    labels = [
        one.target
        for one in article.inlines
        if one.kind == "page"
        and one.target
        and one.span.start < max(span.end, span.start + 1)
        and span.start < one.span.end
    ]
    if not labels:
        return ""
    return f"p. {labels[0]}" if labels[0] == labels[-1] else f"pp. {labels[0]}–{labels[-1]}"


def _under_heading(article: Article, span: Span) -> str:
    headings = [block for block in article.blocks if block.kind == "heading"]
    if len(headings) < 2:
        return ""
    starts = [block.span.start for block in headings]
    first, last = bisect_right(starts, span.start) - 1, bisect_right(starts, max(span.start, span.end - 1)) - 1
    if first < 0 or last < 0:
        return ""
    if first == last:
        return _place(article, headings, first, span)
    return f"{_place(article, headings, first, span)} – {_place(article, headings, last, Span(span.end - 1, span.end))}"


def _place(article: Article, headings: Sequence[Block], at: int, span: Span) -> str:
    """`Chapter II, Of mud, para. 3`."""
    path = [headings[at]]
    for block in reversed(headings[:at]):
        if 0 < block.level < path[0].level and len(path) < MOST_LEVELS:
            path.insert(0, block)
    start = headings[at].span.end
    end = headings[at + 1].span.start if at + 1 < len(headings) else len(article.text)
    within = tuple(block for block in article.blocks if start <= block.span.start < end)
    inside = Span(max(span.start, start), max(start, min(span.end, end)))
    names = [_shortened(clean_line(block.span.of(article.text))) for block in path]
    return ", ".join([*names, _paragraphs(within, inside)]).removesuffix(", ")


def _shortened(heading: str) -> str:
    if len(heading) <= LONGEST_HEADING:
        return heading
    return heading[:LONGEST_HEADING].rpartition(" ")[0].rstrip(" ,;:") + " …"


def _paragraphs(blocks: Sequence[Block], span: Span) -> str:
    starts = [block.span.start for block in blocks if block.kind not in UNCOUNTED]
    if len(starts) < 2:
        return ""
    first = max(1, bisect_right(starts, span.start))
    last = max(first, sum(start < span.end for start in starts))
    return f"para. {first}" if first == last else f"paras. {first}–{last}"
