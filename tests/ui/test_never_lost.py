"""What one sees when others write, when a save fails, when something was deleted or is damaged."""

from __future__ import annotations

import resource
from collections.abc import Callable

import pytest
from textual.widgets import Label, TextArea

from annotations.model.span import Span
from reader.services.workspace import Workspace, open_workspace
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.text_dialogs import NoteDialog
from reader.ui.widgets.status import Status
from tests.ui.conftest import Open, Reader


def said(reader: Reader) -> str:
    return reader.screen.query_one(Status)._notice or " ".join(note.message for note in reader.app._notifications)


async def eventually(reader: Reader, so: Callable[[], bool]) -> None:
    """Wait for what a look at the folder brings."""
    for _ in range(100):
        await reader.pilot.pause(0.05)
        if so():
            return
    raise AssertionError("it did not come: " + "\n".join(reader.rows()))


def elsewhere(library: Workspace) -> Workspace:
    return open_workspace(library.home)


async def test_what_the_command_line_writes_shows_and_moves_nothing(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await reader.press("G", "v", "h", "h")
        before = reader.page.cursor, reader.selected
        with elsewhere(library) as other:
            article = other.library.article(other.library.resolve("measured"))
            other.annotate(article, Span(4, 9), note="from elsewhere")
        await eventually(reader, lambda: any("from elsewhere" in row for row in reader.rows()))
        assert (reader.page.cursor, reader.selected) == before
        await eventually(reader, lambda: any("1 note" in row for row in reader.rows()))


async def test_an_unfinished_note_stays_while_others_write_and_both_are_kept(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "a")
        await reader.type("mine")
        with elsewhere(library) as other:
            (one,) = other.store.all()
            now = library.clock()
            other.store.update(one.id, lambda one: one.with_note("theirs", now).with_tags(["tag"], now))
        await eventually(reader, lambda: bool(reader.screen.desk.placed[0].annotation.note))
        assert reader.app.screen.query_one(TextArea).text == "mine"
        await reader.press("enter")
        (kept,) = reader.kept
        assert "mine" in kept.note
        assert "theirs" in kept.note
        assert kept.tags == ("tag",)


async def test_a_note_that_cannot_be_saved_stays_in_the_dialog(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "a")
        await reader.type("precious words")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, limits[1]))
        try:
            await reader.press("enter")
            await eventually(reader, lambda: reader.app.screen.query_one("#wrong", Label).has_class("shown"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert isinstance(reader.app.screen, NoteDialog)
        assert reader.app.screen.query_one(TextArea).text == "precious words"
        told = str(reader.app.screen.query_one("#wrong", Label).render())
        assert "not saved: file too large; make room" in told
        assert library.drafts.read(reader.kept[0].id) == "precious words"
        await reader.press("enter")
        await eventually(reader, lambda: [one.note for one in reader.kept] == ["precious words"])
        assert library.drafts.names() == []


async def test_a_draft_is_kept_while_one_types(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        await reader.press("enter", "a")
        for letter in "words without a pause":
            await reader.pilot.press("space" if letter == " " else letter)
        await eventually(reader, lambda: bool(library.drafts.names()))


async def test_a_highlight_made_for_its_note_is_undone_with_it(opened: Open) -> None:
    async with opened(article="measured") as reader:
        for key in ("a", "t"):
            await reader.press(key)
            await reader.type("words")
            await reader.press("enter")
            assert len(reader.kept) == 1
            await reader.press("u")
            assert reader.kept == []
            await reader.press("ctrl+r")
            assert len(reader.kept) == 1
            await reader.press("u")


async def test_the_trash_can_be_looked_into_and_gives_back(opened: Open) -> None:
    async with opened(article="measured") as reader:
        await reader.press("a")
        await reader.type("deleted words")
        await reader.press("enter", "d")
        assert reader.kept == []
        await reader.press("g", "t")
        assert isinstance(reader.app.screen, Picker)
        assert any("deleted words" in row for row in reader.rows())
        await reader.press("enter")
        assert [one.note for one in reader.kept] == ["deleted words"]
        await reader.press("u")
        assert reader.kept == []


async def test_an_article_comes_back_from_the_trash_and_source_data_is_undone(opened: Open) -> None:
    async with opened(article="measured") as reader:
        count = len(reader.articles.items)
        await reader.press("tab", "d")
        assert len(reader.articles.items) == count - 1
        await reader.press("g", "t", "enter")
        assert len(reader.articles.items) == count
        await reader.press("u", "u")
        assert len(reader.articles.items) == count


async def test_mended_citation_data_can_be_undone(opened: Open, library: Workspace) -> None:
    async with opened(article="measured") as reader:
        article = reader.screen.desk.article
        assert article is not None
        from msgspec.structs import replace

        reader.screen.desk.edit_source(article, replace(article.source, title="Another"))
        assert library.library.entry(article.id).title == "Another"
        await reader.press("u")
        assert library.library.entry(article.id).title == article.source.title


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_torn_file_is_told_at_the_start(opened: Open, library: Workspace, size: tuple[int, int]) -> None:
    article = library.library.article(library.library.resolve("measured"))
    for n in range(2):
        library.annotate(article, Span(n, n + 5), note=f"kept {n}")
    path = library.home.annotations / f"{article.id}.json"
    path.write_text("torn")
    async with opened(size=size, article="measured") as reader:
        await eventually(reader, lambda: str(path) in said(reader))
        assert "2 annotations were recovered" in said(reader)
        assert len(reader.kept) == 2
        assert path.read_text() == "torn"
