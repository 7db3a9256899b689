"""Libraries of earlier formats taken further, within one transaction that the caller has begun."""

from __future__ import annotations

import json
import sqlite3

from reader.library.db.schema import ARTICLES, NOTED_SCRIPT, ORDERS, TEXTS, run_script
from reader.text.layout.chunked_text import chunk_starts

KEPT = (
    "id, identity, title, container, issued, source, imported, extra, version, words, length, added, updated, place, "
    "progress, opened, trashed"
)


def to_second(connection: sqlite3.Connection) -> None:
    """From the first format: articles get numbers, states and tags; whole texts are cut into chunks."""
    connection.execute("ALTER TABLE articles RENAME TO articles_1")
    whole = any(row[1] == "text" for row in connection.execute("PRAGMA table_info(texts)"))
    connection.execute("ALTER TABLE texts RENAME TO texts_1")
    if not whole:
        connection.execute("ALTER TABLE chunks RENAME TO chunks_1")
    run_script(connection, f"{ARTICLES}{TEXTS}")
    copied = f"INSERT INTO articles (number, {KEPT}) SELECT rowid, {KEPT} FROM articles_1 ORDER BY rowid"
    connection.execute(copied)
    connection.execute("UPDATE articles SET finished = opened WHERE progress >= 0.98")
    if whole:
        _cut_texts(connection)
    else:
        connection.execute("INSERT INTO texts SELECT article, version, starts, blocks, inlines, added FROM texts_1")
        connection.execute("INSERT INTO chunks SELECT article, version, number, text FROM chunks_1")
        connection.execute("DROP TABLE chunks_1")
    connection.execute("DROP TABLE texts_1")
    connection.execute("DROP TABLE articles_1")
    run_script(connection, f"{ORDERS}{NOTED_SCRIPT}")


def _cut_texts(connection: sqlite3.Connection) -> None:
    for row in connection.execute("SELECT article, version, text, blocks, inlines, added FROM texts_1").fetchall():
        article, version, text, blocks, inlines, added = row
        starts = list(chunk_starts(text))
        values = (article, version, json.dumps(starts), _flat(blocks), inlines, added)
        connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)", values)
        ends = [*starts[1:], len(text)]
        chunks = [
            (article, version, n, text[start:end]) for n, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]
        connection.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?)", chunks)


def _flat(blocks: str) -> str:
    """Blocks that stood as rows (kind, start, end, level), as flat lists."""
    rows = json.loads(blocks)
    if rows and rows[0] and isinstance(rows[0][0], str) and len(rows[0]) == 4 and isinstance(rows[0][1], int):
        kinds = sorted({kind for kind, _, _, _ in rows})
        columns = zip(*rows, strict=True)
        kind, *rest = (list(column) for column in columns)
        return json.dumps([kinds, [kinds.index(each) for each in kind], *rest], separators=(",", ":"))
    return blocks if rows else json.dumps([[], [], [], [], []])
