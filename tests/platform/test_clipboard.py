"""The clipboard says what it did, and does what it said."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.platform.clipboard import OSC52_LIMIT, TIMEOUT_S, copy, osc52

PLAIN = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "")}


def decoded(sequence: str) -> str:
    return base64.b64decode(sequence.split(";c;")[1].split("\x07", maxsplit=1)[0]).decode()


def test_without_a_desktop_the_terminal_is_asked_and_a_file_is_kept(tmp_path: Path) -> None:
    sent: list[str] = []
    outcome = copy("žluťoučký “kůň”", PLAIN, tmp_path / "last.txt", sent.append)
    assert outcome.route == "terminal"
    assert "opied" not in outcome.sentence
    assert decoded(sent[0]) == "žluťoučký “kůň”"
    assert (tmp_path / "last.txt").read_text(encoding="utf-8") == "žluťoučký “kůň”"
    assert (tmp_path / "last.txt").stat().st_mode & 0o077 == 0


def test_over_ssh_no_clipboard_here_is_touched(tmp_path: Path) -> None:
    sent: list[str] = []
    environ = PLAIN | {"SSH_TTY": "/dev/pts/1", "DISPLAY": ":77"}
    assert copy("x", environ, tmp_path / "last.txt", sent.append).route == "terminal"
    assert len(sent) == 1


def test_a_display_that_is_not_there_is_not_believed(tmp_path: Path) -> None:
    sent: list[str] = []
    assert copy("x", PLAIN | {"DISPLAY": ":77"}, tmp_path / "last.txt", sent.append).route == "terminal"


def test_without_a_terminal_there_is_the_file(tmp_path: Path) -> None:
    outcome = copy("x", PLAIN, tmp_path / "last.txt", None)
    assert (outcome.route, str(tmp_path / "last.txt") in outcome.sentence) == ("file", True)


def test_what_is_too_long_for_a_terminal_goes_to_the_file(tmp_path: Path) -> None:
    outcome = copy("x" * OSC52_LIMIT, PLAIN, tmp_path / "last.txt", lambda _: pytest.fail("nothing may be sent"))
    assert (outcome.route, "too long" in outcome.sentence) == ("file", True)


def test_nowhere_to_go_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = copy("x", PLAIN, tmp_path / "file" / "last.txt", None)
    assert (outcome.route, outcome.sentence.startswith("Not copied")) == ("none", True)


def test_control_characters_cannot_break_out() -> None:
    sequence = osc52("\x1b]52;c;x\x07\x1b[201~\r\x00", {}) or ""
    assert sequence.count("\x1b") == 1
    assert sequence.endswith("\x07")


def test_tmux_and_screen_wrap_it() -> None:
    assert "\x1bPtmux;\x1b\x1b]52;" in (osc52("x", {"TMUX": "/tmp/t,1,0"}) or "")
    wrapped = osc52("x" * 600, {"TERM": "screen"}) or ""
    assert wrapped.startswith("\x1bP\x1b]52;")
    assert max(map(len, wrapped.split("\x1b\\"))) < 256


def commands(folder: Path, **scripts: str) -> dict[str, str]:
    """An environment in which these programs, shell scripts, come before all others."""
    folder.mkdir(exist_ok=True)
    for name, script in scripts.items():
        program = folder / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    return PLAIN | {"PATH": f"{folder}{os.pathsep}{PLAIN['PATH']}"}


HANGS = "sleep 60"
LIES = "cat > /dev/null; echo clipboard of the wrong sort >&2"


@pytest.mark.parametrize(
    ("display", "program"),
    [
        ("DISPLAY", HANGS),
        ("WAYLAND_DISPLAY", HANGS),
        ("DISPLAY", LIES),
        ("WAYLAND_DISPLAY", LIES),
        ("DISPLAY", "exit 1"),
    ],
)
def test_a_clipboard_program_that_hangs_or_lies_is_not_believed_and_not_waited_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], display: str, program: str
) -> None:
    environ = commands(tmp_path / "bin", xclip=program, xsel=program, wl_copy=program, wl_paste=program)
    sent: list[str] = []
    began = time.monotonic()
    outcome = copy("x", environ | {display: ":77"}, tmp_path / "last.txt", sent.append)
    assert outcome.route == "terminal"
    assert time.monotonic() - began < 2 * TIMEOUT_S
    assert len(sent) == 1
    assert capfd.readouterr() == ("", "")


def test_wayland_without_its_programs_falls_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sent: list[str] = []
    environ = {"PATH": str(tmp_path), "WAYLAND_DISPLAY": "wayland-9"}
    assert copy("x", environ, tmp_path / "last.txt", sent.append).route == "terminal"
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def desktop() -> Iterator[dict[str, str]]:
    """A display of our own with a real clipboard."""
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdout is not None
        try:
            yield PLAIN | {"DISPLAY": f":{server.stdout.readline().decode().strip()}"}
        finally:
            server.terminate()


@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xclip")), reason="needs Xvfb and xclip")
@pytest.mark.parametrize(
    "text",
    ["“x” žluť\n\nend", "漢字 👩‍👩‍👧 🇩🇪\n", "A line of a long excerpt.\n" * 40_000],
    ids=["marks", "wide", "1 MB"],
)
def test_a_real_clipboard_gives_back_what_was_put(
    tmp_path: Path, desktop: dict[str, str], capfd: pytest.CaptureFixture[str], text: str
) -> None:
    outcome = copy(text, desktop, tmp_path / "last.txt", None)
    pasted = subprocess.run(["xclip", "-o", "-selection", "c"], env=desktop, capture_output=True, check=True).stdout
    assert outcome.sentence == "On the clipboard."
    assert pasted.decode() == text
    assert capfd.readouterr() == ("", "")
