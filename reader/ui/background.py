"""Work in threads beside the screen: queries with a connection of their own, and anything else that would block a key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TypeVar

from textual.screen import Screen

from reader.config.paths import Home
from reader.errors import ReaderError
from reader.services.workspace import Workspace, open_workspace

Result = TypeVar("Result")


class Replaced(ReaderError):
    """A query was replaced by a newer one before it was finished."""


class _Query:
    """A query that runs in a thread and can be interrupted from the event loop."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = Lock()
        self._workspace: Workspace | None = None
        self._is_interrupted = False

    def run(self, query: Callable[[Workspace], Result]) -> Result:
        """Open a workspace in this thread and evaluate the query with it."""
        with open_workspace(self._home) as workspace:
            with self._lock:
                if self._is_interrupted:
                    raise Replaced
                self._workspace = workspace
            try:
                return query(workspace)
            finally:
                with self._lock:
                    self._workspace = None

    def interrupt(self) -> None:
        with self._lock:
            self._is_interrupted = True
            if self._workspace is not None:
                self._workspace.library.database.interrupt()


class Background:
    """The background work of one screen.

    Results are delivered on the event loop, by workers of the screen: none comes after the screen has been closed. `attempt`
    calls a function and reports the errors that a user can do something about.
    """

    def __init__(self, screen: Screen[None], home: Home, attempt: Callable[[Callable[[], object]], None]) -> None:
        self._screen, self._home, self._attempt = screen, home, attempt
        self._queries: dict[str, _Query] = {}

    def run(self, work: Callable[[], Result], then: Callable[[Result], object]) -> None:
        """Call `work` in a thread, and `then` with its result."""

        async def deliver() -> None:
            result = await asyncio.to_thread(work)
            self._attempt(lambda: then(result))

        self._screen.run_worker(deliver(), group="background")

    def query(
        self,
        query: Callable[[Workspace], Result],
        then: Callable[[Result], object],
        group: str,
        *,
        exclusive: bool = True,
        failed: Callable[[ReaderError], object] | None = None,
    ) -> bool:
        """Evaluate a query in a thread on a connection of its own, and call `then` with its result.

        Of each group one query runs at a time. An exclusive one interrupts and replaces the one before, whose result is
        dropped; any other is refused while one is running, and False returned. `failed` gets an error of the library;
        without it the error becomes a notice.
        """
        if self.is_busy(group):
            if not exclusive:
                return False
            self.cancel(group)
        running = self._queries[group] = _Query(self._home)

        async def deliver() -> None:
            outcome: Callable[[], object]
            try:
                outcome = partial(then, await asyncio.to_thread(running.run, query))
            except ReaderError as error:
                outcome = partial(failed or _reraise, error)
            finally:
                is_current = self._queries.get(group) is running
                if is_current:
                    del self._queries[group]
            if is_current:
                self._attempt(outcome)

        self._screen.run_worker(deliver(), group=f"query-{group}", exclusive=True)
        return True

    def is_busy(self, group: str) -> bool:
        """Whether a query of the group is running."""
        return group in self._queries

    def cancel(self, group: str) -> None:
        """Interrupt the query of a group, if one is running; its result is dropped."""
        query = self._queries.pop(group, None)
        if query is not None:
            query.interrupt()

    def stop(self) -> None:
        """Interrupt everything: the screen is being closed."""
        for group in list(self._queries):
            self.cancel(group)


def _reraise(error: ReaderError) -> None:
    raise error
