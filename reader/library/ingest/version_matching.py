"""Whether a text is a later state of another one: the edited file, not the next report under the same name. Pure.

A file's name says little: `report.md` is written over by the next report. So the texts themselves must say it, and where they do
not, the later one is an article of its own; that is only a nuisance, while the other mistake would hide an article.
"""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from annotations.alignment.word_diff import words
from annotations.model.source import Source
from annotations.text.folding import fold_query

MOSTLY = 0.55
"""The part of the shorter text that stands in the other one as well."""
RUN = 3
FEW_WORDS = 8
"""A text of fewer words says too little to be known again by them alone."""
LONGEST = 400_000
"""Characters of a text up to which words are compared; lines are for any length."""
DIVIDERS = " -–—|:·•/"
"""Separators between a headline and the name of a site."""


def may_follow(old: Source, new: Source) -> bool:
    """Whether their citation data allow it: what both have agrees."""
    pairs = ((old.url, new.url), (old.container, new.container), (old.issued, new.issued), (old.doi, new.doi))
    return all(not one or not other or one == other for one, other in pairs)


def follows(old: str, new: str, *, same_title: bool) -> float:
    """How surely `new` is a later state of `old`, from MOSTLY to 1; 0 where it is another text."""
    if old == new:
        return 1.0
    found = _shared_lines(old, new)
    if found < MOSTLY and max(len(old), len(new)) <= LONGEST:
        found = max(found, _shared_runs(old, new, same_title))
    return found if found >= MOSTLY else 0.0


def _shared_lines(old: str, new: str) -> float:
    """Of the characters of the shorter text those that stand in whole lines of both; short lines stand anywhere."""
    counts = [Counter(line for line in map(str.strip, text.split("\n")) if len(line) > 40) for text in (old, new)]
    both = counts[0] & counts[1]
    shared = sum(len(line) * count for line, count in both.items())
    return shared / max(1, min(len(old), len(new)))


def _shared_runs(old: str, new: str, same_title: bool) -> float:
    """Return the shared part of the texts by runs of RUN words."""
    forms = [words(text).forms for text in (old, new)]
    length = min(map(len, forms))
    if length < FEW_WORDS and not (same_title and length >= RUN):
        return 0.0
    runs = [Counter(zip(*(each[n:] for n in range(RUN)), strict=False)) for each in forms]
    return sum((runs[0] & runs[1]).values()) / max(1, length - RUN + 1)


def same_headline(old: str, new: str) -> bool:
    """Whether two titles are one, but for typography and a site's name behind it."""
    one, other = sorted(map(fold_query, (old, new)), key=len)
    return one == other or (other.startswith(one) and other[len(one) :].strip()[:1] in DIVIDERS and " " in one)


def brought_up_to_date(kept: Source, imported: Source, new: Source) -> Source:
    """Return the newly imported data, except where the user has corrected it or the importer no longer has a value."""
    changes = {
        name: value
        for name in Source.__struct_fields__
        if (value := getattr(new, name)) and getattr(kept, name) == getattr(imported, name)
    }
    return replace(kept, **changes)
