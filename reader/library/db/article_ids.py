"""Ids of articles: readable, stable, fit to be file names."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

from reader.articles.article import Draft

LONGEST = 80
APOSTROPHES = re.compile("['’ʼ`´]")


def article_id(draft: Draft, identity: str, taken: Callable[[str], bool]) -> str:
    """`2025-06-30-dprks-top-leader-meets-...`, at most LONGEST characters; a short hash where that is taken."""
    from slugify import slugify  # noqa: PLC0415 - its tables are read only when something is added

    issued = draft.source.issued.iso() if draft.source.issued else ""
    words = f"{issued} {APOSTROPHES.sub('', draft.source.title)}"
    slug = slugify(words, max_length=LONGEST, word_boundary=True, save_order=True)
    digest = sha256(identity.encode()).hexdigest()
    name = slug or f"article-{digest[:8]}"
    if not taken(name):
        return name
    short = name[: LONGEST - 9].rstrip("-")
    lengths = range(8, len(digest) + 1)
    return next(found for n in lengths if not taken(found := f"{short[: LONGEST - 1 - n]}-{digest[:n]}"))
