"""What the footer shows in every context and width, and what a click on it does."""

from __future__ import annotations

import pytest

from reader.ui.widgets.status import CONTEXTS, PINNED, Hint, Status, fitting, shortened, total_width
from tests.ui.conftest import Open


@pytest.mark.parametrize("room", range(60))
def test_pinned_hints_are_never_dropped_and_others_go_from_the_end(room: int) -> None:
    hints = [
        Hint("h", "one", "a"),
        Hint("Tab", "list", "pane.next"),
        Hint("n", "two", "b"),
        Hint("?", "help", "help.show"),
    ]
    kept = fitting(hints, room)
    assert [hint for hint in kept if hint.action in PINNED] == [hints[1], hints[3]]
    assert total_width(kept) <= room or len(kept) == 2
    assert hints[2] not in kept or hints[0] in kept


def test_place_is_shortened_by_whole_parts() -> None:
    assert shortened("38 % · 6 min left", 17) == "38 % · 6 min left"
    assert shortened("38 % · 6 min left", 16) == "38 %"
    assert shortened("38 % · 6 min left", 3) == ""


@pytest.mark.parametrize("context", CONTEXTS)
async def test_every_context_shows_its_way_out_on_sixty_cells(opened: Open, context: str) -> None:
    async with opened(size=(60, 20)) as reader:
        status = reader.screen.query_one(Status)
        status.say("± changed: gc · 38 % · 6 min left", "VISUAL 1,234 words", context)
        row = status.render_line(0).text
        out = {"label": "Esc cancel", "visual": "Esc cancel", "filtered": "Esc clear filter", "empty": "q quit"}
        assert out.get(context, "Tab ") in row
        assert "? help" in row or context == "label"


async def test_footer_shows_the_keys_of_the_line_typed_into(opened: Open) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("/")
        await reader.pilot.pause()
        status = reader.screen.query_one(Status)
        assert status.context == "find"
        await reader.pilot.click(status, offset=(status.render_line(0).text.index("Esc"), 0))
        await reader.pilot.pause()
        assert status.context == "read"


async def test_click_on_a_hint_runs_its_command(opened: Open) -> None:
    async with opened(size=(80, 24)) as reader:
        status = reader.screen.query_one(Status)
        await reader.pilot.click(status, offset=(status.render_line(0).text.index("Tab"), 0))
        await reader.pilot.pause()
        assert status.context == "articles"


async def test_escape_in_the_list_leaves_its_filter(opened: Open) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("tab")
        everything = len(reader.articles.items)
        await reader.press("/", *"measured", "enter")
        await reader.pilot.pause()
        assert reader.articles.has_focus
        assert len(reader.articles.items) < everything
        assert "Esc clear filter" in reader.screen.query_one(Status).render_line(0).text
        await reader.press("escape")
        await reader.pilot.pause()
        assert reader.articles.has_focus
        assert len(reader.articles.items) == everything
