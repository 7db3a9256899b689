"""Checking a report from the palette's command: the verdicts, and the way to the passage."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.key_parser import Invocation
from reader.ui.dialogs.picker import Picker
from tests.cli.test_echoes_command import TWICE
from tests.fakes import workspace
from tests.ui.conftest import Open, Reader

SAID = "the lock had been ten years in the making and would serve the coast"


async def check(reader: Reader, path: Path) -> None:
    """Run the command on a file and wait for the answer."""
    reader.screen.run_command(Invocation("report.verify"))
    await reader.pilot.pause()
    await reader.press("ctrl+u")
    reader.app.screen.query_one("Input").value = str(path)  # type: ignore[attr-defined]  # an Input
    await reader.press("enter")
    await reader.app.workers.wait_for_complete()
    await reader.pilot.pause()


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_the_verdicts_and_the_way_to_the_passage(opened: Open, tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "report.md"
    path.write_text(f"“{SAID}”\n\n“{SAID.replace('ten', 'nine')}”\n\n“a lock is a door that water agreed to”\n")
    async with opened(size, article="ten-years", at=workspace(tmp_path / "other", TWICE)) as reader:
        await check(reader, path)
        assert isinstance(reader.app.screen, Picker)
        shown = "\n".join(reader.rows())
        for word in ("≠ altered", "✗ missing", "✓ verbatim", "‹nine›"):
            assert word in shown
        await reader.press("J", "J", "J")
        assert "‹ten›" in shown + "\n".join(reader.rows())
        await reader.press("enter")
        assert reader.screen.desk.article is not None
        assert reader.screen.desk.article.source.container == "The Harbour Post"
        assert reader.here.startswith("the lock had been ten years")
        await reader.press("ctrl+o")
        assert reader.screen.desk.article.source.container == "Coast Weekly"


async def test_a_file_that_is_not_there_is_said_so(opened: Open, tmp_path: Path) -> None:
    async with opened(article="who-measured") as reader:
        await check(reader, tmp_path / "gone.md")
        assert "no such file" in "\n".join(reader.rows())
