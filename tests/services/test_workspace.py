"""What the command line and the screen share."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.model.errors import UnknownName
from annotations.model.source import PartialDate
from annotations.model.span import Span
from reader.articles.article import Draft
from reader.articles.locators import locator
from reader.config.paths import seeds_folder
from reader.errors import ReaderError
from reader.services.drafts import Drafts
from reader.services.excerpts import find_quote
from reader.services.sample_library import seed
from reader.services.workspace import Workspace, open_workspace
from tests.fakes import DIGEST, NOON, ticking, workspace


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return workspace(tmp_path)


def test_a_highlight_is_durable_and_its_offsets_are_exact(opened: Workspace) -> None:
    article = opened.library.article(opened.library.resolve("measured"))
    span = find_quote(article, "It was read every hour.")
    made = opened.annotate(article, span, "green", " a note\r\n", ["#One", "one", "two"])
    again = open_workspace(opened.home)
    (kept,) = again.store.all()
    assert kept == made
    assert kept.target.position.of(article.text) == kept.target.quote.exact == "It was read every hour."
    assert (kept.note, kept.tags, kept.color) == ("a note", ("One", "two"), "green")


def test_quotes_are_found_whatever_their_white_space_and_marks(opened: Workspace) -> None:
    article = opened.library.article(opened.library.resolve("measured"))
    found = find_quote(article, "“the sea keeps\n no books,”  a keeper")
    assert found.of(article.text) == '"The sea keeps no books," a keeper'


@pytest.mark.parametrize(
    ("quote", "occurrence", "said"),
    [
        ("nobody wrote this", None, "not in the text"),
        ("", None, "not in the text"),
        ("read", None, "--occurrence"),
        ("read", 9, "no occurrence 9"),
    ],
)
def test_what_is_not_one_passage_is_refused(opened: Workspace, quote: str, occurrence: int | None, said: str) -> None:
    article = opened.library.article(opened.library.resolve("measured"))
    with pytest.raises(ReaderError, match=said):
        find_quote(article, quote, occurrence)
    assert find_quote(article, "read", 2).start > find_quote(article, "read", 1).start


def test_a_colour_that_is_none_is_named(opened: Workspace) -> None:
    article = opened.library.article(opened.library.resolve("measured"))
    with pytest.raises(UnknownName, match="yellow"):
        opened.annotate(article, Span(0, 3), "yelow")


def test_locators_count_paragraphs_where_there_are_several(opened: Workspace) -> None:
    article = opened.library.article(opened.library.resolve("measured"))
    second = article.text.index("A second one")
    assert locator(article, Span(0, 5)) == "para. 1"
    assert locator(article, Span(second, second + 5)) == "para. 2"
    assert locator(article, Span(5, second + 5)) == "paras. 1–2"


def test_a_changed_text_moves_annotations_or_orphans_them_and_never_misplaces(
    opened: Workspace, tmp_path: Path
) -> None:
    from reader.importers.plain.digest import DigestImporter

    article = opened.library.article(opened.library.resolve("measured"))
    opened.annotate(article, find_quote(article, "Nobody knows who read it."))
    opened.annotate(article, find_quote(article, "The first gauge stood in Amsterdam."))
    changed = DIGEST.replace("The first gauge stood in Amsterdam.", "A new start.")
    opened.library.add(DigestImporter().read(changed.encode(), "d"), opened.clock())
    states = {excerpt.passage: (excerpt.state, excerpt.span) for excerpt in opened.find_notes()}
    text = opened.library.article(article.id).text
    state, span = states["Nobody knows who read it."]
    assert state == "moved"
    assert span is not None
    assert span.of(text) == "Nobody knows who read it."
    assert states["The first gauge stood in Amsterdam."] == ("orphan", None)
    assert [excerpt.state for excerpt in opened.find_notes("is:orphan")] == ["orphan"]


def test_notes_of_a_trashed_article_wait_with_it(opened: Workspace) -> None:
    article = opened.library.article(opened.library.resolve("measured"))
    opened.annotate(article, Span(0, 9))
    opened.library.article_states.trash(article.id, opened.clock())
    assert opened.find_notes() == []
    opened.library.article_states.restore(article.id)
    assert len(opened.find_notes()) == 1


def test_the_sample_library_is_put_into_a_new_home_once(tmp_path: Path) -> None:
    from reader.config.paths import Home

    with open_workspace(Home(tmp_path), ticking()) as opened:
        assert seed(opened, seeds_folder())
        entries, notes = opened.entries(), opened.find_notes()
        assert len(entries) >= 7
        assert len(notes) >= 4
        assert {note.state for note in notes} == {"exact"}
        for entry in entries:
            opened.library.article_states.trash(entry.id, opened.clock())
        assert not seed(opened, seeds_folder())
        assert opened.entries() == []


def test_files_are_written_whole_and_never_over_another(opened: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    assert opened.write_new(path, "text\n").read_text() == "text\n"
    with pytest.raises(ReaderError, match="file exists"):
        opened.write_new(path, "other")
    with pytest.raises(ReaderError, match="cannot be written"):
        opened.write_new(tmp_path / "no" / "such" / "folder.md", "x")
    assert path.read_text() == "text\n"


def test_drafts_are_kept_until_they_are_dropped(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    assert drafts.read("01ABC") is None
    drafts.write("01ABC", "half a th")
    assert Drafts(tmp_path / "drafts").read("01ABC") == "half a th"
    assert Drafts(tmp_path / "drafts").left_behind() == ["01ABC"]
    assert drafts.left_behind() == []  # what is being written here has not been left
    drafts.drop("01ABC")
    assert drafts.read("01ABC") is None
    with pytest.raises(ValueError, match="name"):
        drafts.write("../up", "x")


def test_a_key_follows_what_becomes_of_the_articles(opened: Workspace) -> None:
    article = opened.library.article(opened.library.resolve("measured"))
    before = opened.key_of(article.source)
    other = open_workspace(opened.home)
    twin = replace(article.source, url="https://example.org/twin")
    other.library.add([Draft("The same title once more.", twin)], NOON)
    assert (opened.key_of(article.source), opened.key_of(twin)) == (before, before + "b")
    mended = replace(article.source, issued=PartialDate(1999))
    other.library.edit_source(article.id, mended, NOON)
    assert "1999" in opened.key_of(mended) and opened.key_of(twin) == before
