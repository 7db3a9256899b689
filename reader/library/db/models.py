"""What a list shows of an article, without its text."""

from __future__ import annotations

from msgspec import Struct

from annotations.model.span import Span


class ArticleSummary(Struct, frozen=True):
    """One article of the list. `issued` is ISO at its own precision or empty; `offset` in code points, `progress` 0-1.

    `added` and `updated` are ISO times with a zone; `versions` counts the texts that the library has kept of it; `number`
    is its name within the library's file; `tags` are its own; `notes` counts its live annotations, the last of which changed
    at `noted`.
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
    finished: bool = False
    starred: bool = False
    number: int = 0
    tags: tuple[str, ...] = ()
    notes: int = 0
    noted: str = ""
    revised: bool = False


class ArticleVersion(Struct, frozen=True):
    """One text of an article: its number, counted from 1, when it was added (ISO, with a zone), its words, its headline."""

    number: int
    added: str
    words: int
    title: str = ""


class IngestResult(Struct, frozen=True):
    """What became of one draft: `added`, `updated` (another text than before) or `unchanged`.

    `since` is the version that was the newest before, where another one came; else 0.
    """

    id: str
    status: str
    title: str
    since: int = 0


class SearchHit(Struct, frozen=True):
    """A thing in which all words were found: an article, or with `annotation` (its id) a note on one.

    `start` and `end` are where in the article's text the words stand closest together, or None where they stand only over
    it; `passage` is what stands around, and `lit` where in the passage the words are. The higher `score`, the better.
    """

    article_id: str
    title: str
    start: int | None
    end: int | None
    passage: str
    score: float
    annotation: str = ""
    lit: tuple[Span, ...] = ()
