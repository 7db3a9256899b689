"""The index: what it finds, that it keeps up, and that nothing depends on its health."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.model.source import Name, PartialDate, Source
from annotations.model.span import Span
from annotations.text.folding import fold_query
from reader.articles.article import Block, Draft
from reader.errors import LibraryError
from reader.library.catalog import catalog
from reader.library.db.schema import VERSION
from reader.library.library import Library
from reader.library.query.parser import parse_query
from reader.library.query.predicate import matches_entry
from tests.fakes import NOON

TEXTS = {
    "accents": "Der Müller trank Kaffee im Café an der Straße.",
    "mixed": "The Ukrain\u0435 gauge was read daily; “it’s the sea’s own book”, she said.",
    "cyrillic": "Украина и море. Маяк стоял на берегу.",
    "chinese": "我們在海邊測量潮汐，燈塔很高。",
    "japanese": "東京タワーは高い。カメラで撮る。",
    "korean": "바다는 넓고 등대는 높다.",
    "thai": "ทะเลกว้างใหญ่และประภาคารสูง",
    "emoji": "The vote 👍 was 5% for, in C++ and at 1,000 places.",
    "far": "one two three four five six seven eight nine ten eleven twelve",
}


def article(title: str, text: str) -> Draft:
    return Draft(text=text, source=Source(title=title, container="Post", issued=PartialDate(2025, 6, 30)))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        opened.add([article(title, text) for title, text in TEXTS.items()], NOON)
        yield opened


def found(library: Library, query: str) -> set[str]:
    return {entry.title for entry in library.entries(query)}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("muller", {"accents"}), ("CAFÉ", {"accents"}), ("strasse", {"accents"}), ("caf*", {"accents"}), ("caf", set()),
        ("ukraine", {"mixed"}), ("\"it's the\"", {"mixed"}), ("“it’s", {"mixed"}), ("sea", {"mixed"}),
        ("украина", {"cyrillic"}), ("мая*", {"cyrillic"}),
        ("海邊", {"chinese"}), ("潮", {"chinese"}), ("邊海", set()), ("京タ", {"japanese"}), ("ｶﾒﾗ", {"japanese"}),
        ("다는", {"korean"}), ("등대", {"korean"}), ("กว้าง", {"thai"}), ("คาร", {"thai"}),
        ("👍", {"emoji"}), ("1,000", {"emoji"}), ('"5% for"', {"emoji"}),
        ('"three four"', {"far"}), ('"four three"', set()), ('"three fo"*', {"far"}),
        ("NEAR(one four, 2)", {"far"}), ("NEAR(one four, 1)", set()), ("one NEAR/2 four", {"far"}), ("NEAR(four one)", {"far"}),
        ("one -two", set()), ("one AND two", {"far"}), ("muller OR ukraine", {"accents", "mixed"}),
        ("-the -one post", set(TEXTS) - {"mixed", "emoji", "far"}),
    ],
)  # fmt: skip
def test_what_is_found(library: Library, query: str, titles: set[str]) -> None:
    assert found(library, query) == titles


BEGUN = (
    "t",
    "th",
    "the",
    "c",
    "ca",
    "o",
    "one t",
    "t o",
    "海",
    "ท",
    "source:p",
    "title:c",
    "-t",
    "t -the",
    "t date:2025",
)


@pytest.mark.parametrize("query", BEGUN)
def test_hardly_begun_words_find_the_same_however_many_there_are(
    library: Library, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    asked = parse_query(query, typing=True)
    few = {hit.title for hit in library.ranked_search.hits(asked, 50)}
    monkeypatch.setattr("reader.library.search.ranked_search.RANKED", 0)
    assert {hit.title for hit in library.ranked_search.hits(asked, 50)} == few
    assert few == {library.catalog.by_number([number])[0].title for number in library.catalog.listing(asked).numbers}
    assert library.catalog.count(asked) == len(few)


def test_a_begun_word_is_found_behind_any_sign(library: Library) -> None:
    library.add([article("signs", "(Whale) “Xylem” — ‘yak’…")], NOON)
    for typed in ("wha", "xyl", "yak", "xy", "ya"):
        asked = parse_query(typed, typing=True)
        assert [entry.title for entry in library.catalog.by_number(library.catalog.listing(asked).numbers)] == ["signs"]


@pytest.mark.parametrize("query", ["海邊", "muller", "'s the", "NEAR(one four, 2)", "ukraine", "다는", "กว้าง"])
def test_the_passage_says_where_its_matches_are(library: Library, query: str) -> None:
    (hit,) = library.search(query)
    assert hit.lit and hit.start is not None and hit.end is not None
    text = library.article(hit.article_id).text
    assert fold_query(text[hit.start : hit.end]) in fold_query(" ".join(span.of(hit.passage) for span in hit.lit))


APART = " qqq" * 20 + " "
"""Between the parts of an article: no phrase and no NEAR reaches from one into the next."""

WORDS = st.sampled_from("one two the sea muller gauge post 海 등대 ทะเล ukraine th si".split())
TERMS = st.one_of(
    WORDS,
    WORDS.map(lambda word: f"{word}*"),
    WORDS.map(lambda word: f"-{word}"),
    st.tuples(WORDS, WORDS).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
    st.tuples(WORDS, WORDS, st.integers(0, 5)).map(lambda three: f"NEAR({three[0]} {three[1]}, {three[2]})"),
    st.tuples(WORDS, WORDS).map(" OR ".join),
)


@settings(max_examples=60, deadline=None)
@given(query=st.lists(TERMS, min_size=1, max_size=3).map(" ".join), typing=st.booleans())
def test_the_index_answers_as_looking_at_each_text_does(
    tmp_path_factory: pytest.TempPathFactory, query: str, typing: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "same.db"
    known = path.exists()
    with Library(path) as library:
        if not known:
            library.add([article(title, text) for title, text in TEXTS.items()], NOON)
        asked = parse_query(query, typing=typing)
        numbers = list(library.catalog.listing(asked).numbers)
        looked_at = []
        for entry in library.entries():
            heads = [entry.title, entry.container, TEXTS[entry.title]]
            if matches_entry(asked, entry, fold_query(APART.join(heads)), ()):
                looked_at.append(entry.number)
        assert sorted(numbers) == sorted(looked_at)


def test_it_keeps_up_with_every_change(library: Library) -> None:
    (one,) = (entry for entry in library.entries() if entry.title == "far")
    library.add([article("far", "Nothing is as it was.")], NOON)
    assert found(library, "three") == set() and found(library, "nothing") == {"far"}
    library.edit_source(
        one.id, replace(library.article(one.id).source, authors=(Name("Quill", "A."),), title="near"), NOON
    )
    assert found(library, "author:quill") == {"near"} and found(library, "title:far") == set()
    library.article_states.trash(one.id, NOON)
    assert found(library, "nothing") == set() and library.search("nothing") == []
    library.article_states.restore(one.id)
    assert found(library, "nothing") == {"near"}
    assert library.index.check() == ""


def damaged(path: Path, how: str) -> None:
    connection = sqlite3.connect(path)
    if how == "pages":
        connection.execute("UPDATE search_data SET block = zeroblob(9) WHERE id > 10")
    elif how == "gone":
        connection.execute("DROP TABLE search_data")
    elif how == "facets":
        connection.execute("DROP TABLE facets")
    else:
        connection.execute("DELETE FROM search_docsize")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("how", ["pages", "gone", "facets", "sizes"])
def test_a_damaged_index_stops_nothing_and_is_built_anew(tmp_path: Path, how: str) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.add([article(title, text) for title, text in TEXTS.items()], NOON)
    damaged(path, how)
    with Library(path) as library:
        assert found(library, "muller") == {"accents"}
        assert [hit.title for hit in library.search("muller")] == ["accents"]
        library.add([article("new", "A new text about herrings.")], NOON)
        assert found(library, "herrings") == {"new"}
        assert library.index.check() != ""
        assert [done for done, _ in library.index.build(anew=True)][-1] == len(TEXTS) + 1
        assert library.index.check() == ""
        assert found(library, "herrings") == {"new"} and found(library, "muller") == {"accents"}


def test_building_can_be_left_and_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    drafts = [article(f"number {n}", f"text of {n} words") for n in range(450)]
    with Library(path) as library:
        library.add(drafts, NOON)
        steps = library.index.build(anew=True)
        next(steps), next(steps)
        library.add(
            [
                article("while", "added while building"),
                replace(drafts[0], text="changed"),
                replace(drafts[-1], text="late"),
            ],
            NOON,
        )
    with Library(path) as library:
        assert not library.index.is_complete
        assert found(library, "building") == {"while"}
        library.index.build_whole()
        assert library.index.check() == ""
        assert found(library, "building") == {"while"} and found(library, "changed") == {"number 0"}
        assert found(library, "late") == {"number 449"} and len(found(library, "words")) == 448


def test_another_way_of_cutting_words_has_it_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.add([article("one", "some words")], NOON)
    monkeypatch.setattr("reader.library.index.fulltext_index.marker", lambda: "later")
    with Library(path) as library:
        assert library.index.is_complete and found(library, "words") == {"one"}


FIRST_ARTICLES = """
CREATE TABLE articles (id TEXT PRIMARY KEY, identity TEXT NOT NULL UNIQUE, title TEXT NOT NULL, container TEXT NOT NULL,
    issued TEXT NOT NULL, source TEXT NOT NULL, imported TEXT NOT NULL, extra TEXT NOT NULL, version INTEGER NOT NULL,
    words INTEGER NOT NULL, length INTEGER NOT NULL, added TEXT NOT NULL, updated TEXT NOT NULL,
    place INTEGER NOT NULL DEFAULT 0, progress REAL NOT NULL DEFAULT 0, opened TEXT NOT NULL DEFAULT '',
    trashed TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""
WHOLE = """CREATE TABLE texts (article TEXT NOT NULL REFERENCES articles(id), version INTEGER NOT NULL, text TEXT NOT NULL,
    blocks TEXT NOT NULL, inlines TEXT NOT NULL, added TEXT NOT NULL, PRIMARY KEY (article, version)) STRICT, WITHOUT ROWID"""
CUT = """CREATE TABLE texts (article TEXT NOT NULL REFERENCES articles(id), version INTEGER NOT NULL, starts TEXT NOT NULL,
    blocks TEXT NOT NULL, inlines TEXT NOT NULL, added TEXT NOT NULL, PRIMARY KEY (article, version)) STRICT, WITHOUT ROWID;
CREATE TABLE chunks (article TEXT NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (article, version, number), FOREIGN KEY (article, version) REFERENCES texts(article, version)) STRICT"""


def as_first_format(new: Path, old: Path, whole: bool) -> None:
    """The same library as the first versions of the program wrote it: with texts as a whole, or cut into chunks."""
    connection = sqlite3.connect(old)
    connection.executescript(f"{FIRST_ARTICLES}{WHOLE if whole else CUT}")
    connection.execute("ATTACH ? AS new", (str(new),))
    for table in ("articles", "memory") if whole else ("articles", "memory", "texts", "chunks"):
        names = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table} WHERE 1")
    if whole:
        for article, blocks in connection.execute("SELECT article, blocks FROM new.texts").fetchall():
            kinds, *columns = json.loads(blocks)
            rows = [[kinds[kind], *rest] for kind, *rest in zip(*columns, strict=True)]
            text = "".join(
                row[0] for row in connection.execute("SELECT text FROM new.chunks WHERE article = ?", (article,))
            )
            values = (article, 1, text, json.dumps(rows), "[]", "")
            connection.execute("INSERT INTO main.texts VALUES (?, ?, ?, ?, ?, ?)", values)
    connection.execute("DELETE FROM memory WHERE key LIKE 'index%'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("whole", [True, False])
def test_a_library_of_the_first_format_is_taken_further_whole(tmp_path: Path, whole: bool) -> None:
    with Library(tmp_path / "new.db") as library:
        drafts = [replace(article(title, text), blocks=(Block("quote", Span(0, 3)),)) for title, text in TEXTS.items()]
        added = library.add(drafts, NOON)
        library.save_position(added[0].id, 3, 1.0, NOON)
        library.article_states.trash(added[1].id, NOON)
        library.save_setting("theme", "light")
        before = [library.article(one.id) for one in added]
    as_first_format(tmp_path / "new.db", tmp_path / "old.db", whole)
    with Library(tmp_path / "old.db") as library:
        assert [library.article(one.id) for one in added] == before
        assert found(library, "muller") == {"accents"} and library.setting("theme") == "light"
        assert library.entry(added[0].id).finished and library.entry(added[1].id).trashed
        assert library.check() == [] and library.index.check() == ""
        assert [one.status for one in library.add([drafts[-1]], NOON)] == ["unchanged"]


def test_a_later_format_is_refused_with_a_line(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="update glossator"):
        Library(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.97])
def test_a_file_cut_short_is_named_and_left_alone(tmp_path: Path, keep: float) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.add([article(f"{title} {n}", text * 20) for title, text in TEXTS.items() for n in range(20)], NOON)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    tried: list[Callable[[Library], object]] = [
        lambda one: one.entries("muller"),
        lambda one: one.search("sea"),
        lambda one: one.add([article("new", "more")], NOON),
        lambda one: one.check(),
    ]
    for work in tried:
        try:
            with Library(path) as library:
                work(library)
        except LibraryError as error:
            assert str(path) in str(error)


def test_a_locked_file_is_read_and_says_that_it_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.add([article("one", "some words")], NOON)
        library.database.set_timeout(0.05)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert found(library, "words") == {"one"}
        with pytest.raises(LibraryError, match=r"library\.db.*locked"):
            library.add([article("two", "more words")], NOON)
        other.execute("ROLLBACK")
        other.close()
        library.add([article("two", "more words")], NOON)
        assert found(library, "words") == {"one", "two"} and library.index.check() == ""


def test_an_order_that_is_kept_is_that_of_the_articles_as_they_are(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "MIN_SAVED_ORDER_ARTICLES", 1)

    def listed(sort: str) -> list[int]:
        with Library(tmp_path / "library.db") as other:
            return list(other.catalog.listing(parse_query(""), sort).numbers)

    library.index.build_whole()
    for sort in catalog.SORTS:
        made = listed(sort)
        assert len(library.database.rows("SELECT key FROM memory WHERE key LIKE ?", (f"order % {sort}",))) == 1
        assert listed(sort) == made
    library.add([article("a newcomer", "It was not there before.")], NOON)
    (new,) = (entry.number for entry in library.entries("title:newcomer"))
    assert all(new in listed(sort) for sort in catalog.SORTS)
    library.article_states.trash(next(entry.id for entry in library.entries("title:newcomer")), NOON)
    assert not any(new in listed(sort) for sort in catalog.SORTS)
    library.database.run("UPDATE memory SET value = value || '!' WHERE key LIKE 'order %'")
    assert new not in listed("title") and len(listed("title")) == len(TEXTS)
    with library.database.transaction():  # nobody waits for one who writes
        library.database.run("DELETE FROM memory WHERE key LIKE 'order %'")
        assert len(listed("title")) == len(TEXTS)
