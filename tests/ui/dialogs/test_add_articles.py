"""`A`: what is typed is completed, read in a thread, and opened."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from reader.ui.dialogs.add_articles import AddDialog
from tests.ui.conftest import Open, Reader
from tests.ui.test_never_lost import eventually
from tests.ui.test_reading import said


async def finished(reader: Reader) -> None:
    """Wait for the dialog to end."""
    for _ in range(600):
        if not any(isinstance(screen, AddDialog) for screen in reader.app.screen_stack):
            break
        await asyncio.sleep(0.05)
    await reader.pilot.pause()


async def test_a_file_is_completed_added_and_opened(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "of mud.txt").write_text("Of mud\n\nMud remembers everything.")
    async with opened() as reader:
        await reader.press("A")
        await reader.type("of")
        await reader.press("tab", "enter")
        await finished(reader)
        assert reader.screen.desk.article is not None
        assert reader.screen.desk.article.text == "Mud remembers everything."
        assert said(reader) == "1 added."


async def test_the_index_of_echoes_is_completed_beside_the_screen(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "mud.txt").write_text("Of mud\n\nMud remembers everything that the sea has said to it. " * 20)
    async with opened() as reader:
        workspace = reader.screen.workspace
        await reader.press("A")
        await reader.type(str(tmp_path / "mud.txt"))
        await reader.press("enter")
        await finished(reader)
        await eventually(reader, lambda: workspace.echoes.catch_up(at_most=0) == 0)


async def test_what_cannot_be_read_is_said_and_nothing_is_lost(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("A")
        await reader.type("gone.txt")
        await reader.press("enter")
        await finished(reader)
        assert "gone.txt: no such file or directory" in said(reader)
        assert reader.screen.desk.article is not None


async def test_escape_leaves(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("A", "escape")
        assert not any(isinstance(screen, AddDialog) for screen in reader.app.screen_stack)
        assert len(reader.articles.items) == 2
