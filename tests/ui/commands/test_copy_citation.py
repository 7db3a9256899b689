"""Carrying passages away by keys: what is copied, shown before, remembered, and written."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Label

from reader.services.workspace import Workspace
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.text_dialogs import NoteArea
from tests.ui.conftest import Open, Reader
from tests.ui.test_reading import said

SENTENCE = "A second one followed in Brest."


def copied(library: Workspace) -> str:
    return library.home.last_excerpt.read_text(encoding="utf-8")


def shown(reader: Reader) -> str:
    return str(reader.app.screen.query_one("#preview", Label).content)


async def highlighted(reader: Reader) -> None:
    await reader.press("3", "right_parenthesis", "enter")


async def test_y_copies_the_words_and_capital_y_the_cited_quote(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await highlighted(reader)
        await reader.press("y")
        await reader.app.workers.wait_for_complete()
        assert copied(library) == SENTENCE
        await reader.press("Y")
        await reader.app.workers.wait_for_complete()
        assert copied(library).startswith(f"“{SENTENCE[:-1]}” (“Who Measured the Sea First?” 2025, para. 2)")
        assert "opied" not in said(reader)


async def test_style_and_form_are_shown_before_and_remembered(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await highlighted(reader)
        await reader.press("c")
        assert "(“Who Measured the Sea First?” 2025" in shown(reader)
        await reader.press("s", "j", "enter")
        assert isinstance(reader.app.screen, Picker)
        await reader.press("j")
        preview = shown(reader)
        assert "(The Harbour Post 2025" in preview
        await reader.press("enter")
        await reader.app.workers.wait_for_complete()
        assert copied(library).strip() == preview.strip()
    async with opened(article="measured") as again:
        await again.press("g", "g", "3", "right_parenthesis", "Y")
        await again.app.workers.wait_for_complete()
        assert copied(library).strip() == preview.strip()


async def test_cancelling_the_dialog_keeps_style_and_switches(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await highlighted(reader)
        await reader.press("c")
        before = shown(reader)
        await reader.press("s", "j", "enter", "l")
        assert shown(reader) != before
        await reader.press("escape", "c")
        assert shown(reader) == before


async def test_note_tags_and_link_go_with_it_on_request(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await highlighted(reader)
        await reader.press("a", *"why", "enter", "t", *"sea", "enter", "c", "n", "t", "l")
        preview = shown(reader)
        assert all(part in preview for part in ("why", "#sea", f"gloss://{reader.kept[0].id}"))
        await reader.press("t", "enter")
        await reader.app.workers.wait_for_complete()
        assert "why" in copied(library)
        assert "#sea" not in copied(library)


async def test_a_wording_is_kept_beside_the_passage_and_foreign_words_are_refused(
    opened: Open, library: Workspace
) -> None:
    async with opened(article="measured") as reader:
        await highlighted(reader)
        await reader.press("enter", "j", "j", "enter")
        area = reader.app.screen.query_one(NoteArea)
        area.text = "A third one followed in Brest."
        await reader.pilot.pause()
        await reader.press("enter")
        assert "not in the passage" in str(reader.app.screen.query_one("#problem", Label).content)
        area.text = "[The] second one followed … Brest."
        await reader.press("enter")
        assert reader.kept[0].quotation == "[The] second one followed … Brest."
        assert reader.kept[0].target.quote.exact == SENTENCE
        await reader.press("Y")
        await reader.app.workers.wait_for_complete()
        assert copied(library).startswith("“[The] second one followed … Brest” (")
        await reader.press("u")
        assert reader.kept[0].quotation == ""


async def test_an_export_is_shown_and_written_and_nothing_is_overwritten(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(article="measured") as reader:
        await highlighted(reader)
        await reader.press("x")
        assert f"> {SENTENCE}" in shown(reader)
        await reader.press("s")
        await reader.press("enter")
        line = reader.app.screen.query_one("#line", Input)
        assert line.value == str(tmp_path / "who-measured-the-sea-first.md")
        await reader.press("enter")
        assert "Written to" in said(reader)
        written = (tmp_path / "who-measured-the-sea-first.md").read_text(encoding="utf-8")
        assert SENTENCE in written
        await reader.press("x", "enter", "enter")
        assert "file exists" in said(reader)
        assert (tmp_path / "who-measured-the-sea-first.md").read_text(encoding="utf-8") == written


async def test_everything_can_be_exported_by_tag(opened: Open, library: Workspace) -> None:
    async with opened(article="mud") as reader:
        await reader.press("enter", "t", *"mud", "enter", "tab", "k", "enter")
        await highlighted(reader)
        await reader.press("x")
        assert "Mud remembers" not in shown(reader)
        await reader.press("a", "b")
        assert "## \\#mud" in shown(reader)
        assert "## Untagged" in shown(reader)
        assert any("2 excerpts" in row for row in reader.rows())


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_the_dialogs_fit_any_screen(opened: Open, size: tuple[int, int]) -> None:
    async with opened(article="measured", size=size) as reader:
        await highlighted(reader)
        for keys in (("c",), ("x",), ("enter",)):
            await reader.press(*keys)
            assert any("Esc close" in row for row in reader.rows())
            assert all(len(row) <= size[0] for row in reader.rows())
            await reader.press("escape")
