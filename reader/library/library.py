"""The articles: adding, listing, reading, mending, the trash, reading places."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from annotations.annotation import Annotation
from annotations.source import Source
from annotations.span import Span
from reader.article import Article, Draft
from reader.errors import AmbiguousArticle, LibraryError, UnknownArticle
from reader.library import records
from reader.library.entries import Added, Entry, Hit
from reader.library.schema import connect
from reader.library.structure import blocks_to_json, inlines_to_json
from reader.text.chunked import ChunkedText, chunk_starts

if TYPE_CHECKING:
    from reader.library.query import Query

SORTS = {
    "date": "issued = '', issued DESC, added DESC, rowid",
    "title": "title COLLATE NOCASE, rowid",
    "added": "added DESC, rowid",
    "source": "container COLLATE NOCASE, issued DESC, rowid",
}
JOINED = "SELECT * FROM articles JOIN texts ON texts.article = articles.id AND texts.version = articles.version"
WHOLE_UP_TO = 24
"""Chunks up to which a text is read whole, about 200,000 code points."""

AnnotationsOf = Callable[[str], Sequence[Annotation]]


class Library:
    """The library in the file `path`, which is made if need be; LibraryError where it cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect(path)
        self._folded: dict[tuple[str, int, str], str] = {}

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Reading

    def entries(
        self, query: str = "", sort: str = "date", limit: int | None = None, annotations: AnnotationsOf | None = None
    ) -> list[Entry]:
        """The articles that a query means, in one of the orders of SORTS; QueryError.

        `annotations` answers with an article's live ones, for queries such as `tag:`.
        """
        if not query.strip():
            found = self._listed(sort, trashed=False)
        else:
            from reader.library.query import parse_query  # noqa: PLC0415 - only where words are looked for

            asked = parse_query(query)
            listed = self._listed(sort, trashed=asked.trash)
            found = [entry for entry in listed if self._meant(asked, entry, annotations)]
        return found if limit is None else found[: max(0, limit)]

    def _listed(self, sort: str, *, trashed: bool) -> list[Entry]:
        order = f"SELECT * FROM articles WHERE (trashed != '') = ? ORDER BY {SORTS[sort]}"
        return [records.entry_of(row) for row in self._rows(order, (int(trashed),))]

    def _meant(self, query: Query, entry: Entry, annotations: AnnotationsOf | None) -> bool:
        from reader.library.query import matches_entry  # noqa: PLC0415 - only where words are looked for

        if not query:
            return True
        folded = self._folded_of(entry) if any(not term.field for term in query.terms) else ""
        noted = annotations(entry.id) if annotations and query.asks("tag", "color", "note", "is") else ()
        return matches_entry(query, entry, folded, noted)

    def _folded_of(self, entry: Entry) -> str:
        """Title, source and own text of an article, folded."""
        from annotations.folding import fold_query  # noqa: PLC0415 - only where words are looked for
        from reader.library.searching import own_text  # noqa: PLC0415 - only where words are looked for

        key = entry.id, entry.versions, entry.title
        if key not in self._folded:
            article = self.article(entry.id)
            own = own_text(article)
            parts = [entry.title, entry.container, *entry.authors, *entry.categories, entry.topic, own]
            self._folded[key] = fold_query("\n".join(parts))
        return self._folded[key]

    def article(self, article_id: str) -> Article:
        """The article with this id, its newest text; UnknownArticle."""
        row = next(self._rows(f"{JOINED} WHERE articles.id = ?", (article_id,)), None)
        if row is None:
            raise UnknownArticle(article_id)
        return records.article_of(row, self._text(row["id"], row["version"]))

    def reading(self, article_id: str) -> Article:
        """The same to be read on a screen: a long text comes chunk by chunk, as it is looked at (reader.text.chunked)."""
        row = next(self._rows(f"{JOINED} WHERE articles.id = ?", (article_id,)), None)
        if row is None:
            raise UnknownArticle(article_id)
        version, starts = row["version"], json.loads(row["starts"])
        if len(starts) <= WHOLE_UP_TO:
            return records.article_of(row, self._text(article_id, version))
        text = ChunkedText(row["length"], starts, lambda number: self._chunk(article_id, version, number))
        return records.article_of(row, text.as_text())

    def _text(self, article_id: str, version: int) -> str:
        order = "SELECT text FROM chunks WHERE article = ? AND version = ? ORDER BY number"
        return "".join(row["text"] for row in self._rows(order, (article_id, version)))

    def _chunk(self, article_id: str, version: int, number: int) -> str:
        one = "SELECT text FROM chunks WHERE article = ? AND version = ? AND number = ?"
        row = next(self._rows(one, (article_id, version, number)), None)
        if row is None:
            raise LibraryError(f"{self._path}: a part of {article_id} is missing; gloss doctor looks at the file")
        return str(row["text"])

    def entry(self, article_id: str) -> Entry:
        """The same without the text."""
        row = next(self._rows("SELECT * FROM articles WHERE id = ?", (article_id,)), None)
        if row is None:
            raise UnknownArticle(article_id)
        return records.entry_of(row)

    def stamp(self) -> tuple[int, str, int]:
        """Something that is another whenever articles were added, changed, trashed or restored, by whomever."""
        row = next(self._rows("SELECT count(*), coalesce(max(updated), ''), sum(trashed != '') FROM articles", ()))
        return int(row[0]), str(row[1]), int(row[2] or 0)

    def texts(self) -> list[tuple[str, int, int]]:
        """Every article, the trash included: its id, the number of its newest text, and that one's code points."""
        rows = self._rows("SELECT id, version, length FROM articles ORDER BY rowid", ())
        return [(row["id"], row["version"], row["length"]) for row in rows]

    def text(self, article_id: str, version: int) -> tuple[str, tuple[Span, ...]]:
        """One of an article's texts (they are counted from 1), and what of it is boilerplate; UnknownArticle."""
        asked = "SELECT blocks FROM texts WHERE article = ? AND version = ?"
        row = next(self._rows(asked, (article_id, version)), None)
        if row is None:
            raise UnknownArticle(f"{article_id}, version {version}")
        return self._text(article_id, version), records.boilerplate_of(row["blocks"])

    def sources(self, year: str | None = None) -> list[tuple[str, Source]]:
        """The id and citation data of every article, or of those issued in a year (empty: undated), as they came in."""
        where, values = ("", ()) if year is None else ("WHERE substr(issued, 1, 4) = ?", (year,))
        rows = self._rows(f"SELECT id, source FROM articles {where} ORDER BY rowid", values)
        return [(row["id"], records.source_from_json(row["source"])) for row in rows]

    def titles(self) -> list[str]:
        """The titles of all articles."""
        return [row[0] for row in self._rows("SELECT title FROM articles", ())]

    def containers(self) -> list[str]:
        """What the articles appeared in, each name once."""
        return [row[0] for row in self._rows("SELECT DISTINCT container FROM articles WHERE container != ''", ())]

    def at_address(self, url: str) -> list[str]:
        """The articles with this address."""
        found = self._rows("SELECT id FROM articles WHERE identity = ?", (f"url:{url}",))
        return [row["id"] for row in found]

    def changes(self) -> tuple[int, int]:
        """Two numbers that stay as they are while nobody writes to the library."""
        version = next(self._rows("PRAGMA data_version", ()))[0]
        return version, self._connection.total_changes

    def state(self) -> tuple[int, int, int]:
        """How many articles there are, how many texts of them, and the code points of the newest ones together."""
        row = next(self._rows("SELECT count(*), total(version), total(length) FROM articles", ()))
        return int(row[0]), int(row[1]), int(row[2])

    def addresses(self) -> list[str]:
        """The places in the web that articles came from, each once; the trash is not asked."""
        statement = (
            "SELECT json_extract(extra, '$.origin') AS origin FROM articles "
            "WHERE trashed = '' AND json_extract(extra, '$.origin') LIKE 'http%' GROUP BY origin ORDER BY min(rowid)"
        )
        return [row["origin"] for row in self._rows(statement, ())]

    def sources_of_year(self, year: str) -> list[Source]:
        """The citation data of every article issued in a year (`2025`; empty: undated), the trash included."""
        rows = self._rows("SELECT source FROM articles WHERE substr(issued, 1, 4) = ? ORDER BY rowid", (year,))
        return [records.source_from_json(row["source"]) for row in rows]

    def resolve(self, part: str, *, trashed: bool = False) -> str:
        """The id that is meant by an id, any part of one or of a title, else a source; UnknownArticle, AmbiguousArticle."""
        rows = list(self._rows("SELECT id, title, container FROM articles WHERE (trashed != '') = ?", (int(trashed),)))
        if any(row["id"] == part for row in rows):
            return part
        from annotations.folding import fold_query  # noqa: PLC0415 - only where words are looked for

        wanted = fold_query(part)
        found = [row["id"] for row in rows if wanted and (wanted in row["id"] or wanted in fold_query(row["title"]))]
        found = found or [row["id"] for row in rows if wanted and wanted in fold_query(row["container"])]
        if not found:
            raise UnknownArticle(part)
        if len(found) > 1:
            raise AmbiguousArticle(part, sorted(found))
        return str(found[0])

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Articles in which every word and phrase stands, best first, with the passage; QueryError."""
        from reader.library.query import parse_query  # noqa: PLC0415 - only where words are looked for
        from reader.library.searching import hit_in  # noqa: PLC0415 - only where words are looked for

        asked = parse_query(query)
        hits = []
        for entry in self.entries(query):
            hit = hit_in(self.article(entry.id), asked)
            if hit is not None:
                hits.append(hit)
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    # Adding

    def add(self, drafts: Iterable[Draft], now: datetime) -> list[Added]:
        """Take drafts in, all of them or, after an error, none; the same draft again changes nothing."""
        seen: dict[str, int] = {}
        with self._writing():
            return [self._add(draft, now, seen) for draft in drafts]

    def _add(self, draft: Draft, now: datetime, seen: dict[str, int]) -> Added:
        identity = records.identity_of(draft)
        seen[identity] = seen.get(identity, 0) + 1
        if seen[identity] > 1:
            identity = f"{identity}\n#{seen[identity]}"
        row = next(self._rows(f"{JOINED} WHERE identity = ?", (identity,)), None)
        if row is None:
            return self._insert(draft, identity, now)
        same = self._text(row["id"], row["version"]) == draft.text
        if same and (row["blocks"], row["inlines"]) == _structure(draft):
            return Added(row["id"], "unchanged", row["title"])
        self._add_version(row, draft, now, same)
        return Added(row["id"], "updated", row["title"])

    def _insert(self, draft: Draft, identity: str, now: datetime) -> Added:
        from reader.library.names import article_id  # noqa: PLC0415 - only where something is added

        new_id = article_id(draft, identity, self._taken)
        stamp = now.isoformat()
        columns: dict[str, str | int] = {
            "id": new_id,
            "identity": identity,
            **records.columns_of(draft.source),
            "imported": records.source_to_json(draft.source),
            "extra": records.extra_to_json(draft),
            "version": 1,
            "words": draft.words,
            "length": len(draft.text),
            "added": stamp,
            "updated": stamp,
        }
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        self._run(f"INSERT INTO articles ({names}) VALUES ({marks})", tuple(columns.values()))
        self._insert_text(new_id, 1, draft, stamp)
        return Added(new_id, "added", draft.source.title)

    def _add_version(self, row: sqlite3.Row, draft: Draft, now: datetime, same_text: bool) -> None:
        """Another text of the same article: the old one is kept, and so is what the user has mended."""
        version = row["version"] + 1
        if same_text:
            self._run(
                "UPDATE texts SET blocks = ?, inlines = ? WHERE article = ? AND version = ?",
                (*_structure(draft), row["id"], row["version"]),
            )
            version = row["version"]
        else:
            self._insert_text(row["id"], version, draft, now.isoformat())
        self._run(
            "UPDATE articles SET version = ?, words = ?, length = ?, updated = ?, extra = ? WHERE id = ?",
            (version, draft.words, len(draft.text), now.isoformat(), records.extra_to_json(draft), row["id"]),
        )

    def _insert_text(self, article: str, version: int, draft: Draft, stamp: str) -> None:
        starts = list(chunk_starts(draft.text))
        values = (article, version, json.dumps(starts), *_structure(draft), stamp)
        names = "article, version, starts, blocks, inlines, added"
        self._run(f"INSERT INTO texts ({names}) VALUES (?, ?, ?, ?, ?, ?)", values)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(draft.text)], strict=True)):
            self._run("INSERT INTO chunks VALUES (?, ?, ?, ?)", (article, version, number, draft.text[start:end]))

    def _taken(self, name: str) -> bool:
        return next(self._rows("SELECT 1 FROM articles WHERE id = ?", (name,)), None) is not None

    # Changing

    def edit_source(self, article_id: str, source: Source, now: datetime) -> None:
        """Mend the citation data."""
        values = records.columns_of(source)
        assignments = ", ".join(f"{name} = ?" for name in values)
        with self._writing():
            self._changed(
                f"UPDATE articles SET {assignments}, updated = ? WHERE id = ?",
                (*values.values(), now.isoformat()),
                article_id,
            )

    def trash(self, article_id: str, now: datetime) -> None:
        """Out of the lists, kept with all its notes."""
        with self._writing():
            self._changed("UPDATE articles SET trashed = ? WHERE id = ?", (now.isoformat(),), article_id)

    def restore(self, article_id: str) -> None:
        """Back from the trash."""
        with self._writing():
            self._changed("UPDATE articles SET trashed = ? WHERE id = ?", ("",), article_id)

    def set_place(self, article_id: str, offset: int, progress: float, now: datetime) -> None:
        """Where reading stopped; this also says that the article was opened."""
        with self._writing():
            values = (offset, min(1.0, max(0.0, progress)), now.isoformat())
            self._changed("UPDATE articles SET place = ?, progress = ?, opened = ? WHERE id = ?", values, article_id)

    def remember(self, key: str, value: str) -> None:
        """Keep a choice of the user's for the next start."""
        with self._writing():
            self._run("INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)", (key, value))

    def recall(self, key: str) -> str | None:
        """What was remembered, or None."""
        row = next(self._rows("SELECT value FROM memory WHERE key = ?", (key,)), None)
        return None if row is None else str(row["value"])

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file, a line each."""
        return [str(row[0]) for row in self._rows("PRAGMA quick_check", ()) if row[0] != "ok"]

    # SQLite

    def _changed(self, statement: str, values: tuple[str | float, ...], article_id: str) -> None:
        if self._run(statement, (*values, article_id)).rowcount == 0:
            raise UnknownArticle(article_id)

    def _rows(self, statement: str, values: tuple[str | float, ...]) -> Iterator[sqlite3.Row]:
        return iter(self._run(statement, values).fetchall())

    def _run(self, statement: str, values: Sequence[str | float]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.Error) -> LibraryError:
        return LibraryError(f"{self._path}: {error}; nothing was changed")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; all of it or nothing."""
        self._run("BEGIN IMMEDIATE", ())
        try:
            yield
            self._run("COMMIT", ())
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _structure(draft: Draft) -> tuple[str, str]:
    """What lies over the text, as its two columns."""
    return blocks_to_json(draft.blocks), inlines_to_json(draft.inlines)
