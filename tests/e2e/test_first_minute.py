"""A new user's first minute, and the next day: the real program in a real terminal."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.terminal import ROOT, Terminal, gloss
from tests.fakes import naughty_strings

pytestmark = pytest.mark.e2e

ISOLATED = re.compile("\u2068[^\u2066-\u2069\n]*(?:\u2069|$)", re.MULTILINE)
"""A row with right-to-left words, which the page sets between isolates of its own, one pair a row; a dialog over
it may hide the second one, and the end of the row ends it as well."""


def test_keys_typed_ahead_over_a_slow_line_reach_what_they_were_meant_for(tmp_path: Path) -> None:
    with gloss(tmp_path / "home") as terminal:
        terminal.until("Press j a few times")
        terminal.type("fs\raddd a note\r")
        terminal.until("Note saved")
        terminal.until("ddd a note")
        terminal.type("tone two\r")
        terminal.until("#one #two")
        terminal.type("/note\r")
        terminal.until("1/")
        terminal.type("q")
        assert terminal.exit_status() == 0


def test_highlight_note_tags_quit_start_again_and_paste_a_cited_quote(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with gloss(home) as terminal:
        terminal.until("Press j a few times")
        terminal.type("f")
        terminal.until("PICK A SENTENCE")
        terminal.type("s")
        terminal.until("VISUAL")
        terminal.type("\r")
        terminal.until("Highlighted")
        terminal.type("a")
        terminal.until("save")
        terminal.type("My first note\r")
        terminal.until("Note saved")
        terminal.type("t")
        terminal.until("Tags, separated by spaces or commas")
        terminal.type("first second\r")
        terminal.until("#first #second")
        terminal.type("q")
        assert terminal.exit_status() == 0
    with gloss(home) as terminal:
        terminal.until("My first note")
        terminal.until("#first #second")
        terminal.type("Y")
        terminal.until("Sent to the terminal")
        pasted = re.search(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", terminal.written)
        assert pasted
        quote = base64.b64decode(pasted[1]).decode()
        terminal.type("q")
        assert terminal.exit_status() == 0
    listed = subprocess.run(
        [sys.executable, str(ROOT / "glossator_entry.py"), "notes", "tag:first", "--json"],
        env={**os.environ, "GLOSS_HOME": str(home)},
        capture_output=True,
        check=True,
    )
    (note,) = json.loads(listed.stdout)
    assert (note["note"], note["tags"]) == ("My first note", ["first", "second"])
    assert quote.startswith(f"“{note['quote'].removesuffix('.')}” (")
    assert "2026" in quote
    assert (home / "last-excerpt.txt").read_text(encoding="utf-8") == quote


def test_a_kill_right_after_the_notice_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with gloss(home) as terminal:
        terminal.until("Press j a few times")
        terminal.type("\r")
        terminal.until("Highlighted")
    notes = [
        json.loads(path.read_text())["annotations"]
        for path in (home / "annotations").glob("2026-11-24-start-here.json")
    ]
    assert len(notes[0]) == 4


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24), (200, 60)])
def test_it_works_at_other_sizes_without_colour(tmp_path: Path, columns: int, rows: int) -> None:
    with gloss(tmp_path / "home", columns=columns, rows=rows, NO_COLOR="1") as terminal:
        terminal.until("Press j a few times")
        terminal.settle()
        shades = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.written)
        assert all(red == green == blue for red, green, blue in shades)
        terminal.type("\r")
        terminal.until("Highlighted")
        assert "┃" in terminal.text
        terminal.type("q")
        assert terminal.exit_status() == 0


ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI, all of them the renderer's own
    rb"|\x1b[()][A-Za-z0-9]|\x1b[=>78cM]"
    rb"|\x1bP[+$=]?[^\x1b]*\x1b\\"
)
OWN = re.compile(rb"\x1b\]22;default\x07")


HOSTILE_LIBRARY = r"""
import json, sys
from pathlib import Path
from annotations.model.source import Source
from reader.articles.article import Draft
from reader.config.paths import Home
from reader.services.workspace import open_workspace
from annotations.model.span import Span
from reader.text.cleaning import clean_text
strings = json.loads(sys.stdin.read())
with open_workspace(Home(Path(sys.argv[1]))) as opened:
    body = clean_text('\n\n'.join(strings)).strip()
    drafts = [Draft(text=body, source=Source(title='[/b] \x1b]52;c;SGVsbG8=\x07 first', container='\u202e[bold]x'))]
    drafts += [Draft(text='words of it', source=Source(title=each, container=each)) for each in strings]
    added = opened.library.add(drafts, opened.clock())
    article = opened.library.article(added[0].id)
    for n, each in enumerate(strings[:200]):
        opened.annotate(article, Span(n * 7, n * 7 + 5), note=each, tags=[each])
    opened.library.save_setting('article', article.id)
    opened.library.save_setting('seeded', 'yes')
"""
"""Puts the strings on standard input everywhere where somebody else's words can stand."""

EVERYWHERE = (
    "j", " ", " ", "]", "]", "a", "\x1b", "t", "\x1b", "\r", "\x1b", "c", "\x1b", "G", "gg", "f", "\x1b",
    '"', "\x1b", "st", "\x1b", "gn", "G",
    "\x1b", "g/", "words", "\x1b", "\t", "G", "i", "\x1b", "  ", "s", "gg", "\t", "?", "\x1b",
)  # fmt: skip
"""Keys that lead through all that shows them: page, dialogs, labels, lists, search, help."""


def test_hostile_strings_never_reach_the_terminal_raw(tmp_path: Path) -> None:
    """Titles, sources, bodies, notes and tags made of what breaks programs; every byte that was written is looked at."""
    home, strings = tmp_path / "home", [text for text in naughty_strings() if text.strip()]
    encoded = json.dumps(strings)
    subprocess.run([sys.executable, "-c", HOSTILE_LIBRARY, str(home)], input=encoded, text=True, check=True, cwd=ROOT)
    with gloss(home, columns=160, rows=50) as terminal:
        terminal.settle(1.0)
        for keys in EVERYWHERE:
            terminal.type(keys)
            terminal.settle(0.15)
        text = terminal.text
        terminal.type("q")
        terminal.settle()
        terminal.type("q")
        assert terminal.exit_status() == 0
    assert "Traceback" not in text
    rest = OWN.sub(b"", ESCAPES.sub(b"", terminal.written))
    assert b"\x1b]" not in rest, rest[max(0, rest.find(b"\x1b]") - 40) :][:120]
    assert b"SGVsbG8=\x07" not in terminal.written
    decoded = ISOLATED.sub("", rest.decode("utf-8", "replace"))
    for character in "\x00\x07\x1b\x7f\x9b\x9d\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff":
        at = decoded.find(character)
        assert at < 0, (repr(character), decoded[max(0, at - 200) : at + 50])


def words(written: bytes) -> str:
    """What was written, without what moves and colours."""
    return ESCAPES.sub(b"", OWN.sub(b"", written)).decode()


def test_the_first_paint_is_the_last(tmp_path: Path) -> None:
    with gloss(tmp_path / "home") as terminal:
        terminal.until("help")
        terminal.settle(1.5)  # by now all is put up that is put up while nobody types
        assert words(terminal.written).count("Press j a few times") == 1
        assert len(words(terminal.written)) <= terminal.screen.columns * terminal.screen.lines
        begun = len(terminal.written)
        terminal.type("j")
        terminal.settle()
        assert len(terminal.written) - begun < 2_000


def test_after_another_program_had_the_terminal_all_is_drawn_anew(tmp_path: Path) -> None:
    with gloss(tmp_path / "home") as terminal:
        terminal.until("help")
        terminal.settle(1.0)

        def drawn_after(what: Callable[[], object]) -> str:
            begun = len(terminal.written)
            what()
            terminal.settle(1.0)
            return words(terminal.written[begun:])

        assert "Press j a few times" in drawn_after(lambda: terminal.type("\x0c"))
        os.kill(terminal.pid, signal.SIGTSTP)
        terminal.settle()
        assert "Press j a few times" in drawn_after(lambda: os.kill(terminal.pid, signal.SIGCONT))
        assert "Press j a few times" in drawn_after(lambda: terminal.resize(100, 30))
        assert "by date" not in drawn_after(lambda: terminal.type("j"))


def test_back_to_the_shell_for_a_while_and_not_where_there_is_none(tmp_path: Path) -> None:
    with gloss(tmp_path / "home") as terminal:
        terminal.until("help")
        terminal.type("\x1a")
        terminal.until("There is no shell to go back to")
        environ = {
            "PATH": os.environ["PATH"],
            "GLOSS_HOME": str(tmp_path / "home"),
            "TERM": "xterm-256color",
            "PS1": "$ ",
        }
    with Terminal(["bash", "--norc", "--noprofile", "-i"], environ) as shell:
        shell.until("$")
        shell.type(f"{sys.executable} {ROOT / 'glossator_entry.py'}\r")
        shell.until("Press j a few times")
        shell.type("jj")
        shell.until("help")
        for _ in range(2):
            shell.type("\x1a")
            shell.until("Stopped")
            shell.screen.reset()
            shell.type("fg\r")
            shell.until("Press j a few times")
        shell.type("q")
        shell.settle()
        shell.type("exit $?\r")
        assert shell.exit_status() == 0
