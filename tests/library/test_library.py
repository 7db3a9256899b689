"""The library: adding twice, versions, ids, lists, the trash, places."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from annotations.model.source import Name, PartialDate, Source
from reader.articles.article import Draft
from reader.errors import AmbiguousArticle, LibraryError, UnknownArticle
from reader.library.library import Library
from tests.fakes import NOON
from tests.strategies import wild_text


def draft(title: str = "A title", text: str = "Some words.", container: str = "Post", year: int = 2025) -> Draft:
    return Draft(text=text, source=Source(title=title, container=container, issued=PartialDate(year, 6, 30)))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        yield opened


def test_adding_twice_changes_nothing(library: Library) -> None:
    drafts = [draft("One"), draft("Two")]
    assert [one.status for one in library.add(drafts, NOON)] == ["added", "added"]
    before = library.entries()
    assert [one.status for one in library.add(drafts, NOON.replace(hour=13))] == ["unchanged", "unchanged"]
    assert library.entries() == before


def test_another_text_is_another_version_of_the_same_article(library: Library) -> None:
    library.add([draft(text="First text.")], NOON)
    (again,) = library.add([draft(text="Second text.")], NOON)
    assert again.status == "updated"
    (entry,) = library.entries()
    assert (entry.versions, library.article(entry.id).text) == (2, "Second text.")


def test_what_the_user_has_mended_outlives_an_update(library: Library) -> None:
    (added,) = library.add([draft()], NOON)
    mended = replace(library.article(added.id).source, authors=(Name("Kim", "A."),), title="A better title")
    library.edit_source(added.id, mended, NOON)
    library.add([draft(text="New text.")], NOON)
    assert library.article(added.id).source == mended


def test_two_articles_of_one_head_in_one_file_are_two(library: Library) -> None:
    drafts = [draft(text="First."), draft(text="Second.")]
    assert len({one.id for one in library.add(drafts, NOON)}) == 2
    assert [one.status for one in library.add(drafts, NOON)] == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("title", "article_id"),
    [
        ("DPRK's top leader meets", "2025-06-30-dprks-top-leader-meets"),
        ("Ça va — “bien”!", "2025-06-30-ca-va-bien"),
        ("漢字", "2025-06-30-han-zi"),
        ("../../etc/passwd", "2025-06-30-etc-passwd"),
        ("", "2025-06-30"),
    ],
)
def test_ids_are_readable(library: Library, title: str, article_id: str) -> None:
    assert [one.id for one in library.add([draft(title)], NOON)] == [article_id]


@settings(max_examples=60)
@given(wild_text)
def test_ids_are_short_unique_file_names_whatever_the_title(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    with Library(tmp_path_factory.mktemp("library") / "library.db") as library:
        ids = [one.id for one in library.add([draft(title, container=name) for name in "ABC"], NOON)]
        assert len(set(ids)) == 3
        assert all(
            0 < len(one) <= 80 and one.isascii() and set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
            for one in ids
        )
        assert [library.article(one).source.title for one in ids] == [title] * 3


def test_a_part_of_an_id_title_or_source_is_enough_where_it_is_unambiguous(library: Library) -> None:
    one, two = (
        added.id for added in library.add([draft("Sea levels"), draft("Sea lions", container="Zoo News")], NOON)
    )
    assert library.resolve("levels") == one
    assert library.resolve("LIONS") == two
    assert library.resolve("zoo news") == two
    with pytest.raises(AmbiguousArticle, match=r"sea-levels.*sea-lions"):
        library.resolve("sea")
    with pytest.raises(UnknownArticle, match="horses"):
        library.resolve("horses")


def test_orders(library: Library) -> None:
    library.add(
        [draft("b", year=2024, container="Z"), draft("a", year=2026, container="Y"), draft("c", container="X")], NOON
    )
    undated = replace(draft("d", container="W"), source=Source(title="d", container="W"))
    library.add([undated], NOON.replace(hour=13))
    assert [
        "".join(entry.title for entry in library.entries(sort=sort)) for sort in ("date", "title", "source", "added")
    ] == [
        "acbd",
        "abcd",
        "dcab",
        "dbac",
    ]
    assert len(library.entries(limit=2)) == 2


def test_the_trash_and_back(library: Library) -> None:
    (added,) = library.add([draft()], NOON)
    library.article_states.trash(added.id, NOON)
    assert library.entries() == []
    assert [entry.id for entry in library.entries("is:trashed")] == [added.id]
    assert library.resolve("title", trashed=True) == added.id
    library.article_states.restore(added.id)
    assert [entry.id for entry in library.entries()] == [added.id]


def test_places_and_choices_are_remembered(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db") as library:
        (added,) = library.add([draft()], NOON)
        assert not library.entry(added.id).opened
        library.save_position(added.id, 7, 0.5, NOON)
        library.save_setting("theme", "light")
    with Library(tmp_path / "library.db") as library:
        entry = library.entry(added.id)
        assert (entry.offset, entry.progress, entry.opened) == (7, 0.5, True)
        assert (library.setting("theme"), library.setting("other")) == ("light", None)


def test_words_are_found_folded_with_the_passage_and_boilerplate_left_out(library: Library) -> None:
    from reader.importers.plain.digest import DigestImporter

    tail = "read more " + "Gold prices rise again today and herring " * 12
    body = "The Ukrain\u0435 gauge. It stood in a café by the sea. "
    digest = f"P\n01-01-2025\n- P\nOne\n{body}{tail}\n\nP\n02-01-2025\n- P\nTwo\nOther words here. {tail}\n"
    library.add(DigestImporter().read(digest.encode(), "d"), NOON)
    assert [(hit.title, hit.passage) for hit in library.search("ukraine")] == [("One", "The Ukrain\u0435 gauge.")]
    assert [hit.title for hit in library.search("CAFE sea")] == ["One"]
    assert library.search("herring") == []
    assert library.search('"sea by"') == []
    assert [hit.title for hit in library.search("words -gauge")] == ["Two"]


def test_the_file_is_private(tmp_path: Path) -> None:
    with Library(tmp_path / "home" / "library.db"):
        assert stat.S_IMODE((tmp_path / "home" / "library.db").stat().st_mode) == 0o600


def test_two_windows_share_it(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db") as one, Library(tmp_path / "library.db") as two:
        one.add([draft("One")], NOON)
        two.add([draft("Two")], NOON)
        assert [entry.title for entry in one.entries(sort="title")] == ["One", "Two"]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look at" * 10])
def test_a_file_that_is_no_library_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(LibraryError, match=r"library\.db"):
        Library(path)
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="--home"):
        Library(tmp_path / "file" / "library.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_refuses_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LibraryError, match=r"library\.db"):
        Library(tmp_path / "library.db")


@pytest.mark.parametrize("column", ["source", "tags"])
@pytest.mark.parametrize("damage", ["'{\"title'", "''", "'7'", "CAST(x'7B22ff22' AS TEXT)"])
def test_damaged_data_beside_a_text_take_no_list_down(tmp_path: Path, column: str, damage: str) -> None:
    with Library(tmp_path / "library.db") as library:
        library.add([draft("one", container="A"), draft("two", container="B")], NOON)
        before = {entry.id: entry.title for entry in library.entries()}
        hurt = next(iter(before))
        library.database.run(f"UPDATE articles SET {column} = {damage} WHERE id = ?", (hurt,))
        assert {entry.id: entry.title for entry in library.entries()} == before
        assert library.article(hurt).text and library.lazy_article(hurt).source.title == before[hurt]
        assert [line.partition(":")[0] for line in library.unreadable()] == [hurt] * (damage != "'7'")
