"""A pattern that would search for ever, in a real terminal: the keys go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import ROOT, gloss

pytestmark = pytest.mark.e2e


def test_keys_are_answered_while_a_catastrophic_pattern_is_searched(tmp_path: Path) -> None:
    home, text = tmp_path / "home", tmp_path / "tides.txt"
    text.write_text("On tides\n\n" + "a" * 4_000 + "!\n\n" + "\n\n".join(f"Paragraph {n} of it." for n in range(200)))
    subprocess.run(
        [sys.executable, str(ROOT / "glossator_entry.py"), "--home", str(home), "add", str(text)],
        check=True,
        capture_output=True,
    )
    with gloss(home) as terminal:
        terminal.until("On tides")
        terminal.type(r"/\v(a|aa)+$b")
        terminal.settle()
        terminal.type("\r")
        terminal.settle(0.1)
        terminal.type("G")
        terminal.until("Paragraph 199")
        assert "takes too long" not in terminal.text
        terminal.until("takes too long")
