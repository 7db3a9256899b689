"""Random keys, mouse events, pastes, sizes and broken bytes for the real program: `python -m tests.e2e.monkey`.

The same seed makes the same input. Afterwards the program must be alive, still draw, and leave notes that can be read.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from annotations.storage.file_store import TinyStore
from tests.e2e.terminal import Terminal, gloss

KEYS = [
    *"abcefghijklmnoprstuvwyzBCDEFGHIJKLMNOPRSTVWYZ0123456789 /?:;'\"`()[]{}<>+-=*#.,!|",
    *("\r", "\r", "\x1b", "\x1b", "\t", "\x7f", "\x06", "\x02", "\x04", "\x15", "\x0f", "\x12", "\x0c", "\x10"),
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1bOQ", "\x1b[Z", "\x1b[3~"),
    *("gn", "g/", "gt", "g#", "gc", "gl", "gr", "gm", "gv", "gg", "ff", "Hy", "ma", "'a"),
]
"""Without q, which leaves the program, and A and x, which would read and write files at random paths.

A way out that is found all the same (the palette) is taken, and a new start made.
"""

PASTES = ["words", "two\nlines", "\u202eabc", "日本語のテキスト", "👩‍👩‍👧", "x" * 5_000, "\x1b]0;title\x07", "a\x00b"]
BROKEN = [
    b"\xe9",
    b"\xff\xfe",
    b"\xf0\x9f",
    b"\x80" * 9,
    b"\x1b[<999999;9;9M",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[9999999",
]
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60), (40, 10), (10, 5), (300, 80)]


def act(rnd: random.Random, terminal: Terminal) -> None:
    """Send one random piece of input."""
    chance = rnd.random()
    if chance < 0.80:
        terminal.type("".join(rnd.choice(KEYS) for _ in range(rnd.choice((1, 1, 1, 2, 5, 20)))))
    elif chance < 0.88:
        button, column, row = rnd.choice((0, 1, 2, 32, 64, 65)), rnd.randint(1, 130), rnd.randint(1, 45)
        terminal.type(f"\x1b[<{button};{column};{row}M\x1b[<{button};{column};{row}m")
    elif chance < 0.92:
        terminal.type(f"\x1b[200~{rnd.choice(PASTES)}\x1b[201~")
    elif chance < 0.96:
        terminal.type_bytes(rnd.choice(BROKEN))
    else:
        terminal.resize(*rnd.choice(SIZES))


class Ended(Exception):
    """The program has ended."""


def type_on(rnd: random.Random, terminal: Terminal, end: float) -> None:
    """Type until a time of the monotonic clock; Ended where the program has gone."""
    while time.monotonic() < end:
        try:
            act(rnd, terminal)
        except OSError as error:
            raise Ended from error
        while terminal.waiting():
            if not terminal.read(0.0):
                raise Ended
        time.sleep(rnd.choice((0.0, 0.0, 0.005, 0.02)))


def returns_to_the_page(terminal: Terminal) -> bool:
    """Whether Escape leads back to a reading screen that is drawn."""
    terminal.resize(120, 40)
    terminal.type_bytes(b"\x1b[201~")
    for _ in range(30):
        terminal.type("\x1b")
        terminal.settle(0.1)
        terminal.type("\x0c")
        terminal.settle(0.2)
        if "│" in terminal.text:
            return True
    return False


def run(seed: int, seconds: float, home: Path) -> str:
    """Type for some seconds; return an empty string, or what went wrong."""
    rnd = random.Random(seed)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with gloss(home, folder=home.parent) as terminal:
            terminal.settle()
            try:
                type_on(rnd, terminal, end)
            except Ended:
                status = terminal.exit_status()
                if status:
                    return f"the program ended with status {status}:\n{terminal.text}"
                continue
            if not returns_to_the_page(terminal):
                return f"the reading screen did not come back:\n{terminal.text}"
            if b"Traceback (most recent call last)" in terminal.written:
                return "a traceback was written to the terminal"
    store = TinyStore(home / "annotations")
    store.all()
    return "; ".join(problem.message for problem in store.problems())


def main() -> int:
    """Run from the command line; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--seconds", type=float, default=300.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        wrong = run(given.seed, given.seconds, home)
        log = home / "errors.log"
        logged = log.read_text() if log.exists() else ""
    print(f"seed {given.seed}: {wrong or 'alive, and every note can be read'}")
    if logged:
        print(f"\nErrors that the program survived:\n\n{logged}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
