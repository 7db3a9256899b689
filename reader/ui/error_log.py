"""Unexpected exceptions: counted, and written to a log file without any text of the user's."""

from __future__ import annotations

import os
import platform
import time
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path

MAX_DRAWING_ERRORS = 5
DRAWING_WINDOW_S = 2.0
"""MAX_DRAWING_ERRORS within this time mean that the screen cannot be drawn any more."""

DRAWING_FUNCTIONS = frozenset({"render_line", "render_lines", "render_strips", "render_segments", "render_update"})

MAX_LOGGED_ERRORS = 200
"""Errors that one run writes to the log at most."""

KEPT_COMMANDS = 20


class ErrorLog:
    """The exceptions of one run; `path` is the log file, `clock` counts seconds."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path, self._clock = path, clock
        self._times: deque[float] = deque(maxlen=MAX_DRAWING_ERRORS)
        self._logged = 0
        self.commands: deque[str] = deque(maxlen=KEPT_COMMANDS)
        """The ids of the last commands."""

    def record(self, error: BaseException) -> bool:
        """Log an exception; False where drawing has failed so often at once that going on makes no sense."""
        if self._logged < MAX_LOGGED_ERRORS:
            self._logged += 1
            self._write(error)
        if not is_from_drawing(error):
            return True
        self._times.append(self._clock())
        return len(self._times) < MAX_DRAWING_ERRORS or self._times[-1] - self._times[0] > DRAWING_WINDOW_S

    def _write(self, error: BaseException) -> None:
        """Append an entry; where that fails there is nowhere left to say so."""
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with open(descriptor, "a", encoding="utf-8", errors="replace") as file:
                file.write(self._entry(error))
        except OSError:
            pass

    def _entry(self, error: BaseException) -> str:
        """Return the text of an entry. An exception's message may quote the user's text and is left out."""
        lines = [
            f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {type(error).__module__}.{type(error).__qualname__}",
            f"  {versions()}",
            f"  last commands: {' '.join(self.commands) or 'none'}",
        ]
        cause: BaseException | None = error
        while cause is not None:
            if cause is not error:
                lines.append(f"  caused by {type(cause).__module__}.{type(cause).__qualname__}")
            frames = traceback.extract_tb(cause.__traceback__)
            lines += [f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames]
            worker_error = getattr(cause, "error", None)  # Textual's WorkerFailed
            cause = worker_error if isinstance(worker_error, BaseException) else cause.__cause__ or cause.__context__
        return "\n".join(lines) + "\n\n"


def is_from_drawing(error: BaseException) -> bool:
    """Return whether an exception was raised while the screen was drawn."""
    return any(frame.name in DRAWING_FUNCTIONS for frame in traceback.extract_tb(error.__traceback__))


def versions() -> str:
    """Return the versions that matter for an error report, as one line."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 15 ms that only an error costs

    parts = [f"Python {platform.python_version()}", platform.system()]
    for name in ("glossator", "textual", "rich"):
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} (not installed as a package)")
    return ", ".join(parts)
