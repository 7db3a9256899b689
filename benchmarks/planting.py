"""A library of made-up news in which it is known what was copied from where: for the benches of echoes and of verify.

The words are made of syllables, their frequencies follow Zipf's law, and phrases recur as they do in news: a fifth of each
text is made of stock phrases of three to six words that many articles share by chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from annotations.model.source import Name, PartialDate, Source
from reader.articles.article import Draft
from reader.library.library import Library

VOCABULARY, PHRASES = 30_000, 3_000
ONSETS = "b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w z".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = ["", "", "n", "r", "s", "t", "l", "m", "nd", "st"]
PAPERS = ("The Harbour Post", "Coast Weekly", "Evening Ledger", "Northern Wire", "Daily Gauge", "Tidal Review")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
BATCH = 500


class Writer:
    """Writes sentences; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        made: dict[str, None] = dict.fromkeys("the of and to in a is that for it on was as with by at".split())
        while len(made) < VOCABULARY:
            made[self._word()] = None
        self.vocabulary = list(made)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self._phrases = [self.words(self.random.randint(3, 6)) for _ in range(PHRASES)]

    def _word(self) -> str:
        size = self.random.choice((1, 2, 2, 3))
        pick = self.random.choice
        return "".join(pick(ONSETS) + pick(VOWELS) + pick(CODAS) for _ in range(size))

    def words(self, count: int) -> list[str]:
        """Words by their frequency."""
        return self.random.choices(self.vocabulary, cum_weights=self._weights, k=count)

    def sentence(self, least: int = 8, most: int = 32) -> list[str]:
        """A sentence's words, stock phrases among them."""
        wanted, made = self.random.randint(least, most), list[str]()
        while len(made) < wanted:
            made += self.random.choice(self._phrases) if self.random.random() < 0.05 else self.words(1)
        return made

    def article(self, size: int = 500) -> list[list[str]]:
        """Sentences of about `size` words together."""
        made: list[list[str]] = []
        while sum(map(len, made)) < size:
            made.append(self.sentence())
        return made

    def changed(self, sentence: list[str], part: float) -> list[str]:
        """A copy with that part of its words replaced, dropped or followed by another one."""
        copy = list(sentence)
        for n in sorted(self.random.sample(range(len(copy)), round(part * len(copy))), reverse=True):
            how = self.random.random()
            if how < 0.7:
                copy[n] = self.random.choice(self.vocabulary)
            elif how < 0.85:
                del copy[n]
            else:
                copy.insert(n, self.random.choice(self.vocabulary))
        return copy


class Piece(Struct, frozen=True):
    """One article, as its sentences' words."""

    title: str
    sentences: list[list[str]]
    paper: str
    issued: datetime

    def draft(self) -> Draft:
        """As the library takes it."""
        day = PartialDate(self.issued.year, self.issued.month, self.issued.day)
        source = Source(title=self.title, container=self.paper, issued=day, authors=(Name("Keeper", "A."),))
        return Draft(text=text_of(self.sentences), source=source)


def spoken(sentence: list[str]) -> str:
    """A sentence as it is printed."""
    return (" ".join(sentence)).capitalize() + "."


def text_of(sentences: list[list[str]]) -> str:
    """Paragraphs of four sentences."""
    said = [spoken(each) for each in sentences]
    return "\n\n".join(" ".join(said[n : n + 4]) for n in range(0, len(said), 4))


def pieces(writer: Writer, count: int, size: int = 500) -> Iterator[Piece]:
    """`count` articles, one a day and paper."""
    for n in range(count):
        day = datetime(2005, 1, 1, tzinfo=UTC) + timedelta(days=n % 7_000)
        yield Piece(f"Item {n} {' '.join(writer.words(4))}", writer.article(size), PAPERS[n % len(PAPERS)], day)


def library_of(path: Path, made: list[Piece]) -> Library:
    """A library in the file `path` with these articles; `Library.texts()` has them in the same order."""
    library = Library(path)
    for start in range(0, len(made), BATCH):
        library.add([piece.draft() for piece in made[start : start + BATCH]], NOW)
    return library
