"""How the page is seen: its width, its theme, what stands beside it, what is folded."""

from __future__ import annotations

from reader.config.key_parser import Invocation
from reader.ui.commands.context import Handler, Host
from reader.ui.page.page_document import Sheet

MARGIN_FROM = 110
"""The narrowest screen, in cells, on which notes stand beside the text; below it the one at the cursor shows in a strip."""

MEASURES = range(30, 141, 4)
STEP = 4
SIDEWAYS = 16
"""Cells by which one key moves wide rows."""


class Viewing:
    """Commands about the view; choices that one makes for good are remembered."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.zen = False
        self._unfolded = False

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        return {
            "view.zen": self._zen,
            "view.theme": self._theme,
            "view.margin": self._margin,
            "view.fold": self._fold,
            "column.narrower": lambda call: self._measure(-STEP * (call.count or 1)),
            "view.left": lambda call: self._sideways(-SIDEWAYS * (call.count or 1)),
            "view.right": lambda call: self._sideways(SIDEWAYS * (call.count or 1)),
            "column.wider": lambda call: self._measure(STEP * (call.count or 1)),
        }

    @property
    def margin(self) -> bool:
        """Whether notes stand beside the text."""
        return self._host.recall("margin", "on") == "on" and self._host.width >= MARGIN_FROM and not self.zen

    @property
    def measure(self) -> int:
        """The column's width in cells, as it was last chosen."""
        remembered = self._host.recall("measure", "")
        return int(remembered) if remembered.isdecimal() else self._host.default_measure

    def another_article(self) -> None:
        """What was unfolded is folded again."""
        self._unfolded = False

    def _zen(self, call: Invocation) -> None:
        self.zen = not self.zen
        if self.zen:
            self._host.page.screen.set_focus(self._host.page)
        self._host.make_room()

    def _margin(self, call: Invocation) -> None:
        shown = self._host.recall("margin", "on") == "on"
        self._host.remember("margin", "off" if shown else "on")
        self._host.make_room()
        if self._host.width < MARGIN_FROM:
            self._host.notice(
                f"Notes stand beside the text from {MARGIN_FROM} columns on; here the cursor's one shows below."
            )

    def _fold(self, call: Invocation) -> None:
        article = self._host.desk.article
        if article is None or not article.boilerplate:
            self._host.notice("Nothing is folded in this text.")
            return
        self._unfolded = not self._unfolded
        self._host.page.sheet = Sheet.of(article, self._unfolded)
        self._host.page.relay()

    def _measure(self, by: int) -> None:
        measure = max(MEASURES.start, min(self._host.page.measure + by, MEASURES.stop - 1))
        self._host.page.measure = measure
        self._host.page.relay()
        self._host.remember("measure", str(measure))
        shown = self._host.page.geometry.column
        narrower = f" (there is room for {shown})" if shown < measure else ""
        self._host.notice(f"The column is up to {measure} cells wide{narrower}.")

    def _sideways(self, cells: int) -> None:
        if not self._host.page.look_sideways(cells):
            self._host.notice("No row here is wider than the column.")

    def _theme(self, call: Invocation) -> None:
        following = self._host.next_theme()
        self._host.remember("theme", following)
        self._host.notice(f"Theme: {following}")
