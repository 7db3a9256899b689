"""What the lists know of the annotations is the same, whether it was taken up change by change or all at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.model.span import Span
from reader.library.query.parser import parse_query
from reader.services.workspace import Workspace
from tests.fakes import DIGEST, workspace


def known(kept: Workspace) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[str, str]]]:
    """All that is known, but for the numbers of the rows; and what words are found in."""
    database = kept.library.database
    rows = database.rows("SELECT id, article, start, quote, note, tags, color, created, modified, deleted FROM noted")
    tags = database.rows("SELECT noted.id, key, tag FROM noted_tags JOIN noted USING (number)")
    words = ("zebra", "gnu", "käfer", "gauge")
    found = [(word, one.annotation.id) for word in words for one in kept.find_notes(word)]
    return sorted(map(tuple, rows)), sorted(map(tuple, tags)), found


def take_up(kept: Workspace) -> None:
    kept.store.refresh()
    for _ in kept.projection.refresh():
        pass


def test_change_by_change_is_known_what_is_known_at_once(tmp_path: Path) -> None:
    with workspace(tmp_path, DIGEST) as kept:
        article = kept.library.article(kept.library.resolve("measured"))
        spans = (Span(0, 9), Span(10, 20), Span(22, 40), Span(30, 60))
        made = [kept.annotate(article, span, note="a zebra", tags=["käfer", "b"]) for span in spans]
        kept.catch_up()
        now = kept.clock()
        kept.store.put(made[0].with_note("a gnu", now), made[1].with_tags(["Größe", "gnu"], now), made[2].trashed(now))
        take_up(kept)
        kept.store.put(made[3].with_color("blue", now), made[2].restored(kept.clock()))
        kept.annotate(article, Span(3, 8), note="one more gnu")
        take_up(kept)
        step_by_step = known(kept)
        assert len(step_by_step[0]) == len(made) + 1
        kept.projection.reset()
        for _ in kept.library.index.build(anew=True):
            pass
        take_up(kept)
        assert known(kept) == step_by_step


def test_what_is_as_it_was_keeps_its_row(tmp_path: Path) -> None:
    with workspace(tmp_path, DIGEST) as kept:
        article = kept.library.article(kept.library.resolve("measured"))
        one, other = (kept.annotate(article, span, tags=["é"]) for span in (Span(0, 9), Span(10, 20)))
        kept.catch_up()
        before = kept.projection.number_of(one.id)
        kept.store.put(other.with_note("another", kept.clock()))
        take_up(kept)
        assert before is not None
        assert kept.projection.number_of(one.id) == before
        assert [row.note for row in kept.projection.by_number([kept.projection.number_of(other.id) or 0])] == [
            "another"
        ]


def test_a_row_whose_record_is_gone_goes(tmp_path: Path) -> None:
    with workspace(tmp_path, DIGEST) as kept:
        article = kept.library.article(kept.library.resolve("measured"))
        made = kept.annotate(article, Span(0, 9))
        kept.catch_up()
        assert kept.projection.count == 1
        (kept.home.annotations / f"{made.article_id}.json").unlink()
        kept.store.refresh()
        for kept_before in kept.home.annotations.iterdir():
            kept_before.unlink(missing_ok=True)
        take_up(kept)
        assert kept.projection.count == 0


QUERIES = (
    *(
        "",
        "z",
        "ze",
        "zeb",
        "zebra",
        "-zebra",
        "-z",
        "gnu zebra",
        "zebra OR käfer",
        "tide",
        "t",
        "note:z",
        "note:zebra",
    ),
    *(
        "tag:kafer",
        "-tag:käfer",
        "tag:b*",
        "color:blue",
        "-color:blue",
        "quote:who",
        "source:post",
        "source:p",
        "-source:p",
    ),
    *("is:unread", "is:reading", "-is:unread", "is:annotated", "is:starred", "title:measured", "title:m", '"a zebra"'),
    *("NEAR(a zebra)", "date:2025", "-date:2025", "-NEAR(a zebra)", "the", "m"),
)


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[Workspace]:
    """Notes in two articles, and one in an article that lies in the trash."""
    with workspace(tmp_path, DIGEST) as kept:
        for n, entry in enumerate(kept.library.entries()):
            article = kept.library.article(entry.id)
            kept.annotate(article, Span(0, 9), note="a zebra" * (n % 2), tags=["käfer", "b"][n % 2 :])
            kept.annotate(article, Span(4, 30), "blue", note="gnu")
        kept.catch_up()
        kept.library.article_states.trash(kept.library.entries()[-1].id, kept.clock())
        yield kept


@pytest.mark.parametrize("query", QUERIES)
def test_the_list_of_notes_means_what_the_command_line_does(marked: Workspace, query: str) -> None:
    asked = parse_query(query)
    shown = [row.id for row in marked.projection.by_number(marked.projection.numbers(asked))]
    assert sorted(shown) == sorted(one for one, _ in marked.projection.select(asked))


def test_tags_are_counted_and_the_most_used_comes_first(marked: Workspace) -> None:
    counts = [count for _, count in marked.projection.tags()]
    assert counts == sorted(counts, reverse=True) and sum(counts) == 3
    assert {tag for tag, _ in marked.projection.tags()} == {"käfer", "b"}
