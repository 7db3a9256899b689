"""A folder gives its documents; the rest is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.importers.registry import Registry
from reader.importers.targets.documents import is_document
from reader.importers.targets.targets import Result, expand

PAGE = b"<!DOCTYPE html><html><head><title>A page</title></head><body><p>Some words.</p></body></html>"
DIGEST = b"Latest news with #Tides\n\n\nThe Harbour Post\n14-07-2025\n- Harbours\n- The Harbour Post\nA lock opens\nIt opened.\n"


@pytest.mark.parametrize(
    ("name", "content", "document"),
    [
        ("notes.txt", b"words", True),
        ("paper.tex", b"words", True),
        ("notes.org", b"words", True),
        ("notes.MD", b"# Words", True),
        ("page.html", PAGE, True),
        ("page", PAGE, True),
        ("digest-2025", DIGEST, True),
        ("report.pdf", b"%PDF-1.7", True),
        ("paper", b"%PDF-1.7\n%\xe2\xe3", True),
        ("Makefile", b"all:\n\techo\n", False),
        ("program.py", b'"""Words."""\n', False),
        ("page.py", PAGE, False),
        ("photo.jpg", b"\xff\xd8\xff\xe0", False),
        ("photo", b"\xff\xd8\xff\xe0" * 100, False),
        ("letter.odt", b"PK\x03\x04", False),
        ("words", b"a word", True),
        ("words.odd", b"a word", False),
        ("page.odd", PAGE, True),
        ("program", b"#!/bin/sh\necho\n", False),
        ("settings.toml", b"a = 1", False),
    ],
)
def test_what_counts_as_a_document(tmp_path: Path, name: str, content: bytes, document: bool) -> None:
    (tmp_path / name).write_bytes(content)
    assert is_document(tmp_path / name, Registry()) is document


def test_the_rest_of_a_folder_is_counted_and_all_takes_it(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "Makefile", "c.py", "d.jpg"):
        (tmp_path / name).write_text("words")
    *files, last = expand(str(tmp_path))
    assert files == [str(tmp_path / "a.txt"), str(tmp_path / "b.md")]
    assert last == Result(str(tmp_path), skipped=3)
    assert len(expand(str(tmp_path), every_file=True)) == 5
    assert expand(str(tmp_path / "c.py")) == [str(tmp_path / "c.py")]


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("all:")
    (result,) = expand(str(tmp_path))
    assert isinstance(result, Result)
    assert "this folder holds no documents" in result.error
