"""A reader on a real library in a folder of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from msgspec import Struct
from textual.pilot import Pilot

from annotations.model.annotation import Annotation
from reader.config.settings import Settings
from reader.services.workspace import Workspace
from reader.ui.app import GlossApp
from reader.ui.lists.row_list import RowList
from reader.ui.page.page_view import Page
from reader.ui.reading.reading_screen import ReadingScreen
from tests.fakes import workspace


class Reader(Struct):
    """The app under test and what one asks it."""

    app: GlossApp
    pilot: Pilot[None]

    @property
    def screen(self) -> ReadingScreen:
        found = next(screen for screen in self.app.screen_stack if isinstance(screen, ReadingScreen))
        return found

    @property
    def page(self) -> Page:
        return self.screen.query_one(Page)

    @property
    def articles(self) -> RowList:
        return self.screen.query_one("#articles", RowList)

    @property
    def kept(self) -> list[Annotation]:
        article = self.screen.desk.article
        return list(self.app.workspace.store.for_article(article.id)) if article else []

    @property
    def selected(self) -> str:
        selection = self.page.selection
        return selection.span(self.page.sheet.text).of(self.page.sheet.text) if selection else ""

    @property
    def here(self) -> str:
        """The text from the cursor on."""
        return self.page.sheet.text[self.page.cursor.head :]

    def rows(self) -> list[str]:
        """The screen as text."""
        width, height = self.app.size
        return (
            [
                "".join(segment.text for segment in line)
                for line in self.app.screen._compositor.render_strips()  # the compositor is how a test sees the whole screen
            ][:height]
            or [" " * width]
        )

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)

    async def type(self, text: str) -> None:
        for character in text:
            await self.pilot.press("space" if character == " " else character)


Open = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def library(tmp_path: Path) -> Workspace:
    return workspace(tmp_path)


@pytest.fixture
def opened(library: Workspace) -> Open:
    @asynccontextmanager
    async def run(
        size: tuple[int, int] = (120, 40),
        article: str | None = None,
        environ: dict[str, str] | None = None,
        at: Workspace | None = None,
    ) -> AsyncIterator[Reader]:
        kept = at or library
        app = GlossApp(kept, Settings(), environ or {}, kept.library.resolve(article) if article else None)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Reader(app, pilot)

    return run
