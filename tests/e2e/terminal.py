"""The real program in a real pseudo-terminal; pyte reads its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30.0


class Terminal:
    """Starts a command, types into it, and keeps every byte that it wrote."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        columns: int = 120,
        rows: int = 40,
        folder: Path = ROOT,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.came = 0.0
        """When the last of it came (`time.perf_counter`)."""
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], list(command), dict(environ))
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self._descriptor)

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def resize(self, columns: int, rows: int) -> None:
        """Another size, as when the window is pulled; the program is told."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        self.type_bytes(keys.encode())

    def type_bytes(self, data: bytes) -> None:
        os.write(self._descriptor, data)

    def waiting(self) -> bool:
        """Whether the program has written something that was not read yet."""
        return bool(select.select([self._descriptor], [], [], 0)[0])

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program has written; False once it has closed the terminal."""
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self._descriptor, 65_536)
        except OSError:
            return False
        self.came = time.perf_counter()
        self.written += data
        self._stream.feed(data)
        return bool(data)

    def until(self, wanted: str) -> None:
        """Wait for a text on the screen."""
        end = time.monotonic() + PATIENCE_S
        while wanted not in self.text:
            if time.monotonic() > end or not self.read():
                raise AssertionError(f"{wanted!r} did not come; the screen:\n{self.text}")

    def settle(self, seconds: float = 0.4) -> None:
        """Wait until the program has been silent for a while."""
        still = time.monotonic()
        end = still + PATIENCE_S
        while time.monotonic() - still < seconds and time.monotonic() < end:
            before = len(self.written)
            if not self.read():
                return
            if len(self.written) != before:
                still = time.monotonic()

    def timed(self, keys: str, silence_s: float = 0.12, patience_s: float = 2.0) -> list[tuple[float, str]]:
        """The answer to keys, see `answered`."""
        return self.answered(lambda: self.type(keys), silence_s, patience_s)

    def answered(
        self, act: Callable[[], object], silence_s: float = 0.12, patience_s: float = 2.0
    ) -> list[tuple[float, str]]:
        """The answer to something, piece by piece: milliseconds since it was done, and the screen as it then stood.

        It has ended once the program is silent. What was written is put on the screen only then, so that a piece's time is
        the program's own.
        """
        began = last = time.perf_counter()
        pieces: list[tuple[float, bytes]] = []
        act()
        while (rest := last + (silence_s if pieces else patience_s) - time.perf_counter()) > 0:
            if select.select([self._descriptor], [], [], rest)[0]:
                data = os.read(self._descriptor, 65_536)
                last = time.perf_counter()
                pieces.append((last, data))
        shown = []
        for at, data in pieces:
            self.written += data
            self._stream.feed(data)
            shown.append(((at - began) * 1_000, self.text))
        return shown

    def exit_status(self) -> int:
        """Wait for the end."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it did not end; the screen:\n{self.text}")


def gloss(home: Path, *words: str, columns: int = 120, rows: int = 40, folder: Path = ROOT, **environ: str) -> Terminal:
    """`gloss` on a home of its own, on a plain terminal without a desktop."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    own = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "GLOSS_HOME": str(home),
        "GLOSS_CONFIG": str(home / "none.toml"),
    }
    command = [sys.executable, str(ROOT / "glossator_entry.py"), *words]
    return Terminal(command, kept | own | environ, columns, rows, folder)
