"""What the reading screen puts up when it is first needed, so that the first page does not wait: lines to type into, a strip."""

from __future__ import annotations

import asyncio
import gc
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.suggester import Suggester
from textual.widget import MountError, Widget
from textual.widgets import Input

from reader.session import Workspace
from reader.ui.widgets.row_list import RowList
from reader.ui.widgets.rows import Item

Result = TypeVar("Result")

WARMED_AFTER_S, WARMED_EVERY_S = 0.15, 0.03
"""Seconds after the first page, and between two parts, at which what the keys need is read."""

MOST_SHELVES = 8
PLACEHOLDERS = {"find": "find in this text", "filter": "words, tag:, source:, date:2025-06, is:unread"}


class Parts(Screen[None]):
    """A screen with `#sidebar` and `#reading`, to which lines are added; see the module's docstring."""

    workspace: Workspace

    def typing_line(self, name: str) -> Input:
        """The line to `find` or `filter` in."""
        from reader.ui.widgets.typing import TypingLine  # noqa: PLC0415 - see the head of this file

        if not self.query(f"#{name}"):
            line = TypingLine(PLACEHOLDERS[name], name, self.suggester() if name == "filter" else None)
            if name == "find":
                self.query_one("#reading").mount(line)
            else:
                self.query_one("#sidebar").mount(line, after=0)
                # a watcher is called at once: the list is painted together with what was typed
                self.watch(line, "value", self.filter_typed, init=False)
        return self.query_one(f"#{name}", Input)

    @abstractmethod
    def filter_typed(self, words: str) -> None:
        """The filter is another."""

    def suggester(self) -> Suggester:
        """What finishes the words of a filter."""
        from reader.ui.completing import QuerySuggester  # noqa: PLC0415 - see the head of this file

        return QuerySuggester(self.workspace.library)

    @property
    def articles(self) -> RowList:
        """The list of articles."""
        return self.query_one("#articles", RowList)

    def filter_by(self, query: str) -> None:
        """Have the list show what a query means, as if it had been typed."""
        line = self.typing_line("filter")
        line.set_class(bool(query), "shown")
        line.value = query

    def show_shelves(self, items: Sequence[Item]) -> None:
        """The saved shelves over the list, as many lines as there are, up to MOST_SHELVES."""
        shelves = self.query_one("#shelves", RowList)
        if items or shelves.items:  # without any they have no room
            shelves.styles.height = min(len(items), MOST_SHELVES)
            shelves.show(items)

    def show_strip(self, text: str, after: Widget) -> None:
        """The note at the cursor in a strip under the page; no strip where there is none."""
        if not text and not self.query("NoteStrip"):
            return
        from reader.ui.widgets.typing import NoteStrip  # noqa: PLC0415 - see the head of this file

        if not self.query(NoteStrip):
            self.query_one("#reading").mount(NoteStrip(), after=after)
        strip = self.query_one(NoteStrip)
        if strip.has_class("shown") != bool(text):
            strip.set_class(bool(text), "shown")
        strip.update(Content(text))

    def warm_up(self, more: Callable[[], bool]) -> None:
        """Put up and read what the keys will need, a part at a time; a key in between goes first. `more` reads one part."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        if not self.query("#filter"):
            try:
                self.typing_line("find")
                self.typing_line("filter")
            except (NoMatches, MountError):
                return  # the screen is being taken down
        elif not more():
            return
        self.set_timer(WARMED_EVERY_S, lambda: self.warm_up(more))

    def apart(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Do what may take its time in a thread of its own; `then` gets the answer, if the screen still stands."""

        async def answered() -> None:
            then(await asyncio.to_thread(work))

        self.run_worker(answered(), group="apart")
