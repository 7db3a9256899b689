"""The reader, driven by keys: what it does to the store and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.commands import COMMANDS
from reader.config.key_parser import Invocation
from reader.services.workspace import Workspace, open_workspace
from reader.ui.dialogs.text_dialogs import NoteArea
from reader.ui.page.page_view import Page
from reader.ui.widgets.status import Status
from tests.fakes import ticking
from tests.ui.conftest import Open, Reader

FIRST = "The first gauge stood in Amsterdam.[1]"


def said(reader: Reader) -> str:
    return reader.screen.query_one(Status)._notice or " ".join(note.message for note in reader.app._notifications)


async def test_any_sentence_is_highlighted_in_four_keys(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("f", "s", "enter")
        assert [one.target.quote.exact for one in reader.kept] == ["It was read every hour."]
        assert "Highlighted" in said(reader)
        assert len(reader.page.marks.all) == 1


async def test_enter_takes_the_sentence_under_the_cursor(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter")
        assert [one.target.quote.exact for one in reader.kept] == [FIRST]


async def test_a_note_and_two_tags(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "a")
        await reader.type("A note")
        await reader.press("ctrl+j")
        await reader.type("of two lines")
        await reader.press("enter", "t")
        await reader.type("sea data")
        await reader.press("enter")
        (kept,) = reader.kept
        assert (kept.note, kept.tags) == ("A note\nof two lines", ("sea", "data"))
        assert any("of two lines" in row for row in reader.rows())


async def test_selecting_by_character_word_and_sentence(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("w", "v", "e")
        assert reader.selected == "first"
        await reader.press("w", "w", "h", "h")
        assert reader.selected == "first gauge"
        await reader.press("escape", "V")
        assert reader.selected == FIRST
        await reader.press("right_parenthesis")
        assert reader.selected == f"{FIRST} It was read every hour."
        await reader.press("o", "escape")
        assert reader.selected == ""


async def test_widen_and_narrow(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("w")
        seen = []
        for key in ("plus", "plus", "plus", "minus", "minus"):
            await reader.press(key)
            seen.append(reader.selected)
        assert seen[:2] == ["first", FIRST]
        assert seen[2].endswith("Nobody knows who read it.")
        assert seen[3:] == [FIRST, "first"]


async def test_five_colours_and_recolouring(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("H", "g")
        assert [one.color for one in reader.kept] == ["green"]
        await reader.press("H", "p")
        assert [one.color for one in reader.kept] == ["pink"]
        await reader.press("H", "x")
        assert "Colours: y yellow" in said(reader)


async def test_ends_are_taken_up_again_and_set(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "v", "b", "b", "b", "e", "enter")
        (kept,) = reader.kept
        assert kept.target.quote.exact == "The first gauge stood in Amsterdam"
        await reader.press("u")
        assert [one.target.quote.exact for one in reader.kept] == [FIRST]


async def test_delete_undo_and_redo(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "H", "b", "d")
        assert reader.kept == []
        assert "u brings it back" in said(reader)
        await reader.press("u")
        assert [one.color for one in reader.kept] == ["blue"]
        await reader.press("u")
        assert [one.color for one in reader.kept] == ["yellow"]
        await reader.press("u")
        assert reader.kept == []
        await reader.press("u")
        assert "Nothing to undo" in said(reader)
        await reader.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert reader.kept == []
        await reader.press("u")
        assert [one.color for one in reader.kept] == ["blue"]


async def test_jumping_between_highlights_and_back(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("f", "s", "enter", "f", "d", "enter", "g", "g")
        await reader.press("right_square_bracket")
        assert reader.here.startswith("It was read")
        await reader.press("right_square_bracket")
        assert reader.here.startswith("Nobody knows")
        await reader.press("left_square_bracket")
        assert reader.here.startswith("It was read")
        await reader.press("ctrl+o")
        assert reader.here.startswith("Nobody knows")


async def test_finding_as_one_types(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("slash")
        await reader.type("keeper")
        assert reader.here.startswith("keeper")
        await reader.press("escape")
        assert reader.here.startswith("The first")
        await reader.press("slash")
        await reader.type("read")
        await reader.press("enter")
        assert "MATCH 1/3" in reader.rows()[-1]
        await reader.press("n", "n")
        assert reader.here.startswith("read to this day")
        await reader.press("n")
        assert reader.here.startswith("read every hour")
        await reader.press("N")
        assert reader.here.startswith("read to this day")


async def test_words_that_are_not_there_are_said(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("slash")
        await reader.type("zebra")
        await reader.press("enter")
        assert "“zebra” is not in this text" in said(reader)


async def test_all_notes_filtered_and_gone_to(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("f", "d", "enter", "t")
        await reader.type("who")
        await reader.press("enter", "tab", "j", "enter", "enter")
        assert reader.here.startswith("BREST")
        await reader.press("g", "n", "slash")
        await reader.type("tag:who")
        assert any("1 of 2" in row for row in reader.rows())
        await reader.press("enter")
        assert reader.here.startswith("Nobody knows")


async def test_searching_the_library(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("g", "slash")
        await reader.type("ukraine")
        await reader.press("enter")
        assert reader.here.startswith("Ukrain\u0435")


async def test_the_list_filters_as_one_types_and_says_when_nothing_is_left(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "slash")
        await reader.type("zebra")
        assert [item.title for item in reader.articles.items] == []
        assert any("No article matches" in row for row in reader.rows())
        await reader.press("escape", "slash")
        await reader.type("source:coast")
        assert [item.title for item in reader.articles.items] == ["The moon and the mud"]
        await reader.press("enter", "escape")


async def test_the_place_the_article_and_the_column_are_remembered(opened: Open, library: Workspace) -> None:
    async with opened(article="mud") as reader:
        await reader.press("G", "less_than_sign", "q")
    again = open_workspace(library.home, ticking())
    async with opened(at=again) as reader:
        assert reader.screen.desk.article is not None
        assert reader.screen.desk.article.source.title == "The moon and the mud"
        assert reader.here.startswith("- another list item")
        assert reader.page.measure == 68


async def test_what_the_store_refuses_is_said_and_never_shown(opened: Open, library: Workspace) -> None:
    library.home.annotations.write_text("in the way")
    async with opened(article="measured") as reader:
        await reader.press("enter")
        assert reader.page.marks.all == []
        assert "not saved" in said(reader)


async def test_an_unfinished_note_is_kept_as_a_draft(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "a")
        await reader.type("half a thou")
        await reader.press("escape")
        assert [one.note for one in reader.kept] == [""]
        await reader.press("a")
        assert reader.app.screen.query_one(NoteArea).text == "half a thou"
        await reader.type("ght")
        await reader.press("enter")
        assert [one.note for one in reader.kept] == ["half a thought"]


async def test_a_highlight_made_for_a_note_that_was_not_begun_goes_again(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("a", "escape", "t", "escape")
        assert reader.kept == []


async def test_tags_complete_with_tab(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "t")
        await reader.type("oceanography")
        await reader.press("enter", "f", "s", "t")
        await reader.type("oc")
        await reader.press("tab")
        await reader.type("new")
        await reader.press("enter")
        assert {one.tags for one in reader.kept} == {("oceanography",), ("oceanography", "new")}


async def test_an_article_goes_to_the_trash_and_u_brings_it_back(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("tab", "d")
        assert [item.title for item in reader.articles.items] == ["The moon and the mud"]
        await reader.press("u")
        assert len(reader.articles.items) == 2


async def test_citation_data_is_mended_and_a_byline_only_offered(opened: Open) -> None:
    async with opened(article="mud") as reader:
        await reader.press("tab", "j", "i", "tab", "f2", "enter")
        article = reader.screen.desk.workspace.library.article(reader.screen.desk.workspace.library.resolve("mud"))
        assert [name.literal for name in article.source.authors] == ["Reuters"]


async def test_the_mouse_selects(opened: Open) -> None:
    async with opened(article="measured") as reader:
        left, top = reader.page.geometry.left, reader.page.view.lead
        await reader.pilot.click(Page, offset=(left + 5, top), times=2)
        assert reader.selected == "first"
        await reader.press("escape")
        await reader.pilot.click(Page, offset=(left + 5, top), times=3)
        assert reader.selected == FIRST
        await reader.press("escape")
        await reader.pilot.mouse_down(Page, offset=(left + 4, top))
        await reader.pilot.hover(Page, offset=(left + 14, top))
        await reader.pilot.mouse_up(Page, offset=(left + 14, top))
        assert reader.selected == "first gauge"


async def test_marks_and_paging(opened: Open) -> None:
    async with opened(article="measured", size=(60, 12)) as reader:
        await reader.press("m", "a", "G")
        assert reader.here != reader.page.sheet.text
        await reader.press("apostrophe", "a")
        assert reader.here.startswith("The first")
        await reader.press("space")
        assert not reader.here.startswith("The first")
        await reader.press("g", "g", "3", "right_parenthesis")
        assert reader.here.startswith("A second one")


async def test_every_command_has_a_handler(opened: Open) -> None:
    async with opened() as reader:
        assert all(callable(reader.screen.context.commands.handler(command.id)) for command in COMMANDS)


async def test_an_empty_library_says_what_to_do(opened: Open, tmp_path: Path) -> None:
    from reader.config.paths import Home

    with open_workspace(Home(tmp_path / "empty"), ticking()) as empty:
        async with opened(at=empty) as reader:
            assert any("gloss add FILE" in row for row in reader.rows())
            assert reader.rows()[-1].rstrip().endswith("A add  gn all notes  ? help  q quit")
            for command in COMMANDS:
                if command.id not in (
                    "back",
                    "help.show",
                    "palette.show",
                    "notes.list",
                    "library.search",
                    "tags.list",
                    "shelf.open",
                    "list.order",
                    "list.filter",
                    "find.start",
                ):
                    reader.screen.run_command(Invocation(command.id, None, "y"))
            await reader.press("tab", "enter", "j", "f", "enter", "a", "d", "u", "Y", "x", "q", "q")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60), (30, 8), (20, 5)])
async def test_any_size_shows_the_text_and_survives_keys(opened: Open, size: tuple[int, int]) -> None:
    async with opened(article="measured", size=size) as reader:
        await reader.press(
            "j", "G", "g", "g", "v", "e", "enter", "tab", "j", "tab", "question_mark", "escape", "f", "a", "escape"
        )
        assert all(len(row) <= size[0] for row in reader.rows())
        assert any("gauge" in row for row in reader.rows()) or size[1] < 8


async def test_a_resize_keeps_the_place(opened: Open) -> None:
    async with opened(article="measured", size=(120, 40)) as reader:
        await reader.press("3", "right_parenthesis")
        here = reader.here
        await reader.pilot.resize_terminal(50, 10)
        await reader.pilot.pause()
        assert reader.here == here
        assert any("A second one" in row for row in reader.rows())
