"""Quotations of a made-up report against a library: `python benchmarks/verifying.py [ARTICLES] [SEED]`.

Planted are quotations word for word, with one word changed, with a word dropped, with two sentences joined by an ellipsis,
with the citation of another article, and ones that nobody wrote; each with its citation in a Markdown report. For each kind:
which verdicts were given, and whether the source was found. Then the time for 100 quotations, beside the time to read as many
articles.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotations.reports.quote_check.markup_text import markdown_report
from benchmarks.planting import Piece, Writer, library_of, pieces, spoken
from reader.library.library import Library
from reader.library.similar.fingerprint_index import FingerprintIndex
from reader.library.similar.parallel_passages import ParallelPassageFinder
from reader.services.quote_check import Checked, Verifier

KINDS = ("verbatim", "part", "changed", "dropped", "joined", "misattributed", "invented")
PLANTED = 150
MIN_ARTICLES = 20


def quoted(writer: Writer, made: list[Piece], kind: str, origin: int) -> str:
    """A quotation of an article, of a kind."""
    chance, piece = writer.random, made[origin]
    at = chance.randrange(len(piece.sentences) - 1)
    words = spoken(piece.sentences[at])[:-1].split()
    if kind == "part":
        start = chance.randrange(len(words) - 3)
        words = words[start : start + chance.randint(4, 9)]
    elif kind == "changed":
        n = chance.randrange(len(words))
        words[n] = chance.choice([word for word in writer.vocabulary[:500] if word != words[n].lower()])
    elif kind == "dropped":
        del words[chance.randrange(1, len(words) - 1)]
    elif kind == "joined":
        following = spoken(piece.sentences[at + 1])[:-1].split()
        words = [*words[: max(3, len(words) // 2)], "…", *following[-max(3, len(following) // 2) :]]
    elif kind == "invented":
        words = spoken(writer.sentence(10, 25))[:-1].split()
    return " ".join(words)


def report_of(writer: Writer, made: list[Piece]) -> tuple[str, list[tuple[str, int]]]:
    """A report in Markdown, and of each quotation its kind and the article that it is from."""
    planted = [(kind, writer.random.randrange(len(made))) for kind in KINDS for _ in range(PLANTED)]
    writer.random.shuffle(planted)
    paragraphs = []
    for kind, origin in planted:
        cited = made[origin]
        if kind == "misattributed":
            others = [one for one in made if one.paper != cited.paper and one.issued.year != cited.issued.year]
            cited = writer.random.choice(others) if others else cited
        said = quoted(writer, made, kind, origin)
        day = f"{cited.issued.day} {cited.issued:%B %Y}"
        paragraphs.append(f"As has been said before, “{said}” ({cited.paper}, {day}), and so on.")
    return "\n\n".join(paragraphs), planted


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    if count < MIN_ARTICLES:
        sys.exit(f"verifying.py: at least {MIN_ARTICLES} articles are needed, so that a citation can name another one")
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    writer = Writer(seed)
    made = list(pieces(writer, count))
    text, planted = report_of(writer, made)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = library_of(folder / "library.db", made)
        ids = [article for article, _, _ in library.texts()]
        echoes = ParallelPassageFinder(library, FingerprintIndex(folder / "echoes.db"))
        echoes.catch_up()
        report = markdown_report(text)
        began = time.perf_counter()
        checked = Verifier(library, echoes).verify(report)
        took = time.perf_counter() - began
        _print(checked, planted, ids, text)
        reading = _reading(library, ids)
        each = took / max(1, len(checked)) * 100
        print(f"\n{count} articles; 100 quotations in {each:.2f} s; 100 articles are read in {reading:.2f} s")
        echoes.close()
        library.close()


def _print(checked: list[Checked], planted: list[tuple[str, int]], ids: list[str], text: str) -> None:
    by_line = {each.quotation.line: each for each in checked}
    verdicts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for n, (kind, origin) in enumerate(planted):
        one = by_line.get(2 * n + 1)
        counts = verdicts[kind]
        counts[one.outcome if one else "not seen"] += 1
        if one is None:
            continue
        counts["source"] += one.found is not None and one.found.entry.id == ids[origin]
        counts["wrongly cited"] += one.cited is not None and one.cited.wrong
    print(f"{'':14}{'verbatim':>9}{'altered':>9}{'missing':>9}{'not seen':>9}{'source':>9}{'cited wrong':>12}")
    for kind in KINDS:
        counts = verdicts[kind]
        columns = [counts[word] for word in ("verbatim", "altered", "missing", "not seen", "source")]
        print(f"{kind:14}" + "".join(f"{value:9}" for value in columns) + f"{counts['wrongly cited']:12}")


def _reading(library: Library, ids: list[str]) -> float:
    began = time.perf_counter()
    for article in random.Random(1).choices(ids, k=100):
        library.article(article)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
