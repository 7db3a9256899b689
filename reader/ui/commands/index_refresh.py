"""Indexes that are behind: brought up to date before the first list if that is quick, else in a thread.

The sort orders of a large library are made in the same way once nothing has been written for a moment, so that choosing one
is immediate.
"""

from __future__ import annotations

from reader.errors import ReaderError
from reader.library.catalog.catalog import MIN_SAVED_ORDER_ARTICLES
from reader.services.workspace import Workspace
from reader.ui.commands.context import ReaderContext

EVERY_S = 1.0
GROUP = "index"


class IndexRefresher:
    """Checks every EVERY_S whether an index is behind, and completes it in a thread."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._reported = ""
        self._last_stamp: tuple[str | None, ...] = ()

    def begin(self) -> None:
        """Bring a small index up to date now, and check again at intervals."""
        try:
            if self._context.workspace.library.index.is_small:
                self._context.workspace.catch_up()
        except ReaderError as error:
            self._report(str(error))
        self._context.screen.set_interval(EVERY_S, self._check)

    def _check(self) -> None:
        workspace = self._context.workspace
        index = workspace.library.index
        try:
            behind = not index.problem and (not index.is_complete or workspace.projection.pending_articles)
        except ReaderError as error:
            self._report(str(error))
            return
        self._report(index.problem)
        if self._context.background.is_busy(GROUP):
            return
        if behind:
            self._context.background.query(_catch_up, lambda _: self._caught_up(), GROUP, failed=self._failed)
        else:
            self._check_orders()

    def _check_orders(self) -> None:
        library = self._context.workspace.library
        try:
            before, self._last_stamp = self._last_stamp, library.list_stamps()
            if (
                before != self._last_stamp
                or not library.index.is_complete
                or library.index.has_at_most(MIN_SAVED_ORDER_ARTICLES)
            ):
                return  # another process is writing, or sorting is quick
            missing = library.catalog.missing_orders()
        except ReaderError:
            return  # the list reports it
        if missing:
            self._context.background.query(
                lambda other: other.library.catalog.orders(missing),
                library.catalog.store_orders,
                GROUP,
                failed=lambda error: None,
            )

    def _failed(self, error: ReaderError) -> None:
        self._report(str(error))
        self._context.article_list.refresh()

    def _caught_up(self) -> None:
        self._context.article_list.refresh_annotated()

    def _report(self, problem: str) -> None:
        if problem and problem != self._reported:
            self._reported = problem
            self._context.notify(problem, warning=True)


def _catch_up(workspace: Workspace) -> None:
    """Build the index of words and the index of annotations to their ends."""
    for steps in (workspace.library.index.build(), workspace.projection.refresh()):
        for _ in steps:
            pass
