"""What is done to articles as wholes: the trash, stars, read and unread, and tags of their own."""

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
"""What an article can be since a point in time."""


class Marking:
    """The part of a library that does these."""

    database: Database
    index: FullTextIndex
    catalog: Catalog

    def entry(self, article_id: str) -> ArticleSummary:
        """What a list shows of an article; UnknownArticle."""
        row = self.database.row("SELECT * FROM articles WHERE id = ?", (article_id,))
        if row is None:
            raise UnknownArticle(article_id)
        return row_mapping.entry_of(row)

    def trash(self, article_id: str, now: datetime) -> None:
        """Out of the lists, kept with all its notes."""
        self.set_state("trashed", [article_id], now)

    def restore(self, article_id: str) -> None:
        """Back from the trash."""
        self.set_state("trashed", [article_id], None)

    def set_state(self, state: str, articles: Sequence[str], now: datetime | None) -> None:
        """Say of articles since when they are in one of STATES, or with None that they are not; all of them or none."""
        if state not in STATES:
            raise ValueError(f"no state {state!r}: there are {', '.join(STATES)}")
        stamp = now.isoformat() if now else ""
        with self.database.transaction():
            self.index.touch(ORDER_STAMP if state == "trashed" else STATE_STAMP)
            for each in articles:
                self._changed(f"UPDATE articles SET {state} = ? WHERE id = ?", (stamp,), each)

    def state_stamps(self, state: str, articles: Iterable[str]) -> dict[str, str]:
        """Since when articles are in one of STATES, as it is kept: an ISO time, or empty; one that is gone is left out."""
        if state not in STATES:
            raise ValueError(f"no state {state!r}: there are {', '.join(STATES)}")
        asked = f"SELECT {state} FROM articles WHERE id = ?"
        rows = ((each, self.database.row(asked, (each,))) for each in articles)
        return {each: str(row[0]) for each, row in rows if row is not None}

    def change_states(self, moves: Iterable[tuple[str, str, str, str]]) -> None:
        """(state, article, stamp as it is, stamp to be): where it is otherwise by now it stays so; all in one write."""
        with self.database.transaction():
            for state, article, before, after in moves:
                self.index.touch(ORDER_STAMP if state == "trashed" else STATE_STAMP)
                if state not in STATES:
                    raise ValueError(f"no state {state!r}: there are {', '.join(STATES)}")
                self.database.run(
                    f"UPDATE articles SET {state} = ? WHERE id = ? AND {state} = ?", (after, article, before)
                )

    def tag_articles(self, changes: Mapping[str, tuple[Sequence[str], Sequence[str]]], now: datetime) -> None:
        """Other tags for each article: (more, fewer); one that is gone is passed over; all in one write."""
        with self.database.transaction():
            for article, (more, fewer) in changes.items():
                if self.catalog.number_of(article) is not None:
                    self.tag([article], more, fewer, now)

    def tag(self, articles: Sequence[str], more: Sequence[str], fewer: Sequence[str], now: datetime) -> None:
        """Give articles some tags of their own and take others from them; all of them or none."""
        gone = {tag_key(tag) for tag in fewer}
        with self.database.transaction():
            for each in articles:
                held = self.entry(each)
                kept = [tag for tag in (*held.tags, *more) if tag_key(tag) not in gone]
                tags = list({tag_key(tag): tag for tag in reversed(kept)}.values())[::-1]
                with self.index.reindexing([held.number], ANNOTATION_STAMP):
                    values = (json.dumps(tags, ensure_ascii=False), now.isoformat())
                    self._changed("UPDATE articles SET tags = ?, updated = ? WHERE id = ?", values, each)

    def tagged_articles(self) -> list[ArticleSummary]:
        """The articles out of the trash that have tags of their own."""
        return list(self.catalog.select("tags != '[]' AND trashed = ''", (), "number"))

    def rename_tag(self, old: str, new: str, now: datetime) -> int:
        """Another name for a tag that articles have of their own, with what is below it; how many articles had it."""
        changed = 0
        rows = self.database.rows("SELECT id, tags FROM articles WHERE tags != '[]'")
        for row in rows:
            tags = row_mapping.tags_of(row["tags"])
            found = [tag for tag in tags if renamed_tag(tag, old, new) != tag]
            if found:
                self.tag([row["id"]], [renamed_tag(tag, old, new) for tag in found], found, now)
                changed += 1
        return changed

    def _changed(self, statement: str, values: Sequence[Value], article_id: str) -> None:
        if self.database.run(statement, (*values, article_id)) == 0:
            raise UnknownArticle(article_id)
