"""Indexes that are behind: brought up to date before the first list where that is a matter of a moment, else beside the screen.

So are the orders of a large library made, once it has been left alone for a moment: choosing one then waits for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.errors import ReaderError
from reader.library.catalog.catalog import KEPT_FROM, Orders
from reader.library.library import Library
from reader.services.workspace import open_workspace
from reader.ui.commands.context import ReaderContext

EVERY_S = 1.0


class IndexRefresher:
    """Looks every EVERY_S whether an index has to be built further; the work is done with a connection of its own."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._busy, self._told = False, ""
        self._before: tuple[str | None, ...] = ()

    def begin(self) -> None:
        """Before the first list, and from then on again and again."""
        try:
            if self._context.workspace.library.index.small:
                self._context.workspace.catch_up()
        except ReaderError as error:
            self._say(str(error))
        self._context.screen.set_interval(EVERY_S, self._look)

    def _look(self) -> None:
        workspace = self._context.workspace
        index = workspace.library.index
        try:
            behind = not index.problem and (not index.made or workspace.noted.waiting)
        except ReaderError as error:
            self._say(str(error))
            return
        self._say(index.problem)
        if behind and not self._busy:
            self._busy = True
            self._context.background(self._catch_up, self._caught_up)
        elif not self._busy:
            self._look_at_orders()

    def _look_at_orders(self) -> None:
        library = self._context.workspace.library
        try:
            before, self._before = self._before, library.look()
            if before != self._before or not library.index.made or library.index.at_most(KEPT_FROM):
                return  # somebody writes, or sorting is a matter of a moment
            missing = library.shelf.missing_orders()
        except ReaderError:
            return  # whoever lists says so
        if missing:
            self._busy = True
            self._context.background(lambda: self._make_orders(missing), self._made_orders)

    def _make_orders(self, missing: Sequence[tuple[str, bool]]) -> Orders:
        """In a thread of its own."""
        try:
            with Library(self._context.workspace.home.library_db) as other:
                return other.shelf.orders(missing)
        except ReaderError:
            return {}

    def _made_orders(self, orders: Orders) -> None:
        self._busy = False
        self._context.workspace.library.shelf.take_orders(orders)

    def _catch_up(self) -> str:
        """In a thread of its own."""
        try:
            with open_workspace(self._context.workspace.home) as other:
                for steps in (other.library.index.build(), other.noted.refresh()):
                    for _ in steps:
                        pass
        except ReaderError as error:
            return str(error)
        return ""

    def _caught_up(self, problem: str) -> None:
        self._busy = False
        self._say(problem)
        self._context.article_list.refresh_annotated()

    def _say(self, problem: str) -> None:
        if problem and problem != self._told:
            self._told = problem
            self._context.notify(problem, warning=True)
