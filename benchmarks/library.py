"""A large library beside one of five articles, as ratios in one run.

    python benchmarks/library.py [FOLDER] [ARTICLES] [NOTES] [start|list|filter|order|notes|search]...

FOLDER (a temporary one unless given) keeps the libraries that are made, so that a second run starts at once. Each thing is done
in turn with both, so that a busy machine slows both: the command line's list, the reader's first paint, its memory, a key in the
list, filtering as one types, every order and grouping, shelves and tags, the list of all annotations, search. Times are from the
key's write until the screen is as it stays, by the pseudo-terminal's own clock; medians, and what is slow.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.library_maker import make_library
from reader.config.paths import Home
from reader.library.catalog.catalog import GROUPED_SORTS, SORTS
from reader.services.workspace import open_workspace
from tests.e2e.terminal import Terminal, gloss

ROUNDS = 9
KEYS = 20
UNANSWERED_S = 2.0
"""How long a key is given until the first byte of its answer; it is then counted as one that shows nothing."""
TYPED = (
    *(
        "the of",
        "said",
        "harbour",
        "shan that",
        "quite",
        "zelplom",
        "from there",
        "漢字",
        "ภาษา",
        '"the of"',
        "-the said",
    ),
    *("source:post", "title:the", "author:b", "tag:war", "is:unread", "is:reading", "date:2020", "NEAR(the of)"),
)
TYPED_NOTES = ("the of", "said", "number", "zelplom", "tag:war", "source:post", '"the of"', "漢字")
SEARCHED = ("the", "harbour", "the of", "zelplom", '"the of"', "NEAR(the of)", "tag:war the", "漢字")


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


def key_ms(terminal: Terminal, key: str, view: Callable[[str], str] = str) -> float:
    """Milliseconds from a key until what `view` takes of the screen is as it stays."""
    before = view(terminal.text)
    shown = [(ms, view(text)) for ms, text in terminal.timed(key)]
    if not shown or shown[-1][1] == before:
        return shown[0][0] if shown else UNANSWERED_S * 1_000
    return next(ms for ms, text in shown if text == shown[-1][1])


def sidebar(text: str) -> str:
    """The list of articles, without the line that one types into."""
    return "\n".join(line[:34] for number, line in enumerate(text.splitlines()[:-1]) if number != 1)


def p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def row(name: str, small: float, large: float, unit: str = "ms") -> None:
    ratio = f"{large / small:8.2f}" if small else "       –"
    print(f"{name:34}{small:10.1f}{large:10.1f} {unit}{ratio}")


def both(small: Path, large: Path, measured: Callable[[Path], float]) -> tuple[float, float]:
    """Medians of something done in turn with both."""
    pairs = [(measured(small), measured(large)) for _ in range(ROUNDS)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def ratios(name: str, pairs: Sequence[tuple[float, float]]) -> None:
    """Medians of both, and of the large one what is slow."""
    small, large = [a for a, _ in pairs], [b for _, b in pairs]
    middle = statistics.median(small), statistics.median(large)
    told = f"{middle[1] / middle[0]:8.2f}   95 of 100: {p95(small):.1f}, {p95(large):.1f}   slowest {max(large):.1f}"
    print(f"{name:34}{middle[0]:10.1f}{middle[1]:10.1f} ms{told}")


def in_the_list(one: Terminal, other: Terminal) -> None:
    """Keys in the sidebar of both readers, in turn."""
    for terminal in (one, other):
        terminal.until(" · by ")
        terminal.settle(2)
        terminal.type("\t")
        terminal.settle()
    row("memory", memory_mb(one), memory_mb(other), "MB")
    row("first cursor key", key_ms(one, "j"), key_ms(other, "j"))
    ratios("cursor key", [(key_ms(one, key), key_ms(other, key)) for key in "jk" * (KEYS // 2)])
    ratios("end and back, G gg", [(key_ms(one, key), key_ms(other, key)) for key in ("G", "gg") * 6])


def typed(terminal: Terminal, words: str, view: Callable[[str], str] = sidebar) -> list[float]:
    """Milliseconds for each key of a filter, and for each that takes a letter away again."""
    return [key_ms(terminal, key, view) for key in (*words, *("\x7f" * len(words)))]


def filtered(plain: Terminal, terminal: Terminal) -> None:
    """The filter of the sidebar, word by word."""
    for each in (plain, terminal):
        each.type("/")
        each.settle(0.4)
    pairs = []
    for words in TYPED:
        here = list(zip(typed(plain, words), typed(terminal, words), strict=True))
        ratios(f"filter {words}", here)
        pairs += here
    ratios("filter, all keys", pairs)
    for each in (plain, terminal):
        each.type("\x1b")
        each.settle(0.4)


def ordered(plain: Terminal, terminal: Terminal) -> None:
    """Every order and every grouping of the picker, and the key that takes the next order."""
    ratios("sort, the nine orders", [(key_ms(plain, "s", sidebar), key_ms(terminal, "s", sidebar)) for _ in SORTS])
    for name, down in (*((name, 0) for name in SORTS), *((name, 1) for name in GROUPED_SORTS)):
        pairs = [(chosen_ms(plain, name, down), chosen_ms(terminal, name, down)) for _ in range(2)]
        ratios(f"{'group' if down else 'sort'} by {name}, twice", pairs)


def chosen_ms(terminal: Terminal, name: str, down: int) -> float:
    """Choose an order in the picker by its name, the one with headings standing `down` from the one without."""
    terminal.type("S")
    terminal.settle(0.2)
    terminal.type("/" + name)
    terminal.settle(0.2)
    terminal.type("\x1b[B" * down)
    terminal.settle(0.2)
    return key_ms(terminal, "\r", sidebar)


def opened(name: str, keys: str, plain: Terminal, terminal: Terminal) -> None:
    """Opening something over the list, and leaving it."""
    pairs = []
    for _ in range(5):
        pairs.append((key_ms(plain, keys), key_ms(terminal, keys)))
        for each in (plain, terminal):
            each.type("\x1b")
            each.settle(0.4)
    ratios(name, pairs)


def all_notes(plain: Terminal, terminal: Terminal) -> None:
    """The list of all annotations."""
    opened("all notes", "gn", plain, terminal)
    both_of = (plain, terminal)
    for each in both_of:
        each.type("gn")
        each.settle(0.6)
    ratios("all notes, cursor key", [(key_ms(plain, key), key_ms(terminal, key)) for key in "jk" * (KEYS // 2)])
    ratios("all notes, end and back", [(key_ms(plain, key), key_ms(terminal, key)) for key in "Gg" * 6])
    for each in both_of:
        each.type("/")
        each.settle(0.4)
    pairs: list[tuple[float, float]] = []
    for words in TYPED_NOTES:
        here = list(zip(typed(plain, words, str), typed(terminal, words, str), strict=True))
        ratios(f"all notes, filter {words}", here)
        pairs += here
    ratios("all notes, filter, all keys", pairs)
    for each in both_of:
        each.type("\x1b\x1b")
        each.settle(0.4)


def searched(plain: Terminal, terminal: Terminal) -> None:
    """Search through everything as one types."""
    for words in SEARCHED:
        pairs = []
        for each in (plain, terminal):
            each.type("g/")
            each.settle(0.6)
        pairs = [(key_ms(plain, key), key_ms(terminal, key)) for key in words]
        ratios(f"search {words}", pairs)
        for each in (plain, terminal):
            each.type("\x1b")
            each.settle(0.4)


def in_first_order(home: Path) -> None:
    """Forget the order in which an earlier run has left the list."""
    with open_workspace(Home(home)) as workspace:
        workspace.library.save_setting("sort", "")
        workspace.library.save_setting("grouped", "")


PARTS = {
    "filter": (filtered,),
    "order": (
        ordered,
        lambda one, other: opened("shelves, b", "b", one, other),
        lambda one, other: opened("tags, g #", "g#", one, other),
    ),
    "notes": (all_notes,),
    "search": (searched,),
}


def started(small: Path, large: Path) -> None:
    """From nothing to the first list, on the command line and on the screen."""
    row("gloss list --limit 20", *both(small, large, listed_ms))
    row("first paint", *both(small, large, painted_ms))


def main() -> None:
    words = sys.argv[2:]
    numbers, wanted = [int(each) for each in words if each.isdigit()], [each for each in words if not each.isdigit()]
    articles, notes = [*numbers, *(100_000,) * 2][:2]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        small = make_library(folder / "small", 5, 5, quiet=True)
        large = make_library(folder / f"large-{articles}", articles, notes)
        for home in (small, large):  # nothing is left to be caught up with, and the order is that of the first time
            in_first_order(home)
            listed_ms(home)
            listed_ms(home)
        print(f"\n{'':34}{'5':>10}{articles:>10,}{'ratio':>11}")
        if "start" in wanted or not wanted:
            started(small, large)
        with gloss(small) as one, gloss(large) as other:
            in_the_list(one, other)
            for part in [each for name, parts in PARTS.items() if name in wanted or not wanted for each in parts]:
                part(one, other)
            row("memory after all this", memory_mb(one), memory_mb(other), "MB")
        print(f"library.db {os.path.getsize(large / 'library.db') / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
