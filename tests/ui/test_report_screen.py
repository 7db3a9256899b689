"""The report in the reader: by keys, kept at once."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from reader.services.report_service import current
from reader.services.workspace import Workspace
from tests.ui.conftest import Open


def parts(library: Workspace) -> list[tuple[str, str]]:
    report = current(library)
    return [(part.kind, part.text) for part in report.parts] if report else []


async def test_a_passage_goes_into_the_report_and_the_report_into_order(opened: Open, library: Workspace) -> None:
    async with opened(article="mud") as reader:
        await reader.press("r", "right_parenthesis", "r", "R")
        assert [kind for kind, _ in parts(library)] == ["quote", "quote"]
        assert len(reader.kept) == 2
        first, second = (text for _, text in parts(library))
        await reader.press("J")
        assert [text for _, text in parts(library)] == [second, first]
        await reader.press("K", "h")
        await reader.type("On mud")
        await reader.press("enter", "w")
        await reader.type("So it is")
        await reader.press("enter")
        assert [text for _, text in parts(library)] == [first, "On mud", "So it is", second]
        await reader.press("g", "j", "greater_than_sign")
        assert current(library).parts[1].level == 2  # type: ignore[union-attr]  # it is there
        await reader.press("enter", "end")
        await reader.type(" again")
        await reader.press("enter", "d")
        assert [text for _, text in parts(library)] == [first, "So it is", second]
        await reader.press("u")
        assert parts(library)[1] == ("heading", "On mud again")
        screen = "\n".join(reader.rows())
        assert "your words" in screen
        assert "para. 1" in screen
        await reader.press("p")
        assert "References" in "\n".join(reader.rows())
        await reader.press("q", "G", "enter")
        assert reader.here.startswith(second)


async def test_a_report_is_written_and_another_begun(opened: Open, library: Workspace, tmp_path: Path) -> None:
    async with opened(article="mud") as reader:
        await reader.press("r", "R", "x", "enter")
        target = tmp_path / "out.md"
        reader.app.screen.query_one("#line", Input).value = str(target)
        await reader.press("enter")
        assert "## References" in target.read_text()
        await reader.press("n")
        await reader.type("Else")
        await reader.press("enter")
        found = current(library)
        assert found
        assert (found.title, found.parts) == ("Else", ())
        await reader.press("d", "J", "enter", "less_than_sign", "u", "q")
        assert not parts(library)
        await reader.press("r")
        assert [kind for kind, _ in parts(library)] == ["quote"]


async def test_a_path_that_cannot_be_written_is_said_and_keeps_the_dialog(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("mine")
    async with opened(article="mud") as reader:
        await reader.press("r", "R", "x", "enter")
        reader.app.screen.query_one("#line", Input).value = str(tmp_path / "out.md")
        await reader.press("enter")
        assert "file exists" in "\n".join(reader.rows())
        assert (tmp_path / "out.md").read_text() == "mine"
