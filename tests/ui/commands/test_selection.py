"""Selecting and coming back, by keys: quotations, labels, widening, overlaps, marks, jumps."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.services.workspace import Workspace, open_workspace
from tests.fakes import ticking, workspace
from tests.ui.conftest import Open, Reader
from tests.ui.test_reading import said

QUAYS = """Latest news with #Quays


The Harbour Post
14-07-2025
- The Harbour Post
Who waited on the quay?
The pilot said “Nobody told us ‘to wait’ here,” and left. He came back, at noon, with Dr. Kim. Then it rained.
The keepers wrote "all is well" in the book. Nobody read it.
"""
FIRST = "The pilot said “Nobody told us ‘to wait’ here,” and left."
SECOND = "He came back, at noon, with Dr. Kim."


@pytest.fixture
def quays(tmp_path: Path) -> Workspace:
    return workspace(tmp_path / "quays", QUAYS)


def quotes(reader: Reader) -> list[str]:
    return [one.target.quote.exact for one in reader.kept]


async def test_inside_and_around_the_quotation_at_the_cursor(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("i", "q")
        assert reader.selected == "Nobody told us ‘to wait’ here,"  # the next one in the sentence
        await reader.press("escape", "slash", "t", "o", "space", "w", "enter", "i", "q")
        assert reader.selected == "to wait"
        await reader.press("i", "q")
        assert reader.selected == "Nobody told us ‘to wait’ here,"
        await reader.press("escape", "2", "i", "q")
        assert reader.selected == "Nobody told us ‘to wait’ here,"
        await reader.press("escape", "a", "q")
        assert reader.selected == "“Nobody told us ‘to wait’ here,”"
        await reader.press("enter")
        assert quotes(reader) == ["“Nobody told us ‘to wait’ here,”"]
        await reader.press("G", "dollar_sign", "i", "q")
        assert "No quotation here" in said(reader)


async def test_a_writes_a_note_at_once_where_no_quotation_is_meant(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("G", "dollar_sign", "a")
        await reader.type("quiet")
        await reader.press("enter")
        assert [one.note for one in reader.kept] == ["quiet"]


async def test_a_in_a_quotation_waits_for_q_and_loses_no_letter(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("a", "N")
        await reader.pilot.pause(0.2)
        await reader.type("o q")
        await reader.press("enter")
        assert [one.note for one in reader.kept] == ["No q"]


async def test_a_second_label_extends(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("f", "a", "f", "s")
        assert reader.selected == f"{FIRST} {SECOND}"
        await reader.press("escape", "f", "S", "a", "enter")
        assert quotes(reader) == [f"{FIRST} {SECOND}"]


async def test_labels_cover_sentences_that_began_above_the_screen(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays, size=(34, 8)) as reader:
        await reader.press("G")
        shown = reader.page.view.rows()
        await reader.press("f")
        assert min(span.start for span in reader.page.labelled.values()) <= shown[0].start


async def test_a_labelled_quotation_is_chosen_inside_its_marks_or_with_a_capital_with_them(
    opened: Open, quays: Workspace
) -> None:
    async with opened(at=quays) as reader:
        await reader.press("quotation_mark")
        assert len(reader.page.labelled) == 3
        await reader.press("s")
        assert reader.selected == "to wait"
        await reader.press("escape", "quotation_mark", "D", "enter")
        assert quotes(reader) == ['"all is well"']
        await reader.press("escape", "T", "quotation_mark", "escape")
        assert (dict(reader.page.labelled), reader.selected) == ({}, "")


async def test_words_are_chosen_by_their_first_letters_and_labels_where_several_begin_so(
    opened: Open, quays: Workspace
) -> None:
    async with opened(at=quays) as reader:
        text = reader.page.sheet.text
        await reader.press("s", "D")  # there is one
        assert (reader.selected, reader.page.labels.on) == ("Dr", True)
        await reader.press("b")
        label_of = {span.of(text): label for label, span in reader.page.labelled.items()}
        assert label_of.keys() == {"back", "book"}
        await reader.press(label_of["book"], "enter")
        assert quotes(reader) == ['Dr. Kim. Then it rained.\n\nThe keepers wrote "all is well" in the book']
        await reader.press("escape", "s", "n")
        label_of = {span.of(text): label for label, span in reader.page.labelled.items()}
        await reader.press(label_of["noon"], "enter")
        assert quotes(reader)[0] == "noon"
        await reader.press("escape", "s", "enter")  # Enter is no word's first letter
        assert (reader.page.labels.on, reader.selected) == (False, "")
        assert not reader.page.labels.on


async def test_the_last_selection_comes_back_also_after_leaving_the_article(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("f", "s", "escape", "G", "g", "v")
        assert reader.selected == SECOND
        await reader.press("escape", "q")
    async with opened(at=open_workspace(quays.home, ticking())) as reader:
        await reader.press("g", "g", "g", "v")
        assert reader.selected == SECOND


async def test_widening_and_narrowing_lead_back_to_the_cursor(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("2", "right_parenthesis", "left_parenthesis", "3", "w")
        here, seen = reader.here, []
        for _ in range(6):
            await reader.press("plus")
            seen.append(reader.selected)
        assert seen[:4] == [",", "He came back,", SECOND, f"{FIRST} {SECOND} Then it rained."]
        await reader.press("4", "minus")
        assert reader.selected == ","
        await reader.press("minus")
        assert (reader.selected, reader.here) == ("", here)


async def test_v_on_a_highlight_takes_its_ends_and_v_again_selects_inside_it(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("f", "s", "enter", "w")
        await reader.press("v")
        assert reader.selected == SECOND
        await reader.press("v", "e")
        assert reader.selected == "came"
        await reader.press("enter")
        assert any("A highlight lies here already" in row for row in reader.rows())
        await reader.press("enter")
        assert sorted(quotes(reader)) == sorted([SECOND, "came"])


async def test_ends_that_were_left_are_not_set_later(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("f", "s", "enter", "v", "q", "g", "g", "V", "enter")
        assert sorted(quotes(reader)) == sorted([SECOND, FIRST])


async def test_an_overlap_asks_which_one(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("f", "s", "enter", "w", "v", "v", "e", "enter", "enter")
        await reader.press("enter")
        assert any("2 highlights lie here: which one?" in row for row in reader.rows())
        await reader.press("j", "enter", "enter")
        await reader.type("the long one")
        await reader.press("enter")
        assert {one.target.quote.exact: one.note for one in reader.kept} == {SECOND: "the long one", "came": ""}


async def test_merging_keeps_notes_and_tags_and_is_one_step(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("f", "a", "a")
        await reader.pilot.pause(0.5)
        await reader.type("one")
        await reader.press("enter", "f", "s", "t")
        await reader.type("rain")
        await reader.press("enter", "f", "A", "d", "enter")
        assert any("2 highlights lie here already" in row for row in reader.rows())
        await reader.press("escape")
        assert len(reader.kept) == 2
        assert reader.selected != ""
        await reader.press("enter", "j", "enter")
        (kept,) = reader.kept
        assert (kept.note, kept.tags) == ("one", ("rain",))
        assert kept.target.quote.exact == f"{FIRST} {SECOND} Then it rained."
        await reader.press("u")
        assert sorted(quotes(reader)) == sorted([FIRST, SECOND])


async def test_the_same_passage_again_is_the_same_highlight(opened: Open, quays: Workspace) -> None:
    async with opened(at=quays) as reader:
        await reader.press("f", "s", "enter", "f", "s", "enter", "f", "s", "H", "g")
        assert [(one.target.quote.exact, one.color) for one in reader.kept] == [(SECOND, "green")]


async def test_marks_stay_with_their_article_and_capital_ones_everywhere(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await reader.press("right_parenthesis", "m", "a", "m", "B", "q")
    async with opened(at=open_workspace(library.home, ticking()), article="mud") as reader:
        await reader.press("apostrophe", "a")
        assert "No mark a in this article" in said(reader)
        await reader.press("apostrophe", "B")
        assert reader.here.startswith("It was read every hour.")
        await reader.press("G", "apostrophe", "a")
        assert reader.here.startswith("It was read every hour.")
        await reader.press("ctrl+o", "2", "ctrl+o")
        assert reader.here.startswith("BREST")
        await reader.press("g", "i")
        assert reader.here.startswith("It was read every hour.")
        await reader.press("g", "m")
        assert any("It was read" in row for row in reader.rows())


async def test_jumps_are_remembered(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await reader.press("right_parenthesis", "G", "q")
    async with opened(at=open_workspace(library.home, ticking()), article="measured") as reader:
        await reader.press("ctrl+o")
        assert reader.here.startswith("It was read every hour.")
