"""The page beside `less` and a bare Textual app, in one run: `python benchmarks/page.py [ROUNDS]`.

Texts of our own making are opened: 30 kB, 10 MB, 10 MB in one line, and 10 MB with 20,000 highlights. Each program runs in a
pseudo-terminal of 120x40, one after the other in every round, so that a busy machine slows all of them. Start is from the
fork to the text on the screen; a key's time is from its write until the screen is as it stays; a resize is to 100 columns and
counts as a key does; memory is the peak of the process. The index of the notes is up to date, as it is at every start but the
one after an import. Starts and memory are ratios to the bare app, keys, resize and search to `less` on the same text; beside
them stand the 95th percentile of our keys in milliseconds, and our keys as a ratio to those at 30 kB.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotations.model.annotation import COLORS, Annotation
from annotations.model.selectors import describe
from annotations.model.source import Source
from annotations.model.span import Span
from benchmarks.key_to_screen import text, whole_ms
from reader.articles.article import Draft
from reader.config.paths import Home
from reader.services.workspace import open_workspace
from tests.e2e.terminal import Terminal, gloss

HIGHLIGHTS = 20_000
NEEDLE = "needleword"
SETTLED_S = 0.6
"""So long without another byte a program is at rest."""
KEYS = (
    ("page down", " ", " "),
    ("page up", "b", "\x02"),
    ("end", "G", "G"),
    ("start", "g", "gg"),
    ("row", "\x1b[B", "j"),
)
BARE = """
from rich.segment import Segment
from textual.app import App
from textual.strip import Strip
from textual.widget import Widget

class Line(Widget):
    DEFAULT_CSS = "Line { width: 1fr; height: 1fr; }"
    def render_line(self, y):
        return Strip([Segment("00000")]) if y == 0 else Strip.blank(self.size.width)

class Bare(App):
    def compose(self):
        yield Line()

Bare().run()
"""


def sample(size: int, one_line: bool) -> str:
    words = text(size)
    half = len(words) - 3_000
    words = words[:half] + words[half:].replace(" sea ", f" {NEEDLE} ", 1)
    return words.replace("\n", " ") if one_line else words


def fill(home: Path, words: str, highlights: int) -> None:
    with open_workspace(Home(home)) as workspace:
        now = workspace.clock()
        article = workspace.library.add([Draft(text=words.strip(), source=Source(title="sample"))], now)[0].id
        body, made = workspace.library.article(article).text, []
        for n in range(highlights):
            start = n * (len(body) // highlights)
            target = describe(body, Span(start, start + 90))
            made.append(
                Annotation(
                    workspace.make_id(now + timedelta(milliseconds=n)), article, target, created=now, modified=now,
                    color=COLORS[n % len(COLORS)],
                )
            )  # fmt: skip
        if made:
            workspace.store.put(*made)
            workspace.store.refresh()
        workspace.catch_up()


def to_the_start(home: Path) -> None:
    """As if nothing had been read yet: the round before left the text at its end."""
    with open_workspace(Home(home)) as workspace:
        workspace.keep_place(workspace.entries()[0].id, 0, 0.0)


def peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def start_ms(make: Callable[[], Terminal], wanted: str = "00000") -> tuple[float, Terminal]:
    began = time.perf_counter()
    terminal = make()
    terminal.until(wanted)
    return (terminal.came - began) * 1_000, terminal


def key_ms(terminal: Terminal, keys: str, silence_s: float = 0.12) -> float:
    return whole_ms(terminal, partial(terminal.type, keys), silence_s)


def resize_ms(terminal: Terminal) -> float:
    took = whole_ms(terminal, lambda: terminal.resize(100, 40))
    whole_ms(terminal, lambda: terminal.resize(120, 40))
    return took


def found_ms(terminal: Terminal, first: str, at_once: bool) -> float:
    """From Enter to the match, the words typed before, or together with it; then back to the `first` page."""
    if at_once:
        took = key_ms(terminal, f"/{NEEDLE}\r", SETTLED_S)
    else:
        for key in f"/{NEEDLE}":
            terminal.type(key)
        terminal.settle(SETTLED_S)
        took = key_ms(terminal, "\r", SETTLED_S)
    terminal.type(first)
    terminal.settle(SETTLED_S)
    return took


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    environ = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    cases = [("30 kB", 30_000, False, 0), ("10 MB", 10_000_000, False, 0), ("10 MB, one line", 10_000_000, True, 0)]
    cases.append((f"10 MB, {HIGHLIGHTS:,} marks", 10_000_000, False, HIGHLIGHTS))
    figures: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    keys: dict[str, list[float]] = defaultdict(list)
    resizes: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        for n, (_, size, one_line, highlights) in enumerate(cases):
            words = sample(size, one_line)
            (Path(folder) / f"{n}.txt").write_text(words)
            fill(Path(folder) / f"home{n}", words, highlights)
        for _ in range(rounds):
            base, first = start_ms(lambda: Terminal([sys.executable, str(bare)], environ))
            with first:
                memory = peak_mb(first.pid)
            for n, (name, _, one_line, _) in enumerate(cases):
                home = Path(folder) / f"home{n}"
                to_the_start(home)
                took, page = start_ms(partial(gloss, home, "open", "sample"))
                figures[name]["start / bare"].append(took / base)
                less = [shutil.which("less") or "less", str(Path(folder) / f"{n}.txt")]
                _, other = start_ms(partial(Terminal, less, environ))
                with page, other:
                    page.settle(SETTLED_S)
                    for key, theirs, ours in KEYS:
                        if not (one_line and key == "end"):
                            mine = key_ms(page, ours)
                            keys[name].append(mine)
                            figures[name][f"{key} / less"].append(mine / key_ms(other, theirs))
                    mine = resize_ms(page)
                    resizes[name].append(mine)
                    figures[name]["resize / less"].append(mine / resize_ms(other))
                    if not one_line:
                        for how, at_once in (("find", False), ("find, typed at once", True)):
                            mine = found_ms(page, "gg", at_once)
                            figures[name][f"{how} / less"].append(mine / found_ms(other, "g", at_once))
                    figures[name]["memory / bare"].append(peak_mb(page.pid) / memory)
    print(f"120x40, median ratios of {rounds} rounds")
    short = statistics.median(keys[cases[0][0]])
    for name, found in figures.items():
        print(f"{name:24}" + "  ".join(f"{what} {statistics.median(values):.2f}" for what, values in found.items()))
        late, ratio = statistics.quantiles(keys[name], n=20)[-1], statistics.median(keys[name]) / short
        resized = statistics.median(resizes[name])
        print(
            f"{'':24}keys, 95th percentile {late:.1f} ms  key / key at 30 kB {ratio:.2f}  resize, median {resized:.1f} ms"
        )


if __name__ == "__main__":
    main()
