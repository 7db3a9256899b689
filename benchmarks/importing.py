"""Many small files into a library, beside a plain read of the same files: `python benchmarks/importing.py [FILES] [KINDS]`.

Both are measured in the same run and in turn, so that a busy machine slows both. The files are texts of our own making,
about 2 kB each. KINDS, with commas between them, says of which sort: `mixed` (a tenth Markdown, a tenth web pages), `txt`,
`md`, `html`, or `digest` (ten articles a file; FILES counts the articles). The import is what `gloss add FOLDER` does: each file
is read in the process with limits, and written in transactions of many.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = "the sea stood high that year and nobody in the harbour wrote it down but one keeper who had little else to do".split()


A_DIGEST = 10
"""Articles of one digest."""


def write_files(folder: Path, count: int, kinds: str) -> None:
    rnd = random.Random(7)
    for n in range(count // A_DIGEST if kinds == "digest" else count):
        kind = kinds if kinds != "mixed" else ("md", "html")[n % 10] if n % 10 < 2 else "txt"
        place = folder / f"{n // 500:03}"
        place.mkdir(exist_ok=True)
        (place / f"{n:05}.{kind}").write_text(one_file(kind, n, rnd), encoding="utf-8")


def one_file(kind: str, n: int, rnd: random.Random) -> str:
    title, paragraphs = f"Report {n} of the harbour", words(rnd)
    if kind == "html":
        body = "".join(f"<p>{one}</p>" for one in paragraphs)
        return f"<!doctype html><html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
    if kind == "digest":
        articles = [
            f"The Harbour Post\n\n12-07-2025\n\n- Sea\n- The Harbour Post\n\n{title}, part {part}\n\n"
            + "\n\n".join(words(rnd))
            for part in range(A_DIGEST)
        ]
        return "\n\n".join(["Latest news with #Harbour", *articles]) + "\n"
    return ("# " if kind == "md" else "") + title + "\n\n" + "\n\n".join(paragraphs) + "\n"


def words(rnd: random.Random) -> list[str]:
    return [" ".join(rnd.choices(WORDS, k=70)).capitalize() + "." for _ in range(5)]


def plain_read(folder: Path) -> float:
    """Seconds to read every file, and nothing else."""
    began = time.perf_counter()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            path.read_bytes()
    return time.perf_counter() - began


def imported(folder: Path, home: Path) -> float:
    """Seconds of `gloss add FOLDER`, its start included."""
    began = time.perf_counter()
    command = [sys.executable, str(ROOT / "glossator_entry.py"), "--home", str(home), "add", str(folder), "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - began


def measure(count: int, kinds: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        write_files(folder, count, kinds)
        reads = [plain_read(folder)]
        added = imported(folder, Path(name) / "home")
        again = imported(folder, Path(name) / "home")
        reads.append(plain_read(folder))
    read = min(reads)
    for what, seconds in (("plain read", read), ("gloss add", added), ("gloss add, unchanged", again)):
        print(f"{kinds:8}{what:24}{seconds:9.2f}{count / seconds:12.0f}{seconds / read:16.1f}", flush=True)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{'':32}{'seconds':>9}{'texts/s':>12}{'times the read':>16}")
    for kinds in (sys.argv[2] if len(sys.argv) > 2 else "mixed").split(","):
        measure(count, kinds)


if __name__ == "__main__":
    main()
