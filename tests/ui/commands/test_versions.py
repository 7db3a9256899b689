"""A newer text on the screen: one is told, shown what has changed, and lost highlights find a place."""

from __future__ import annotations

import pytest

from reader.articles.article import Draft
from reader.services.excerpts import find_quote
from reader.services.workspace import Workspace
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import RowList
from reader.ui.widgets.status import Status
from tests.fakes import source
from tests.services.test_reanchoring import FIRST, SECOND
from tests.ui.conftest import Open, Reader


@pytest.fixture
def revised(library: Workspace) -> str:
    """An article that was read with three highlights, and has another text since."""
    (added,) = library.take_in([Draft(FIRST, source("The three gauges"))])
    article = library.library.article(added.id)
    for quote in ("stood in Amsterdam", "lost in a storm", "It is read to this day."):
        library.annotate(article, find_quote(article, quote), note=f"on {quote}")
    library.library.save_setting(f"seen {added.id}", "1")
    library.take_in([Draft(SECOND, source("The three gauges"))])
    return added.id


def offered(reader: Reader) -> list[str]:
    return [item.detail for item in reader.app.screen.query_one("#rows", RowList).items]


def lost(reader: Reader) -> list[str]:
    return [one.target.quote.exact for one in reader.screen.desk.orphans]


async def test_one_is_told_and_shown_what_has_changed(opened: Open, revised: str) -> None:
    async with opened(article=revised) as reader:
        said = reader.screen.query_one(Status)._notice or [one.message for one in reader.app._notifications][-1]
        assert said == "Changed since you read it: 4 passages; 1 highlight lost its passage · gc shows what."
        await reader.press("g", "c")
        assert isinstance(reader.app.screen, Picker)
        titles = offered(reader)
        assert titles[0] == "“It is read to this day.”" and titles[1] == "“storm” → “gale”" and len(titles) == 5
        await reader.press("j")
        shown = "\n".join(reader.rows())
        assert "Before:" in shown and "lost in a storm" in shown and "lost in a gale" in shown
        await reader.press("enter")
        assert reader.here.startswith("gale")


async def test_a_lost_highlight_is_linked_to_a_candidate_and_taken_back(opened: Open, revised: str) -> None:
    async with opened(article=revised) as reader:
        await reader.press("g", "l")
        assert offered(reader) == ["“It is read to this day.”"]
        await reader.press("enter")
        await reader.pilot.pause()
        assert offered(reader)[0].startswith("“It was read twice")
        assert len(offered(reader)) >= 3
        await reader.press("enter")
        assert lost(reader) == [] and reader.here.startswith("It was read twice")
        await reader.press("u")
        assert lost(reader) == ["It is read to this day."]


async def test_a_lost_highlight_is_linked_by_hand_or_left(opened: Open, revised: str) -> None:
    async with opened(article=revised) as reader:
        await reader.press("g", "l", "enter", "G", "enter")
        assert lost(reader) == ["It is read to this day."]
        await reader.press("g", "l", "enter", "G", "k", "enter")
        await reader.press("g", "g", "enter")
        assert lost(reader) == []
        assert [one.target.quote.exact for one in reader.kept if one.note.startswith("on It is")] == [
            "Corrected on Monday."
        ]


async def test_where_nothing_has_changed_that_is_said(opened: Open) -> None:
    async with opened() as reader:
        for keys, words in (("gc", "No earlier version"), ("gl", "No orphaned highlights")):
            await reader.press(*keys)
            assert words in reader.screen.query_one(Status)._notice
