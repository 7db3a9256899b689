"""In a real tmux: sizes that change under the reader, keys faster than they can be painted, the mouse's wheel."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.tmux import Tmux, gloss_in

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")]

SIZES = [(60, 20), (200, 60), (80, 24), (300, 100), (109, 30), (110, 30), (40, 12), (100, 30)]
WHEEL_DOWN, WHEEL_UP = "\x1b[<65;50;10M", "\x1b[<64;50;10M"


def text_of(paragraphs: int) -> str:
    said = " and nobody in the harbour wrote it down but one keeper who had little else to do."
    return "\n\n".join(f"Paragraph {n:04} says that the sea stood high{said}" for n in range(paragraphs))


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    path = tmp_path / "sea.txt"
    path.write_text("The sea\n\n" + text_of(400))
    return path


def shown(lines: list[str]) -> list[str]:
    """The paragraphs that begin on the screen, by their numbers."""
    return [line.partition("Paragraph ")[2][:4] for line in lines if "Paragraph " in line]


def test_a_resize_moves_no_highlight_and_keeps_the_place(tmp_path: Path, sea: Path) -> None:
    with gloss_in(tmp_path, "open", str(sea)) as tmux:
        tmux.until(lambda lines: "0000" in shown(lines))
        tmux.press("/")
        tmux.type("0200 says")
        tmux.press("Enter")
        tmux.until(lambda lines: any("MATCH 1/1" in line for line in lines))
        tmux.press("Enter")
        tmux.until(lambda lines: any("┃ Paragraph 0200" in line for line in lines))
        for columns, rows in SIZES:
            tmux.resize(columns, rows)
            lines = tmux.until(lambda lines: any("┃ Paragraph 0200" in line for line in lines))
            lines = tmux.settled()
            assert len(lines) == rows
            assert any("┃ Paragraph 0200" in line for line in lines)
            assert not any("┃ Paragraph 0199" in line or "┃ Paragraph 0201" in line for line in lines)


def highlighted(tmux: Tmux) -> str:
    """The paragraph that the cursor stands in, by marking it and taking that back."""
    tmux.settled()
    tmux.press("Enter")
    lines = tmux.until(lambda lines: any("┃ Paragraph" in line for line in lines))
    tmux.type("u")
    tmux.until(lambda lines: not any("┃ Paragraph" in line for line in lines))
    return next(line for line in lines if "┃ Paragraph" in line).partition("Paragraph ")[2][:4]


def test_keys_faster_than_the_screen_are_all_obeyed(tmp_path: Path, sea: Path) -> None:
    with gloss_in(tmp_path, "open", str(sea)) as tmux:
        tmux.until(lambda lines: "0000" in shown(lines))
        tmux.type("300j")
        at_once = highlighted(tmux)
        tmux.type("gg")
        tmux.until(lambda lines: "0000" in shown(lines))
        tmux.type("j", times=300)
        assert highlighted(tmux) == at_once
        tmux.type("k", times=300)
        assert highlighted(tmux) == "0000"


def wheel(tmux: Tmux, report: str, times: int) -> None:
    """As a terminal outside would send it through."""
    for _ in range(times):
        tmux.type(report)


def test_the_wheel_goes_down_and_up_again(tmp_path: Path, sea: Path) -> None:
    with gloss_in(tmp_path, "open", str(sea)) as tmux:
        tmux.until(lambda lines: "0000" in shown(lines))
        first = shown(tmux.settled())
        wheel(tmux, WHEEL_DOWN, 30)
        tmux.until(lambda lines: bool(shown(lines)) and shown(lines)[0] > first[-1])
        wheel(tmux, WHEEL_UP, 40)
        tmux.until(lambda lines: shown(lines) == first)
