"""Long work in short turns between the keys, on the one thread that everything else runs on."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable, Iterator
from operator import length_hint
from time import perf_counter

from textual.screen import Screen

TURN_S = 0.008
"""Seconds of work between two keys."""


class Turns:
    """Takes the steps of one piece of work at a time; a new one takes the old one's place. `done` is called at its end."""

    def __init__(self, screen: Screen[None], done: Callable[[], None]) -> None:
        self._screen, self._done = screen, done
        self._steps: Iterator[object] = iter(())

    def take(self, steps: Iterator[object]) -> None:
        """Begin with other work; an empty iterator only ends what there was."""
        self._steps = steps
        if length_hint(steps, 1):
            self._screen.call_after_refresh(self._begin, steps)

    def _begin(self, steps: Iterator[object]) -> None:
        """Begin the steps once earlier changes are on the screen."""
        if self._steps is steps:
            self._screen.run_worker(self._work(steps), group="turns", exclusive=True)

    async def _work(self, steps: Iterator[object]) -> None:
        began = perf_counter()
        for _ in steps:
            if perf_counter() - began > TURN_S:
                await sleep(0)
                began = perf_counter()
            if self._steps is not steps:
                return
        self._done()
