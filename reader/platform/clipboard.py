"""Copy text to the clipboard and report which route it took.

Over SSH the terminal is asked to take the text (OSC 52), since a clipboard here would be the wrong machine's. On a desktop
a clipboard program takes it, in a process of its own with a time limit; where there is none, the terminal is asked. In every
case the text is also written to a file, so that it is never lost.
"""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct

Route = Literal["clipboard", "terminal", "file", "none"]

TIMEOUT_S = 2.0
OSC52_LIMIT = 74_994
"""Base64 characters that terminals take in one OSC 52 (xterm's limit is 100,000 bytes, hterm's and tmux's are near it)."""
SCREEN_CHUNK = 240

HELPER = "import sys, pyperclip; pyperclip.copy(sys.stdin.buffer.read().decode('utf-8'))"
READER = "import sys, pyperclip; sys.stdout.buffer.write(pyperclip.paste().encode('utf-8'))"


class Outcome(Struct, frozen=True):
    """The route that the text took, and a sentence for the user that claims no more."""

    route: Route
    sentence: str


def copy(text: str, environ: Mapping[str, str], fallback: Path, terminal: Callable[[str], None] | None) -> Outcome:
    """Copy `text`; `terminal` writes to the terminal itself, None where there is none."""
    written = _to_file(text, fallback)
    beside = f", and written to {fallback}" if written else ""
    if not remote(environ) and _to_clipboard(text, environ):
        return Outcome("clipboard", "On the clipboard.")
    sequence = osc52(text, environ) if terminal is not None else None
    if terminal is not None and sequence is not None:
        terminal(sequence)
        return Outcome("terminal", f"Sent to the terminal clipboard{beside}.")
    if written:
        why = " (too long for the terminal's clipboard)" if terminal is not None else ""
        return Outcome("file", f"Written to {fallback}{why}.")
    return Outcome("none", f"Not copied: no clipboard was found, and {fallback} cannot be written.")


def osc52(text: str, environ: Mapping[str, str]) -> str | None:
    """Return the OSC 52 sequence for `text`, wrapped for tmux and screen, or None if it is too long."""
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if len(encoded) > OSC52_LIMIT:
        return None
    sequence = f"\x1b]52;c;{encoded}\x07"
    if environ.get("TMUX"):
        # Both: the plain form is for tmux itself, which may hand it on; the wrapped one passes through it.
        return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environ.get("TERM", "").startswith("screen") or environ.get("STY"):
        parts = [sequence[n : n + SCREEN_CHUNK] for n in range(0, len(sequence), SCREEN_CHUNK)]
        return "".join(f"\x1bP{part}\x1b\\" for part in parts)
    return sequence


def remote(environ: Mapping[str, str]) -> bool:
    """Whether this runs over SSH, so that a clipboard here would be the wrong machine's."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def may_have_clipboard(environ: Mapping[str, str]) -> bool:
    """Whether there is a desktop whose clipboard might be reached."""
    return sys.platform in ("darwin", "win32") or any(
        environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
    )


def _to_clipboard(text: str, environ: Mapping[str, str]) -> bool:
    """Whether a clipboard program took the text and gives the same text back within the time limit."""
    if not may_have_clipboard(environ):
        return False
    return (
        _run(HELPER, text.encode(), environ, answers=False) is not None and _run(READER, b"", environ) == text.encode()
    )


def _run(program: str, data: bytes, environ: Mapping[str, str], *, answers: bool = True) -> bytes | None:
    """Run pyperclip apart from the screen; its output, or None where it failed or did not end in time.

    A clipboard program stays behind to serve what it was given, so nobody waits for the end of what it might print.
    """
    try:
        helper = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if answers else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
        )
    except OSError:
        return None
    with helper:
        try:
            output, _ = helper.communicate(data, timeout=TIMEOUT_S / 2)
        except subprocess.TimeoutExpired:
            with suppress(OSError):
                os.killpg(helper.pid, signal.SIGKILL)
            return None
    return (output or b"") if helper.returncode == 0 else None


def _to_file(text: str, path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text.encode("utf-8", "replace"))
    except OSError:
        return False
    return True
