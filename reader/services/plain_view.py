"""An article's text for a screen reader and for pipes: structure as words of its own, no boxes, nothing side by side."""

from __future__ import annotations

from collections.abc import Iterator

from reader.articles.article import Article

DEEPEST = 6


def aloud(article: Article) -> str:
    """Return the text with Markdown's marks for structure: `#` before a heading, `>` before a quoted paragraph."""
    return "".join(_parts(article))


def _parts(article: Article) -> Iterator[str]:
    at, text = 0, article.text
    for block in article.blocks:
        mark = _mark(block.kind, block.level)
        if mark:
            yield text[at : block.span.start]
            yield mark + block.span.of(text).replace("\n", "\n" + (mark if block.kind == "quote" else ""))
            at = block.span.end
    yield text[at:]


def _mark(kind: str, level: int) -> str:
    if kind == "heading":
        return "#" * min(max(level, 1), DEEPEST) + " "
    return "> " * max(level, 1) if kind == "quote" else ""
