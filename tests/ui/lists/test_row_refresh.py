"""After a change of annotations one row of the article list is read again, not the list."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.ui.commands.article_pane import ArticlePane
from reader.ui.lists.article_rows import ListingRows
from reader.ui.lists.row_list import Item
from tests.ui.conftest import Open, Reader
from tests.ui.test_never_lost import eventually


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[str]]:
    """Return the places that are read, and the filters under which the whole list is refreshed."""
    places: list[int] = []
    refreshes: list[str] = []
    read, refresh = ListingRows._read, ArticlePane.refresh

    def counted_read(rows: ListingRows, wanted: range) -> Sequence[Item]:
        places.extend(wanted)
        return read(rows, wanted)

    def counted_refresh(pane: ArticlePane) -> None:
        refreshes.append(pane.query)
        refresh(pane)

    monkeypatch.setattr(ListingRows, "_read", counted_read)
    monkeypatch.setattr(ArticlePane, "refresh", counted_refresh)
    return places, refreshes


def row_of(reader: Reader) -> str:
    article = reader.screen.desk.article
    assert article is not None
    place = reader.articles.items.place(article.id)
    assert place is not None
    return reader.articles.items[place].tail


async def test_a_highlight_refreshes_one_row(opened: Open, reads: tuple[list[int], list[str]]) -> None:
    async with opened(article="measured") as reader:
        places, refreshes = reads
        places.clear()
        refreshes.clear()
        await reader.press("enter")
        assert len(reader.kept) == 1
        await eventually(reader, lambda: "1 note" in row_of(reader))  # the index of annotations follows in a thread
        await reader.press("u")
        await eventually(reader, lambda: "note" not in row_of(reader))
        assert refreshes == []
        assert len(set(places)) == 1


async def test_under_a_filter_the_list_is_refreshed(opened: Open, reads: tuple[list[int], list[str]]) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type("is:annotated")
        await reader.press("enter", "tab")
        assert len(reader.articles.items) == 0
        refreshes = reads[1]
        refreshes.clear()
        reader.screen.set_focus(reader.page)
        await reader.press("enter")
        assert refreshes
        await eventually(reader, lambda: len(reader.articles.items) == 1)


async def test_undoing_a_change_of_articles_refreshes_the_list(
    opened: Open, reads: tuple[list[int], list[str]]
) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "asterisk")
        refreshes = reads[1]
        refreshes.clear()
        await reader.press("u")
        assert refreshes
