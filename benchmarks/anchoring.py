"""Are highlights found again when the text changes? `python benchmarks/anchoring.py [--seed N] [--rounds N] [--all] [--harder]`.

For each kind of edit, texts are made and changed in a way that remembers each character's origin, so the right place is known.
Printed are, in percent: right (the same words), near (it overlaps the right place), wrong (it does not, or the passage is
gone), orphaned. Beside `relocate`: the exact position, the exact quote, and the scoring that Hypothesis's client publishes
(`--all`, slow). Then the time for a highlight and for two texts of a megabyte. With `--pairs FOLDER`: real pages, each as
two extractors see it (`NAME/source.html` through trafilatura, and `NAME/expected.html`). With `--history FOLDER`: the
sentences of a git repository of prose, followed revision by revision and asked for in one leap.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotations.alignment import align
from annotations.anchoring.reanchor import Anchored, relocate
from annotations.model.selectors import Target, describe
from annotations.model.span import Span
from benchmarks.baselines import by_hypothesis, by_position, by_quote
from benchmarks.edited_texts import EDITS, Edit, Traced, Writer, passage
from benchmarks.harder_edits import HARDER, HARDER_GONE
from benchmarks.history import report_history

Method = Callable[[str, Target, str], Span | None]
OUTCOMES = ("right", "near", "wrong", "orphaned")
GONE = ("deleted", "deleted, look-alike", "another article", *HARDER_GONE)


def ours(old: str, target: Target, new: str) -> Span | None:
    found = relocate(old, target, new)
    return found.span if isinstance(found, Anchored) else None


def outcome(found: Span | None, truth: Span | None, text: str) -> str:
    """How good an answer is; where the passage is gone, an orphan is right and any place is wrong."""
    if found is None:
        return "right" if truth is None else "orphaned"
    if truth is None or not found.overlaps(truth):
        return "wrong"
    outer, inner = found.union(truth), Span(max(found.start, truth.start), min(found.end, truth.end))
    rest = text[outer.start : inner.start] + text[inner.end : outer.end]
    return "right" if not any(char.isalnum() for char in rest) else "near"


def measure(
    methods: dict[str, Method], edits: dict[str, Edit], seed: int, rounds: int, highlights: int
) -> dict[str, dict[str, Counter[str]]]:
    """For each method and kind of edit, how often each outcome came; each round is another language and text."""
    found: dict[str, dict[str, Counter[str]]] = {name: {kind: Counter() for kind in edits} for name in methods}
    for number in range(rounds):
        writer = Writer(random.Random(f"{seed} {number}"))
        first = Traced.first(writer.article(writer.rnd.randint(4, 40)))
        for kind, edit in edits.items():
            for _ in range(highlights):
                span = passage(writer.rnd, first.text)
                changed = edit(first, span, writer)
                target, truth = describe(first.text, span), changed.where(span)
                for name, method in methods.items():
                    got = outcome(method(first.text, target, changed.text), truth, changed.text)
                    found[name][kind][got] += 1
    return found


def report(found: dict[str, dict[str, Counter[str]]]) -> None:
    for name, kinds in found.items():
        print(f"\n{name:24}" + "".join(f"{one:>10}" for one in OUTCOMES))
        for kind, counts in kinds.items():
            print(f"  {kind:22}" + _percents(counts))
        there = sum((counts for kind, counts in kinds.items() if kind not in GONE), Counter[str]())
        gone = sum((counts for kind, counts in kinds.items() if kind in GONE), Counter[str]())
        print(f"  {'where it is there':22}" + _percents(there) + f"\n  {'where it is gone':22}" + _percents(gone))


def _percents(counts: Counter[str]) -> str:
    total = max(1, counts.total())
    return "".join(f"{100 * counts[one] / total:10.2f}" for one in OUTCOMES)


def report_times(seed: int) -> None:
    """The alignment of two texts of a megabyte, and a highlight after it, in processor time: the machine may be busy."""
    writer = Writer(random.Random(seed))
    paragraphs = [writer.paragraph() for _ in range(2_800)]
    old = "\n\n".join(paragraphs)
    for _ in range(200):
        paragraphs.insert(writer.rnd.randrange(len(paragraphs)), writer.paragraph())
        at = writer.rnd.randrange(len(paragraphs))
        paragraphs[at] = paragraphs[at].replace("ou", "u").replace("the ", "this ")
        paragraphs.insert(writer.rnd.randrange(len(paragraphs)), paragraphs.pop(writer.rnd.randrange(len(paragraphs))))
    new = "\n\n".join(paragraphs)
    began = time.process_time()
    align(old, new)
    print(f"\n{len(old) / 1e6:.2f} and {len(new) / 1e6:.2f} MB aligned in {time.process_time() - began:.2f} s")
    times = []
    for _ in range(300):
        target = describe(old, passage(writer.rnd, old[:1_000_000]))
        began = time.process_time()
        relocate(old, target, new)
        times.append((time.process_time() - began) * 1_000)
    print(f"a highlight then: {statistics.median(times):.2f} ms in the middle, {max(times):.2f} ms at most")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--rounds", type=int, default=40)
    asked.add_argument("--highlights", type=int, default=4, help="of each text and kind of edit")
    asked.add_argument("--all", action="store_true", help="with the other methods")
    asked.add_argument("--harder", action="store_true", help="edits beyond the usual ones")
    asked.add_argument("--pairs", type=Path, help="a folder of real pages")
    asked.add_argument("--history", type=Path, help="a git repository of prose")
    asked.add_argument("--files", type=int, default=30, help="files of the repository, with --history")
    given = asked.parse_args()
    if given.history:
        report_history(given.history, given.files, 30, given.seed)
        return
    if given.pairs:
        from benchmarks.real_pairs import report_pairs  # noqa: PLC0415 - it needs an extractor of web pages

        report_pairs(given.pairs)
        return
    methods: dict[str, Method] = {"relocate": ours}
    if given.all:
        methods |= {"exact position": by_position, "exact quote": by_quote, "Hypothesis's scoring": by_hypothesis}
    print(f"seed {given.seed}, {given.rounds} texts, {given.highlights} highlights of each for every kind of edit")
    edits = HARDER | HARDER_GONE if given.harder else EDITS
    report(measure(methods, edits, given.seed, given.rounds, given.highlights))
    report_times(given.seed)


if __name__ == "__main__":
    main()
