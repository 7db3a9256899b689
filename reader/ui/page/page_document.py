"""The document that the page shows: an article's text with folded and dimmed parts, and the lines over it.

A Sheet is made once for an article; the page asks it for a layout of its own width.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.source import MONTH_NAMES, PartialDate
from annotations.model.span import Span
from annotations.text.lazy_regex import expression
from reader.articles.article import Article, Inline
from reader.library.db.packed_blocks import blocks_of_kind, ends_of, starts_of
from reader.text.cleaning import clean_line, clean_text
from reader.text.layout.layout_pieces import LaidBlocks
from reader.text.layout.text_layout import Layout, shown
from reader.ui.render.row_painter import Inlay, Overlay, Spans, Stretch

FOOTNOTE = expression(r"\[\d{1,3}\]")
FOOTNOTE_OVERHANG_CHARACTERS = 4
"""Code points of a footnote mark that may stand outside a row that shows one of them."""

WORDS_PER_MINUTE = 200


class FootnoteMarks(Overlay[Stretch]):
    """The marks of footnotes in a text, looked for in the rows that are painted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def touching(self, start: int, end: int) -> list[Stretch]:
        """Return the marks that overlap [start, end)."""
        first = max(0, start - FOOTNOTE_OVERHANG_CHARACTERS)
        around = self._text[first : end + FOOTNOTE_OVERHANG_CHARACTERS]
        marks = (Span(*found.span()).shift(first) for found in FOOTNOTE.finditer(around))
        return [Stretch(mark) for mark in marks if mark.start < end and mark.end > start]


class Inlays(Overlay[Inlay]):
    """Styled inline spans of a text, computed only for the rows that are painted: a book has tens of thousands."""

    def __init__(self, inlines: Sequence[Inline]) -> None:
        super().__init__()
        self._inlines = inlines
        self._first = starts_of(inlines)
        self._far = list(accumulate(ends_of(inlines), max))

    def touching(self, start: int, end: int) -> list[Inlay]:
        """Return the spans that overlap [start, end), except page marks."""
        near = self._inlines[bisect_right(self._far, start) : bisect_left(self._first, end)]
        return [Inlay(each.span, each.kind) for each in near if each.span.end > start and each.kind != "page"]


def day(date: PartialDate | None) -> str:
    """`14 July 2025`, `July 2025`, `2025`, at the date's own precision; `no date` where there is none."""
    if date is None:
        return "no date"
    parts = [str(date.day) if date.day else "", MONTH_NAMES[date.month - 1] if date.month else "", str(date.year)]
    return " ".join(part for part in parts if part)


def minutes(words: int) -> int:
    """Return the reading time in minutes, at least 1."""
    return max(1, round(words / WORDS_PER_MINUTE))


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Wrap a short text to lines of at most `width` cells."""
    layout = Layout(text, width)
    lines, row = [], layout.first()
    while True:
        lines.append(shown(layout, row))
        following = layout.after(row)
        if following is None:
            return tuple(lines)
        row = following


class Sheet(Struct, frozen=True):
    """One text as the page shows it; `quiet` is dimmed, `blocks` know what is folded."""

    text: str
    title: str
    data: str
    blocks: LaidBlocks
    quiet: Overlay[Stretch]
    inlays: Overlay[Inlay]
    words: int

    @classmethod
    def empty(cls) -> Sheet:
        """Return an empty document."""
        return cls("", "", "", LaidBlocks(), Spans(), Overlay(), 0)

    @classmethod
    def of(cls, article: Article, unfolded: bool = False) -> Sheet:
        """Return an article's page document, its boilerplate folded to one line unless `unfolded`."""
        source = article.source
        parts = [clean_line(source.container), day(source.issued), *map(clean_line, article.categories)]
        parts.append(f"{article.words:,} words, {minutes(article.words)} min")
        apart = [] if unfolded else blocks_of_kind(article.blocks, "boilerplate")
        blocks = LaidBlocks(article.blocks, {n: _fold(article.blocks[n].span.of(article.text)) for n in apart})
        quiet = FootnoteMarks(article.text)
        data = " · ".join(part for part in parts if part)
        return cls(article.text, clean_line(source.title), data, blocks, quiet, Inlays(article.inlines), article.words)

    def header(self, width: int) -> tuple[tuple[str, str], ...]:
        """Return the lines over the text, each with its kind: title, data or gap."""
        return _header(self.title, self.data, width)

    def layout(self, width: int, now: Layout | None = None) -> Layout:
        """Return the layout for a width; `now` itself, with its cached rows, if it has that width."""
        if now is not None and (now.text is self.text and now.blocks is self.blocks and now.width == width):
            return now
        return Layout(self.text, width, self.blocks)

    @staticmethod
    def note_lines(text: str, tags: str, width: int) -> tuple[str, ...]:
        """Return a note as margin lines."""
        return _note_lines(text, tags, width)

    def unfold(self) -> Sheet:
        """Return the document with nothing folded."""
        return replace(self, blocks=self.blocks.unfolded())


def _fold(words: str) -> str:
    """Return the line that stands for a folded block."""
    count = len(words.split())
    return f"▸ {count} words that are not the article's own · Z unfolds"


@lru_cache(maxsize=8)
def _header(title: str, data: str, width: int) -> tuple[tuple[str, str], ...]:
    if not title and not data:
        return ()
    lines = [("", "gap"), *((line, "title") for line in wrapped(title, width))]
    lines += [(line, "data") for line in wrapped(data, width)]
    return (*lines, ("", "gap"))


@lru_cache(maxsize=512)
def _note_lines(text: str, tags: str, width: int) -> tuple[str, ...]:
    parts = [wrapped(clean_text(part), width) for part in (text, tags) if part]
    return tuple(line for part in parts for line in part)
