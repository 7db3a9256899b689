"""A large library beside one of five articles, as ratios in one run: `python benchmarks/library.py [FOLDER] [ARTICLES] [NOTES]`.

FOLDER (a temporary one unless given) keeps the libraries that are made, so that a second run starts at once. Each thing is done
in turn with both, so that a busy machine slows both: the command line's list, the reader's first paint, its memory, a key in the
list, and what only the large one is asked: filtering as one types, sorting, grouping. Times are from the key's write to the last
byte of what the program answers, by the pseudo-terminal's own clock; medians, and the first key apart.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.library_maker import make_library  # noqa: E402 - the checkout is put on the path first
from reader.library.shelf import GROUPS  # noqa: E402
from reader.paths import Home  # noqa: E402
from reader.session import open_workspace  # noqa: E402
from tests.e2e.terminal import Terminal, gloss  # noqa: E402

ROUNDS = 9
KEYS = 20
UNANSWERED_S = 2.0
"""How long a key is given until the first byte of its answer; it is then counted as one that shows nothing."""
TYPED = ("shan", "the of", "harbour", "source:post", "tag:war", "is:unread")


def listed_ms(home: Path) -> float:
    """Milliseconds that `gloss list --limit 20` takes."""
    command = [sys.executable, "-m", "reader", "--home", str(home), "list", "--limit", "20"]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1_000


def painted_ms(home: Path) -> float:
    """Milliseconds from the start of the reader to the list on the screen."""
    began = time.perf_counter()
    with gloss(home) as terminal:
        while " · by " not in terminal.written.decode(errors="replace") and time.perf_counter() - began < 60:
            terminal.read(0.002)
        return (time.perf_counter() - began) * 1_000


def memory_mb(terminal: Terminal) -> float:
    """Resident memory of the program, its largest so far."""
    status = Path(f"/proc/{terminal.pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1_000


def key_ms(terminal: Terminal, key: str, silence_s: float = 0.12) -> float:
    """Milliseconds from a key to the last byte of its answer."""
    before, began = len(terminal.written), time.perf_counter()
    last = began
    terminal.type(key)
    while time.perf_counter() - last < (silence_s if last > began else UNANSWERED_S):
        terminal.read(0.001)
        if len(terminal.written) != before:
            before, last = len(terminal.written), time.perf_counter()
    return (last - began) * 1_000


def row(name: str, small: float, large: float, unit: str = "ms") -> None:
    ratio = f"{large / small:8.2f}" if small else "       –"
    print(f"{name:34}{small:10.1f}{large:10.1f} {unit}{ratio}")


def both(small: Path, large: Path, measured: Callable[[Path], float]) -> tuple[float, float]:
    """Medians of something done in turn with both."""
    pairs = [(measured(small), measured(large)) for _ in range(ROUNDS)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def in_the_list(one: Terminal, other: Terminal) -> None:
    """Keys in the sidebar of both readers, in turn."""
    for terminal in (one, other):
        terminal.until(" · by ")
        terminal.settle(1.5)
        terminal.type("\t")
        terminal.settle()
    row("memory", memory_mb(one), memory_mb(other), "MB")
    first = key_ms(one, "j"), key_ms(other, "j")
    row("first cursor key", *first)
    pairs = [(key_ms(one, key), key_ms(other, key)) for key in "jk" * (KEYS // 2)]
    row("cursor key", statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs))
    row("end and back, G gg", key_ms(one, "G") + key_ms(one, "gg"), key_ms(other, "G") + key_ms(other, "gg"))


def typed(terminal: Terminal, words: str) -> list[float]:
    """Milliseconds for each key of a filter, which is then cleared."""
    terminal.type("/")
    terminal.settle(0.2)
    times = [key_ms(terminal, key) for key in words]
    terminal.type("\x1b")
    terminal.settle(0.3)
    return times


def alone(terminal: Terminal, plain: Terminal) -> None:
    """What is asked of the large library; beside each the same in the small one."""
    for words in TYPED:
        small, large = typed(plain, words), typed(terminal, words)
        print(
            f"filter {words:27}{statistics.median(small):10.1f}{statistics.median(large):10.1f} ms   slowest {max(large):.1f}"
        )
    sorts = [(key_ms(plain, "s"), key_ms(terminal, "s")) for _ in range(9)]
    row("sort (the nine orders)", statistics.median(a for a, _ in sorts), statistics.median(b for _, b in sorts))
    print(f"{'':34}{'':10}{max(b for _, b in sorts):10.1f} ms   slowest")
    groups = [(grouped_ms(plain, name), grouped_ms(terminal, name)) for name in GROUPS]
    row("group (eight ways)", statistics.median(a for a, _ in groups), statistics.median(b for _, b in groups))
    print(f"{'':34}{'':10}{max(b for _, b in groups):10.1f} ms   slowest")


def grouped_ms(terminal: Terminal, name: str) -> float:
    """Choose one of the groups in the picker of orders, by its name."""
    terminal.type("S")
    terminal.settle(0.3)
    terminal.type("/" + name)
    terminal.settle(0.3)
    terminal.type("\x1b[B")  # the first is the same order without headings
    terminal.settle(0.3)
    return key_ms(terminal, "\r")


def in_first_order(home: Path) -> None:
    """Forget the order in which an earlier run has left the list."""
    with open_workspace(Home(home)) as workspace:
        workspace.library.remember("sort", "")
        workspace.library.remember("grouped", "")


def main() -> None:
    numbers = [int(each) for each in sys.argv[2:]] or [100_000, 100_000]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        small = make_library(folder / "small", 5, 5, quiet=True)
        large = make_library(folder / f"large-{numbers[0]}", numbers[0], numbers[-1])
        for home in (small, large):  # nothing is left to be caught up with, and the order is that of the first time
            in_first_order(home)
            listed_ms(home)
            listed_ms(home)
        print(f"\n{'':34}{'5':>10}{numbers[0]:>10,}{'ratio':>11}")
        row("gloss list --limit 20", *both(small, large, listed_ms))
        row("first paint", *both(small, large, painted_ms))
        with gloss(small) as one, gloss(large) as other:
            in_the_list(one, other)
            alone(other, one)
            row("memory after all this", memory_mb(one), memory_mb(other), "MB")
        print(f"library.db {os.path.getsize(large / 'library.db') / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
