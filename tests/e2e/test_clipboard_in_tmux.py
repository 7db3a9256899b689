"""Copying inside tmux, which stands between the program and the terminal: what arrives is what was said."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import ROOT, Terminal
from tests.fakes import workspace

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")]

SETTINGS = {
    # set-clipboard, allow-passthrough: whether tmux's own buffer, and whether the terminal outside gets the text
    ("on", "off"): (True, True),
    ("external", "off"): (False, False),
    ("off", "off"): (False, False),
    ("off", "on"): (False, True),
    ("external", "on"): (False, True),
}


def told(text: bytes) -> list[str]:
    """What OSC 52 sequences asked the terminal to take."""
    return [
        base64.b64decode(found).decode() for found in re.findall(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]+)[\x07\x1b]", text)
    ]


@pytest.mark.parametrize("setting", SETTINGS, ids="-".join)
@pytest.mark.parametrize("remote", [False, True], ids=["here", "over-ssh"])
def test_the_text_goes_as_far_as_tmux_lets_it_and_no_more_is_claimed(
    tmp_path: Path, setting: tuple[str, str], remote: bool
) -> None:
    with workspace(tmp_path) as opened:
        article = opened.library.article(opened.library.resolve("measured"))
    home, socket = tmp_path / "home", str(tmp_path / "socket")
    (tmp_path / "conf").write_text(f"set -s set-clipboard {setting[0]}\nset -g allow-passthrough {setting[1]}\n")
    gloss = f"{sys.executable} {ROOT / 'glossator_entry.py'} --home {home} cite {article.id} --copy"
    environ = {name: value for name, value in os.environ.items() if name not in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY")}
    environ |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"} | ({"SSH_CONNECTION": "1 2 3 4"} if remote else {})
    command = ["tmux", "-S", socket, "-f", str(tmp_path / "conf"), "new-session", f"{gloss}; echo done; sleep 20"]
    with Terminal(command, environ) as terminal:
        terminal.until("done")
        said = " ".join(terminal.text.split())
        buffer = subprocess.run(["tmux", "-S", socket, "show-buffer"], capture_output=True, check=False)
        subprocess.run(["tmux", "-S", socket, "kill-server"], check=False)
        arrived = told(terminal.written)
    file = home / "last-excerpt.txt"
    text = file.read_text(encoding="utf-8")
    in_buffer, outside = SETTINGS[setting]
    assert "Who measured the sea first?" in text
    assert "Sent to the terminal clipboard, and written to" in said
    assert (buffer.stdout.decode() == text) == in_buffer
    assert (text in arrived) == outside
