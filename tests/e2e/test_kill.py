"""The real reader, killed in the middle of a note."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.terminal import gloss

pytestmark = pytest.mark.e2e


def test_a_note_survives_a_kill_while_it_is_written(tmp_path: Path) -> None:
    with gloss(tmp_path) as terminal:
        terminal.until("Start here")
        terminal.settle()
        terminal.type("G\r")
        terminal.settle()
        terminal.type("a")
        terminal.until("Alt+⏎")
        terminal.type("words before the kill")
        end = time.monotonic() + 20
        while not any("before the kill" in path.read_text() for path in tmp_path.glob("drafts/*.txt")):
            assert time.monotonic() < end, terminal.text
            terminal.read(0.1)
    with gloss(tmp_path) as terminal:
        terminal.until("recovered")
        terminal.settle()
        terminal.type("a")
        terminal.until("words before the kill")
        terminal.type("\r")
        terminal.until("Note saved")
    (path,) = [path for path in (tmp_path / "annotations").glob("*.json") if "before the kill" in path.read_text()]
    assert path.stat().st_mode & 0o777 == 0o600
