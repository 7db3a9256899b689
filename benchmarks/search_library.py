"""Search beside ripgrep over the same texts as files: `python benchmarks/search_library.py [FOLDER] [ARTICLES] [WORDS]`.

In one run and in turn: the ids of all articles in which something stands, and the best 20 with their passages; ripgrep lists the
files (`rg -l`). 20,000 articles of 500 words unless other numbers are given. FOLDER keeps what is made for a second run.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.library_maker import drafts, make_library
from reader.config.paths import Home
from reader.library.library import Library
from reader.library.query.parser import parse_query

ROUNDS = 9
ASKED = {
    "the": "a word in nearly every text",
    "harbour": "a source's name",
    "shan*": "a beginning",
    '"of the"': "a phrase",
}
RARE = "a rare word"


def write_files(folder: Path, articles: int, words: int) -> Path:
    """The same texts, a file each."""
    if not folder.exists():
        folder.mkdir(parents=True)
        for number, draft in enumerate(drafts(articles, words)):
            whole = f"{draft.source.title}\n{draft.source.container}\n\n{draft.text}\n"
            (folder / f"{number:06}.txt").write_text(whole, encoding="utf-8")
    return folder


def ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def pattern(query: str) -> str:
    """The query as ripgrep takes it."""
    words = query.strip('"').rstrip("*").replace(" ", r"\s+")
    return rf"\b{words}" if query.endswith("*") else rf"\b{words}\b"


def main() -> None:
    articles, words = [int(each) for each in sys.argv[2:]] or [20_000, 500]
    rg = shutil.which("rg")
    if rg is None:
        sys.exit("ripgrep (rg) is not installed")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        home = Home(make_library(folder / f"search-{articles}-{words}", articles, 0, words))
        files = write_files(folder / f"files-{articles}-{words}", articles, words)
        with Library(home.library_db) as library:
            rare = next(word for word in reversed(library.article(library.entries("", "date", 1)[0].id).text.split()))
            print(f"\n{'':44}{'rg -l':>8}{'ids':>8}{'ratio':>7}{'best 20':>9}{'ratio':>7}   ms, {ROUNDS} rounds")
            for query, name in {**ASKED, rare.strip("."): RARE}.items():
                times = [one_round(rg, files, library, query) for _ in range(ROUNDS)]
                grep, ids, best = (statistics.median(each) for each in zip(*times, strict=True))
                count = sum(library.catalog.matching_flags(parse_query(query)))
                line = f"{name}: {query} ({count:,})"
                print(f"{line:44}{grep:8.1f}{ids:8.1f}{ids / grep:7.2f}{best:9.1f}{best / grep:7.2f}")
        texts = sum(path.stat().st_size for path in files.iterdir())
        print(f"texts {texts / 1e6:.0f} MB, library.db with its index {home.library_db.stat().st_size / 1e6:.0f} MB")


def one_round(rg: str, files: Path, library: Library, query: str) -> tuple[float, float, float]:
    """Milliseconds of ripgrep, of all ids, and of the best 20 with passages."""
    command = [rg, "-l", "-i", pattern(query), str(files)]
    grep = ms(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=False))
    asked = parse_query(query)
    library.catalog.clear_cache()
    return grep, ms(lambda: library.catalog.matching_flags(asked)), ms(lambda: library.search(query, 20))


if __name__ == "__main__":
    main()
