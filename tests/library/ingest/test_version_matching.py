"""An edited file is a new version of the article it was; another text under its name is an article of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.model.source import PartialDate, Source
from reader.articles.article import Draft
from reader.importers.targets.targets import read_target
from reader.services.workspace import Workspace
from tests.fakes import workspace

NOTES = """Harbour notes

The first gauge stood in Amsterdam and was read every hour by a man whose name nobody knows.

A second one followed in Brest, where the keeper wrote that the sea keeps no books at all.

The third was lost in a storm, and with it went the man who had read it for thirty years."""

REPORT = """# Weekly report

## Status

All four stations reported on time, and the new sensor at the lock was calibrated on Tuesday.

## Next

Write to the ministry about the missing chart of the southern approach.

*This report is for internal use and may not be passed on without leave of the board.*"""

NEXT_REPORT = """# Weekly report

## Status

Rain kept the crew ashore; two visitors from Lisbon saw the archive and copied some old ledgers.

## Next

Order paint, hire a boat for the survey in May, and answer the letter of the mayor.

*This report is for internal use and may not be passed on without leave of the board.*"""


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    return workspace(tmp_path)


def add(shelf: Workspace, path: Path, text: str) -> tuple[str, str]:
    path.write_text(text, encoding="utf-8")
    (result,) = read_target(str(path))
    (added,) = shelf.take_in(result.drafts)
    return added.id, added.status


@pytest.mark.parametrize(
    "edited",
    [
        NOTES.replace("every hour", "twice a day"),
        NOTES.replace("Harbour notes", "Notes on the harbour, revised"),
        NOTES + "\n\nA fourth stands there still.",
        NOTES[: NOTES.index("The third")],
        NOTES.replace("a man", "one").replace("nobody", "no one").replace("at all", "ever").replace("storm", "gale"),
        "\n\n".join([NOTES.split("\n\n", maxsplit=1)[0], *reversed(NOTES.split("\n\n")[1:])]),
    ],
)
@pytest.mark.parametrize("name", ["notes.txt", "notes.md"])
def test_an_edited_file_is_a_new_version(shelf: Workspace, tmp_path: Path, name: str, edited: str) -> None:
    first, _ = add(shelf, tmp_path / name, NOTES)
    assert add(shelf, tmp_path / name, edited) == (first, "updated")
    assert add(shelf, tmp_path / name, edited) == (first, "unchanged")
    assert add(shelf, tmp_path / name, NOTES) == (first, "updated")
    assert shelf.library.entry(first).versions == 3


def test_another_text_under_the_same_name_is_another_article(shelf: Workspace, tmp_path: Path) -> None:
    first, _ = add(shelf, tmp_path / "report.md", REPORT)
    second, status = add(shelf, tmp_path / "report.md", NEXT_REPORT)
    assert status == "added" and second != first
    assert add(shelf, tmp_path / "report.md", REPORT.replace("Tuesday", "Monday")) == (first, "updated")
    assert add(shelf, tmp_path / "report.md", NEXT_REPORT.replace("May", "June")) == (second, "updated")
    assert add(shelf, tmp_path / "report.md", "Shopping\n\nBread and cheese.")[1] == "added"


def test_the_same_edit_in_another_folder_is_another_article(shelf: Workspace, tmp_path: Path) -> None:
    first, _ = add(shelf, tmp_path / "notes.txt", NOTES)
    (tmp_path / "old").mkdir()
    second, status = add(shelf, tmp_path / "old" / "notes.txt", NOTES.replace("every hour", "twice a day"))
    assert status == "added" and second != first


@pytest.mark.parametrize(
    "other",
    [
        Source(title="The sea", issued=PartialDate(2025, 7, 13), container="The Post"),
        Source(title="The sea", issued=PartialDate(2025, 7, 12), container="The Gazette"),
        Source(title="The sea", url="https://example.org/other"),
    ],
)
def test_what_is_dated_or_published_otherwise_is_another_article(shelf: Workspace, other: Source) -> None:
    url = "https://example.org/sea" if other.url else ""
    held = Source(title="The sea", issued=PartialDate(2025, 7, 12), container="" if url else "The Post", url=url)
    draft = Draft(NOTES, held, origin="/texts/latest.txt")
    shelf.take_in([draft])
    assert [one.status for one in shelf.take_in([replace(draft, source=other)])] == ["added"]


def test_of_a_file_of_many_articles_each_goes_to_its_own(shelf: Workspace) -> None:
    texts = [
        f"{part}\n\n{part} again, {n} times over, said the keeper." for n, part in enumerate(NOTES.split("\n\n")[1:])
    ]
    drafts = [
        Draft(text, Source(title=f"Part {n}", container="The Post"), origin="/d.txt") for n, text in enumerate(texts)
    ]
    ids = [one.id for one in shelf.take_in(drafts)]
    renamed = [replace(one, source=replace(one.source, title=f"{one.source.title}, corrected")) for one in drafts]
    again = shelf.take_in([*reversed(renamed[1:]), drafts[0]])
    assert [(one.id, one.status) for one in again] == [(ids[2], "updated"), (ids[1], "updated"), (ids[0], "unchanged")]


def test_one_word_of_a_long_line_or_of_a_script_without_spaces_may_change(shelf: Workspace, tmp_path: Path) -> None:
    text = "標題\n\n" + "".join(chr(0x4E00 + n * 7 % 3000) for n in range(400))
    first, _ = add(shelf, tmp_path / "a.txt", text)
    assert add(shelf, tmp_path / "a.txt", text[:200] + "水" + text[202:]) == (first, "updated")
    assert add(shelf, tmp_path / "a.txt", "標題\n\n" + text[:2:-1])[1] == "added"
