"""Many small files into a library, beside a plain read of the same files: `python benchmarks/importing.py [FILES]`.

Both are measured in the same run and in turn, so that a busy machine slows both. The files are texts of our own making,
about 2 kB each, a tenth of them Markdown and a tenth web pages. The import is what `gloss add FOLDER` does: each file is read
in the process with limits, and written in transactions of many.
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


def write_files(folder: Path, count: int) -> None:
    rnd = random.Random(7)
    for n in range(count):
        paragraphs = [" ".join(rnd.choices(WORDS, k=70)).capitalize() + "." for _ in range(5)]
        title = f"Report {n} of the harbour"
        kind = ("md", "html")[n % 10] if n % 10 < 2 else "txt"
        if kind == "html":
            body = "".join(f"<p>{one}</p>" for one in paragraphs)
            text = (
                f"<!doctype html><html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
            )
        else:
            text = ("# " if kind == "md" else "") + title + "\n\n" + "\n\n".join(paragraphs) + "\n"
        place = folder / f"{n // 500:03}"
        place.mkdir(exist_ok=True)
        (place / f"{n:05}.{kind}").write_text(text, encoding="utf-8")


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


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        write_files(folder, count)
        reads = [plain_read(folder)]
        added = imported(folder, Path(name) / "home")
        again = imported(folder, Path(name) / "home")
        reads.append(plain_read(folder))
    read = min(reads)
    print(f"{'':24}{'seconds':>9}{'files/s':>10}{'times the read':>16}")
    for what, seconds in (("plain read", read), ("gloss add", added), ("gloss add, unchanged", again)):
        print(f"{what:24}{seconds:9.2f}{count / seconds:10.0f}{seconds / read:16.1f}")


if __name__ == "__main__":
    main()
