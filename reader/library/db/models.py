"""Records of the library: summaries and versions of articles, results of adding, search hits."""

from __future__ import annotations

from msgspec import Struct

from annotations.model.span import Span


class ArticleSummary(Struct, frozen=True):
    """The data of an article that a list shows. `issued` is ISO or empty; `offset` in code points, `progress` from 0 to 1.

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
    """One version of an article: its number from 1, when it was added (ISO, with a zone), its words, its headline."""

    number: int
    added: str
    words: int
    title: str = ""


class IngestResult(Struct, frozen=True):
    """The result of adding one draft: `added`, `updated` (another text than before) or `unchanged`.

    `since` is the version that was the newest before, where another one came; else 0.
    """

    id: str
    status: str
    title: str
    since: int = 0


class SearchHit(Struct, frozen=True):
    """A search hit: an article or, if `annotation` has an id, an annotation on it.

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
