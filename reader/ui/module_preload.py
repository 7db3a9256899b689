"""What the keys will need is read once the first page stands: in a thread of its own, and only while nobody types.

On the screen's own thread a module in the making would hold up the key that comes meanwhile, some of them for longer than
the key itself takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from threading import Event
from time import monotonic

QUIET_S = 0.25
"""Seconds without a key after which reading begins or goes on."""


class Warming:
    """Reads `modules` in their order; `apart` does work in a thread, and then something on the screen's own."""

    def __init__(self, modules: Iterable[str]) -> None:
        self._modules = modules
        self._stopped = Event()
        self._typed = monotonic()

    def begin(
        self, apart: Callable[[Callable[[], None], Callable[[None], None]], object], then: Callable[[], None]
    ) -> None:
        """Read them all; `then` is called unless it was stopped before."""
        apart(self._read, lambda _: None if self._stopped.is_set() else then())

    def typed(self) -> None:
        """A key was typed: more may follow."""
        self._typed = monotonic()

    @property
    def quiet(self) -> bool:
        """Whether no key has come for a while."""
        return monotonic() - self._typed >= QUIET_S

    def stop(self) -> None:
        """The screen is being taken down: what is left is not needed any more."""
        self._stopped.set()

    def _read(self) -> None:
        for name in self._modules:
            while not self.quiet and not self._stopped.wait(max(0.01, self._typed + QUIET_S - monotonic())):
                pass
            if self._stopped.is_set():
                return
            import_module(name)
