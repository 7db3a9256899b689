"""With NO_COLOR (https://no-color.org) no colour is written anywhere, greys neither; what is meant by colour is there without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.terminal import gloss

pytestmark = pytest.mark.e2e

COLOUR = re.compile(rb"\x1b\[(?:[0-9;:]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9;:]*)?m")
BOLD = re.compile(rb"\x1b\[1[;m]")
PLACES = ["x", "g/sea", "gn", "la", "lt", "f", "?", ":", "O", "\tS", "\tb", "\ti"]
"""Keys that lead to what the reader shows: dialogs, lists, labels, the palette."""


@pytest.mark.parametrize("keys", PLACES)
def test_no_colour_is_written(tmp_path: Path, keys: str) -> None:
    with gloss(tmp_path / "home", columns=112, rows=24, NO_COLOR="1") as terminal:
        terminal.until("Press j")
        terminal.settle(0.2)
        before = terminal.text
        terminal.type(keys)
        terminal.settle(0.3)
        assert terminal.text != before
        assert not COLOUR.findall(terminal.written)
        assert BOLD.search(terminal.written)
