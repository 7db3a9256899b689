"""Files, folders, standard input; what is refused is refused in one line that names it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from annotations.model.errors import UnknownName
from annotations.model.source import Name
from reader.importers.plain.plain_text import PlainTextImporter
from reader.importers.registry import Registry
from reader.importers.targets.targets import read_target
from tests.fakes import DIGEST


def test_a_file_a_folder_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(DIGEST)
    (tmp_path / "a.txt").write_text("Just a note.")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.txt").write_text("Title\n\nA body.")
    (tmp_path / ".hidden").write_text("not this")
    titles = [draft.source.title for result in read_target(str(tmp_path)) for draft in result.drafts]
    assert titles == ["a", "Who measured the sea first?", "The moon and the mud", "Title"]
    (result,) = read_target("-", stdin=lambda: b"Title\n\nFrom a pipe.")
    assert [draft.text for draft in result.drafts] == ["From a pipe."]


BAD = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n ", "the file is empty"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG picture"),
    "binary.dat": (bytes(range(256)) * 8, "binary file"),
    "picture.html": (b"GIF89a" + bytes(range(256)), "GIF picture, though it is called .html"),
    "archive.zip": (b"PK\x03\x04" + bytes(60), "a broken ZIP archive"),
    "packed.txt": (gzip.compress(b"a text"), "a gzip archive"),
    "page.html": (b"<!doctype html><html><body><script>1</script></body></html>", "no article was found"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_named_and_stops_nothing_else(tmp_path: Path, name: str) -> None:
    data, reason = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.txt").write_text("A good text.")
    bad, good = read_target(str(tmp_path), every_file=True)
    assert str(tmp_path / name) in bad.error
    assert reason in bad.error
    assert "\n" not in bad.error
    assert [draft.text for draft in good.drafts] == ["A good text."]


def test_what_is_not_there(tmp_path: Path) -> None:
    (missing,) = read_target(str(tmp_path / "missing"))
    assert missing.error == f"{tmp_path / 'missing'}: no such file or directory"
    (empty,) = read_target(str(tmp_path))
    assert "no files" in empty.error


def test_an_unknown_format_offers_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.")
    with pytest.raises(UnknownName, match="did you mean digest"):
        list(read_target(str(tmp_path), "digset"))


@pytest.mark.parametrize(
    ("data", "title", "text"),
    [
        (b"Title\n\nOne paragraph.\nAnother.", "Title", "One paragraph.\n\nAnother."),
        (b"No title here, but one long paragraph.", "my notes", "No title here, but one long paragraph."),
        (b"- one\n- two\n", "my notes", "- one\n- two"),
        (("word " * 14 + "\n").encode() * 4 + b"end.", "my notes", "word " * 56 + "end."),
    ],
)
def test_plain_texts(data: bytes, title: str, text: str) -> None:
    (draft,) = PlainTextImporter().read(data, "/some/where/my_notes.txt")
    assert (draft.source.title, draft.text) == (title, " ".join(text.split(" ")))


LINES = [
    "It was a calm year for the tide, and nobody in the harbour wrote it",
    "down but one keeper, who had little else to do with his evenings than",
    "to read the gauge.",
]


def test_a_text_wrapped_by_hand_is_joined_and_verse_stays() -> None:
    verse = ["The sea is wide,", "The moon is high."]
    two = [LINES[0], "down."]
    text = "\n\n".join("\n".join(part) for part in (["Title"], LINES, two, verse, LINES))
    (draft,) = PlainTextImporter().read(text.encode(), "x.txt")
    assert draft.text == "\n\n".join([" ".join(LINES), " ".join(two), "\n".join(verse), " ".join(LINES)])
    assert [block.span.of(draft.text) for block in draft.blocks] == draft.text.split("\n\n")


def test_the_frame_of_project_gutenberg_is_boilerplate() -> None:
    marker = "*** {} OF THE PROJECT GUTENBERG EBOOK SEA BOOKS ***"
    parts = ["The eBook of Sea Books", "Title: Sea Books\nAuthor: Ada Keeper\nLanguage: German", marker.format("START")]
    parts += ["\n".join(LINES)] * 9 + ["CHAPTER II. Mud", marker.format("END"), "The licence."]
    (draft,) = PlainTextImporter().read("\n\n".join(parts).encode(), "pg99.txt")
    assert (draft.source.title, draft.source.authors, draft.source.language) == (
        "Sea Books",
        (Name("Keeper", "Ada"),),
        "de",
    )
    assert [block.kind for block in draft.blocks] == ["boilerplate", *["paragraph"] * 9, "heading", "boilerplate"]
    assert draft.words == len(" ".join(LINES).split()) * 9 + 3


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"<!DOCTYPE html><html><body><p>x", "a.txt", "html"),
        (b"<?xml version='1.0'?>\n<!-- saved -->\n<html><body>", "a", "html"),
        ("<!doctype html><html><p>x".encode("utf-16"), "a.md", "html"),
        (b"<p>A paragraph.</p>", "a.html", "html"),
        (b"Just a text, though it is called so.", "a.html", "text"),
        (b"Just a text with 3 < 4 and <b> in it.", "a.txt", "text"),
        (b"# Title\n\nSome **bold** and [a link](https://example.org).\n", "a.txt", "markdown"),
        (b"Words.", "a.md", "markdown"),
        (b"# not a heading alone makes it\n\nnothing else.", "a.txt", "text"),
        (DIGEST.encode(), "a.html", "digest"),
    ],
)
def test_the_content_tells_the_format(data: bytes, name: str, form: str) -> None:
    assert Registry().best(data, name)[0].name == form


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><title>A page</title><p>" + "Words of the page. " * 30)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "script.js").write_text("alert(1)")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "kept.txt").write_text("A text.")
    assert [result.origin for result in read_target(str(tmp_path))] == [
        str(tmp_path / "other_files" / "kept.txt"),
        str(tmp_path / "page.html"),
    ]


def test_others_add_formats_through_entry_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "shout-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[glossator.importers]\nshout = shout_module:Shout\nbroken = no_module:None\n"
    )
    (tmp_path / "shout_module.py").write_text(
        "from annotations.model.source import Source\nfrom reader.articles.article import Draft\n"
        "class Shout:\n    name = 'shout'\n"
        "    def recognises(self, data, name):\n        return 1.0 if data.startswith(b'SHOUT') else 0.0\n"
        "    def read(self, data, origin):\n        return [Draft(data.decode(), Source('Loud'), origin=origin)]\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "a.txt").write_text("SHOUT it")
    (result,) = read_target(str(tmp_path / "a.txt"))
    assert [draft.source.title for draft in result.drafts] == ["Loud"]
    registry = Registry()
    assert "text" in registry.importers
    assert len(registry.problems) == 1
