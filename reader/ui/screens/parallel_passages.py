"""Parallel passages of other articles: a list, and below it both passages with their differences marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from annotations.model.source import MONTH_NAMES
from annotations.model.span import Span
from reader.articles.article import Article
from reader.library.db.models import ArticleSummary
from reader.library.similar.parallel_passages import ComparedText, ParallelPassage
from reader.library.similar.related_articles import RelatedArticle
from reader.text.cleaning import clean_line
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.text_dialogs import excerpt
from reader.ui.lists.row_list import Item
from reader.ui.render.theme import Palette

DIFFERENT = "bold underline"
MISSING = "‸"
"""Marks the place where the other passage has more words."""


def about(entry: ArticleSummary) -> str:
    """Return an article as a line: date, source and title."""
    return " · ".join(clean_line(part) for part in (day(entry.issued), entry.container, entry.title) if part)


def day(issued: str) -> str:
    """`30 Jun 2025`, `Jun 2025`, `2025`, `no date`."""
    year, month, date = [*issued.split("-"), "", ""][:3]
    parts = [str(int(date)) if date else "", MONTH_NAMES[int(month) - 1][:3] if month else "", year]
    return " ".join(part for part in parts if part) or "no date"


def how(echo: ParallelPassage) -> str:
    """`word for word` or how much of it is the same."""
    return "word for word" if echo.kind == "verbatim" else f"{echo.score:.0%} match"


def echoes_screen(article: Article, span: Span, found: Sequence[ParallelPassage], palette: Palette) -> Picker:
    """Return a picker of parallel passages, dismissed with the index of the chosen one."""
    items = [
        Item(str(n), day(each.entry.issued), f"{each.entry.container or each.entry.title} · {how(each)}", ORDER[n > 0])
        for n, each in enumerate(found)
    ]
    articles = len({each.entry.id for each in found})
    said = f"{articles} other article{'s' if articles != 1 else ''}, the earliest first"
    return Picker(
        f"Who else says: {excerpt(span.of(article.text), 60)}",
        lambda words: (_kept(items, found, words), said),
        palette,
        preview=lambda value: side_by_side(article, found[int(value)]),
        doing="go there",
    )


ORDER = ("⚑", " ")
"""The sign of the earliest, and of the others."""


def _kept(items: Sequence[Item], found: Sequence[ParallelPassage], words: str) -> list[Item]:
    wanted = words.casefold()
    return [
        item
        for item, echo in zip(items, found, strict=True)
        if wanted in f"{item.title} {about(echo.entry)} {echo.there}".casefold()
    ]


def side_by_side(article: Article, echo: ParallelPassage) -> Content:
    """Both passages; the words that differ are underlined and stand in ‹ ›, and ‸ is where the other side says more."""
    source = article.source
    mine = [source.issued.iso() if source.issued else "", source.container or source.title]
    heading = " · ".join(clean_line(part) for part in (day(mine[0]), mine[1]))
    return Content.assemble(
        (f"Here · {heading}\n", "dim"),
        *_side(echo.parts, 1),
        ("\n\nThere · " + about(echo.entry) + "\n", "dim"),
        *_side(echo.parts, 2),
    )


def _side(parts: Sequence[ComparedText], side: int) -> list[str | tuple[str, str]]:
    said: list[str | tuple[str, str]] = []
    for part in parts:
        text = clean_line(str(part[side]))
        gap = " " if str(part[side])[-1:].isspace() else ""
        if part.same:
            said.append(text + gap)
        else:
            said.append((f"‹{text}›" if text else MISSING, DIFFERENT))
            said.append(gap or ("" if text else " "))
    return said


def related_screen(found: Sequence[RelatedArticle], palette: Palette) -> Picker:
    """Return a picker of related articles, dismissed with the id of the chosen one."""
    items = [
        Item(each.entry.id, each.entry.title, " · ".join([day(each.entry.issued), each.entry.container]))
        for each in found
    ]

    def find(words: str) -> tuple[Sequence[Item], str]:
        wanted = words.casefold()
        kept = [item for item in items if wanted in f"{item.title} {item.detail}".casefold()]
        return kept, f"{len(items)} by other sources"

    return Picker("The same event by others", find, palette, doing="read")
