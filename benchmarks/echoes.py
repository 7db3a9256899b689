"""Echoes found among planted copies: `python benchmarks/echoes.py [ARTICLES] [SEED]`.

Copies of sentences are planted in other articles: verbatim, cut to a run of 8 words or to a part, with 10, 20 and 30 % of
their words changed; each is asked for from the original. Then recall of each kind, precision over all answers (an answer is
right where the article holds a copy that was planted), the time to ask beside the time to read one article and beside a
search of all texts, and the size of the index beside the texts.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotations.model.span import Span
from benchmarks.planting import Piece, Writer, library_of, pieces, spoken, text_of
from reader.library.library import Library
from reader.library.similar.fingerprint_index import FingerprintIndex
from reader.library.similar.parallel_passages import ParallelPassageFinder

PLANTED = 150
Kind = Callable[[Writer, list[str]], list[str]]


def run_of(size: int) -> Kind:
    def cut(writer: Writer, sentence: list[str]) -> list[str]:
        start = writer.random.randint(0, len(sentence) - size)
        own = writer.sentence()
        middle = len(own) // 2
        return [*own[:middle], *sentence[start : start + size], *own[middle:]]

    return cut


def cut_out(writer: Writer, sentence: list[str]) -> list[str]:
    """Both ends gone, and a few words in the middle."""
    start, middle = len(sentence) // 6, len(sentence) // 2
    return [*sentence[start:middle], *sentence[middle + 3 : -max(1, len(sentence) // 6)]]


KINDS: dict[str, Kind] = {
    "verbatim": lambda writer, sentence: list(sentence),
    "run of 8": run_of(8),
    "run of 12": run_of(12),
    "cut": cut_out,
    "10 % changed": lambda writer, sentence: writer.changed(sentence, 0.1),
    "20 % changed": lambda writer, sentence: writer.changed(sentence, 0.2),
    "30 % changed": lambda writer, sentence: writer.changed(sentence, 0.3),
}


def plant(writer: Writer, made: list[Piece]) -> list[tuple[str, int, str, int]]:
    """Put copies in; each as its kind, the article of the original, the original, the article of the copy."""
    chance, planted = writer.random, list[tuple[str, int, str, int]]()
    for kind, change in KINDS.items():
        for _ in range(PLANTED):
            origin, other = chance.sample(range(len(made)), 2)
            least = 20 if kind == "cut" else 12
            long = [sentence for sentence in made[origin].sentences if len(sentence) >= least]
            sentence = chance.choice(long)
            copies = made[other].sentences
            copies.insert(chance.randint(0, len(copies)), change(writer, sentence))
            planted.append((kind, origin, spoken(sentence), other))
    return planted


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    writer = Writer(seed)
    made = list(pieces(writer, count))
    planted = plant(writer, made)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = library_of(folder / "library.db", made)
        ids = [article for article, _, _ in library.texts()]
        index = FingerprintIndex(folder / "echoes.db")
        echoes = ParallelPassageFinder(library, index)
        began = time.perf_counter()
        echoes.catch_up()
        built = time.perf_counter() - began
        began = time.perf_counter()
        echoes.catch_up()
        ParallelPassageFinder(library, index).catch_up()
        again = time.perf_counter() - began
        text = sum(len(text_of(piece.sentences).encode()) for piece in made)
        _report_recall(library, echoes, ids, planted)
        index.close()
        size = (folder / "echoes.db").stat().st_size
        print(f"\n{count} articles, {text / 1e6:.1f} MB of text; index {size / 1e6:.1f} MB, {size / text:.2f} of it")
        print(
            f"built in {built:.1f} s, {built / count * 1000:.2f} ms an article; found complete in {again * 1000:.0f} ms"
        )
        library.close()


def _report_recall(
    library: Library, echoes: ParallelPassageFinder, ids: list[str], planted: list[tuple[str, int, str, int]]
) -> None:
    found, asked, wrong, answers = Counter[str](), Counter[str](), 0, 0
    times: list[float] = []
    pairs = {(origin, other) for _, origin, _, other in planted} | {(other, origin) for _, origin, _, other in planted}
    for kind, origin, sentence, other in planted:
        article = library.article(ids[origin])
        start = article.text.find(sentence)
        began = time.perf_counter()
        answer = echoes.of_passage(article.id, Span(start, start + len(sentence)))
        times.append(time.perf_counter() - began)
        named = {echo.entry.id for echo in answer}
        asked[kind] += 1
        found[kind] += ids[other] in named
        answers += len(named)
        wrong += sum((origin, ids.index(each)) not in pairs for each in named)
    for kind in KINDS:
        print(f"{kind:14} {found[kind] / asked[kind]:7.1%} of {asked[kind]}")
    print(f"precision      {1 - wrong / max(1, answers):7.1%} of {answers} answers")
    reading = _reading(library, ids)
    ordered = sorted(times)
    print(
        f"asked in {statistics.median(times) * 1000:.1f} ms, 95 % within {ordered[len(ordered) * 95 // 100] * 1000:.1f} ms, "
        f"all within {ordered[-1] * 1000:.1f} ms; an article is read in {reading * 1000:.2f} ms"
    )


def _reading(library: Library, ids: list[str]) -> float:
    """Seconds to read one article, the median of some."""
    times = []
    for article in random.Random(1).sample(ids, min(50, len(ids))):
        began = time.perf_counter()
        library.article(article)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main()
