"""A real tmux, without a terminal outside: its pane can be typed into, made larger and smaller, and read."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.e2e.terminal import PATIENCE_S, ROOT


class Tmux:
    """One session with one window that runs `command`; ends with the block."""

    def __init__(self, folder: Path, command: str, columns: int = 100, rows: int = 30) -> None:
        self._socket = str(folder / "tmux")
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._environ = kept | {
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "GLOSS_CONFIG": str(folder / "none.toml"),
        }
        (folder / "conf").write_text("set -g mouse on\nset -g status off\n")
        size = ["-x", str(columns), "-y", str(rows)]
        self.run("-f", str(folder / "conf"), "new-session", "-d", *size, command)

    def __enter__(self) -> Tmux:
        return self

    def __exit__(self, *_: object) -> None:
        self.run("kill-server")

    def run(self, *words: str) -> str:
        """A command of tmux; what it printed."""
        done = subprocess.run(
            ["tmux", "-S", self._socket, *words], env=self._environ, capture_output=True, text=True, check=False
        )
        return done.stdout

    @property
    def lines(self) -> list[str]:
        """The pane as it stands."""
        return self.run("capture-pane", "-p").split("\n")[:-1]

    def type(self, text: str, times: int = 1) -> None:
        """Keys as they are."""
        self.run("send-keys", "-N", str(times), "-l", text) if times > 1 else self.run("send-keys", "-l", text)

    def press(self, *names: str) -> None:
        """Keys by tmux's names for them."""
        self.run("send-keys", *names)

    def resize(self, columns: int, rows: int) -> None:
        """Another size of the window."""
        self.run("resize-window", "-x", str(columns), "-y", str(rows))

    def until(self, holds: Callable[[list[str]], bool]) -> list[str]:
        """Wait until the pane is as it should be."""
        end = time.monotonic() + PATIENCE_S
        while not holds(lines := self.lines):
            if time.monotonic() > end:
                raise AssertionError("it did not come; the pane:\n" + "\n".join(lines))
            time.sleep(0.02)
        return lines

    def settled(self, seconds: float = 0.5) -> list[str]:
        """The pane once it has stayed the same for a while."""
        before, since = self.lines, time.monotonic()
        while time.monotonic() - since < seconds:
            time.sleep(0.05)
            if (now := self.lines) != before:
                before, since = now, time.monotonic()
        return before


def gloss_in(folder: Path, *words: str, columns: int = 100, rows: int = 30) -> Tmux:
    """The reader in tmux, on a home of its own in `folder`."""
    command = [sys.executable, str(ROOT / "glossator_entry.py"), "--home", str(folder / "home"), *words]
    return Tmux(folder, shlex.join(command), columns, rows)
