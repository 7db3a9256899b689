"""Indexes that are behind: brought up to date before the first list where that is a matter of a moment, else beside the screen.

So are the orders of a large library made, once it has been left alone for a moment: choosing one then waits for nothing.
"""

from __future__ import annotations

from reader.errors import ReaderError
from reader.library.catalog.catalog import MIN_SAVED_ORDER_ARTICLES
from reader.services.workspace import Workspace
from reader.ui.commands.context import ReaderContext

EVERY_S = 1.0
GROUP = "index"


class IndexRefresher:
    """Looks every EVERY_S whether an index has to be built further; the work is done with a connection of its own."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._reported = ""
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
        if self._context.background.is_busy(GROUP):
            return
        if behind:
            self._context.background.query(_catch_up, lambda _: self._caught_up(), GROUP, failed=self._failed)
        else:
            self._look_at_orders()

    def _look_at_orders(self) -> None:
        library = self._context.workspace.library
        try:
            before, self._before = self._before, library.look()
            if before != self._before or not library.index.made or library.index.at_most(MIN_SAVED_ORDER_ARTICLES):
                return  # somebody writes, or sorting is a matter of a moment
            missing = library.shelf.missing_orders()
        except ReaderError:
            return  # whoever lists says so
        if missing:
            self._context.background.query(
                lambda other: other.library.shelf.orders(missing),
                library.shelf.take_orders,
                GROUP,
                failed=lambda error: None,
            )

    def _failed(self, error: ReaderError) -> None:
        self._say(str(error))
        self._context.article_list.refresh()

    def _caught_up(self) -> None:
        self._context.article_list.refresh_annotated()

    def _say(self, problem: str) -> None:
        if problem and problem != self._reported:
            self._reported = problem
            self._context.notify(problem, warning=True)


def _catch_up(workspace: Workspace) -> None:
    """Build the index of words and the index of annotations to their ends."""
    for steps in (workspace.library.index.build(), workspace.noted.refresh()):
        for _ in steps:
            pass
