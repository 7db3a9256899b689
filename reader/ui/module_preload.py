"""Import of the modules that the next keys will need, in a thread, once the first page is shown.

A module that is imported on the event loop would delay the key that arrives meanwhile, some by longer than the command
itself takes. The thread therefore pauses while somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from threading import Event
from time import monotonic

QUIET_S = 0.25
"""Seconds without a key after which importing starts or goes on."""

MIN_WAIT_S = 0.01

LAZY_DEPENDENCIES = (
    "reader.text.segments.sentence_stops",
    "reader.ui.input.input_lines",
    "annotations.storage.file_encoder",
    "annotations.storage.folder_lock",
    "annotations.storage.atomic_write",
    "webbrowser",
    "annotations.citations",
    "annotations.exporters.quote",
    "reader.platform.pandoc",
    "reader.ui.output_services",
)
"""Modules that no command imports at its top, though the first highlight, copy or search needs them."""


class ModulePreload:
    """Imports `modules` in their order."""

    def __init__(self, modules: Iterable[str]) -> None:
        self._modules = modules
        self._stopped = Event()
        self._last_key = monotonic()

    def key_pressed(self) -> None:
        """Pause: more keys may follow."""
        self._last_key = monotonic()

    @property
    def is_quiet(self) -> bool:
        """Whether no key has been pressed for QUIET_S."""
        return monotonic() - self._last_key >= QUIET_S

    @property
    def is_stopped(self) -> bool:
        """Whether the screen is being closed."""
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        """Import the modules; call this in a thread."""
        for name in self._modules:
            while not self.is_quiet and not self.is_stopped:
                self._stopped.wait(max(MIN_WAIT_S, self._last_key + QUIET_S - monotonic()))
            if self.is_stopped:
                return
            import_module(name)
