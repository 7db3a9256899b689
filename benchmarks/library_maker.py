"""Makes a library of any size out of invented words: `python benchmarks/library_maker.py DIR [ARTICLES] [NOTES] [WORDS]`.

The same numbers make the same library. Articles go in as importers hand them over; the annotations' files are written as the
store writes them, only without waiting for the disk after each.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotations.model.annotation import Annotation
from annotations.model.selectors import describe
from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from annotations.storage.file_format import VERSION, to_dict
from reader.articles.article import Article, Draft
from reader.config.paths import Home
from reader.services.workspace import open_workspace

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ONSETS, NUCLEI, CODAS = (
    "b d f g h k l m n p r s t v z br st tr pl sh".split(),
    "a e i o u ai ea".split(),
    "n r s t l m".split(),
)
COMMON = "the of and to in a that it was for on with as at by from they said there which".split()
PLACES, PAPERS = "Harbour Valley Northern River Coast Upland Island Old".split(), ("Post", "Courier", "Ledger")
SOURCES = [f"The {place} {paper}" for place in PLACES for paper in PAPERS]
CATEGORIES = "Politics Science Weather Markets Culture Sport Letters".split()
TAGS = "war war/navy weather tide/spring tide/neap markets check".split()
BATCH = 500


def vocabulary(rnd: random.Random, size: int = 30_000) -> list[str]:
    """Words that can be pronounced, the frequent ones first."""
    made: dict[str, None] = {}
    while len(made) < size:
        syllables = rnd.choices((1, 2, 3), (1, 4, 3))[0]
        made["".join(rnd.choice(ONSETS) + rnd.choice(NUCLEI) + rnd.choice(("", *CODAS)) for _ in range(syllables))] = (
            None
        )
    return list(made)


def drafts(count: int, words: int, seed: int = 7) -> Iterator[Draft]:
    """Articles whose words are as unevenly frequent as in real text (after Zipf)."""
    rnd = random.Random(seed)
    known = COMMON + vocabulary(rnd)
    weights = [1 / (rank + 2) for rank in range(len(known))]
    pool = rnd.choices(known, weights, k=1_000_000)
    for number in range(count):
        at = rnd.randrange(len(pool) - words - 20)
        said = pool[at : at + words]
        sentences = [" ".join(said[n : n + 18]).capitalize() + "." for n in range(0, words, 18)]
        paragraphs = [" ".join(sentences[n : n + 4]) for n in range(0, len(sentences), 4)]
        day = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=rnd.randrange(4_000))
        title = " ".join(pool[at + words : at + words + 8]).capitalize() + f" {number}"
        source = Source(
            title=title,
            authors=(Name(rnd.choice(known[20:500]).capitalize(), rnd.choice("ABCDEFGH") + "."),),
            container=rnd.choice(SOURCES),
            issued=PartialDate(day.year, day.month, day.day),
            url=f"https://example.org/{number}",
        )
        yield Draft(
            "\n\n".join(paragraphs), source, categories=(rnd.choice(CATEGORIES),), topic=rnd.choice(known[20:60])
        )


def annotation(rnd: random.Random, article: Article, number: int) -> Annotation:
    """A note on the first words."""
    end = article.text.index(".") + 1
    tags = tuple(rnd.sample(TAGS, rnd.randrange(3)))
    target = describe(article.text, Span(0, end))
    made = NOW + timedelta(seconds=number)
    return Annotation(f"01BENCH{number:019}", article.id, target, made, made, f"A note, number {number}.", tags)


def make_library(root: Path, articles: int, notes: int, words: int = 200, *, quiet: bool = False) -> Path:
    """Make it in `root`, unless it is there already; its home."""
    done = root / f".made-{articles}-{notes}-{words}"
    if done.exists():
        return root
    home = Home(root)
    rnd = random.Random(11)
    with open_workspace(home, lambda: NOW) as workspace:
        waiting: list[Draft] = []
        for number, draft in enumerate(drafts(articles, words), 1):
            waiting.append(draft)
            if len(waiting) == BATCH or number == articles:
                added = workspace.library.add(waiting, NOW + timedelta(seconds=number))
                _write_notes(home, rnd, waiting, [one.id for one in added], number - len(waiting), notes)
                waiting = []
                if not quiet:
                    print(f"\r{number:,} articles", end="", flush=True)
        workspace.catch_up()
        workspace.library.save_setting("seeded", NOW.isoformat())
    done.touch()
    return root


def _write_notes(home: Home, rnd: random.Random, made: list[Draft], ids: list[str], first: int, notes: int) -> None:
    home.annotations.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number, (draft, article_id) in enumerate(zip(made, ids, strict=True), first):
        if number >= notes:
            return
        one = annotation(rnd, draft.with_id(article_id), number)
        record = {"annotations": {"1": to_dict(one)}, "format": {"1": {"version": VERSION, "article": article_id}}}
        (home.annotations / f"{article_id}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[2:]]
    print(make_library(Path(sys.argv[1]), *(numbers or [100_000, 100_000])))
