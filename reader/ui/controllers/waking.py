"""Indexes that are behind: brought up to date before the first list where that is a matter of a moment, else beside the screen."""

from __future__ import annotations

from collections.abc import Callable

from reader.errors import ReaderError
from reader.session import open_workspace
from reader.ui.controllers.host import Host

EVERY_S = 1.0


class Waking:
    """Looks every EVERY_S whether an index has to be built further; the work is done with a connection of its own."""

    def __init__(self, host: Host, every: Callable[[float, Callable[[], None]], object]) -> None:
        self._host, self._every = host, every
        self._busy, self._told = False, ""

    def begin(self) -> None:
        """Before the first list, and from then on again and again."""
        try:
            if self._host.workspace.library.index.small:
                self._host.workspace.catch_up()
        except ReaderError as error:
            self._say(str(error))
        self._every(EVERY_S, self._look)

    def _look(self) -> None:
        workspace = self._host.workspace
        index = workspace.library.index
        try:
            behind = not index.problem and (not index.made or workspace.noted.waiting)
        except ReaderError as error:
            self._say(str(error))
            return
        self._say(index.problem)
        if behind and not self._busy:
            self._busy = True
            self._host.apart(self._catch_up, self._caught_up)

    def _catch_up(self) -> str:
        """In a thread of its own."""
        try:
            with open_workspace(self._host.workspace.home) as other:
                for steps in (other.library.index.build(), other.noted.refresh()):
                    for _ in steps:
                        pass
        except ReaderError as error:
            return str(error)
        return ""

    def _caught_up(self, problem: str) -> None:
        self._busy = False
        self._say(problem)
        self._host.list_changed()

    def _say(self, problem: str) -> None:
        if problem and problem != self._told:
            self._told = problem
            self._host.notice(problem, warning=True)
