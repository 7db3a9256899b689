"""Commands about the view: column width, theme, margin, zen, folded boilerplate."""

from __future__ import annotations

from reader.config.key_parser import Invocation
from reader.ui.commands.context import ReaderContext
from reader.ui.page.page_document import Sheet

MIN_MARGIN_SCREEN_CELLS = 110
"""The narrowest screen, in cells, on which notes stand beside the text; below it the one at the cursor shows in a strip."""

MEASURES = range(30, 141, 4)
MEASURE_STEP_CELLS = 4
SIDEWAYS_CELLS = 16
"""Cells by which one key moves wide rows."""


class ViewOptions:
    """The view of one screen; width, theme and margin are remembered."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self.zen = False
        self._unfolded = False
        context.subscribe(context.article_opened, self._forget_article)

    @property
    def margin(self) -> bool:
        """Whether notes stand beside the text."""
        return (
            self._context.settings.recall("margin", "on") == "on"
            and self._context.view.width >= MIN_MARGIN_SCREEN_CELLS
            and not self.zen
        )

    @property
    def measure(self) -> int:
        """The column's width in cells, as it was last chosen."""
        remembered = self._context.settings.recall("measure", "")
        return int(remembered) if remembered.isdecimal() else self._context.view.default_measure

    def _forget_article(self, article_id: str) -> None:
        """Fold the boilerplate of the next article."""
        self._unfolded = False

    def toggle_zen(self, call: Invocation) -> None:
        self.zen = not self.zen
        if self.zen:
            self._context.screen.set_focus(self._context.page)
        self._context.view.fit_layout()

    def toggle_margin(self, call: Invocation) -> None:
        shown = self._context.settings.recall("margin", "on") == "on"
        self._context.settings.remember("margin", "off" if shown else "on")
        self._context.view.fit_layout()
        if self._context.view.width < MIN_MARGIN_SCREEN_CELLS:
            self._context.notify(
                f"Notes stand beside the text from {MIN_MARGIN_SCREEN_CELLS} columns on; here the cursor's one shows below."
            )

    def toggle_boilerplate(self, call: Invocation) -> None:
        article = self._context.editor.article
        if article is None or not article.boilerplate:
            self._context.notify("Nothing is folded in this text.")
            return
        self._unfolded = not self._unfolded
        self._context.page.sheet = Sheet.of(article, self._unfolded)
        self._context.page.relay()

    def narrow_column(self, call: Invocation) -> None:
        self._change_measure(-MEASURE_STEP_CELLS * (call.count or 1))

    def widen_column(self, call: Invocation) -> None:
        self._change_measure(MEASURE_STEP_CELLS * (call.count or 1))

    def scroll_left(self, call: Invocation) -> None:
        self._scroll_sideways(-SIDEWAYS_CELLS * (call.count or 1))

    def scroll_right(self, call: Invocation) -> None:
        self._scroll_sideways(SIDEWAYS_CELLS * (call.count or 1))

    def _change_measure(self, by: int) -> None:
        measure = max(MEASURES.start, min(self._context.page.measure + by, MEASURES.stop - 1))
        self._context.page.measure = measure
        self._context.page.relay()
        self._context.settings.remember("measure", str(measure))
        shown = self._context.page.geometry.column
        narrower = f" (there is room for {shown})" if shown < measure else ""
        self._context.notify(f"The column is up to {measure} cells wide{narrower}.")

    def _scroll_sideways(self, cells: int) -> None:
        if not self._context.page.look_sideways(cells):
            self._context.notify("No row here is wider than the column.")

    def next_theme(self, call: Invocation) -> None:
        app = self._context.screen.app
        names = sorted(app.available_themes, key=lambda name: (not name.startswith("gloss-"), name))
        following = app.theme = names[(names.index(app.theme) + 1) % len(names)]
        self._context.settings.remember("theme", following)
        self._context.notify(f"Theme: {following}")
