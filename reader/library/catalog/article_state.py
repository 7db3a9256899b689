"""States and tags of articles: trash, stars, read and unread."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from reader.errors import UnknownArticle
from reader.library.catalog.catalog import Catalog
from reader.library.db import row_mapping
from reader.library.db.connection import Database, Value
from reader.library.db.models import ArticleSummary
from reader.library.index.fulltext_index import ANNOTATION_STAMP, ORDER_STAMP, STATE_STAMP, FullTextIndex
from reader.library.index.index_words import tag_key
from reader.library.query.ast import renamed_tag

STATES = ("opened", "finished", "starred", "trashed")
"""Columns that hold the time since when an article is in the state, or an empty string."""


class ArticleStates:
    """Changes to the states and tags of articles in one library."""

    def __init__(self, database: Database, index: FullTextIndex, catalog: Catalog) -> None:
        self._database, self._index, self._catalog = database, index, catalog

    def trash(self, article_id: str, now: datetime) -> None:
        """Move an article to the trash; its notes are kept."""
        self.set_state("trashed", [article_id], now)

    def restore(self, article_id: str) -> None:
        """Take an article out of the trash."""
        self.set_state("trashed", [article_id], None)

    def set_state(self, state: str, articles: Sequence[str], now: datetime | None) -> None:
        """Set one of STATES of articles since `now`, or clear it with None; all of them or none."""
        if state not in STATES:
            raise ValueError(f"no state {state!r}: there are {', '.join(STATES)}")
        stamp = now.isoformat() if now else ""
        with self._database.transaction():
            self._index.touch(ORDER_STAMP if state == "trashed" else STATE_STAMP)
            for each in articles:
                update_article(self._database, f"UPDATE articles SET {state} = ? WHERE id = ?", (stamp,), each)

    def state_stamps(self, state: str, articles: Iterable[str]) -> dict[str, str]:
        """Return the ISO time since when each article is in a state, or an empty string; missing articles are left out."""
        if state not in STATES:
            raise ValueError(f"no state {state!r}: there are {', '.join(STATES)}")
        asked = f"SELECT {state} FROM articles WHERE id = ?"
        rows = ((each, self._database.row(asked, (each,))) for each in articles)
        return {each: str(row[0]) for each, row in rows if row is not None}

    def change_states(self, moves: Iterable[tuple[str, str, str, str]]) -> None:
        """Replace stamps, given as (state, article, expected stamp, new stamp), in one transaction; others are left as they are."""
        with self._database.transaction():
            for state, article, before, after in moves:
                self._index.touch(ORDER_STAMP if state == "trashed" else STATE_STAMP)
                if state not in STATES:
                    raise ValueError(f"no state {state!r}: there are {', '.join(STATES)}")
                self._database.run(
                    f"UPDATE articles SET {state} = ? WHERE id = ? AND {state} = ?", (after, article, before)
                )

    def tag_articles(self, changes: Mapping[str, tuple[Sequence[str], Sequence[str]]], now: datetime) -> None:
        """Add and remove tags of articles, given as (added, removed), in one transaction; missing articles are skipped."""
        with self._database.transaction():
            for article, (more, fewer) in changes.items():
                if self._catalog.number_of(article) is not None:
                    self.tag([article], more, fewer, now)

    def tag(self, articles: Sequence[str], more: Sequence[str], fewer: Sequence[str], now: datetime) -> None:
        """Add and remove tags of articles; all of them or none."""
        gone = {tag_key(tag) for tag in fewer}
        with self._database.transaction():
            for each in articles:
                held = self._catalog.entry(each)
                kept = [tag for tag in (*held.tags, *more) if tag_key(tag) not in gone]
                tags = list({tag_key(tag): tag for tag in reversed(kept)}.values())[::-1]
                with self._index.reindexing([held.number], ANNOTATION_STAMP):
                    values = (json.dumps(tags, ensure_ascii=False), now.isoformat())
                    update_article(
                        self._database, "UPDATE articles SET tags = ?, updated = ? WHERE id = ?", values, each
                    )

    def tagged_articles(self) -> list[ArticleSummary]:
        """Return the articles outside the trash that have tags of their own."""
        return list(self._catalog.select("tags != '[]' AND trashed = ''", (), "number"))

    def rename_tag(self, old: str, new: str, now: datetime) -> int:
        """Rename a tag of articles and the tags below it; return how many articles had it."""
        changed = 0
        rows = self._database.rows("SELECT id, tags FROM articles WHERE tags != '[]'")
        for row in rows:
            tags = row_mapping.tags_of(row["tags"])
            found = [tag for tag in tags if renamed_tag(tag, old, new) != tag]
            if found:
                self.tag([row["id"]], [renamed_tag(tag, old, new) for tag in found], found, now)
                changed += 1
        return changed


def update_article(database: Database, statement: str, values: Sequence[Value], article_id: str) -> None:
    """Run an UPDATE whose last value is the article's id; UnknownArticle if there is none."""
    if database.run(statement, (*values, article_id)) == 0:
        raise UnknownArticle(article_id)
