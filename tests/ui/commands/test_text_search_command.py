"""Finding, by keys: words, patterns, the word under the cursor, and long texts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotations.model.source import Source
from annotations.model.span import Span
from reader.articles.article import Block, Draft
from reader.services.workspace import Workspace
from tests.fakes import NOON
from tests.ui.conftest import Open, Reader
from tests.ui.test_reading import said


def add(library: Workspace, text: str, *blocks: Block) -> None:
    library.library.add([Draft(text=text, source=Source(title="Found and lost"), blocks=blocks)], NOON)


async def find(reader: Reader, words: str) -> None:
    await reader.press("slash")
    await reader.type(words)
    await reader.press("enter")


async def test_all_matches_are_counted_and_lit_through_folding(opened: Open, library: Workspace) -> None:
    add(library, "A café in Ukrain\u0435. The Cafe of “Ukraine” is a\ncafé.")
    async with opened(article="found") as reader:
        await find(reader, "cafe")
        assert "MATCH 1/3" in reader.rows()[-1]
        assert len(reader.page.matches.all) == 3
        await find(reader, "ukraine")
        assert "/2" in reader.rows()[-1]
        await find(reader, 'of "ukraine"')
        assert "MATCH 1/1" in reader.rows()[-1]
        await find(reader, "a cafe")
        assert "/2" in reader.rows()[-1]


async def test_escape_gives_the_search_up_and_an_empty_one_repeats_the_last(opened: Open) -> None:
    async with opened(article="measured", size=(40, 10)) as reader:
        before, top = reader.here, reader.page.view.top.start
        await reader.press("slash")
        await reader.type("read to")
        assert reader.here.startswith("read to this day")
        await reader.press("escape")
        assert (reader.here, reader.page.view.top.start) == (before, top)
        await find(reader, "read")
        await reader.press("g", "g")
        await find(reader, "")
        assert reader.here.startswith("read every hour")
        await reader.press("ctrl+o")
        assert reader.here == before


async def test_regular_expressions(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await find(reader, r"\vg\w+e")
        await reader.app.workers.wait_for_complete()
        await reader.pilot.pause()
        assert reader.here.startswith("gauge")
        await find(reader, r"\v[A-Z]\w+ z")
        await reader.app.workers.wait_for_complete()
        await reader.pilot.pause()
        assert "not in this text" in said(reader)
        await reader.press("slash")
        await reader.type(r"\v(un")
        assert "missing )" in said(reader)
        await reader.press("enter")
        assert "missing )" in said(reader)


async def test_a_catastrophic_pattern_does_not_hold_the_reader(opened: Open, library: Workspace) -> None:
    add(library, "a" * 4_000 + "!\nThe end of it.")
    async with opened(article="found") as reader:
        await find(reader, r"\v(a|aa)+$b")
        await reader.app.workers.wait_for_complete()
        await reader.pilot.pause()
        assert "takes too long" in said(reader)
        await reader.press("G")
        assert reader.here.startswith("The end")


async def test_the_word_at_the_cursor(opened: Open, library: Workspace) -> None:
    add(library, "Tide here. The tides. A TIDE, a tide; and sea.")
    async with opened(article="found") as reader:
        await reader.press("asterisk")
        assert reader.here.startswith("TIDE, a")
        assert "MATCH 2/3" in reader.rows()[-1]
        await reader.press("n")
        assert reader.here.startswith("tide;")
        await reader.press("number_sign", "number_sign")
        assert reader.here.startswith("Tide here")
        await reader.press("number_sign")
        assert "Back from the end" in said(reader)
        await reader.press("v", "e", "asterisk")
        assert reader.selected == ""


async def test_what_is_folded_away_is_not_found(opened: Open, library: Workspace) -> None:
    text = "The gauge.\n\nMore news of the gauge and the gauge"
    add(library, text, Block("paragraph", Span(0, 10)), Block("boilerplate", Span(12, len(text))))
    async with opened(article="found") as reader:
        await find(reader, "gauge")
        assert "MATCH 1/1" in reader.rows()[-1]


async def test_a_long_text_is_searched_in_turns(opened: Open, library: Workspace, tmp_path: Path) -> None:
    add(library, "The keeper wrote it down, as keepers do. " * 30_000 + "A needle at the end.")
    async with opened(article="found") as reader:
        await find(reader, "needle")
        assert reader.here.startswith("needle")
        await find(reader, "keeper")
        await reader.app.workers.wait_for_complete()
        await reader.pilot.pause()
        assert "60,000" in reader.rows()[-1]
        assert len(reader.page.matches.all) < 5_000
        await reader.press("G", "N")
        assert reader.here.startswith("keepers do. A needle")
        assert any(each.span.start == reader.page.cursor.head for each in reader.page.matches.all)


async def test_a_pattern_is_found_in_a_text_that_comes_chunk_by_chunk(opened: Open, library: Workspace) -> None:
    add(library, "\n".join(f"Line {n} of a long text." for n in range(20_000)) + "\nThe last one, 4711x.")
    async with opened(article="found") as reader:
        await find(reader, "\\v\\d+x")
        for _ in range(40):
            await reader.pilot.pause(0.05)
            if reader.page.matches.all:
                break
        assert reader.here.startswith("4711x")


async def test_a_part_of_the_text_that_cannot_be_read_is_said_when_it_is_wanted_and_not_before(
    opened: Open, library: Workspace
) -> None:
    add(library, "The keeper wrote it down, as keepers do. " * 30_000)
    async with opened(article="found") as reader:
        with sqlite3.connect(library.home.library_db) as other:
            other.execute("DELETE FROM chunks WHERE number > 3")
        other.close()
        await reader.press("j")
        await reader.pilot.pause(0.5)
        assert "is missing" not in said(reader)
        await reader.press("6", "0", "0", "j")
        assert "is missing" in said(reader)
        await reader.press("g", "g")
        assert reader.page.cursor.head == 0
