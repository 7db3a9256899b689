"""Run a generator in slices on the event loop so that key presses stay responsive."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable, Iterator
from operator import length_hint
from time import perf_counter

from textual.screen import Screen

SLICE_S = 0.008
"""Seconds that one slice may take before the event loop gets its turn."""


class Turns:
    """Runs one iterator in slices; a new one replaces it. `done` is called when it is exhausted."""

    def __init__(self, screen: Screen[None], done: Callable[[], None]) -> None:
        self._screen, self._done = screen, done
        self._steps: Iterator[object] = iter(())

    def take(self, steps: Iterator[object]) -> None:
        """Replace the current work; an empty iterator only cancels it."""
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
            if perf_counter() - began > SLICE_S:
                await sleep(0)
                began = perf_counter()
            if self._steps is not steps:
                return
        self._done()
