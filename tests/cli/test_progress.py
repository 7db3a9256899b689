"""Every command in a real terminal: no bar is left behind, and the cursor is shown when it ends."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from reader.cli.main import gloss as command_line
from scripts.reference_tables import commands_of
from tests.e2e.terminal import Terminal, gloss
from tests.fakes import DIGEST, ROOT

HIDE_CURSOR, SHOW_CURSOR = b"\x1b[?25l", b"\x1b[?25h"

COLOURS = re.compile(rb"\x1b\[[0-9;]*m")

ARGUMENTS = {
    "add": ["{digest}"],
    "backup": ["{folder}/backup.zip"],
    "bib": ["{report}"],
    "cite": ["{article}"],
    "delete": ["{note}"],
    "echoes": ["{article}"],
    "edit": ["{article}", "--title", "Another title"],
    "export": ["--format", "markdown"],
    "highlight": ["{article}", "--start", "0", "--end", "9"],
    "import-notes": ["{folder}/notes.json"],
    "merge": ["{folder}/other"],
    "note": ["{note}", "--text", "A note."],
    "open": ["{folder}/no-such-file"],
    "remove": ["{article}"],
    "report add": ["{note}"],
    "report drop": ["1"],
    "report export": [],
    "report heading": ["A heading"],
    "report move": ["1", "1"],
    "report new": ["A report"],
    "report remove": ["no-such-report"],
    "report rename": ["Another title"],
    "report restore": ["no-such-report"],
    "report use": ["no-such-report"],
    "report words": ["Words of mine."],
    "restore": ["{note}"],
    "restore-backup": ["{folder}/no-such-backup.zip"],
    "search": ["the"],
    "show": ["{article}"],
    "tags rename": ["one", "two"],
    "verify": ["{report}"],
}
"""The arguments of each command that needs some; {names} are filled in from the library of the test."""


def command_names() -> list[str]:
    """Return the name of every command, `report add` and its like included."""
    names = []
    for usage, _ in commands_of(command_line, "gloss"):
        words = usage.split()[1:]
        names.append(" ".join(word for word in words if word.replace("-", "").islower() and word[0].isalpha()))
    return names


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("terminal")
    (folder / "digest.txt").write_text(DIGEST, encoding="utf-8")
    (folder / "report.md").write_text("He said “nothing of this stands in any text of ours”.\n", encoding="utf-8")
    home = folder / "home"
    run(home, "add", str(folder / "digest.txt"))
    article = run(home, "list").split()[0]
    note = run(home, "highlight", article, "--start", "0", "--end", "9").split()[-1]
    (folder / "notes.json").write_text(run(home, "export", "--format", "json"), encoding="utf-8")
    run(folder / "other", "add", str(folder / "digest.txt"))
    run(folder / "other", "highlight", article, "--start", "0", "--end", "9")
    return {
        "home": str(home), "folder": str(folder), "digest": str(folder / "digest.txt"),
        "report": str(folder / "report.md"), "article": article, "note": note,
    }  # fmt: skip


def run(home: Path, *words: str) -> str:
    with gloss(home, *words, columns=400, rows=200) as terminal:
        assert terminal.exit_status() == 0, terminal.text
        drain(terminal)
        return terminal.written.decode().replace("\r\n", "\n")


def drain(terminal: Terminal) -> None:
    """Take in what the command wrote before it ended."""
    before = -1
    while len(terminal.written) > before:
        before = len(terminal.written)
        terminal.read(0.05)


@pytest.mark.e2e
@pytest.mark.parametrize("name", command_names())
def test_a_command_leaves_nothing_of_a_bar_in_the_terminal(library: dict[str, str], name: str) -> None:
    words = [word.format_map(library) for word in ARGUMENTS.get(name, [])]
    with gloss(Path(library["home"]), *name.split(), *words) as terminal:
        status = terminal.exit_status()
        drain(terminal)
    assert status in (0, 1, 2), terminal.text
    assert b"\x1b" not in COLOURS.sub(b"", terminal.written)
    assert b"Traceback" not in terminal.written
    assert "0%" not in terminal.text


SLOW_WORK = """
import sys, time
from reader.cli import progress
progress.SHOW_DELAY_S = progress.REFRESH_INTERVAL_S = 0.0
with progress.progress_bar("Slow work") as bar:
    for done in range(int(sys.argv[1])):
        bar.update(done, int(sys.argv[1]), "a\\x1b]0;file")
        time.sleep(0.01)
print("done")
"""


def slow_work(steps: int) -> Terminal:
    environ = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    return Terminal([sys.executable, "-c", SLOW_WORK, str(steps)], environ)


@pytest.mark.e2e
def test_a_bar_that_was_shown_is_erased() -> None:
    with slow_work(20) as terminal:
        assert terminal.exit_status() == 0
        drain(terminal)
    assert b"Slow work" in terminal.written
    assert b"\x1b]0;" not in terminal.written
    assert terminal.text.strip() == "done"
    assert terminal.written.rfind(HIDE_CURSOR) < terminal.written.rfind(SHOW_CURSOR)


@pytest.mark.e2e
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_cursor(number: signal.Signals) -> None:
    with slow_work(10_000) as terminal:
        terminal.until("Slow work")
        os.kill(terminal.pid, number)
        status = terminal.exit_status()
        drain(terminal)
    assert status in (-number, 1, 130)
    assert terminal.written.rfind(HIDE_CURSOR) < terminal.written.rfind(SHOW_CURSOR)


def test_nothing_is_written_where_stderr_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    from reader.cli import progress

    bar = progress.ProgressBar("Work", enabled=False)
    bar.update(1, 2)
    bar.close()
    assert capfd.readouterr() == ("", "")
