"""The list, its shelves and groups, what is done to several articles, search, and tags, by keys."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from annotations.exporters.excerpt import Excerpt
from annotations.model.source import PartialDate, Source
from reader.articles.article import Draft
from reader.library.library import Library
from reader.services.workspace import Workspace
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import RowList
from reader.ui.lists.rows import PAGE, PAGES_KEPT, Item, Lazy
from reader.ui.screens.passages import Passages, PassagesScreen
from tests.ui.conftest import Open, Reader

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def draft(number: int, text: str = "Some words about herrings.", container: str = "Post") -> Draft:
    return Draft(
        text, Source(title=f"Title {number}", container=container, issued=PartialDate(2025, 1, 1 + number % 28))
    )


def titles(reader: Reader) -> list[str]:
    return [item.title for item in reader.articles.items]


def shown(reader: Reader, words: str) -> bool:
    return any(words in row for row in reader.rows())


async def test_an_article_added_while_one_reads_is_found_at_once(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        with Library(library.home.library_db) as other:
            other.add([draft(1)], NOW)
        await reader.press("g", "slash")
        await reader.type("herrings")
        assert shown(reader, "Title 1")
        await reader.press("escape")
        await reader.pilot.pause(1.3)
        assert "Title 1" in titles(reader)


async def test_the_best_place_is_chosen_until_one_goes_to_another(opened: Open, library: Workspace) -> None:
    library.library.add(
        [draft(1, "Herrings once."), draft(2, "Sprats, sprats, sprats and a herring in the sprats.")], NOW
    )
    async with opened(article="measured") as reader:
        await reader.press("g", "slash")
        await reader.type("herring*")
        rows = reader.app.screen.query_one(RowList)
        first = rows.items[0].title
        await reader.type(" OR sprats")
        assert (rows.index, rows.items[0].title != first) == (0, True)
        await reader.press("down")
        assert rows.index == 1
        await reader.type(" ")
        assert rows.index == 0


async def test_enter_goes_to_the_match_and_n_goes_on(opened: Open, library: Workspace) -> None:
    library.library.add([draft(1, "A herring. Another one. The HERRINGS came.\n\nNo herring left. Mud.")], NOW)
    async with opened(article="measured") as reader:
        await reader.press("g", "slash")
        await reader.type("herring* another")
        await reader.press("enter")
        lit = [each.span.of(reader.page.sheet.text) for each in reader.page.matches.all]
        assert lit == ["herring", "Another", "HERRINGS", "herring"]
        assert reader.here.startswith("herring. Another")
        await reader.press("n")
        assert reader.here.startswith("Another")
        await reader.press("n", "n")
        assert reader.here.startswith("herring left")
        await reader.press("n", "N")
        assert reader.here.startswith("herring left")


async def test_search_finds_notes_and_says_where_a_query_is_wrong(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("f", "d", "a")
        await reader.type("check the tide tables")
        await reader.press("enter", "g", "slash")
        await reader.type("tables")
        assert shown(reader, "in 1 article") and shown(reader, "check the tide tables")
        await reader.press("escape", "g", "slash")
        await reader.type("autor:x")
        assert shown(reader, "did you mean author:")


async def test_completion_offers_fields_sources_and_tags(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type("sou")
        await reader.pilot.pause(0.1)
        await reader.press("right")
        await reader.type("coa")
        await reader.pilot.pause(0.1)
        await reader.press("right")
        assert reader.screen.context.article_list.query == "source:coast_-_Weekly"
        assert titles(reader) == ["The moon and the mud"]


async def test_groups_have_headings_that_close(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "S", "slash")
        await reader.type("source")
        await reader.press("down", "enter")
        assert titles(reader) == [
            "Coast - Weekly",
            "The moon and the mud",
            "The Harbour Post",
            "Who measured the sea first?",
        ]
        await reader.press("g", "g", "enter")
        assert titles(reader) == ["Coast - Weekly", "The Harbour Post", "Who measured the sea first?"]
        await reader.press("enter")
        assert len(titles(reader)) == 4


async def test_marks_star_read_tag_and_trash_several_at_once(opened: Open, library: Workspace) -> None:
    ids = [one.id for one in library.library.add([draft(n) for n in range(3)], NOW)]

    def entries() -> list[tuple[bool, bool, tuple[str, ...], bool]]:
        found = [library.library.entry(one) for one in ids]
        return [(one.starred, one.finished, one.tags, one.trashed) for one in found]

    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type("herrings")
        await reader.press("enter", "M", "asterisk")
        assert entries() == [(True, False, (), False)] * 3
        await reader.press("M", "r")
        assert entries() == [(True, True, (), False)] * 3
        await reader.press("M", "t")
        await reader.type("fish/north")
        await reader.press("enter")
        assert entries() == [(True, True, ("fish/north",), False)] * 3
        assert len(library.library.entries("tag:fish")) == 3
        await reader.press("g", "g", "m", "m", "d")
        assert [one[3] for one in entries()].count(True) == 2
        await reader.press("u")
        assert [one[3] for one in entries()] == [False] * 3


async def test_what_is_done_to_articles_is_undone_and_done_again_in_one_step(opened: Open, library: Workspace) -> None:
    ids = [one.id for one in library.library.add([draft(n) for n in range(3)], NOW)]
    library.library.article_states.set_state("starred", ids[:1], NOW)
    library.library.article_states.tag(ids[1:2], ["fish", "old"], [], NOW)

    def entries() -> list[tuple[bool, bool, tuple[str, ...], bool]]:
        found = [library.library.entry(one) for one in ids]
        return [(one.starred, one.finished, one.tags, one.trashed) for one in found]

    states = [entries()]
    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type("herrings")
        await reader.press("enter")
        for keys in (("M", "asterisk"), ("M", "r"), ("M", "t", *"fish, new", "enter"), ("M", "r"), ("M", "d")):
            await reader.press(*keys)
            states.append(entries())
        assert states[1:] != states[:-1] and all(entry[3] for entry in states[-1])
        for before in states[-2::-1]:
            await reader.press("u")
            assert entries() == before
        for after in states[1:]:
            await reader.press("ctrl+r")
            assert entries() == after


async def test_a_filter_that_takes_its_time_is_answered_beside_the_screen(
    opened: Open, library: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.commands.article_pane.MAX_SYNCHRONOUS_ARTICLES", 0)
    library.library.add([draft(n) for n in range(3)], NOW)
    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type('"about herrings')
        await reader.pilot.pause(0.5)
        assert len(titles(reader)) == 3
        await reader.type(" x")
        await reader.pilot.pause(0.5)
        assert titles(reader) == [] and shown(reader, "Articles 0")


async def test_a_filter_is_saved_as_a_shelf_and_opened_again(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type("mud")
        await reader.press("enter", "B")
        await reader.type("Muddy")
        await reader.press("enter")
        assert shown(reader, "Muddy")
        await reader.press("slash", "escape")
        assert len(titles(reader)) == 2
        await reader.press("b", "slash")
        await reader.type("muddy")
        await reader.press("enter")
        assert titles(reader) == ["The moon and the mud"]


async def test_a_tags_passages_are_read_in_one_go(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("f", "d", "enter", "t")
        await reader.type("gauge")
        await reader.press("enter", "tab", "j", "enter", "enter", "t")
        await reader.type("gauge")
        await reader.press("enter", "g", "number_sign")
        assert shown(reader, "#gauge") and shown(reader, "2 passages")
        await reader.press("enter")
        assert isinstance(reader.app.screen, PassagesScreen)
        assert shown(reader, "Nobody knows") and shown(reader, "BREST, June 30")
        await reader.press("j", "enter")
        assert reader.screen.desk.article is not None


def test_a_tag_of_many_passages_reads_those_that_are_looked_at() -> None:
    asked: list[int] = []

    def read(places: range) -> list[Excerpt | None]:
        asked.extend(places)
        return [None] * len(places)

    passages = Passages(27_000, 9, read)
    assert [passages.at(number) for number in (0, 1, 26_999)] == [None] * 3
    assert passages.said == "27,000 passages in 9 articles" and len(asked) < 100


async def test_a_damaged_index_is_said_and_nothing_stops(opened: Open, library: Workspace) -> None:
    connection = sqlite3.connect(library.home.library_db)
    connection.execute("DROP TABLE search_data")
    connection.commit()
    connection.close()
    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type("mud")
        assert titles(reader) == ["The moon and the mud"]
        await reader.press("enter", "enter", "g", "slash")
        await reader.type("moon")
        assert shown(reader, "gloss doctor --repair")
        await reader.press("enter")
        assert reader.screen.desk.article is not None


@pytest.mark.parametrize("key", ["j", "asterisk", "slash", "enter", "g,n", "g,slash"])
async def test_a_locked_library_never_takes_the_reader_down(opened: Open, library: Workspace, key: str) -> None:
    library.library.database.set_timeout(0.02)
    async with opened(article="measured") as reader:
        other = sqlite3.connect(library.home.library_db, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await reader.press("tab", *key.split(","))
        await reader.type("a")
        await reader.pilot.pause(0.1)
        other.execute("ROLLBACK")
        other.close()
        assert reader.app.is_running


def test_a_long_list_reads_what_is_looked_at() -> None:
    read: list[range] = []

    def rows(places: range) -> list[Item]:
        read.append(places)
        return [Item(str(place), f"row {place}", "") for place in places]

    lazy = Lazy(100_000, rows, int)
    assert lazy[99_999].title == "row 99999" and lazy[-1].title == "row 99999" and lazy.place("7") == 7
    assert sum(map(len, read)) <= PAGE
    for n in range(0, 100_000, 1_000):
        assert lazy[n].title == f"row {n}"
    before = len(read)
    assert lazy[99_000].title == "row 99000" and len(read) == before
    assert lazy[0].title == "row 0" and len(read) == before + 1
    assert PAGES_KEPT < 100
    assert isinstance(Picker, type) and isinstance(RowList, type)


async def test_what_a_dialog_was_left_with_and_the_disk_refuses_is_a_notice(
    opened: Open, library: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "t")
        await reader.type("tides")
        library.library.database.run("PRAGMA query_only = ON")
        await reader.press("enter")
        library.library.database.run("PRAGMA query_only = OFF")
        assert not library.library.article_states.tagged_articles()
        await reader.press("t")
        await reader.type("tides")
        await reader.press("enter")
        assert [entry.tags for entry in library.library.article_states.tagged_articles()] == [("tides",)]
