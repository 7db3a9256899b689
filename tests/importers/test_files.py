"""Files, folders, standard input; what is refused is refused in one line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import UnknownName
from reader.importers.files import read_target
from reader.importers.plaintext import PlainTextImporter
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
    "book.epub": (b"PK\x03\x04", "EPUB is not read yet"),
    "page.html": (b"<!doctype html><p>x", "HTML is not read yet"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_named_and_stops_nothing_else(tmp_path: Path, name: str) -> None:
    data, reason = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.txt").write_text("A good text.")
    bad, good = read_target(str(tmp_path))
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
