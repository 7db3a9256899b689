"""The tables of library.db."""

from __future__ import annotations

import sqlite3

VERSION = 2

ARTICLES = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    identity TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    container TEXT NOT NULL,
    issued TEXT NOT NULL,
    source TEXT NOT NULL,
    imported TEXT NOT NULL,
    extra TEXT NOT NULL,
    version INTEGER NOT NULL,
    words INTEGER NOT NULL,
    length INTEGER NOT NULL,
    added TEXT NOT NULL,
    updated TEXT NOT NULL,
    place INTEGER NOT NULL DEFAULT 0,
    progress REAL NOT NULL DEFAULT 0,
    opened TEXT NOT NULL DEFAULT '',
    trashed TEXT NOT NULL DEFAULT '',
    finished TEXT NOT NULL DEFAULT '',
    starred TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]',
    notes INTEGER NOT NULL DEFAULT 0,
    noted TEXT NOT NULL DEFAULT ''
) STRICT;
"""
"""`number` is an article's name within the file; `source` and `extra` are JSON; `imported` is the source as the importer
had it, whatever the user has mended since; `opened`, `trashed`, `finished` and `starred` say when, or are empty; `tags` are
the article's own, as JSON. `notes` and `noted` are derived: how many live annotations there are, and when the last changed."""

TEXTS = """
CREATE TABLE texts (
    article TEXT NOT NULL REFERENCES articles(id),
    version INTEGER NOT NULL,
    starts TEXT NOT NULL,
    blocks TEXT NOT NULL,
    inlines TEXT NOT NULL,
    added TEXT NOT NULL,
    PRIMARY KEY (article, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE chunks (
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article, version, number),
    FOREIGN KEY (article, version) REFERENCES texts(article, version)
) STRICT;
"""
"""A text stands in chunks of a few kilobytes; `starts` says at which code point each begins, as a JSON list."""

ORDERS = """
CREATE INDEX articles_by_date ON articles ((issued = ''), issued DESC, added DESC, number) WHERE trashed = '';
CREATE INDEX articles_by_title ON articles (title COLLATE NOCASE, number) WHERE trashed = '';
CREATE INDEX articles_by_added ON articles (added DESC, number) WHERE trashed = '';
CREATE INDEX articles_by_source ON articles (container COLLATE NOCASE, issued DESC, number) WHERE trashed = '';
CREATE INDEX articles_trashed ON articles (trashed) WHERE trashed != '';
CREATE INDEX articles_opened ON articles (number) WHERE opened = '';
CREATE INDEX articles_finished ON articles (number) WHERE finished != '';
CREATE INDEX articles_starred ON articles (number) WHERE starred != '';
CREATE INDEX articles_noted ON articles (noted DESC, number) WHERE noted != '';
CREATE INDEX articles_by_month ON articles (substr(issued, 1, 7)) WHERE trashed = '';
CREATE INDEX articles_by_day_added ON articles (substr(added, 1, 10)) WHERE trashed = '';
"""

NOTED = (
    """CREATE TABLE IF NOT EXISTS noted (number INTEGER PRIMARY KEY, id TEXT NOT NULL, article TEXT NOT NULL,
        start INTEGER NOT NULL, quote TEXT NOT NULL, note TEXT NOT NULL, tags TEXT NOT NULL, color TEXT NOT NULL,
        created TEXT NOT NULL, modified TEXT NOT NULL, deleted TEXT NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS noted_of ON noted (article, deleted, modified)",
    "CREATE INDEX IF NOT EXISTS noted_latest ON noted (modified DESC, number) WHERE deleted = ''",
    "CREATE INDEX IF NOT EXISTS noted_ids ON noted (id)",
    """CREATE TABLE IF NOT EXISTS noted_tags (key TEXT NOT NULL, number INTEGER NOT NULL, tag TEXT NOT NULL,
        article TEXT NOT NULL, PRIMARY KEY (key, number)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS noted_tags_of ON noted_tags (number)",
    "CREATE TABLE IF NOT EXISTS noted_changed (article TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
)
"""Derived tables of `reader.library.annotation_index.projection`."""

NOTED_TABLES = ("noted", "noted_tags", "noted_changed")
NOTED_SCRIPT = "".join(f"{statement};\n" for statement in NOTED)

TABLES = f"""{ARTICLES}{ORDERS}
{TEXTS}CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
{NOTED_SCRIPT}"""


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script within the open transaction."""
    for statement in script.split(";\n"):
        connection.execute(statement)
