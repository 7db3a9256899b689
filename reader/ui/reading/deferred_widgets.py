"""What the reading screen puts up when it is first needed, so that the first page does not wait: lines to type into, a strip."""

from __future__ import annotations

import asyncio
import gc
from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.suggester import Suggester
from textual.widget import MountError, Widget
from textual.widgets import Input

from annotations.model.errors import AnnotationsError
from reader.errors import ReaderError
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line
from reader.ui.commands.crew import WARMED
from reader.ui.lists.row_list import RowList
from reader.ui.lists.rows import Item
from reader.ui.module_preload import Warming
from reader.ui.render.theme import Palette
from reader.ui.widgets.status import Status

if TYPE_CHECKING:
    from reader.ui.input.input_lines import NoteStrip

Result = TypeVar("Result")

PUT_UP_EVERY_S = 0.05
"""Seconds between two lines that are put up before they are needed."""

MOST_SHELVES = 8
PLACEHOLDERS = {"find": "find in this text", "filter": "words, tag:, source:, date:2025-06, is:unread"}


def settle() -> None:
    """Take what there is by now for what will stay: the garbage collector looks for garbage among the rest only."""
    gc.freeze()
    gc.enable()


if TYPE_CHECKING:
    Base = Screen[None]
else:
    Base = object  # a class of widgets more would be one more for Textual to look through at the start


class Parts(Base):
    """A screen with `#sidebar` and `#reading`, which cover it, and to which lines are added; see the module's docstring."""

    BLANK = True
    workspace: Workspace
    palette: Palette
    shelves: RowList | None = None
    """The saved shelves, once there are any."""
    _note_strip: NoteStrip | None = None

    def typing_line(self, name: str) -> Input:
        """The line to `find` or `filter` in."""
        from reader.ui.input.input_lines import TypingLine  # noqa: PLC0415 - see the head of this file

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
        from reader.ui.input.query_suggester import QuerySuggester  # noqa: PLC0415 - see the head of this file

        return QuerySuggester(self.workspace.library)

    @property
    def articles(self) -> RowList:
        """The list of articles."""
        return self.query_one("#articles", RowList)

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say in a sentence what happened: in the last line where it has room there, else over the page."""
        self.app.clear_notifications()
        if self.query_one(Status).notice(clean_line(text), warning=warning) and self.app.screen is self:
            return
        self.app.notify(
            clean_line(text),
            severity="warning" if warning else "information",
            timeout=8 if warning else 4,
            markup=False,
        )

    def remember(self, key: str, value: str) -> None:
        """Keep a choice for the next start."""
        try:
            self.workspace.library.remember(key, value)
        except ReaderError as error:
            self.notice(str(error), warning=True)

    def recall(self, key: str, default: str) -> str:
        """A choice of an earlier time."""
        return self.workspace.library.recall(key) or default

    def filter_by(self, query: str) -> None:
        """Have the list show what a query means, as if it had been typed."""
        line = self.typing_line("filter")
        line.set_class(bool(query), "shown")
        line.value = query

    def show_shelves(self, items: Sequence[Item]) -> None:
        """The saved shelves over the list, as many lines as there are, up to MOST_SHELVES."""
        if self.shelves is None and items:
            self.shelves = RowList(self.palette, lines=1, id="shelves")
            self.query_one("#sidebar").mount(self.shelves, before="#articles")
        if self.shelves is not None:
            self.shelves.styles.height = min(len(items), MOST_SHELVES)
            self.shelves.show(items)

    def show_strip(self, text: str, after: Widget) -> None:
        """The note at the cursor in a strip under the page; no strip where there is none."""
        if not text and self._note_strip is None:
            return
        from reader.ui.input.input_lines import NoteStrip  # noqa: PLC0415 - see the head of this file

        strip = self._note_strip
        if strip is None:
            strip = self._note_strip = NoteStrip()
            self.query_one("#reading").mount(strip, after=after)
        if strip.has_class("shown") != bool(text):
            strip.set_class(bool(text), "shown")
        strip.update(Content(text))

    @cached_property
    def warming(self) -> Warming:
        """What the keys will need, as far as it is read."""
        return Warming(WARMED)

    def warm_up(self, first: Callable[[], None]) -> None:
        """Have read what the keys will need, and put the lines up once it is there; `first` comes before."""
        first()
        settle()
        self.warming.begin(self.apart, self._put_up)

    def _put_up(self) -> None:
        """One line at a time, while nobody types."""
        missing = [name for name in PLACEHOLDERS if not self.query(f"#{name}")]
        if missing and self.warming.quiet:
            try:
                self.typing_line(missing[0])
            except (NoMatches, MountError):
                return  # the screen is being taken down
        if missing:
            self.set_timer(PUT_UP_EVERY_S, self._put_up)
        else:
            settle()

    def on_unmount(self) -> None:
        """Nothing more is read."""
        self.warming.stop()

    def attempt(self, work: Callable[[], object]) -> None:
        """Do something; the errors that a user can do something about become notices."""
        try:
            work()
        except (ReaderError, AnnotationsError, OSError) as error:
            self.notice(str(error), warning=True)

    def ask(self, screen: Screen[Result], then: Callable[[Result | None], None]) -> None:
        """Put a dialog on the screen; `then` gets what it was left with."""
        self.app.push_screen(screen, lambda result: self.attempt(lambda: then(result)))

    def apart(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Do what may take its time in a thread of its own; `then` gets the answer, if the screen still stands."""

        async def answered() -> None:
            answer = await asyncio.to_thread(work)
            self.attempt(lambda: then(answer))

        self.run_worker(answered(), group="apart")
