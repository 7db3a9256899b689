"""Who else says so: on texts of our own, on damaged indexes, on libraries that change."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.model.source import PartialDate, Source
from annotations.model.span import Span
from reader.articles.article import Block, Draft
from reader.library.library import Library
from reader.library.similar.fingerprint_index import FingerprintIndex
from reader.library.similar.parallel_passages import ParallelPassage, ParallelPassageFinder
from tests.fakes import NOON, SHARED

STATEMENT = "Nobody at the harbour office could say why the old gauge had been read every hour for a hundred years."
REWORDED = (
    "Nobody in the harbour office could tell why the old gauge had been read each hour for about a hundred years."
)


def draft(title: str, *sentences: str, day: int = 1, paper: str = "", blocks: tuple[Block, ...] = ()) -> Draft:
    filler = [" ".join(f"{title}{letter}{n}" for letter in "abcdefghijk") + "." for n in range(4)]
    text = " ".join([*filler[:3], *sentences, filler[3]]) if not blocks else " ".join(sentences)
    source = Source(title=title, container=paper or f"The {title}", issued=PartialDate(2025, 6, day))
    return Draft(text=text, source=source, blocks=blocks)


class Shelf:
    """A library with an index beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library(folder / "library.db")
        self._finders: list[ParallelPassageFinder] = []
        self.echoes = self.anew()

    def anew(self) -> ParallelPassageFinder:
        self._finders.append(ParallelPassageFinder(self.library, FingerprintIndex(self.folder / "echoes.db")))
        return self._finders[-1]

    def close(self) -> None:
        for finder in self._finders:
            finder.close()
        self.library.close()

    def add(self, *drafts: Draft) -> list[str]:
        return [one.id for one in self.library.add(drafts, NOON)]

    def asked(
        self, article_id: str, passage: str, echoes: ParallelPassageFinder | None = None
    ) -> list[ParallelPassage]:
        finder = echoes or self.echoes
        finder.catch_up()
        article = self.library.article(article_id)
        start = article.text.index(passage)
        return finder.of_passage(article_id, Span(start, start + len(passage)))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.close()


def test_the_earliest_stands_first_and_itself_nowhere(shelf: Shelf) -> None:
    one, late, early = shelf.add(
        draft("one", STATEMENT, day=10), draft("late", STATEMENT, day=20), draft("early", STATEMENT, day=5)
    )
    found = shelf.asked(one, STATEMENT)
    assert [(each.entry.id, each.kind) for each in found] == [(early, "verbatim"), (late, "verbatim")]
    for each in found:
        assert each.there == each.span.of(shelf.library.article(each.entry.id).text) == STATEMENT[:-1]
        assert each.here == each.passage.of(shelf.library.article(one).text)


@pytest.mark.parametrize(
    "copy",
    [
        REWORDED,
        "He wrote that the old gauge had been read every hour for years.",
        STATEMENT.upper(),
        STATEMENT.replace("e", "\u0435", 1).replace("'", "’"),
        STATEMENT.replace(" ", "\n"),
        STATEMENT.replace("harbour", "har\u00adbour"),
        "Nobody at the harbour office could say why … for a hundred years.",
    ],
)
def test_copies_cut_reworded_and_typeset_anew_are_found_from_either(shelf: Shelf, copy: str) -> None:
    one, other, *_ = shelf.add(draft("one", STATEMENT), draft("other", copy), draft("third", "Nobody says so."))
    assert [each.entry.id for each in shelf.asked(one, STATEMENT)] == [other]
    assert [each.entry.id for each in shelf.asked(other, copy)] == [one]


def test_the_parts_say_what_differs(shelf: Shelf) -> None:
    one, _ = shelf.add(draft("one", STATEMENT), draft("other", REWORDED))
    (found,) = shelf.asked(one, STATEMENT)
    assert [(part.here.strip(), part.there.strip()) for part in found.parts if not part.same] == [
        ("say", "tell"), ("every", "each"), ("", "about"),
    ]  # fmt: skip
    assert found.kind == "near"
    assert 0.7 < found.score < 0.9


@pytest.mark.parametrize(
    ("said", "also"),
    [
        (
            "海は本をつけず、誰もその勘定を尋ねたことがない。",
            "老人は「海は本をつけず、誰もその勘定を尋ねたことがない」と書いた。",
        ),
        (
            "潮汐不记账，也从来没有人问过它拿走了什么东西。",
            "他写道：潮汐不记账，也从来没有人问过它拿走了什么东西。完。",
        ),
        ("ทะเลไม่เคยจดบัญชีและไม่มีใครถามว่ามันเอาอะไรไป", "เขาเขียนว่าทะเลไม่เคยจดบัญชีและไม่มีใครถามว่ามันเอาอะไรไปแล้ว"),
    ],
)
def test_scripts_without_spaces_are_compared_by_characters(shelf: Shelf, said: str, also: str) -> None:
    one, other = shelf.add(draft("one", said), draft("other", also))
    assert [each.entry.id for each in shelf.asked(one, said)] == [other]


def test_common_words_are_no_echo(shelf: Shelf) -> None:
    one, _ = shelf.add(
        draft("one", "It was one of the best of all the days in the year."),
        draft("other", "One of the men said that it was the end of the days of all."),
    )
    assert shelf.asked(one, "It was one of the best of all the days in the year.") == []


def test_boilerplate_does_not_speak(shelf: Shelf) -> None:
    notice = "Subscribe to our letter and never miss a tide table of the northern coast again."
    block = Block("boilerplate", Span(0, len(notice)))
    (one, _) = shelf.add(
        draft("one", notice, STATEMENT, blocks=(block,)), draft("other", notice, "Other words.", blocks=(block,))
    )
    shelf.echoes.catch_up()
    assert shelf.echoes.of_article(one) == []


def test_an_articles_shared_passages_are_all_named(shelf: Shelf) -> None:
    second = "Later the keeper wrote that the sea had never once been asked for an account of it."
    one, other, third = shelf.add(
        draft("one", STATEMENT, "Between.", second), draft("other", STATEMENT), draft("third", second, day=9)
    )
    shelf.echoes.catch_up()
    found = shelf.echoes.of_article(one)
    assert [(each.entry.id, each.there) for each in found] == [(other, STATEMENT[:-1]), (third, second[:-1])]


def test_a_new_version_speaks_and_the_old_one_no_more(shelf: Shelf) -> None:
    one, other = shelf.add(draft("one", STATEMENT), draft("other", "Nothing of the kind."))
    assert shelf.asked(one, STATEMENT) == []
    shelf.add(draft("other", STATEMENT))
    assert [each.entry.id for each in shelf.asked(one, STATEMENT)] == [other]
    shelf.add(draft("other", "Nothing of the kind again."))
    assert shelf.asked(one, STATEMENT) == []


def test_what_lies_in_the_trash_is_silent(shelf: Shelf) -> None:
    one, other = shelf.add(draft("one", STATEMENT), draft("other", STATEMENT))
    shelf.library.article_states.trash(other, NOON)
    assert shelf.asked(one, STATEMENT) == []
    shelf.library.article_states.restore(other)
    assert [each.entry.id for each in shelf.asked(one, STATEMENT)] == [other]


# The index is derived


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 400)


def _torn(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 2] = os.urandom(len(data) // 2 - len(data) // 3)
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _of_a_later_format(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def _without_a_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE docs")
    connection.close()


@pytest.mark.parametrize("damage", [_garbage, _cut, _of_a_later_format, _without_a_table, Path.unlink])
def test_a_damaged_index_is_made_anew(shelf: Shelf, damage: object) -> None:
    one, other = shelf.add(draft("one", STATEMENT), draft("other", STATEMENT))
    shelf.add(*(draft(f"more{n}", f"Filler number {n} with words{n} of its own.") for n in range(150)))
    assert shelf.asked(one, STATEMENT)
    shelf.echoes.close()
    damage(shelf.folder / "echoes.db")  # type: ignore[operator]  # one of the functions above
    again = shelf.anew()
    assert [each.entry.id for each in shelf.asked(one, STATEMENT, again)] == [other]
    again.close()


def test_quiet_damage_stops_nothing_and_is_seen_by_the_check(shelf: Shelf) -> None:
    one, other = shelf.add(draft("one", STATEMENT), draft("other", STATEMENT))
    shelf.add(*(draft(f"more{n}", f"Filler number {n} with words{n} of its own.") for n in range(150)))
    shelf.asked(one, STATEMENT)
    shelf.echoes.close()
    path = shelf.folder / "echoes.db"
    index = FingerprintIndex(path)
    assert index.check() == ""
    _torn(path)
    assert index.check() != ""
    torn = ParallelPassageFinder(shelf.library, index)
    assert {each.entry.id for each in shelf.asked(one, STATEMENT, torn)} <= {other}
    index.rebuild()
    assert index.check() == ""
    assert [each.entry.id for each in shelf.asked(one, STATEMENT, torn)] == [other]
    index.close()


def test_where_nothing_can_be_written_the_index_is_kept_in_memory(shelf: Shelf) -> None:
    one, other = shelf.add(draft("one", STATEMENT), draft("other", STATEMENT))
    (shelf.folder / "echoes.db").mkdir()
    assert [each.entry.id for each in shelf.asked(one, STATEMENT, shelf.anew())] == [other]


def test_a_locked_index_answers_with_what_it_has(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.library.similar.fingerprint_index.BUSY_TIMEOUT_S", 0.05)
    one, other = shelf.add(draft("one", STATEMENT), draft("other", STATEMENT))
    shelf.asked(one, STATEMENT)
    shelf.echoes.close()
    holder = sqlite3.connect(shelf.folder / "echoes.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    (third,) = shelf.add(draft("third", STATEMENT, day=9))
    waiting = shelf.anew()
    assert [each.entry.id for each in shelf.asked(one, STATEMENT, waiting)] == [other]
    holder.execute("ROLLBACK")
    holder.close()
    assert [each.entry.id for each in shelf.asked(one, STATEMENT, waiting)] == [other, third]


def _catch_up_and_die(folder: Path) -> None:
    echoes = ParallelPassageFinder(Library(folder / "library.db"), FingerprintIndex(folder / "echoes.db"))
    echoes.catch_up(lambda done, of: os._exit(9) if done >= 200 else None)


def test_a_kill_while_indexing_loses_nothing_but_time(shelf: Shelf) -> None:
    one, other = shelf.add(draft("one", STATEMENT), draft("other", STATEMENT))
    shelf.add(*(draft(f"more{n}", f"Filler number {n} with words{n} of its own.") for n in range(300)))
    process = multiprocessing.get_context("spawn").Process(target=_catch_up_and_die, args=(shelf.folder,))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert shelf.anew().catch_up(at_most=0) == 102
    assert [each.entry.id for each in shelf.asked(one, STATEMENT)] == [other]


def test_the_file_is_its_owners_alone(shelf: Shelf) -> None:
    shelf.add(draft("one", STATEMENT))
    shelf.echoes.catch_up()
    assert stat.S_IMODE((shelf.folder / "echoes.db").stat().st_mode) == 0o600


def test_nothing_is_read_twice(shelf: Shelf) -> None:
    shelf.add(draft("one", STATEMENT), draft("two", STATEMENT))
    steps: list[int] = []
    shelf.echoes.catch_up(lambda done, of: steps.append(done))
    shelf.anew().catch_up(lambda done, of: steps.append(done))
    shelf.library.save_position(shelf.add(draft("one", STATEMENT))[0], 3, 0.5, NOON)
    shelf.echoes.catch_up(lambda done, of: steps.append(done))
    assert steps == [2]


# Related articles


def test_the_same_event_by_others_is_related(shelf: Shelf) -> None:
    event = "On Monday the minister Olga Marlowe opened the Corvin Lock at Eastharbour with Captain Bren Ulver."
    again = "Captain Bren Ulver stood beside Olga Marlowe as the Corvin Lock was opened in Eastharbour."
    one, other, later, same = shelf.add(
        draft("one", event, day=10, paper="Post"),
        draft("other", again, day=11, paper="Ledger"),
        draft("later", again, day=29, paper="Weekly"),
        draft("same", again, day=10, paper="Post"),
    )
    shelf.add(*(draft(f"more{n}", f"Mister Name{n} spoke in Town{n}.", day=10) for n in range(30)))
    shelf.echoes.catch_up()
    assert [each.entry.id for each in shelf.echoes.related(one)] == [other]
    assert {each.entry.id for each in shelf.echoes.related(other)} == {one, same}
    assert shelf.echoes.related(later) == []


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the real digest is not at hand")
def test_a_sentence_of_the_real_digest_is_found_from_either_side(shelf: Shelf) -> None:
    from reader.importers.targets.targets import read_target
    from reader.text.segments.sentences import sentence_at

    for result in read_target(str(SHARED / "seeds")):
        shelf.library.add(result.drafts, NOON)
    holding = {
        entry.container: entry.id
        for entry in shelf.library.entries()
        if "expanding and developing day by day" in shelf.library.article(entry.id).text
    }
    assert len(holding) == 2
    for container, article_id in holding.items():
        text = shelf.library.article(article_id).text
        sentence = sentence_at(text, text.index("expanding and developing day by day")).of(text)
        found = shelf.asked(article_id, sentence)
        others = [each for each in found if "expanding and developing day by day" in each.there]
        assert {each.entry.container for each in others} == set(holding) - {container}
