"""Progress of long work, on stderr: shown after a delay, erased when the work ends.

Where stderr is no terminal nothing is written. The cursor, which the bar hides, is shown again however the work ends:
normally, by an exception, or by a signal.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any

from annotations.storage.api import Watch
from reader.services.workspace import Steps
from reader.text.cleaning import clean_line

if TYPE_CHECKING:
    from rich.progress import Progress

SHOW_DELAY_S = 0.5
"""Work that ends within this time shows no bar."""

REFRESH_INTERVAL_S = 0.1
ENDING_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class ProgressBar:
    """One bar: `update` says how far the work has come, `close` erases the bar."""

    def __init__(self, label: str, *, enabled: bool) -> None:
        self._label, self._enabled = label, enabled
        self._began = self._drawn = time.monotonic()
        self._progress: Progress | None = None
        self._handlers: dict[int, Any] = {}

    def update(self, done: int, total: int, detail: str = "") -> None:
        """Show that `done` of `total` steps are done; `detail` names the step at work."""
        now = time.monotonic()
        if not self._enabled or now - self._began < SHOW_DELAY_S or now - self._drawn < REFRESH_INTERVAL_S:
            return
        self._drawn = now
        if self._progress is None:
            self._progress = self._started()
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=done, total=max(1, total), detail=clean_line(detail))
        self._progress.refresh()

    def close(self) -> None:
        """Erase the bar and show the cursor."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()

    def _started(self) -> Progress:
        from rich.console import Console  # noqa: PLC0415 - most commands end before a bar is shown
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415
        from rich.table import Column  # noqa: PLC0415

        progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn(
                "{task.fields[detail]}",
                markup=False,
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
            ),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
        )
        progress.add_task(self._label, total=1, detail="")
        if threading.current_thread() is threading.main_thread():
            self._handlers = {number: signal.signal(number, self._end) for number in ENDING_SIGNALS}
        progress.start()
        return progress

    def _end(self, number: int, frame: FrameType | None) -> None:
        """Clean up, then let the signal end the process as it would have."""
        with suppress(Exception):
            self.close()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


@contextmanager
def progress_bar(label: str) -> Iterator[ProgressBar]:
    """Yield a bar for the work inside the `with` block."""
    bar = ProgressBar(label, enabled=sys.stderr.isatty())
    try:
        yield bar
    finally:
        bar.close()


def watched(label: str) -> Watch:
    """Return a function that passes (done, total) steps on and shows them as a bar."""

    def watch(steps: Steps) -> Steps:
        with progress_bar(label) as bar:
            for done, total in steps:
                bar.update(done, total)
                yield done, total

    return watch
