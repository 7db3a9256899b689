"""`E` and `g r` on the screen: both passages, what differs, and the way there and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui.dialogs.picker import Picker
from reader.ui.screens.parallel_passages import day
from tests.cli.test_echoes_command import TWICE
from tests.fakes import workspace
from tests.ui.conftest import Open, Reader


def said(reader: Reader) -> str:
    return "\n".join(reader.rows())


async def test_both_passages_are_shown_and_enter_goes_there(opened: Open, tmp_path: Path) -> None:
    async with opened(
        article="a-lock-opens", at=workspace(tmp_path / "other", TWICE), environ={"NO_COLOR": "1"}
    ) as reader:
        await reader.press(")", "E")
        assert isinstance(reader.app.screen, Picker)
        shown = said(reader)
        assert "13 Jul 2025" in shown
        assert "‹had›" in shown
        assert "‹has›" in shown
        await reader.press("enter")
        assert reader.screen.desk.article is not None
        assert reader.screen.desk.article.source.container == "Coast Weekly"
        assert reader.here.startswith("the lock has been ten years")
        assert [each.span.start for each in reader.page.matches.all] == [reader.page.cursor.head]
        await reader.press("ctrl+o")
        assert reader.screen.desk.article.source.container == "The Harbour Post"


@pytest.mark.parametrize(
    ("issued", "shown"), [("2025-06-03", "3 Jun 2025"), ("2025-12", "Dec 2025"), ("2025", "2025"), ("", "no date")]
)
def test_dates_are_shown_at_their_precision(issued: str, shown: str) -> None:
    assert day(issued) == shown


async def test_escape_pressed_twice_leaves_the_dialog_alone(opened: Open, tmp_path: Path) -> None:
    async with opened(article="a-lock-opens", at=workspace(tmp_path / "other", TWICE)) as reader:
        await reader.press(")", "E")
        picker = reader.app.screen
        assert isinstance(picker, Picker)
        picker.dismiss(None)
        picker.dismiss(None)
        await reader.pilot.pause()
        assert reader.app.screen is reader.screen


async def test_a_passage_that_nobody_repeats_is_said_so(opened: Open) -> None:
    async with opened(article="who-measured") as reader:
        await reader.press("E")
        assert "Nothing else in the library says so" in said(reader)


async def test_related_articles_are_listed_and_read(opened: Open, tmp_path: Path) -> None:
    async with opened(article="a-lock-opens", at=workspace(tmp_path / "other", TWICE)) as reader:
        await reader.press("g", "r")
        assert "The same event by others" in said(reader)
        await reader.press("enter")
        assert reader.screen.desk.article is not None
        assert reader.screen.desk.article.source.container == "Coast Weekly"
        await reader.press("tab", "i")
        assert "Related: 14 Jul 2025 · The Harbour Post" in said(reader)
