"""Drafts become articles: which of the library's each is, if any, and what is new in it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from annotations.model.source import Source
from reader.articles.article import Draft
from reader.library.db import row_mapping
from reader.library.db.article_ids import article_id
from reader.library.db.connection import Database
from reader.library.db.models import IngestResult
from reader.library.db.packed_blocks import blocks_to_json, inlines_to_json
from reader.library.index.fulltext_index import SELECT_ARTICLES_WITH_TEXTS, FullTextIndex
from reader.library.ingest.version_matching import brought_up_to_date, follows, may_follow, same_headline
from reader.text.layout.chunked_text import chunk_starts

ORIGIN = "json_extract(extra, '$.origin')"
BY_ORIGIN = f"CREATE INDEX IF NOT EXISTS articles_by_origin ON articles ({ORIGIN})"
MOST_COMPARED = 20
"""Articles from one file that a changed text is compared with, the latest first."""


class _Changes(Struct, frozen=True):
    """The differences between a draft and the article that is already there."""

    text: bool
    structure: bool
    headline: bool


class DraftIngest:
    """Takes drafts in, within a transaction of the caller's; `text_of` gives an article's text by id and version."""

    def __init__(self, database: Database, index: FullTextIndex, text_of: Callable[[str, int], str]) -> None:
        self._database, self._index, self._text_of = database, index, text_of
        self._fresh: list[int] = []
        self._claimed: frozenset[str] = frozenset()
        self._left: dict[str, dict[int, Source]] = {}

    def add_drafts(self, drafts: Sequence[Draft], now: datetime) -> list[IngestResult]:
        """Add drafts and return the result for each; a draft that is already there changes nothing."""
        self._database.run(BY_ORIGIN)
        identities = list(_identities(drafts))
        self._claimed = frozenset(identities)
        added = [self._add_draft(draft, identity, now) for draft, identity in zip(drafts, identities, strict=True)]
        self._index_fresh()
        return added

    def _index_fresh(self) -> None:
        """Index the new articles together."""
        self._index.add_articles(self._fresh)
        self._fresh.clear()

    def _add_draft(self, draft: Draft, identity: str, now: datetime) -> IngestResult:
        row = self._database.row(
            f"{SELECT_ARTICLES_WITH_TEXTS} WHERE identity = ?", (identity,)
        ) or self._earlier_article(draft)
        if row is None:
            return self._insert(draft, identity, now)
        news = self._changes(row, draft)
        if row["identity"] != identity:
            self._database.run("UPDATE articles SET identity = ? WHERE id = ?", (identity, row["id"]))
        if not (news.text or news.structure or news.headline):
            return IngestResult(row["id"], "unchanged", row["title"])
        self._index_fresh()
        with self._index.reindexing([row["number"]]):
            title = self._add_version(row, draft, news, now)
        return IngestResult(row["id"], "updated", title, row["version"] if news.text or news.headline else 0)

    def _changes(self, row: sqlite3.Row, draft: Draft) -> _Changes:
        imported = row_mapping.source_of(row, "imported")
        return _Changes(
            text=self._text_of(row["id"], row["version"]) != draft.text,
            structure=(row["blocks"], row["inlines"]) != _structure(draft),
            headline=not same_headline(imported.title, draft.source.title),
        )

    def _earlier_article(self, draft: Draft) -> sqlite3.Row | None:
        """Return the article imported from a file before it was edited, or None if the file has another text now."""
        if not os.path.isabs(draft.origin) and "://" not in draft.origin:
            return None
        if draft.origin not in self._left:
            self._left[draft.origin] = self._unclaimed(draft.origin)
        left = self._left[draft.origin]
        best, found = 0.0, None
        for number in [number for number, source in left.items() if may_follow(source, draft.source)][:MOST_COMPARED]:
            row = self._database.row(f"{SELECT_ARTICLES_WITH_TEXTS} WHERE articles.number = ?", (number,))
            if row is None:
                continue
            same_title = same_headline(left[number].title, draft.source.title)
            likeness = follows(self._text_of(row["id"], row["version"]), draft.text, same_title=same_title)
            if likeness > best:
                best, found = likeness, row
        if found is not None:
            del left[found["number"]]
        return found

    def _unclaimed(self, origin: str) -> dict[int, Source]:
        """Return the articles from one file that match no draft by identity, as number and imported data, latest first."""
        asked = (
            f"SELECT number, identity, imported, title, container FROM articles WHERE {ORIGIN} = ? AND trashed = '' "
            "ORDER BY number DESC"
        )
        rows = self._database.rows(asked, (origin,))
        return {
            row["number"]: row_mapping.source_of(row, "imported")
            for row in rows
            if row["identity"] not in self._claimed
        }

    def _insert(self, draft: Draft, identity: str, now: datetime) -> IngestResult:
        new_id = article_id(draft, identity, self._is_id_taken)
        stamp = now.isoformat()
        source = row_mapping.columns_of(draft.source)
        columns: dict[str, str | int] = {
            "id": new_id,
            "identity": identity,
            **source,
            "imported": source["source"],
            "extra": row_mapping.extra_to_json(draft),
            "version": 1,
            "words": draft.words,
            "length": len(draft.text),
            "added": stamp,
            "updated": stamp,
        }
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        self._database.run(f"INSERT INTO articles ({names}) VALUES ({marks})", tuple(columns.values()))
        self._fresh += self._database.numbers("SELECT number FROM articles WHERE id = ?", (new_id,))
        self._insert_text(new_id, 1, draft, stamp)
        return IngestResult(new_id, "added", draft.source.title)

    def _add_version(self, row: sqlite3.Row, draft: Draft, news: _Changes, now: datetime) -> str:
        """Add a text or headline as a new version; the old version and the user's corrections are kept. Return the title."""
        version = row["version"]
        imported, kept = (row_mapping.source_of(row, name) for name in ("imported", "source"))
        headlines = list(row_mapping.earlier_headlines(row["extra"]))
        if news.text or news.headline:
            version += 1
            self._insert_text(row["id"], version, draft, now.isoformat())
        else:
            self._database.run(
                "UPDATE texts SET blocks = ?, inlines = ? WHERE article = ? AND version = ?",
                (*_structure(draft), row["id"], version),
            )
        if news.headline:
            headlines.append((row["version"], imported.title))
        source = brought_up_to_date(kept, imported, draft.source)
        columns: dict[str, str | int] = {
            **row_mapping.columns_of(source),
            "imported": row_mapping.source_to_json(draft.source),
            "extra": row_mapping.extra_to_json(draft, headlines),
            "version": version,
            "words": draft.words,
            "length": len(draft.text),
            "updated": now.isoformat(),
        }
        assignments = ", ".join(f"{name} = ?" for name in columns)
        self._database.run(f"UPDATE articles SET {assignments} WHERE id = ?", (*columns.values(), row["id"]))
        return source.title

    def _insert_text(self, article: str, version: int, draft: Draft, stamp: str) -> None:
        starts = list(chunk_starts(draft.text))
        values = (article, version, json.dumps(starts), *_structure(draft), stamp)
        names = "article, version, starts, blocks, inlines, added"
        self._database.run(f"INSERT INTO texts ({names}) VALUES (?, ?, ?, ?, ?, ?)", values)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(draft.text)], strict=True)):
            chunk = (article, version, number, draft.text[start:end])
            self._database.run("INSERT INTO chunks VALUES (?, ?, ?, ?)", chunk)

    def _is_id_taken(self, name: str) -> bool:
        return self._database.row("SELECT 1 FROM articles WHERE id = ?", (name,)) is not None


def _identities(drafts: Sequence[Draft]) -> Iterator[str]:
    """Each draft's, made its own where several of one file would have the same."""
    seen: Counter[tuple[str, str]] = Counter()
    for draft in drafts:
        identity = row_mapping.identity_of(draft)
        seen[identity, draft.origin] += 1
        count = seen[identity, draft.origin]
        yield identity if count == 1 else f"{identity}\n#{count}"


def _structure(draft: Draft) -> tuple[str, str]:
    """Return the JSON columns of blocks and inlines."""
    return blocks_to_json(draft.blocks), inlines_to_json(draft.inlines)
