"""Whatever theme one starts with, all of the screen is in it, and in the next one after `T`."""

from __future__ import annotations

import pytest
from textual.color import Color

from reader.services.workspace import Workspace
from reader.ui.widgets.cached_rows import Edged
from tests.ui.conftest import Open, Reader


def grounds(reader: Reader) -> set[Color]:
    """The backgrounds of the parts of the screen."""
    screen = reader.screen
    styled = {each.styles.background for each in (screen, screen.query_one("#sidebar"))}
    return styled | {
        each.palette.background for each in (screen, reader.page, reader.articles, screen.query_one(Edged))
    }


@pytest.mark.parametrize("theme", ["gloss-dark", "gloss-light", "gloss-contrast", "textual-dark", "nord"])
async def test_all_is_in_the_theme(opened: Open, library: Workspace, theme: str) -> None:
    library.library.save_setting("theme", theme)
    async with opened() as reader:
        for _ in range(7):
            wanted = Color.parse(reader.app.current_theme.background or reader.app.theme_variables["background"])
            assert grounds(reader) == {wanted}
            before = reader.app.theme
            await reader.press("T")
            await reader.pilot.pause()
            assert reader.app.theme != before
    async with opened() as again:
        assert again.app.theme == reader.app.theme
