"""Queries beside the screen: the newest one of a group counts, and an older one is interrupted."""

from __future__ import annotations

from threading import Event

from reader.errors import ReaderError
from reader.services.workspace import Workspace
from tests.ui.conftest import Open
from tests.ui.test_never_lost import eventually
from tests.ui.test_reading import said

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


async def test_a_newer_query_interrupts_the_one_that_it_replaces(opened: Open) -> None:
    async with opened() as reader:
        background, begun, ended = reader.screen.context.background, Event(), Event()
        answers: list[str] = []

        def endless(other: Workspace) -> str:
            begun.set()
            try:
                other.library.database.row(ENDLESS)
            finally:
                ended.set()
            return "the old one"

        background.query(endless, answers.append, "test")
        await eventually(reader, begun.is_set)
        background.query(lambda other: "the new one", answers.append, "test")
        await eventually(reader, lambda: ended.is_set() and answers == ["the new one"])
        assert not background.is_busy("test")


async def test_a_query_that_is_not_exclusive_is_refused_while_one_runs(opened: Open) -> None:
    async with opened() as reader:
        background, go_on = reader.screen.context.background, Event()
        answers: list[int] = []
        assert background.query(lambda other: int(go_on.wait(5)), answers.append, "test", exclusive=False)
        assert not background.query(lambda other: 2, answers.append, "test", exclusive=False)
        assert background.query(lambda other: 3, answers.append, "another")
        go_on.set()
        await eventually(reader, lambda: sorted(answers) == [1, 3])


async def test_an_error_of_the_library_becomes_a_notice(opened: Open) -> None:
    async with opened() as reader:

        def fail(other: Workspace) -> None:
            raise ReaderError("it cannot be read")

        reader.screen.context.background.query(fail, lambda _: None, "test")
        await eventually(reader, lambda: "it cannot be read" in said(reader))


async def test_closing_the_screen_interrupts_what_runs(opened: Open) -> None:
    begun = Event()

    def endless(other: Workspace) -> object:
        begun.set()
        return other.library.database.row(ENDLESS)

    async with opened() as reader:
        reader.screen.context.background.query(endless, lambda _: None, "test")
        await eventually(reader, begun.is_set)
