"""A file in the place of another: the spare is never anything that somebody else has a name for, and no two writes look alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.storage.replace import replace_file


def written(folder: Path, text: str) -> tuple[int, int, int]:
    return replace_file(folder / "one.json", text.encode(), spare=str(folder / ".spare"))


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_the_generation_before_is_kept_and_the_one_before_that_is_written_over(tmp_path: Path) -> None:
    for text in ("a long first one", "second", "third", "4"):
        written(tmp_path, text)
    assert (tmp_path / "one.json").read_text() == "4"
    assert (tmp_path / "one.json.bak").read_text() == "third"
    assert names(tmp_path) == [".spare", "one.json", "one.json.bak"]


def test_every_write_looks_different_from_outside(tmp_path: Path) -> None:
    looks = [written(tmp_path, f"{number:04}") for number in range(200)]
    assert len(set(looks)) == 200
    found = os.stat(tmp_path / "one.json")
    assert looks[-1] == (found.st_mtime_ns, found.st_size, found.st_ino)


def test_what_a_backup_links_to_is_never_written_into(tmp_path: Path) -> None:
    for text in ("first", "second", "third"):
        written(tmp_path, text)
    copies = tmp_path / "snapshot"
    copies.mkdir()
    for name in (".spare", "one.json", "one.json.bak"):
        os.link(tmp_path / name, copies / name)
    before = {path.name: path.read_text() for path in copies.iterdir()}
    for text in ("fourth", "fifth", "sixth"):
        written(tmp_path, text)
    assert {path.name: path.read_text() for path in copies.iterdir()} == before


@pytest.mark.parametrize("kind", ["link", "folder's link", "open to others"])
def test_a_spare_that_is_not_ours_alone_is_taken_away(tmp_path: Path, kind: str) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    spare = tmp_path / ".spare"
    if kind == "open to others":
        spare.write_text("old")
        spare.chmod(0o644)
    else:
        spare.symlink_to(theirs if kind == "link" else tmp_path)
    written(tmp_path, "new")
    assert (tmp_path / "one.json").read_text() == "new"
    assert not (tmp_path / "one.json").is_symlink()
    assert (tmp_path / "one.json").stat().st_mode & 0o777 == 0o600
    assert theirs.read_text() == "theirs"
