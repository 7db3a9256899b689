"""Which articles of a library say the words of some quotes: one look through all texts, for all quotes at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotations.text.scripts import QUOTE_SCAN_SINGLE

RUN = 4
"""Words in a row by which a quote is looked for."""

WORD = re.compile(rf"[{QUOTE_SCAN_SINGLE}]|[^\W{QUOTE_SCAN_SINGLE}]+")
Run = tuple[str, ...]


def runs_of(quote: str) -> set[Run]:
    """Return runs of words from the start, middle and end of a quote; none if it is too short."""
    words = WORD.findall(quote.lower())
    last = len(words) - RUN
    return {tuple(words[at : at + RUN]) for at in {0, last // 2, last}} if last >= 0 else set()


def heard(texts: Iterable[tuple[str, str]], quotes: Iterable[str]) -> dict[Run, list[str]]:
    """For each run of the quotes the ids of the texts (given as id and text) in which it stands."""
    wanted = {run for quote in quotes for run in runs_of(quote)}
    found: defaultdict[Run, list[str]] = defaultdict(list)
    if wanted:
        for text_id, text in texts:
            for run in wanted.intersection(_runs(text)):
                found[run].append(text_id)
    return dict(found)


def _runs(text: str) -> Iterator[Run]:
    words = WORD.findall(text.lower())
    return zip(*(words[n:] for n in range(RUN)), strict=False)
