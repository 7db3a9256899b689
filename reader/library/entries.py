"""What a list shows of an article, without its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of the list. `issued` is ISO at its own precision or empty; `offset` in code points, `progress` 0-1.

    `added` and `updated` are ISO times with a zone; `versions` counts the texts that the library has kept of it.
    """

    id: str
    title: str
    container: str
    authors: tuple[str, ...]
    issued: str
    categories: tuple[str, ...]
    topic: str
    url: str
    language: str
    words: int
    length: int
    added: str
    updated: str
    versions: int
    offset: int = 0
    progress: float = 0.0
    opened: bool = False
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one draft: `added`, `updated` (another text than before) or `unchanged`."""

    id: str
    status: str
    title: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An article in which all words were found: where the first of them stand, and the words around."""

    article_id: str
    title: str
    start: int | None
    end: int | None
    passage: str
    score: float
