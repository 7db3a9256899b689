"""The full-text index, and the facets that lists are ordered by; both derived from the articles and updated with them.

`search` is an FTS5 table without content of its own (sqlite.org/fts5.html, 4.4.3 "Contentless tables"), so that the file does not
hold every text twice: a row's old words are computed again when they are taken out. An article's row has its number, an
annotation's row the negative of its own. `facets` has an article's sources, authors, categories and topics, one row each,
in the order in which lists show them.

The index is taken for whole only while `memory` holds the marker of how texts are cut. Without it, writers keep up the
part that has been built so far, and whoever builds goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from annotations.model.span import Span
from reader.errors import LibraryError
from reader.library.db import row_mapping
from reader.library.db.connection import STATEMENT_ERRORS, Database
from reader.library.db.models import ArticleSummary
from reader.library.index.index_words import TOKENIZER, cut, marker, split, tag_key

COLUMNS = ("text", "title", "source", "author", "category", "topic", "tags", "quote", "note")
COLUMN_WEIGHTS = (1, 10, 3, 4, 3, 3, 6, 3, 5)
"""How much a word in each column counts (bm25). The text comes first since the first column takes the least room."""

ARTICLE_COLUMNS = COLUMNS[:7]
NOTE_COLUMNS = COLUMNS[6:]
NO_FACET_KEY = "\U0010ffff"
"""The key of a facet that an article has no value of; it sorts after all others."""

MARKS, NAMES = ", ".join("?" * (1 + len(ARTICLE_COLUMNS))), ", ".join(ARTICLE_COLUMNS)
MAX_BEGINNING_CHARACTERS = 3
"""The longest beginning of a word that is looked up in `beginnings`; longer ones are found fast among the words."""
BEGINNING_COLUMNS = ("source", "author", "title", "category", "topic", "quote", "note")
"""Columns whose beginnings can be looked up separately: `beginnings` has them with the column's name as prefix."""
EVERY_ROW = "every"
"""A word in each row of `beginnings`, longer than any beginning, so that `every NOT x` selects the rows without x."""
FORMAT_VERSION = 2
"""The version of the tables and their contents; raise it with each change, so that indexes are rebuilt."""
UPDATE_NOTE_COUNT = """
UPDATE articles
SET (notes, noted) = (
    SELECT count(*), coalesce(max(modified), '')
    FROM noted
    WHERE article = articles.id AND deleted = ''
)
WHERE id = ?
"""
Work = Callable[[int], None]
PIECE_CHARACTERS = 100_000
INDEX_BATCH_ARTICLES = 200
MAX_SMALL_LIBRARY_ARTICLES, MAX_CHECKED_ARTICLES = 300, 5_000
MADE_KEY, BUILDING_KEY = "index", "index-building"
ORDER_STAMP, ANNOTATION_STAMP, STATE_STAMP = "order", "order-noted", "order-done"
"""Keys in `memory` of stamps that change with the articles, with their tags or notes, and with their states."""
SELECT_ARTICLES_WITH_TEXTS = (
    "SELECT * FROM articles JOIN texts ON texts.article = articles.id AND texts.version = articles.version"
)
ARTICLE_TEXT = """(
    SELECT coalesce(group_concat(text, ''), '')
    FROM (
        SELECT text
        FROM chunks
        WHERE chunks.article = articles.id AND chunks.version = articles.version
        ORDER BY number
    )
)"""
"""The text of an article, joined from its chunks."""
SELECT_WHOLE_ARTICLES = SELECT_ARTICLES_WITH_TEXTS.replace("*", f"*, {ARTICLE_TEXT} AS text", 1)
CREATE_TABLES = (
    f"""CREATE VIRTUAL TABLE search USING fts5({", ".join(COLUMNS)}, content='', tokenize="{TOKENIZER}")""",
    f"""CREATE VIRTUAL TABLE beginnings USING fts5(words, content='', columnsize=0, detail=none, tokenize="{TOKENIZER}")""",
    f"INSERT INTO search (search, rank) VALUES ('rank', 'bm25({', '.join(map(str, COLUMN_WEIGHTS))})')",
    """CREATE TABLE facets (kind TEXT NOT NULL, key TEXT NOT NULL, issued TEXT NOT NULL, number INTEGER NOT NULL,
        place INTEGER NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (kind, key, issued DESC, number)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX facets_of ON facets (number)",
)
SHADOWS = ("data", "idx", "docsize", "config", "content")


class FullTextIndex:
    """The full-text index of one library; `problem` says why it cannot be used, or is empty."""

    def __init__(self, database: Database) -> None:
        self._database, self._marker = database, f"{marker()}-{FORMAT_VERSION}"
        self.problem, self._checked = "", False
        if not self.is_complete and self._database.row("SELECT 1 FROM articles LIMIT 1") is None:
            with self._database.transaction():
                self._create_tables()
                self._finish()

    @property
    def is_complete(self) -> bool:
        """Whether the index is built and not known to be damaged."""
        return not self.problem and self._read_memory(MADE_KEY) == self._marker

    # Keeping up

    @contextmanager
    def reindexing(self, numbers: Iterable[int], which: str = ORDER_STAMP) -> Iterator[None]:
        """Remove the words of articles before the body changes them and index them afterwards; touch the stamp `which`."""
        known = [number for number in numbers if number <= self._last_indexed()]
        self.touch(which)
        self._apply(known, self._remove_article)
        yield
        self._apply(known, self._index_article)

    def add_articles(self, numbers: Sequence[int]) -> None:
        """Index new articles."""
        if numbers:
            self.touch()
            reach = self._last_indexed()
            self._apply([number for number in numbers if number <= reach], self._index_article)

    def _apply(self, numbers: Sequence[int], work: Work) -> None:
        """Call `work` for each number; a damaged index is marked as such and raises no error."""
        try:
            for number in numbers:
                work(number)
        except LibraryError as error:
            if not is_damage(error):
                raise
            self.mark_damaged(str(error))

    def _last_indexed(self) -> int:
        """Return the number of the last article that is indexed."""
        if self.is_complete:
            return 2**62
        begun, _, reached = (self._read_memory(BUILDING_KEY) or "").partition(" ")
        return int(reached) if begun == self._marker and not self.problem else -1

    def _remove_article(self, number: int) -> None:
        row = self._row(number)
        values: tuple[int | str, ...] = (number, *_columns(row, row_mapping.entry_of(row) if row else None))
        self._database.run(f"INSERT INTO search (search, rowid, {NAMES}) VALUES ('delete', {MARKS})", values)
        self._update_beginnings(number, ARTICLE_COLUMNS, values[1:], out=True)
        self._database.run("DELETE FROM facets WHERE number = ?", (number,))

    def _index_article(self, number: int) -> None:
        row = self._row(number)
        entry = row_mapping.entry_of(row) if row else None
        values: tuple[int | str, ...] = (number, *_columns(row, entry))
        self._database.run(f"INSERT INTO search (rowid, {NAMES}) VALUES ({MARKS})", values)
        self._update_beginnings(number, ARTICLE_COLUMNS, values[1:])
        if entry is not None:
            self._database.run_many("INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?, ?, ?)", self._facets(entry))

    def _row(self, number: int) -> sqlite3.Row | None:
        """Return an article with its text and blocks."""
        return self._database.row(f"{SELECT_WHOLE_ARTICLES} WHERE articles.number = ?", (number,))

    def _update_beginnings(
        self, row: int, columns: Sequence[str], values: Sequence[int | str], *, out: bool = False
    ) -> None:
        """Insert the beginnings of a row's words, or remove them if `out`."""
        head, marks = ("beginnings, ", "'delete', ") if out else ("", "")
        words = beginnings({name: str(value) for name, value in zip(columns, values, strict=True)})
        self._database.run(f"INSERT INTO beginnings ({head}rowid, words) VALUES ({marks}?, ?)", (row, words))

    def _facets(self, entry: ArticleSummary) -> list[tuple[str, str, str, int, int, str]]:
        found = []
        values = {"source": [entry.container], "author": entry.authors, "category": entry.categories}
        for kind, named in (values | {"topic": [entry.topic]}).items():
            for place, value in enumerate([each for each in named if each] or [""]):
                key = " ".join(cut(value).split()) or NO_FACET_KEY
                found.append((kind, key, entry.issued, entry.number, place, value))
        return found + self._tag_facets(entry)

    def _tag_facets(self, entry: ArticleSummary) -> list[tuple[str, str, str, int, int, str]]:
        """Return the facet rows of the tags of an article and its annotations, one per tag with its first spelling."""
        rows = self._database.rows("SELECT tags FROM noted WHERE article = ? AND deleted = ''", (entry.id,))
        tags = {tag_key(tag): tag for row in reversed(rows) for tag in row_mapping.tags_of(row["tags"])}
        tags |= {tag_key(tag): tag for tag in entry.tags}
        return [("tag", key, entry.issued, entry.number, n, tag) for n, (key, tag) in enumerate(sorted(tags.items()))]

    def update_annotations(self, article: str) -> None:
        """Update the note count and tag facets of an article whose annotations have changed."""
        self._database.run(UPDATE_NOTE_COUNT, (article,))
        row = self._database.row("SELECT * FROM articles WHERE id = ?", (article,))
        if row is None or row["number"] > self._last_indexed():
            return
        entry = row_mapping.entry_of(row)
        held = (
            "SELECT kind, key, issued, number, place, value FROM facets WHERE number = ? AND kind = 'tag' ORDER BY key"
        )
        wanted = self._tag_facets(entry)
        if [tuple(each) for each in self._database.rows(held, (entry.number,))] != wanted:
            self._database.run("DELETE FROM facets WHERE number = ? AND kind = 'tag'", (entry.number,))
            self._database.run_many("INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?, ?, ?)", wanted)
        self.touch(ANNOTATION_STAMP)

    def touch(self, which: str = ORDER_STAMP) -> None:
        """Renew a stamp (ORDER_STAMP, ANNOTATION_STAMP or STATE_STAMP), so that every window refreshes its lists."""
        self._database.run("INSERT OR REPLACE INTO memory VALUES (?, hex(randomblob(8)))", (which,))

    def index_annotation(self, number: int, quote: str, note: str, tags: str, *, out: bool = False) -> None:
        """Insert the words of an annotation, or remove them if `out`; `tags` is a JSON list."""
        names = ", ".join(NOTE_COLUMNS)
        values = (-number, cut("\n".join(row_mapping.tags_of(tags))), cut(quote), cut(note))
        head, marks = ("search, ", "'delete', ") if out else ("", "")
        self._database.run(f"INSERT INTO search ({head}rowid, {names}) VALUES ({marks}?, ?, ?, ?)", values)
        self._update_beginnings(values[0], NOTE_COLUMNS, values[1:], out=out)

    # Building

    def build(self, *, anew: bool = False) -> Iterator[tuple[int, int]]:
        """Build the missing part, or all of it if `anew`; yield (articles done, articles in total).

        It may be interrupted and resumed, and other connections may write between its steps.
        """
        if self.is_complete and not anew:
            return
        if anew or self.problem or self._last_indexed() < 0:
            with self._database.transaction():
                self._create_tables()
        self.problem = ""
        done, total = self._count(self._last_indexed()), self._count(2**62)
        yield done, total
        while not self.is_complete:
            if self.problem:
                raise LibraryError(self.problem)
            with self._database.transaction():
                following = "SELECT number FROM articles WHERE number > ? ORDER BY number LIMIT ?"
                numbers = self._database.numbers(following, (self._last_indexed(), INDEX_BATCH_ARTICLES))
                for number in numbers:
                    self._index_article(number)
                if numbers:
                    self._write_memory(BUILDING_KEY, f"{self._marker} {numbers[-1]}")
                else:
                    self._finish()
            done += len(numbers)
            yield min(done, total), total

    def has_at_most(self, count: int) -> bool:
        """Return whether there are at most `count` articles, including the trash."""
        row = self._database.row("SELECT count(*) FROM (SELECT 1 FROM articles LIMIT ?)", (count + 1,))
        return row is None or int(row[0]) <= count

    @property
    def is_small(self) -> bool:
        """Whether the library is small enough to build the index at once."""
        return self.has_at_most(MAX_SMALL_LIBRARY_ARTICLES)

    def build_whole(self) -> None:
        """Build the missing part at once; if the file cannot be written, set `problem` instead."""
        try:
            for _ in self.build():
                pass
        except LibraryError as error:
            self.problem = f"the search index could not be built ({error}): gloss doctor --repair builds it"

    def _create_tables(self) -> None:
        self._database.run(
            "DELETE FROM memory WHERE key IN (?, ?) OR key GLOB 'order [0-9]*'", (MADE_KEY, BUILDING_KEY)
        )
        drop_tables(self._database)
        for statement in CREATE_TABLES:
            self._database.run(statement)
        self._write_memory(BUILDING_KEY, f"{self._marker} 0")

    def _finish(self) -> None:
        self.touch()
        for row in self._database.rows("SELECT number, quote, note, tags FROM noted WHERE deleted = ''"):
            self.index_annotation(row["number"], row["quote"], row["note"], row["tags"])
        self._database.run("DELETE FROM memory WHERE key = ?", (BUILDING_KEY,))
        self._write_memory(MADE_KEY, self._marker)

    def _count(self, upto: int) -> int:
        row = self._database.row("SELECT count(*) FROM articles WHERE number <= ?", (upto,))
        return int(row[0]) if row else 0

    # Its state

    def mark_damaged(self, reason: str) -> None:
        """Stop using the index until it is rebuilt."""
        self.problem = f"the search index is damaged ({reason}): gloss doctor --repair builds it anew"
        try:
            self._database.run("DELETE FROM memory WHERE key IN (?, ?)", (MADE_KEY, BUILDING_KEY))
        except LibraryError:
            return  # nobody can write just now; whoever meets the damage next will say so again

    def check(self) -> str:
        """Check the structure of the index and that it has every article; return the problem or an empty string."""
        self._checked = True
        if not self.is_complete:
            return self.problem or "the search index is not built: gloss doctor --repair builds it"
        try:
            for table in ("search", "beginnings"):
                self._database.run(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            held = set(self._database.numbers("SELECT id FROM search_docsize WHERE id > 0"))
            self._database.row("SELECT count(*) FROM facets")
            missing = sum(number not in held for number in self._database.numbers("SELECT number FROM articles"))
            if missing:
                self.mark_damaged(f"{missing} articles are missing")
        except LibraryError as error:
            if not is_damage(error):
                return str(error)
            self.mark_damaged(str(error.__cause__))
        return self.problem

    @property
    def is_doubtful(self) -> bool:
        """Whether an empty answer may be due to damage; a library of moderate size is checked once."""
        if self.is_complete and not self._checked and self.has_at_most(MAX_CHECKED_ARTICLES):
            self.check()
        return not self.is_complete

    def _read_memory(self, key: str) -> str | None:
        row = self._database.row("SELECT value FROM memory WHERE key = ?", (key,))
        return None if row is None else str(row["value"])

    def _write_memory(self, key: str, value: str) -> None:
        self._database.run("INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)", (key, value))


def is_damage(error: LibraryError) -> bool:
    """Return whether SQLite reports damaged data, rather than a full disk or a locked file."""
    cause = error.__cause__
    said = str(cause)
    return isinstance(cause, STATEMENT_ERRORS) and not any(
        word in said for word in ("locked", "full", "readonly", "interrupted")
    )


def drop_tables(database: Database) -> None:
    """Drop the tables of the index, even if they are damaged."""
    for table in ("search", "beginnings"):
        try:
            database.run(f"DROP TABLE IF EXISTS {table}")
        except LibraryError as error:
            if not is_damage(error):
                raise
            database.run("PRAGMA writable_schema = ON")
            database.run("DELETE FROM sqlite_schema WHERE name = ?", (table,))
            database.run("PRAGMA writable_schema = RESET")
        for shadow in SHADOWS:
            database.run(f"DROP TABLE IF EXISTS {table}_{shadow}")
    database.run("DROP TABLE IF EXISTS facets")


def _columns(row: sqlite3.Row | None, entry: ArticleSummary | None) -> tuple[str, ...]:
    """Return an article's words by column, without boilerplate."""
    if row is None or entry is None:
        return ("",) * len(ARTICLE_COLUMNS)
    lists = ("\n".join(each) for each in (entry.authors, entry.categories, [entry.topic], entry.tags))
    text = own_words(row["text"], row["blocks"])
    whole = "".join(cut(text[start:end]) for start, end in _pieces(text))
    return (whole, *map(cut, (entry.title, entry.container, *lists)))


def beginnings(columns: Mapping[str, str]) -> str:
    """Return the first one, two and three characters of every word, each once, for queries that are still being typed.

    Those of the columns in BEGUN stand there a second time, behind the column's name.
    """
    found = {EVERY_ROW}
    for name, value in columns.items():
        longest = {word[:MAX_BEGINNING_CHARACTERS] for start, end in _pieces(value) for word in split(value[start:end])}
        begun = {word[:n] for word in longest for n in range(1, MAX_BEGINNING_CHARACTERS + 1)}
        found |= begun
        if name in BEGINNING_COLUMNS:
            found |= {name + each for each in begun}
    return " ".join(sorted(found))


def _pieces(column: str) -> Iterator[tuple[int, int]]:
    """Yield pieces that end between words; splitting a whole book into words at once takes many times its memory."""
    start = 0
    while start < len(column):
        end = column.find(" ", start + PIECE_CHARACTERS) + 1 or len(column)
        yield start, end
        start = end


def own_words(text: str, blocks: str) -> str:
    """Return a text without its boilerplate; `blocks` is the column of the database."""
    at, parts = 0, []
    for span in boilerplate(blocks):
        parts.append(text[at : span.start])
        at = span.end
    return "".join([*parts, text[at:]]) if parts else text


def boilerplate(blocks: str) -> Sequence[Span]:
    """Return the spans of boilerplate; `blocks` is the column of the database."""
    return row_mapping.boilerplate_of(blocks) if '"boilerplate"' in blocks else ()
