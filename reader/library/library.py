"""The library of articles: adding, reading, searching, correcting, reading positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from annotations.model.source import Source
from annotations.model.span import Span
from annotations.text.folding import fold_query
from reader.articles.article import Article, Draft
from reader.errors import AmbiguousArticle, LibraryError, UnknownArticle, UnknownVersion
from reader.library.catalog.article_state import ArticleStates, update_article
from reader.library.catalog.catalog import Catalog
from reader.library.db import row_mapping
from reader.library.db.connection import Database
from reader.library.db.models import ArticleSummary, ArticleVersion, IngestResult, SearchHit
from reader.library.index.fulltext_index import (
    ANNOTATION_STAMP,
    ORDER_STAMP,
    SELECT_ARTICLES_WITH_TEXTS,
    STATE_STAMP,
    FullTextIndex,
)
from reader.library.query.parser import parse_query
from reader.text.layout.chunked_text import ChunkedText

if TYPE_CHECKING:
    from reader.library.search.ranked_search import RankedSearch

MAX_EAGER_CHUNKS = 24
"""Chunks up to which a text is loaded whole, about 200,000 code points."""
MIN_FINISHED_PROGRESS = 0.98
"""Progress from which on an article counts as finished."""


class Library:
    """The library in the file `path`, created if missing; LibraryError if it cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self.index = FullTextIndex(self.database)
        self.catalog = Catalog(self.database, self.index)
        self.article_states = ArticleStates(self.database, self.index, self.catalog)
        if not self.index.is_complete and self.index.is_small:
            self.index.build_whole()

    @cached_property
    def ranked_search(self) -> RankedSearch:
        """Ranked search, imported on first use."""
        from reader.library.search.ranked_search import RankedSearch  # noqa: PLC0415 - a start does not need it

        return RankedSearch(self.database, self.index, self.catalog)

    def close(self) -> None:
        """Save the orders and close the file."""
        self.catalog.save_orders()
        self.database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Reading

    def entries(self, query: str = "", sort: str = "date", limit: int | None = None) -> list[ArticleSummary]:
        """Return the articles that a query selects, in one of the orders of SORTS; QueryError."""
        return self.catalog.entries(parse_query(query), sort, limit)

    def entry(self, article_id: str) -> ArticleSummary:
        """Return the summary of an article; UnknownArticle."""
        return self.catalog.entry(article_id)

    def article(self, article_id: str) -> Article:
        """Return an article with its newest text; UnknownArticle."""
        row = self.database.row(f"{SELECT_ARTICLES_WITH_TEXTS} WHERE articles.id = ?", (article_id,))
        if row is None:
            raise UnknownArticle(article_id)
        return row_mapping.article_of(row, self._text(row["id"], row["version"]))

    def lazy_article(self, article_id: str) -> Article:
        """Return an article whose text, if long, is loaded chunk by chunk on access; UnknownArticle."""
        row = self.database.row(f"{SELECT_ARTICLES_WITH_TEXTS} WHERE articles.id = ?", (article_id,))
        if row is None:
            raise UnknownArticle(article_id)
        version, starts = row["version"], row_mapping.list_of(row["starts"])
        if len(starts) <= MAX_EAGER_CHUNKS:
            return row_mapping.article_of(row, self._text(article_id, version))
        text = ChunkedText(row["length"], starts, partial(self._chunks, article_id, version))
        return row_mapping.article_of(row, text.as_text())

    def _text(self, article_id: str, version: int) -> str:
        order = "SELECT text FROM chunks WHERE article = ? AND version = ? ORDER BY number"
        return "".join(row["text"] for row in self.database.rows(order, (article_id, version)))

    def _chunks(self, article_id: str, version: int, first: int, end: int) -> bytes:
        where = "article = ? AND version = ? AND number BETWEEN ? AND ?"
        some = f"SELECT CAST(text AS BLOB) FROM chunks WHERE {where} ORDER BY number"
        found: list[bytes] = [row[0] for row in self.database.rows(some, (article_id, version, first, end - 1))]
        if len(found) < end - first:
            raise LibraryError(
                f"{self.database.path}: a part of {article_id} is missing; gloss doctor looks at the file"
            )
        return b"".join(found)

    def versions(self, article_id: str) -> list[ArticleVersion]:
        """Return the versions of an article, oldest first; UnknownArticle."""
        rows = self.database.rows("SELECT version, added FROM texts WHERE article = ? ORDER BY version", (article_id,))
        title = self.headlines(article_id)
        return [
            ArticleVersion(row[0], row[1], len(self._text(article_id, row[0]).split()), title(row[0])) for row in rows
        ]

    def headlines(self, article_id: str) -> Callable[[int], str]:
        """Return a function from a version of an article to its headline; UnknownArticle."""
        row = self.database.row("SELECT imported, extra FROM articles WHERE id = ?", (article_id,))
        if row is None:
            raise UnknownArticle(article_id)
        return row_mapping.headlines(row["imported"], row["extra"])

    def article_at(self, article_id: str, version: int) -> Article:
        """Return an article with the text of one version and its present citation data; UnknownVersion."""
        joined = "SELECT * FROM articles JOIN texts ON texts.article = articles.id AND texts.version = ?"
        row = self.database.row(f"{joined} WHERE articles.id = ?", (version, article_id))
        if row is None:
            raise UnknownVersion(article_id, version, self.entry(article_id).versions)
        return row_mapping.article_of(row, self._text(article_id, version))

    def order_stamp(self) -> str:
        """Return a stamp that changes whenever any program adds, changes, trashes or restores articles."""
        return self.setting(ORDER_STAMP) or ""

    def list_stamps(self) -> tuple[str | None, ...]:
        """Return stamps that also change when an article is tagged, starred, marked as read or annotated."""
        return tuple(self.setting(each) for each in (ORDER_STAMP, ANNOTATION_STAMP, STATE_STAMP))

    def texts(self) -> list[tuple[str, int, int]]:
        """Return (id, newest version, code points) of every article, including the trash."""
        rows = self.database.rows("SELECT id, version, length FROM articles ORDER BY rowid", ())
        return [(row["id"], row["version"], row["length"]) for row in rows]

    def text(self, article_id: str, version: int) -> tuple[str, tuple[Span, ...]]:
        """Return one version of an article's text and its spans of boilerplate; UnknownArticle."""
        asked = "SELECT blocks FROM texts WHERE article = ? AND version = ?"
        row = self.database.row(asked, (article_id, version))
        if row is None:
            raise UnknownArticle(f"{article_id}, version {version}")
        return self._text(article_id, version), row_mapping.boilerplate_of(row["blocks"])

    def sources(self, year: str | None = None) -> list[tuple[str, Source]]:
        """Return (id, citation data) of every article, or of those issued in a year (empty: undated), in order of addition."""
        where, values = ("", ()) if year is None else ("WHERE substr(issued, 1, 4) = ?", (year,))
        rows = self.database.rows(f"SELECT id, source, title, container FROM articles {where} ORDER BY rowid", values)
        return [(row["id"], row_mapping.source_of(row)) for row in rows]

    def titles(self) -> list[str]:
        """Return the titles of all articles."""
        return [row[0] for row in self.database.rows("SELECT title FROM articles", ())]

    def titles_of(self, articles: Iterable[str]) -> dict[str, str]:
        """Return the titles of articles by id, including the trash; missing ones are left out."""
        asked = "SELECT title FROM articles WHERE id = ?"
        rows = ((each, self.database.row(asked, (each,))) for each in articles)
        return {each: str(row[0]) for each, row in rows if row is not None}

    def containers(self) -> list[str]:
        """Return the distinct container titles of the articles."""
        return [
            row[0] for row in self.database.rows("SELECT DISTINCT container FROM articles WHERE container != ''", ())
        ]

    def ids_at_url(self, url: str) -> list[str]:
        """Return the ids of the articles with this URL."""
        found = self.database.rows("SELECT id FROM articles WHERE identity = ?", (f"url:{url}",))
        return [row["id"] for row in found]

    def changes(self) -> tuple[int, int]:
        """Return two numbers that stay equal while nobody writes to the library."""
        return self.database.changes_seen, self.database.changes_made

    def totals(self) -> tuple[int, int, int]:
        """Return the number of articles, of their versions, and of code points in the newest versions."""
        (row,) = self.database.rows("SELECT count(*), total(version), total(length) FROM articles")
        return int(row[0]), int(row[1]), int(row[2])

    def web_origins(self) -> list[str]:
        """Return the distinct web addresses that articles outside the trash were imported from."""
        statement = (
            "SELECT json_extract(extra, '$.origin') AS origin FROM articles "
            "WHERE trashed = '' AND json_extract(extra, '$.origin') LIKE 'http%' GROUP BY origin ORDER BY min(rowid)"
        )
        return [row["origin"] for row in self.database.rows(statement)]

    def unchanged_from(self, origin: str) -> list[IngestResult]:
        """Return the articles from one origin, as unchanged."""
        where = "json_extract(extra, '$.origin') = ? AND trashed = ''"
        rows = self.database.rows(f"SELECT id, title FROM articles WHERE {where}", (origin,))
        return [IngestResult(row["id"], "unchanged", row["title"]) for row in rows]

    def imported_source(self, article_id: str) -> Source:
        """Return the citation data as imported, without later corrections; UnknownArticle."""
        row = self.database.row("SELECT imported, title, container FROM articles WHERE id = ?", (article_id,))
        if row is None:
            raise UnknownArticle(article_id)
        return row_mapping.source_of(row, "imported")

    def sources_of_year(self, year: str) -> list[Source]:
        """Return the citation data of articles issued in a year (empty: undated), including the trash."""
        rows = self.database.rows(
            "SELECT source, title, container FROM articles WHERE substr(issued, 1, 4) = ? ORDER BY rowid",
            (year,),
        )
        return [row_mapping.source_of(row) for row in rows]

    def resolve(self, part: str, *, trashed: bool = False) -> str:
        """Return the id for an id, a part of one or of a title, or a source; UnknownArticle, AmbiguousArticle."""
        there = "FROM articles WHERE (trashed != '') = ?"
        if self.database.row(f"SELECT 1 {there} AND id = ?", (int(trashed), part)) is not None:
            return part
        rows = self.database.rows(f"SELECT id, title, container {there}", (int(trashed),))
        wanted = fold_query(part)
        found = [row["id"] for row in rows if wanted and (wanted in row["id"] or wanted in fold_query(row["title"]))]
        found = found or [row["id"] for row in rows if wanted and wanted in fold_query(row["container"])]
        if not found:
            raise UnknownArticle(part)
        if len(found) > 1:
            raise AmbiguousArticle(part, sorted(found))
        return str(found[0])

    def search(self, query: str, limit: int = 20, *, notes: bool = False) -> list[SearchHit]:
        """Return articles, and with `notes` annotations, that contain every word and phrase, best first; QueryError."""
        return self.ranked_search.hits(parse_query(query), limit, notes=notes)

    def unreadable(self) -> list[str]:
        """Return a line for each article whose data, apart from its text, is damaged."""
        asked = """SELECT id FROM articles JOIN texts ON texts.article = articles.id AND texts.version = articles.version
            WHERE NOT (json_valid(source) AND json_valid(extra) AND json_valid(tags) AND json_valid(starts)
            AND json_valid(blocks) AND json_valid(inlines))"""
        told = "what is known of it beside its text is damaged in part; gloss edit corrects its citation data"
        return [f"{row[0]}: {told}" for row in self.database.rows(asked)]

    # Adding

    def add(self, drafts: Iterable[Draft], now: datetime) -> list[IngestResult]:
        """Add drafts, all of them or, after an error, none; a draft that is already there changes nothing."""
        from reader.library.ingest.drafts import DraftIngest  # noqa: PLC0415 - only where something is added

        with self.database.transaction():
            return DraftIngest(self.database, self.index, self._text).add_drafts(list(drafts), now)

    def _number(self, article: str) -> int:
        return self.catalog.number_of(article) or 0

    # Changing

    def edit_source(self, article_id: str, source: Source, now: datetime) -> None:
        """Replace the citation data."""
        values = row_mapping.columns_of(source)
        assignments = ", ".join(f"{name} = ?" for name in values)
        with self.database.transaction(), self.index.reindexing([self._number(article_id)]):
            update_article(
                self.database,
                f"UPDATE articles SET {assignments}, updated = ? WHERE id = ?",
                (*values.values(), now.isoformat()),
                article_id,
            )

    def save_position(self, article_id: str, offset: int, progress: float, now: datetime) -> None:
        """Save the reading position, and that the article was opened."""
        with self.database.transaction():
            stamp, reached = now.isoformat(), min(1.0, max(0.0, progress))
            ended = stamp if reached >= MIN_FINISHED_PROGRESS else ""
            update_article(
                self.database,
                "UPDATE articles SET place = ?, progress = ?, opened = ?, "
                "finished = CASE WHEN finished = '' THEN ? ELSE finished END WHERE id = ?",
                (offset, reached, stamp, ended),
                article_id,
            )

    def mark_revised(self, article_id: str, since: int) -> None:
        """Mark an article as having versions after `since` that the reader has not seen."""
        with self.database.transaction():
            unseen = "INSERT OR IGNORE INTO memory (key, value) VALUES (?, ?)"
            self.database.run(unseen, (f"{row_mapping.REVISED_KEY} {article_id}", str(since)))
            self.index.touch(STATE_STAMP)

    def mark_revision_seen(self, article_id: str) -> None:
        """Mark the newest version of an article as seen."""
        with self.database.transaction():
            if self.database.run("DELETE FROM memory WHERE key = ?", (f"{row_mapping.REVISED_KEY} {article_id}",)):
                self.index.touch(STATE_STAMP)

    def revised_since(self, article_id: str) -> int | None:
        """Return the version that the reader has seen last, or None if there is none newer that is unseen."""
        found = self.setting(f"{row_mapping.REVISED_KEY} {article_id}")
        return int(found) if found else None

    def save_setting(self, key: str, value: str) -> None:
        """Keep a choice of the user's for the next start."""
        with self.database.transaction():
            self.database.run("INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)", (key, value))

    def setting(self, key: str) -> str | None:
        """Return a saved setting, or None."""
        row = self.database.row("SELECT value FROM memory WHERE key = ?", (key,))
        return None if row is None else str(row["value"])

    def check(self) -> list[str]:
        """Return the problems that SQLite finds in the file, one per line."""
        return [str(row[0]) for row in self.database.rows("PRAGMA quick_check", ()) if row[0] != "ok"]
