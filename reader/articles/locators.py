"""Locators of passages, as a citation gives them: the printed page, else the heading above and the paragraph."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from annotations.model.span import Span
from reader.articles.article import Article
from reader.text.cleaning import clean_line

MAX_HEADING_CHARACTERS = 60
"""Characters of a heading in a locator."""
MAX_HEADING_LEVELS = 2
"""Headings of a path: the one above the passage, and the one that this belongs to."""
UNCOUNTED = ("heading", "boilerplate", "footnote")


def locator(article: Article, span: Span) -> str:
    """Return `p. 12`, `pp. xi–12`; without pages `Of mud, para. 3`, or `paras. 4–5` of a text without headings.

    Empty where there is only one paragraph to name. The title of a text is no heading above it, so that two headings are the
    least that tell a place.
    """
    return Locating(article).locator(span)


class Locating:
    """Makes locators of many passages of one article and reads its blocks only once."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._page_marks = [one for one in article.inlines if one.kind == "page" and one.target]
        self._headings = [block for block in article.blocks if block.kind == "heading"]
        self._heads = [block.span.start for block in self._headings]
        self._paragraphs = [block.span.start for block in article.blocks if block.kind not in UNCOUNTED]

    def locator(self, span: Span) -> str:
        return self._pages(span) or self._under_heading(span) or _numbers(self._paragraphs, span)

    def _pages(self, span: Span) -> str:
        labels = [
            one.target
            for one in self._page_marks
            if one.span.start < max(span.end, span.start + 1) and span.start < one.span.end
        ]
        if not labels:
            return ""
        return f"p. {labels[0]}" if labels[0] == labels[-1] else f"pp. {labels[0]}–{labels[-1]}"

    def _under_heading(self, span: Span) -> str:
        if len(self._headings) < 2:
            return ""
        first = bisect_right(self._heads, span.start) - 1
        last = bisect_right(self._heads, max(span.start, span.end - 1)) - 1
        if first < 0 or last < 0:
            return ""
        if first == last:
            return self._place(first, span)
        return f"{self._place(first, span)} – {self._place(last, Span(span.end - 1, span.end))}"

    def _place(self, at: int, span: Span) -> str:
        """`Chapter II, Of mud, para. 3`."""
        headings, text = self._headings, self._article.text
        path = [headings[at]]
        for block in reversed(headings[:at]):
            if len(path) == MAX_HEADING_LEVELS:
                break
            if 0 < block.level < path[0].level:
                path.insert(0, block)
        start = headings[at].span.end
        end = headings[at + 1].span.start if at + 1 < len(headings) else len(text)
        within = self._paragraphs[bisect_left(self._paragraphs, start) : bisect_left(self._paragraphs, end)]
        inside = Span(max(span.start, start), max(start, min(span.end, end)))
        names = [_shortened(clean_line(block.span.of(text))) for block in path]
        return ", ".join([*names, _numbers(within, inside)]).removesuffix(", ")


def _shortened(heading: str) -> str:
    if len(heading) <= MAX_HEADING_CHARACTERS:
        return heading
    return heading[:MAX_HEADING_CHARACTERS].rpartition(" ")[0].rstrip(" ,;:") + " …"


def _numbers(starts: Sequence[int], span: Span) -> str:
    """Return the numbers of the paragraphs that a passage touches; `starts` are the offsets where paragraphs begin."""
    if len(starts) < 2:
        return ""
    first = max(1, bisect_right(starts, span.start))
    last = max(first, bisect_left(starts, span.end))
    return f"para. {first}" if first == last else f"paras. {first}–{last}"
