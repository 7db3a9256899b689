"""The mouse in a real terminal: presses, drags and wheels as the bytes that terminals send (xterm, SGR 1006)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, gloss

pytestmark = pytest.mark.e2e

PRESS, DRAG, WHEEL_UP = 0, 32, 64
COLUMNS, ROWS = 80, 24


def mouse(terminal: Terminal, button: int, x: int, y: int, *, up: bool = False) -> None:
    """One report of the mouse; `x` and `y` in cells from 0."""
    terminal.type(f"\x1b[<{button};{x + 1};{y + 1}{'m' if up else 'M'}")


def place(terminal: Terminal, words: str) -> tuple[int, int]:
    """Where words stand on the screen."""
    terminal.until(words)
    y, line = next((y, line) for y, line in enumerate(terminal.screen.display) if words in line)
    return line.index(words), y


def selected(terminal: Terminal) -> int:
    """How many words the last line says are selected."""
    terminal.until("VISUAL")
    terminal.settle(0.3)
    return int(terminal.text.rpartition("VISUAL ")[2].split()[0].replace(",", ""))


def test_clicks_drags_and_a_drag_over_pages(tmp_path: Path) -> None:
    with gloss(tmp_path / "home", columns=COLUMNS, rows=ROWS) as terminal:
        terminal.until("Press j a few times")
        terminal.settle()
        x, y = place(terminal, "marked")
        for _ in range(2):
            mouse(terminal, PRESS, x, y)
            mouse(terminal, PRESS, x, y, up=True)
        assert selected(terminal) == 1
        terminal.settle(0.6)
        for _ in range(3):
            mouse(terminal, PRESS, x, y)
            mouse(terminal, PRESS, x, y, up=True)
        assert selected(terminal) > 5
        terminal.settle(0.6)
        mouse(terminal, PRESS, x, y)
        for row in range(y, ROWS - 1):
            mouse(terminal, DRAG, x, row)
        terminal.settle(0.1)
        terminal.until("VISUAL")
        for _ in range(40):
            terminal.read(0.05)  # the button is held at the edge, and nothing is typed: the text goes on
        mouse(terminal, DRAG, x, ROWS - 5)
        mouse(terminal, PRESS, x, ROWS - 5, up=True)
        words = selected(terminal)
        assert words > 200, f"the drag scrolled no further than {words} words"
        assert "Press j a few times" not in terminal.text
        terminal.type("q")
        terminal.settle(0.3)
        assert "VISUAL" not in terminal.text
        before = terminal.text
        mouse(terminal, WHEEL_UP, x, 5)
        terminal.settle(0.3)
        assert terminal.text != before
        terminal.type("q")
        assert terminal.exit_status() == 0
