"""An article that has another text: what was marked goes with it, what was lost is kept, and one is told."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.alignment.text_changes import changed_passages
from annotations.anchoring.fallback_search import candidates
from annotations.model.annotation import Annotation
from annotations.model.source import Name, Source
from annotations.model.span import Span
from reader.articles.article import Draft
from reader.errors import UnknownVersion
from reader.library.query.parser import parse_query
from reader.services.article_editor import Desk
from reader.services.excerpts import find_quote
from reader.services.workspace import Workspace
from tests.fakes import source, workspace

FIRST = """The first gauge stood in Amsterdam. It was read every hour. Nobody knows who read it.

A second one followed in Brest. "The sea keeps no books," a keeper wrote. It is read to this day.

The third was lost in a storm, and with it the man who read it."""

SECOND = """Corrected on Monday.

The first gauge stood in Amsterdam. It was read twice a day. Nobody knows who read it.

The third was lost in a gale, and with it the man who read it.

A second one followed in Brest. “The sea keeps no books,” a keeper wrote."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = workspace(tmp_path)
    (added,) = opened.take_in([Draft(FIRST, source("The three gauges"))])
    found = Desk(opened)
    found.open(added.id)
    opened.keep_place(added.id, 0, 0.0)
    return found


def mark(desk: Desk, quote: str) -> Annotation:
    assert desk.article is not None
    return desk.highlight(find_quote(desk.article, quote), "yellow")


def revise(desk: Desk, text: str = SECOND) -> str:
    (added,) = desk.workspace.take_in([Draft(text, source("The three gauges"))])
    assert added.status == "updated"
    return added.id


def signs(desk: Desk) -> list[str]:
    """The articles that the list shows to have changed."""
    return [entry.id for entry in desk.workspace.entries() if entry.revised]


def states(place: Workspace) -> dict[str, str]:
    return {one.passage: one.state for one in place.find_notes()}


def test_every_highlight_goes_with_its_passage(desk: Desk) -> None:
    for quote in (
        "stood in Amsterdam",
        "It was read every hour.",
        '"The sea keeps no books,"',
        "It is read to this day.",
    ):
        mark(desk, quote)
    revise(desk)
    assert states(desk.workspace) == {
        "stood in Amsterdam": "moved",
        "It was read twice a day.": "changed",
        "“The sea keeps no books,”": "moved",
        "It is read to this day.": "orphan",
    }


def test_articles_with_a_lost_highlight_are_listed(desk: Desk) -> None:
    mark(desk, "It is read to this day.")
    assert desk.workspace.entries("is:orphan") == []
    article_id = revise(desk)
    assert [entry.id for entry in desk.workspace.entries("is:orphan")] == [article_id]
    assert article_id not in [entry.id for entry in desk.workspace.entries("-is:orphan")]
    assert [entry.id for entry in desk.workspace.entries("tag:nowhere OR is:orphan")] == [article_id]
    asked = parse_query("is:orphan")
    assert 1 in desk.workspace.library.catalog.matching_flags(asked)
    desk.open(article_id)
    desk.link(desk.orphans[0], Span(0, 9))
    assert desk.workspace.entries("is:orphan") == [] and 1 not in desk.workspace.library.catalog.matching_flags(asked)


def test_what_is_marked_in_the_only_text_can_come_later(desk: Desk) -> None:
    made = mark(desk, "stood in Amsterdam")
    desk.open(made.article_id, annotations=False)
    assert [one.annotation.id for one in desk.placed] == [made.id] and not desk.orphans
    desk.open(revise(desk), annotations=False)
    assert [one.state for one in desk.placed] == ["moved"] and desk.revision is not None


def test_it_is_carried_over_for_good_and_what_was_marked_is_kept(desk: Desk) -> None:
    made = mark(desk, "lost in a storm")
    article = desk.workspace.library.article(revise(desk))
    kept = desk.workspace.store.get(made.id)
    assert kept.target.position.of(article.text) == "lost in a gale" and kept.was == made.target
    revise(desk, SECOND.replace("gale", "squall"))
    again = desk.workspace.store.get(made.id)
    assert again.target.quote.exact == "lost in a squall" and again.was == made.target


def test_a_lost_passage_comes_back_with_the_text_that_had_it(desk: Desk) -> None:
    made = mark(desk, "It is read to this day.")
    revise(desk)
    assert states(desk.workspace)[made.target.quote.exact] == "orphan"
    revise(desk, FIRST + "\n\nAgain.")
    assert states(desk.workspace)[made.target.quote.exact] == "exact"


def test_one_is_told_what_is_new_until_one_has_looked_at_it(desk: Desk) -> None:
    mark(desk, "It is read to this day.")
    article_id = revise(desk)
    desk.open(article_id)
    assert desk.revision is not None
    assert desk.revision.sentence == "Changed since you read it: 4 passages; 1 highlight lost its passage"
    assert desk.changed and signs(desk) == [article_id]
    desk.open(article_id)
    assert desk.revision is not None and desk.revision.version == 1
    revise(desk, SECOND.replace("gale", "squall"))
    desk.open(article_id)
    assert desk.revision.version == 1
    desk.looked()
    assert signs(desk) == []
    desk.open(article_id)
    assert not desk.changed


def test_an_article_that_was_never_opened_tells_of_no_change(desk: Desk) -> None:
    other = Draft("One text of it. Nobody read it.", source("Another"))
    (added,) = desk.workspace.take_in([other])
    desk.workspace.take_in([Draft("Another text of it. Nobody read that.", source("Another"))])
    desk.open(added.id)
    assert desk.revision is None


def test_reading_goes_on_at_the_same_words(desk: Desk) -> None:
    assert desk.article is not None
    desk.workspace.keep_place(desk.article.id, FIRST.index("A second one"), 0.5)
    desk.open(revise(desk))
    assert desk.article.text[desk.start :].startswith("A second one")


def test_a_lost_highlight_is_linked_by_hand_and_that_can_be_undone(desk: Desk) -> None:
    made = mark(desk, "It is read to this day.")
    desk.open(revise(desk))
    assert [one.id for one in desk.orphans] == [made.id]
    span = Span(SECOND.index("It was read"), SECOND.index("It was read") + len("It was read twice a day."))
    desk.link(desk.orphans[0], span)
    assert not desk.orphans and desk.placed[0].state == "changed" and desk.placed[0].annotation.was == made.target
    desk.undo()
    assert [one.id for one in desk.orphans] == [made.id]


def test_candidates_are_the_likest_places(desk: Desk) -> None:
    made = mark(desk, "It is read to this day.")
    found = candidates(made.target, SECOND)
    assert found[0].span.of(SECOND).startswith("It was read twice")
    assert all(one.likeness >= two.likeness for one, two in pairwise(found))
    assert candidates(made.target, "") == []


def test_old_texts_are_kept_and_can_be_read(desk: Desk) -> None:
    article_id = revise(desk)
    library = desk.workspace.library
    assert [one.number for one in library.versions(article_id)] == [1, 2]
    assert library.article_at(article_id, 1).text == FIRST and library.article(article_id).text == SECOND
    with pytest.raises(UnknownVersion, match="no version 3"):
        library.article_at(article_id, 3)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("One two three.", "One two three.", []),
        ("One “two” three.", 'ONE  "two"\nthree.', []),
        ("One two three four.", "One two 3 four.", [("three", "3")]),
        ("One two three four.", "One two four.", [("three", "")]),
        ("One two three four.", "Zero, one two three four.", [("", "Zero")]),
        ("", "New words.", [("", "New words")]),
        ("Old words.", "", [("Old words", "")]),
    ],
)
def test_what_reads_otherwise(old: str, new: str, changes: list[tuple[str, str]]) -> None:
    assert [(one.old.of(old), one.new.of(new)) for one in changed_passages(old, new)] == changes


def test_a_headline_that_was_changed_in_silence_is_told(tmp_path: Path) -> None:
    opened = workspace(tmp_path)
    page = Source(title="Minister denies the plan", url="https://example.org/plan", authors=(Name("Lee", "Ann"),))
    (added,) = opened.take_in([Draft(FIRST, page)])
    desk = Desk(opened)
    desk.open(added.id)
    opened.keep_place(added.id, 0, 0.0)
    for title in ("Minister denies the plan - The Post", "Minister denies the  plan"):
        assert [one.status for one in opened.take_in([Draft(FIRST, replace(page, title=title))])] == ["unchanged"]
    (again,) = opened.take_in([Draft(FIRST, replace(page, title="Minister admits the plan"))])
    assert (again.id, again.status, again.title) == (added.id, "updated", "Minister admits the plan")
    assert [one.title for one in opened.library.versions(added.id)] == [page.title, "Minister admits the plan"]
    desk.open(added.id)
    assert desk.revision is not None and desk.revision.sentence == "Changed since you read it: the headline"
    mended = replace(opened.library.article(added.id).source, title="My own title", authors=(Name("Li", "Ann"),))
    opened.library.edit_source(added.id, mended, opened.clock())
    opened.take_in([Draft(SECOND, replace(page, title="Minister resigns", publisher="The Post"))])
    kept = opened.library.article(added.id).source
    assert (kept.title, kept.authors, kept.publisher) == ("My own title", (Name("Li", "Ann"),), "The Post")
    assert [one.title for one in opened.library.versions(added.id)][1:] == [
        "Minister admits the plan",
        "Minister resigns",
    ]
