"""The program goes on after errors, broken bytes and keys typed ahead; signals end it in order."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import ROOT, Terminal, gloss

pytestmark = pytest.mark.e2e

FAULTY = """
import os, sys
import glossator_entry
from reader.ui.reading.reading_screen import ReadingScreen
own = ReadingScreen.run_command
def run_command(self, call):
    if call.command == "column.narrower":
        self._on_command(call.command)
        raise RuntimeError("a secret of the user's")
    own(self, call)
ReadingScreen.run_command = run_command
sys.exit(glossator_entry.main())
"""


def reader(home: Path, program: str = "") -> Terminal:
    if not program:
        return gloss(home)
    environ = {
        "PATH": os.environ["PATH"], "TERM": "xterm-256color", "GLOSS_HOME": str(home),
        "GLOSS_CONFIG": str(home / "none.toml"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return Terminal([sys.executable, "-c", program], environ)


def test_page_down_before_the_palette_is_laid_out_does_not_end_the_program(tmp_path: Path) -> None:
    with reader(tmp_path / "home") as terminal:
        terminal.until("Start here")
        terminal.settle()
        for _ in range(5):
            terminal.type(":\x1b[6~\x1b[6~")
            terminal.settle(0.2)
            terminal.type("\x1b")
            terminal.settle(0.2)
        terminal.type("q")
        assert terminal.exit_status() == 0


@pytest.mark.parametrize("broken", [b"\xe9", b"\xff\xfe", b"\xe9j\xe9", b"\xf0\x9f", b"\x80" * 40])
def test_bytes_that_are_not_utf8_do_not_end_the_program(tmp_path: Path, broken: bytes) -> None:
    with reader(tmp_path / "home") as terminal:
        terminal.until("Start here")
        terminal.settle()
        terminal.type_bytes(broken)
        terminal.settle()
        terminal.type("jq")
        terminal.settle()
        terminal.type("q")
        assert terminal.exit_status() == 0


def test_a_command_that_fails_is_logged_without_the_users_text_and_the_program_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with reader(home, FAULTY) as terminal:
        terminal.until("Start here")
        terminal.settle()
        terminal.type("j<")
        terminal.until("Something went wrong")
        terminal.type("<")
        terminal.settle()
        terminal.type("q")
        assert terminal.exit_status() == 0
    log = (home / "errors.log").read_text()
    assert "RuntimeError" in log
    assert "column.narrower" in log
    assert "textual" in log
    assert "secret" not in log.replace('raise RuntimeError("a secret', "")
    assert (home / "errors.log").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    home = tmp_path / "home"
    with reader(home) as terminal:
        terminal.until("Start here")
        terminal.settle()
        terminal.type("a")
        terminal.settle()
        terminal.type("the last words")
        terminal.until("the last words")
        os.kill(terminal.pid, number)
        assert terminal.exit_status() == -number
        while terminal.read(0.05) and terminal.read(0.0) and not terminal.written.endswith(b"\x1b[?25h"):
            pass
    drafts = [path.read_text() for path in (home / "drafts").glob("*.txt")]
    assert ["the last words" in draft for draft in drafts] == [True]
    assert terminal.written.rfind(b"\x1b[?1049h") < terminal.written.rfind(b"\x1b[?1049l")
    assert terminal.written.rfind(b"\x1b[?25l") < terminal.written.rfind(b"\x1b[?25h")
