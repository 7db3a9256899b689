"""Paths as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.importers.targets.path_completion import completed, completions, targets_in


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("tide one.txt", "tide two.txt", "Mud.md", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "deep.md").write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return str(tmp_path)


def test_what_a_beginning_can_become(folder: str) -> None:
    assert completions("") == ["texts/", "Mud.md", "tide one.txt", "tide two.txt"]
    assert completions("t") == ["texts/", "tide one.txt", "tide two.txt"]
    assert completions("texts/") == ["texts/deep.md"]
    assert completions(".h") == [".hidden"]
    assert completions(f"{folder}/mud") == [f"{folder}/Mud.md"]
    assert completions("~/tex") == ["~/texts/"]
    assert completions("nothing/here") == []
    assert completions("\x00") == []


def test_what_tab_writes(folder: str) -> None:
    assert completed("ti") == "tide "
    assert completed("tide ") == "tide one.txt"
    assert completed("tex") == "texts/"
    assert completed("mu") == "Mud.md"
    assert completed("zz") == "zz"
    assert completed("https://example.org/t") == "https://example.org/t"


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("tide one.txt", ["tide one.txt"]),
        ("'tide one.txt' Mud.md", ["tide one.txt", "Mud.md"]),
        (r"tide\ one.txt", ["tide one.txt"]),
        ("https://a.org/x https://b.org", ["https://a.org/x", "https://b.org"]),
        ("Mud.md https://b.org", ["Mud.md", "https://b.org"]),
        ("gone.txt", ["gone.txt"]),
        ("it's", ["it's"]),
        ("  ", []),
    ],
)
def test_the_targets_of_a_line(folder: str, line: str, targets: list[str]) -> None:
    assert targets_in(line) == targets
