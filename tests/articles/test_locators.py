"""Where a passage stands, as citations say it."""

from __future__ import annotations

import pytest

from annotations.model.source import Source
from annotations.model.span import Span
from reader.articles.article import Article, Block, BlockKind, Inline
from reader.articles.locators import locator


def made(*parts: tuple[BlockKind, int, str], pages: tuple[tuple[str, str, str], ...] = ()) -> Article:
    """An article of these blocks; a page is its label, and the words that it begins and ends with."""
    text, blocks = "", []
    for kind, level, part in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, Span(len(text), len(text) + len(part)), level))
        text += part
    inlines = [
        Inline("page", Span(text.index(first), text.index(last) + len(last)), label) for label, first, last in pages
    ]
    return Article(id="x", text=text, source=Source("x"), blocks=tuple(blocks), inlines=tuple(inlines))


BOOK = made(
    ("heading", 1, "Chapter I"),
    ("paragraph", 0, "alpha"),
    ("heading", 2, "Of mud"),
    ("paragraph", 0, "beta"),
    ("list-item", 1, "gamma"),
    ("footnote", 0, "note"),
    ("heading", 1, "Chapter II"),
    ("paragraph", 0, "delta"),
)
PAGED = made(
    ("paragraph", 0, "one two three"), ("paragraph", 0, "four"), pages=(("xi", "one", "two"), ("12", "three", "four"))
)
PLAIN = made(("heading", 1, "Only one"), ("paragraph", 0, "one"), ("boilerplate", 0, "ads"), ("paragraph", 0, "two"))


@pytest.mark.parametrize(
    ("article", "first", "last", "expected"),
    [
        (BOOK, "alpha", "alpha", "Chapter I"),
        (BOOK, "beta", "beta", "Chapter I, Of mud, para. 1"),
        (BOOK, "beta", "gamma", "Chapter I, Of mud, paras. 1–2"),
        (BOOK, "delta", "delta", "Chapter II"),
        (BOOK, "gamma", "delta", "Chapter I, Of mud, para. 2 – Chapter II"),
        (PAGED, "one", "one", "p. xi"),
        (PAGED, "two", "three", "pp. xi–12"),
        (PAGED, "four", "four", "p. 12"),
        (PLAIN, "two", "two", "para. 2"),
        (PLAIN, "one", "two", "paras. 1–2"),
        (made(("paragraph", 0, "only")), "only", "only", ""),
    ],
)
def test_locators(article: Article, first: str, last: str, expected: str) -> None:
    span = Span(article.text.rindex(first), article.text.rindex(last) + len(last))
    assert locator(article, span) == expected
