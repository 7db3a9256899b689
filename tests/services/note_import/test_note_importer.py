"""Foreign notes in a real workspace: each at its article and passage, none lost, and a second import changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.citations import get_style
from annotations.exporters.excerpt import public_record
from annotations.exporters.registry import get_format
from annotations.importers.model import ImportedNote
from annotations.importers.registry import read_notes
from annotations.model.annotation import COLORS
from annotations.model.source import Name, Source
from annotations.model.span import Span
from reader.articles.article import Draft
from reader.services.note_import.importer import Gathered, gather
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_text
from tests.fakes import NOON, naughty_strings, workspace

APA = get_style("apa")
MUD = Source(title="The moon and the mud", kind="book")


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    return workspace(tmp_path)


def note(quote: str = "Mud remembers the moon.", remark: str = "Nice", source: Source = MUD, **of: Any) -> ImportedNote:
    return ImportedNote(quote=quote, note=remark, source=source, created=NOON, modified=NOON, **of)


def state(desk: Workspace) -> list[dict[str, Any]]:
    return sorted((public_record(one) for one in desk.find_notes()), key=lambda record: str(record["id"]))


def test_a_note_finds_its_article_by_title_and_its_passage_by_words(desk: Workspace) -> None:
    done = gather(desk, [note("mud  remembers THE moon.", tags=("#sea", "a, b"))])
    (found,) = state(desk)
    assert done.counts() == {"added": 1, "updated": 0, "unchanged": 0, "orphans": 0, "stubs": 0}
    assert (found["quote"], found["note"], found["tags"], found["state"]) == (
        "Mud remembers the moon.",
        "Nice",
        ["sea", "a b"],
        "exact",
    )
    assert "moon-and-the-mud" in found["article"]


@pytest.mark.parametrize(
    "source",
    [
        Source(title=""),
        Source(title="Some Kindle name"),
        Source(title="THE MOON — and the mud!"),
        Source(title="The moon and the mud: A Story of Brest"),
    ],
)
def test_what_the_source_is_called_matters_less_than_its_words(desk: Workspace, source: Source) -> None:
    gather(desk, [note(source=source)])
    (found,) = state(desk)
    assert "moon-and-the-mud" in found["article"]
    assert found["state"] == "exact"


def test_an_address_tells_for_sure(desk: Workspace) -> None:
    draft = Draft(text="Mud remembers the moon.", source=Source(title="Copy", url="https://example.org/a"))
    (added,) = desk.library.add([draft], NOON)
    gather(
        desk,
        [
            note(source=Source(title="x", url="http://www.example.org/a/#top")),
            note("gone", source=Source(title="x", url="https://example.org/a")),
        ],
    )
    assert {one["article"] for one in state(desk)} == {added.id}
    assert sorted(one["state"] for one in state(desk)) == ["exact", "orphan"]


def test_words_in_two_articles_choose_neither(desk: Workspace) -> None:
    desk.library.add(
        [Draft(text="So: mud remembers the moon.", source=Source(title="Copy", url="https://example.org/a"))], NOON
    )
    done = gather(desk, [note(source=Source(title="Another"))])
    (found,) = state(desk)
    assert found["state"] == "orphan"
    assert done.stubs == [found["article"]]


def test_what_is_nowhere_is_kept_with_its_source_and_moves_once_the_text_comes(desk: Workspace) -> None:
    lost = Source(title="A Lost Book", kind="book", authors=(Name("Bell", "Ann"),))
    notes = [note("No gull sings twice here.", source=lost), note("", "On the whole", source=lost)]
    done = gather(desk, notes)
    assert done.counts() | {"stubs": 1, "added": 2, "orphans": 2} == done.counts()
    assert ("A Lost Book", "On the whole") in [(one["quote"], one["note"]) for one in state(desk)]
    assert desk.library.article(done.stubs[0]).source.authors == lost.authors
    before = state(desk)
    assert gather(desk, notes).counts() == {"added": 0, "updated": 0, "unchanged": 2, "orphans": 0, "stubs": 0}
    assert state(desk) == before
    text = "A Lost Book\n\nIn the harbour no gull sings twice here."
    (real,) = desk.library.add([Draft(text=text, source=replace(lost, container="Press"))], NOON)
    again = gather(desk, notes)
    assert len(again.updated) == 2
    assert {one["article"] for one in state(desk)} == {real.id}
    assert "orphan" not in {one["state"] for one in state(desk)}
    assert desk.library.entry(done.stubs[0]).trashed
    after = state(desk)
    assert gather(desk, notes).counts()["unchanged"] == 2
    assert state(desk) == after


def test_what_was_deleted_here_does_not_come_back(desk: Workspace) -> None:
    (made,) = gather(desk, [note()]).added
    desk.store.update(made, lambda one: one.trashed(NOON))
    assert gather(desk, [note()]).counts()["unchanged"] == 1
    assert state(desk) == []


def test_what_was_said_on_both_sides_is_kept(desk: Workspace) -> None:
    (made,) = gather(desk, [note(id="x:1")]).added
    desk.store.update(made, lambda one: one.with_note("Mine", NOON + timedelta(hours=1)))
    assert gather(desk, [note(id="x:1")]).counts()["unchanged"] == 1
    later = replace(note(id="x:1", remark="Nicer"), modified=NOON + timedelta(days=1), tags=("new",))
    assert gather(desk, [later]).updated == [made]
    assert (state(desk)[0]["note"], state(desk)[0]["tags"]) == ("Mine\n\nNicer", ["new"])
    assert gather(desk, [later]).counts()["unchanged"] == 1


def test_the_same_words_marked_already_are_not_marked_twice(desk: Workspace) -> None:
    gather(desk, [note(remark="Mine", id="kindle:1")])
    assert gather(desk, [note(remark="", id="readwise:1")]).counts()["unchanged"] == 1
    assert gather(desk, [note(remark="Another", id="readwise:2")]).counts()["added"] == 1
    two_rows = [note(remark="One", tags=("a",), source=MUD), note(remark="Two", tags=("b",), source=MUD)]
    gather(desk, two_rows)
    assert [one["note"] for one in state(desk)].count("One\n\nTwo") == 1
    before = state(desk)
    gather(desk, two_rows)
    assert state(desk) == before


def test_an_edit_in_a_tool_that_tells_no_times_is_taken_unless_one_was_made_here(desk: Workspace) -> None:
    timeless = replace(note(remark="First", id="x:1"), created=None, modified=None)
    (made,) = gather(desk, [timeless]).added
    edited = replace(timeless, note="First, and more")
    assert gather(desk, [edited]).updated == [made]
    assert state(desk)[0]["note"] == "First, and more"
    desk.store.update(made, lambda one: one.with_note("Mine", NOON + timedelta(days=1)))
    assert gather(desk, [replace(timeless, note="Third")]).counts()["unchanged"] == 1
    assert state(desk)[0]["note"] == "Mine"


def test_hostile_names_and_words_come_in_once(desk: Workspace) -> None:
    notes = [
        ImportedNote(
            quote=each + "\ud800",
            note=each,
            tags=(each,),
            source=Source(title=each, url=f"http://example.org/{each[:20]}"),
        )
        for each in naughty_strings()[:150]
    ]
    gather(desk, notes)
    before = state(desk)
    assert gather(desk, notes).counts() | {"added": 0, "updated": 0, "stubs": 0} == gather(desk, notes).counts()
    assert state(desk) == before
    assert all(
        each.strip() == "" or any(each[:4] in str(one["note"]) for one in before) for each in ("漢字かな", "{}", "%s%n")
    )


def test_hypothesis_counts_in_utf16(desk: Workspace) -> None:
    text = "👍🏽 Mud. 👍🏽 Mud."
    (added,) = desk.library.add([Draft(text=text, source=Source(title="x", url="https://example.org/m"))], NOON)
    start = len(text[: text.rindex("Mud")].encode("utf-16-le")) // 2
    where = Source(title="", url="https://example.org/m")
    gather(desk, [note("Mud", start=start, end=start + 3, utf16=True, source=where)])
    (found,) = state(desk)
    assert (found["article"], found["start"]) == (added.id, text.rindex("Mud"))


# What we export comes home


def exported(desk: Workspace, form: str) -> str:
    return desk.export(desk.find_notes(), get_format(form), APA)


def come_home(desk: Workspace, form: str, folder: Path) -> tuple[Workspace, Gathered]:
    """Another library with the same articles, and the notes read from an export."""
    other = workspace(folder)
    return other, gather(other, read_notes(exported(desk, form)).notes)


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=30).map(
    lambda text: clean_text(text).strip()
)


@settings(
    max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
@pytest.mark.parametrize("form", ["w3c", "json"])
def test_our_own_export_read_back_gives_the_same_library(
    form: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("there")
    desk = workspace(folder / "one")
    for entry in desk.library.entries():
        article = desk.library.article(entry.id)
        for _ in range(data.draw(st.integers(0, 3))):
            start = data.draw(st.integers(0, len(article.text) - 2))
            span = Span(start, data.draw(st.integers(start + 1, len(article.text))))
            made = desk.annotate(
                article,
                span,
                data.draw(st.sampled_from(COLORS)),
                data.draw(WORDS),
                data.draw(st.lists(WORDS, max_size=2)),
            )
            if data.draw(st.booleans()):
                desk.store.put(made.quoted_as(f"{made.target.quote.exact} […]", made.modified))
            if data.draw(st.booleans()) and start:
                lost = replace(made.target, quote=replace(made.target.quote, exact="words that nobody wrote"))
                desk.store.put(replace(made, target=lost, quotation=""))
    other, done = come_home(desk, form, folder / "two")
    assert state(other) == state(desk)
    before = state(other)
    assert gather(other, read_notes(exported(desk, form)).notes).counts()["unchanged"] == len(done.added) == len(before)
    assert state(other) == before
    assert gather(desk, read_notes(exported(desk, form)).notes).counts()["unchanged"] == len(before)


@pytest.mark.parametrize("form", ["w3c", "json", "csv", "org", "markdown", "hypothesis", "readwise"])
@pytest.mark.parametrize("style", ["apa", "chicago-notes", "ieee", "mla"])
def test_every_export_of_ours_finds_its_passages_again(form: str, style: str, tmp_path: Path) -> None:
    desk = workspace(tmp_path / "one")
    passages = {
        "mud": ["Mud remembers the moon.", "one list item"],
        "sea": ["Nobody knows who read it.", 'The sea keeps no books," a keeper wrote'],
    }
    for part, quotes in passages.items():
        article = desk.library.article(desk.library.resolve(part))
        for quote in quotes:
            start = article.text.index(quote)
            desk.annotate(
                article,
                Span(start, start + len(quote)),
                "yellow",
                "A *note*\non _two_ lines (see [1])",
                ["sea", "two words"],
            )
    text = desk.export(desk.find_notes(), get_format(form), get_style(style))
    other = workspace(tmp_path / "two")
    done = gather(other, read_notes(text).notes)
    assert done.counts() | {"added": 4, "orphans": 0, "stubs": 0} == done.counts()
    ours, theirs = state(desk), state(other)
    assert sorted((one["article"], one["start"], one["end"]) for one in theirs) == sorted(
        (one["article"], one["start"], one["end"]) for one in ours
    )
    assert {one["note"] for one in theirs} == {one["note"] for one in ours}
    assert all("sea" in one["tags"] for one in theirs)
    assert gather(desk, read_notes(text).notes).counts()["unchanged"] == 4


def test_what_the_hypothesis_export_counts(tmp_path: Path) -> None:
    desk = workspace(tmp_path)
    text = "👍🏽 Mud. 👍🏽 Mud."
    (added,) = desk.library.add([Draft(text=text, source=Source(title="x", url="https://example.org/m"))], NOON)
    desk.annotate(desk.library.article(added.id), Span(text.rindex("Mud"), text.rindex("Mud") + 3))
    (one,) = json.loads(exported(desk, "hypothesis"))["annotations"]
    place, quote = one["target"][0]["selector"]
    units = text.encode("utf-16-le")
    assert units[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == quote["exact"] == "Mud"
    assert one["uri"] == "https://example.org/m"


@pytest.mark.parametrize("form", ["markdown", "org", "json", "w3c"])
def test_a_note_of_several_paragraphs_is_not_doubled_by_its_own_export(form: str, tmp_path: Path) -> None:
    desk = workspace(tmp_path)
    article = desk.library.article(desk.library.resolve("mud"))
    start = article.text.index("Mud remembers the moon.")
    desk.annotate(article, Span(start, start + 23), "yellow", "First part.\n\nSecond part.", ["sea"])
    text = desk.export(desk.find_notes(), get_format(form), get_style("apa"))
    gather(desk, read_notes(text).notes)
    assert [one.annotation.note for one in desk.find_notes()] == ["First part.\n\nSecond part."]
