"""The long form, at the figures that docs/your-notes.md shows: `python -m tests.torture [--kills N] [--changes N] [--write]`."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes import ROOT
from tests.torture.crowding import crowd
from tests.torture.killing import OPERATIONS, torment

MEMORY = "/dev/shm"
"""A process that is killed leaves the same on any file system; in memory a thousand times does not wear out a disk."""
PAGE = ROOT / "docs" / "your-notes.md"
TABLE = re.compile(r"(<!-- torture -->\n).*?(<!-- /torture -->)", re.DOTALL)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--kills", type=int, default=1_000, help="for each kind of change")
    parser.add_argument("--changes", type=int, default=10_000, help="from four processes at once")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", default=MEMORY if os.path.isdir(MEMORY) else None, help="a disk to do it on")
    parser.add_argument("--write", action="store_true", help="write the table into docs/your-notes.md")
    parser.add_argument("--only", choices=[*(each.name for each in OPERATIONS), "crowd"], help="one of the rows")
    asked = parser.parse_args()
    rows, wrong = ["| what | how often | acknowledged | lost or wrong |", "|---|---|---|---|"], []
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for operation in OPERATIONS:
            if asked.only in (None, operation.name):
                found = torment(operation, asked.kills, Path(folder) / operation.name, asked.seed)
                wrong += found.wrong
                rows.append(
                    row(
                        f"`kill -9` during: {operation.name}", f"{found.kills:,} kills", found.acknowledged, found.wrong
                    )
                )
                print(rows[-1], flush=True)
        if asked.only in (None, "crowd"):
            met = crowd(Path(folder) / "crowd", asked.changes)
            lost = ["missing"] * met.missing + ["refused"] * met.refused
            wrong += lost
            what = "two windows, a program and the command line at once"
            rows.append(row(what, f"{met.changes:,} changes", met.changes - met.missing, lost))
            print(rows[-1], f"{met.seconds:.0f} s", flush=True)
    if asked.write:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(TABLE.sub(lambda found: found[1] + "\n".join(rows) + "\n" + found[2], text), encoding="utf-8")
    print(*wrong[:20], f"seed {asked.seed}", sep="\n")
    return 1 if wrong else 0


def row(what: str, often: str, acknowledged: int, wrong: list[str]) -> str:
    return f"| {what} | {often} | {acknowledged:,} changes | {len(wrong)} |"


if __name__ == "__main__":
    sys.exit(main())
