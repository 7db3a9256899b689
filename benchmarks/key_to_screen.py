"""From a key to the new screen, beside `less`, as ratios in one run: `python benchmarks/key_to_screen.py [KB]`.

Both programs run in a pseudo-terminal of 120x40 on a text of our own making (30 kB unless another size is given), in turn,
so that a busy machine slows both. The time is from the key's write until the screen is as it stays.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.terminal import Terminal, gloss

WORDS = "the sea stood high that year and nobody in the harbour wrote it down but one keeper who had little else to do".split()
KEYS = {"page down": " ", "page up": "\x02", "end": "G", "start": "g"}
GLOSS_KEYS = KEYS | {"start": "gg"}
ROUNDS = 12


def text(size: int) -> str:
    rnd, length = random.Random(3), 0
    parts: list[str] = []
    while length < size:
        parts.append(f"{len(parts):05} " + " ".join(rnd.choices(WORDS, k=80)).capitalize() + ".")
        length += len(parts[-1])
    return "\n".join(parts) + "\n"


def whole_ms(terminal: Terminal, act: Callable[[], object], silence_s: float = 0.12) -> float:
    """Milliseconds from doing something until the screen is as it stays, which is so once nothing has come for a while."""
    pieces = terminal.answered(act, silence_s)
    return next((ms for ms, shown in pieces if shown == pieces[-1][1]), 0.0)


def main() -> None:
    size = int(sys.argv[1]) * 1_000 if len(sys.argv) > 1 else 30_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text(size))
        less = [shutil.which("less") or "less", str(path)]
        environ = {"PATH": os.environ["PATH"], "TERM": "xterm-256color"}
        with Terminal(less, environ) as one, gloss(Path(folder) / "home", "open", str(path)) as other:
            for terminal in (one, other):
                terminal.until("00000")
                terminal.settle()
            print(f"{size // 1_000} kB, 120x40, median of {ROUNDS}\n{'':12}{'less ms':>10}{'gloss ms':>10}{'ratio':>8}")
            times: dict[str, list[tuple[float, float]]] = {name: [] for name in KEYS}
            for _ in range(ROUNDS):
                for name, key in KEYS.items():
                    times[name].append(
                        (whole_ms(one, partial(one.type, key)), whole_ms(other, partial(other.type, GLOSS_KEYS[name])))
                    )
            for name, pairs in times.items():
                mine, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
                print(f"{name:12}{mine:10.1f}{theirs:10.1f}{theirs / mine:8.1f}")


if __name__ == "__main__":
    main()
