"""Saving one annotation, and opening a library, with few and with many: `python benchmarks/saving.py [SIZE...]`.

Each save is timed in turn with the least that could make it durable: the same bytes written to a temporary file, flushed
(fsync), renamed, and the folder flushed; all in one run, so that a busy machine slows both. Opening is timed in a
pseudo-terminal from the start of `gloss` to the list on the screen, for a library without annotations, for the same one with
all of them, and for that one without its index, as after an import or a restored backup.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotations.model.annotation import Annotation
from annotations.model.selectors import describe
from annotations.model.span import Span
from annotations.storage.file_format import VERSION, to_record
from annotations.storage.file_store import TinyStore
from annotations.storage.tables import bytes_of, line_of
from reader.config.paths import Home
from reader.importers.plain.plain_text import PlainTextImporter
from reader.library.annotation_index.file_index import AnnotationFileIndex
from reader.library.library import Library
from tests.e2e.terminal import gloss
from tests.fakes import NOON

SIZES = (1_000, 10_000, 100_000)
AN_ARTICLE = 10
ROUNDS = 120
OPENED = 9
ARTICLES = 1_000
TEXT = "The gauge was read every hour, and nobody knows who read it."


def made(article_id: str, number: int) -> Annotation:
    one = Annotation(f"{number:026}", article_id, describe(TEXT, Span(4, 29)), NOON, NOON)
    return replace(one, note=f"The keeper's note number {number}, a sentence long.", tags=("gauge", "keeper"))


def fill(folder: Path, articles: list[str], count: int) -> None:
    """So many annotations, spread evenly, as the store writes them."""
    folder.mkdir(parents=True)
    for n, article_id in enumerate(articles):
        share = range(n * count // len(articles), (n + 1) * count // len(articles))
        records = {str(k + 1): line_of(to_record(made(article_id, one))) for k, one in enumerate(share)}
        meta = {"1": line_of({"version": VERSION, "article": article_id})}
        if records:
            (folder / f"{article_id}.json").write_bytes(bytes_of({"format": meta, "annotations": records}))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def least(path: Path, data: bytes, *, folder_too: bool) -> None:
    """The least that makes a file durable."""
    temporary = f"{path}.part"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)
    os.replace(temporary, path)
    if folder_too:
        descriptor = os.open(path.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


class Saving:
    """A store of one size, and a file of the same bytes beside it."""

    def __init__(self, home: Path, count: int) -> None:
        self.home, self.count = home, count
        articles = [f"article-{n}" for n in range(count // AN_ARTICLE)]
        fill(home / "annotations", articles, count)
        self._store = TinyStore(home / "annotations", index=AnnotationFileIndex(home / "library.db"))
        self._store.refresh()
        self._bytes = (home / "annotations" / "article-5.json").read_bytes()
        (home / "beside").mkdir()
        self._number = 0
        self.bare: list[float] = []
        self.durable: list[float] = []
        self.saves: list[float] = []

    def round(self) -> None:
        self._number += 1
        path, now = self.home / "beside" / "file.json", NOON + timedelta(seconds=self._number)
        one = made(f"article-{self._number % 20}", self._number % 20 * AN_ARTICLE)
        self.bare.append(timed(lambda: least(path, self._bytes, folder_too=False)))
        self.durable.append(timed(lambda: least(path, self._bytes, folder_too=True)))
        self.saves.append(timed(lambda: self._save(one.id, now)))

    def _save(self, one_id: str, now: datetime) -> None:
        self._store.update(one_id, lambda one: one.with_note(f"changed {now}", now))


def saving(folder: Path, sizes: list[int]) -> None:
    stores = [Saving(folder / str(size), size) for size in sizes]
    os.sync()  # what filling them has left to be written is no part of a save
    for _ in range(ROUNDS):
        for store in stores:
            store.round()
    print(
        f"median of {ROUNDS}, ms\n{'annotations':>12}{'fsync+rename':>14}{'and folder':>12}{'save':>8}{'ratio':>8}{'median':>8}"
    )
    for store in stores:
        bare, durable, save = (statistics.median(each[20:]) for each in (store.bare, store.durable, store.saves))
        ratio = statistics.median(a / b for a, b in zip(store.saves[20:], store.durable[20:], strict=True))
        print(f"{store.count:12,}{bare:14.2f}{durable:12.2f}{save:8.2f}{save / durable:8.2f}{ratio:8.2f}")
    first, last = (statistics.median(store.saves[20:]) for store in (stores[0], stores[-1]))
    paired = statistics.median(b / a for a, b in zip(stores[0].saves[20:], stores[-1].saves[20:], strict=True))
    print(f"{stores[-1].count:,} / {stores[0].count:,}: {last / first:.2f}, round by round {paired:.2f}")


def opening(folder: Path, count: int) -> None:
    homes = {name: Home(folder / name) for name in ("none", "all", "all, no index")}
    drafts = [
        draft
        for n in range(ARTICLES)
        for draft in PlainTextImporter().read(f"Article {n:04}\n\n{TEXT} {n}\n".encode(), f"article {n:04}.txt")
    ]
    for name, home in homes.items():
        with Library(home.library_db) as library:
            library.add(drafts, NOON)
            library.save_setting("seeded", "yes")
            articles = [entry.id for entry in library.entries()]
        if name != "none":
            fill(home.annotations, articles, count)
        if name == "all":
            TinyStore(home.annotations, index=AnnotationFileIndex(home.library_db)).refresh()
    times: dict[str, list[float]] = {name: [] for name in homes}
    for _ in range(OPENED):
        for name, home in homes.items():
            if name == "all, no index":
                AnnotationFileIndex(home.library_db).forget(articles)
            times[name].append(first_paint(home))
    print(f"\nstart to the list on the screen, {ARTICLES:,} articles, median of {OPENED}")
    bare = statistics.median(times["none"])
    for name, found in times.items():
        ms = statistics.median(found)
        print(f"{name:>16} of {count:,} annotations {ms:8.0f} ms {ms / bare:6.2f}")


def first_paint(home: Home) -> float:
    began = time.perf_counter()
    with gloss(home.root) as terminal:
        terminal.until("no date")
        took = (time.perf_counter() - began) * 1_000
        terminal.settle(0.2)
        terminal.type("q")
        terminal.exit_status()
    return took


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        saving(Path(folder) / "saving", sizes)
        opening(Path(folder) / "opening", sizes[-1])


if __name__ == "__main__":
    main()
