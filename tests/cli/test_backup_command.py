"""Merging, backing up, restoring, and what the doctor says of the trash and of strangers' eyes."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from annotations.model.errors import AnnotationsError
from reader.cli.main import gloss
from reader.config.paths import Home
from reader.errors import ReaderError
from reader.library.db import database_file
from reader.library.db.schema import VERSION
from reader.platform.file_permissions import exposed, loose
from reader.services.workspace import Workspace, open_workspace
from tests.fakes import DIGEST, workspace


class Command:
    """`gloss` on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *words: str) -> Result:
        environ = {"GLOSS_HOME": str(self.home), "GLOSS_CONFIG": str(self.home / "none.toml")}
        return CliRunner().invoke(gloss, list(words), env=environ)

    def __call__(self, *words: str) -> str:
        done = self.run(*words)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def fails(self, *words: str) -> str:
        done = self.run(*words)
        assert isinstance(done.exception, AnnotationsError | ReaderError), done.exception
        return str(done.exception)


@pytest.fixture
def here(tmp_path: Path) -> Command:
    return Command(filled(tmp_path / "here").home.root)


def filled(folder: Path) -> Workspace:
    with workspace(folder) as opened:
        article = opened.library.article(opened.library.resolve("measured"))
        for n in range(3):
            opened.annotate(article, opened_span(n), note=f"note {n}", tags=["one"])
    return opened


def opened_span(n: int) -> Any:
    from annotations.model.span import Span

    return Span(n * 10, n * 10 + 8)


def test_a_library_is_merged_and_merging_again_changes_nothing(here: Command, tmp_path: Path) -> None:
    shutil.copytree(here.home, tmp_path / "there")
    there = Command(tmp_path / "there")
    first, second, third = (note["id"] for note in here.json("notes"))
    here("note", first, "--text", "written here")
    there("note", first, "--text", "written there")
    here("note", second, "--tag", "here")
    there("note", second, "--tag", "there", "--color", "green")
    there("delete", third)
    (tmp_path / "more.txt").write_text(DIGEST.replace("Who measured the sea first?", "Another article"))
    there("add", str(tmp_path / "more.txt"))
    there("highlight", "another", "--quote", "first gauge")
    kept = {path: path.read_bytes() for path in there.home.rglob("*") if path.is_file() and path.suffix == ".json"}
    done = here.json("merge", str(there.home))
    assert (done["added"], done["changed"], done["apart"]) == (1, 3, [first])
    assert done["articles"] >= 1
    found = {note["id"]: note for note in here.json("notes")}
    assert third not in found
    assert {"written here", "written there"} <= set(found[first]["note"].splitlines())
    assert (set(found[second]["tags"]), found[second]["color"]) == ({"one", "here", "there"}, "green")
    assert len(found) == 3
    assert here.json("merge", str(there.home / "annotations"))["changed"] == 0
    assert all(path.read_bytes() == data for path, data in kept.items())
    there("merge", str(here.home))
    assert {note["id"]: note for note in there.json("notes")} == found


def test_what_is_no_other_library_is_not_merged(here: Command, tmp_path: Path) -> None:
    assert "no library" in here.fails("merge", str(tmp_path / "nowhere"))
    assert "another one" in here.fails("merge", str(here.home))


def test_a_backup_brings_everything_back(here: Command, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    notes, articles = here.json("notes"), here.json("list")
    assert "files" in here("backup", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    assert "file exists" in here.fails("backup", str(path))
    here("note", notes[0]["id"], "--text", "later")
    here("delete", notes[1]["id"])
    here("remove", articles[0]["id"])
    said = here("restore-backup", str(path))
    assert (here.json("notes"), here.json("list")) == (notes, articles)
    assert "before-restore" in said
    elsewhere = Command(tmp_path / "elsewhere")
    elsewhere("restore-backup", str(path))
    assert (elsewhere.json("notes"), elsewhere.json("list")) == (notes, articles)
    assert elsewhere.json("doctor")["ok"]


def test_a_backup_replaces_a_library_that_is_none_any_more(here: Command, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    notes = here.json("notes")
    here("backup", str(path))
    for each in here.home.glob("library.db*"):
        each.unlink()
    (here.home / "library.db").write_bytes(b"no database" * 1_000)
    findings = json.loads(here.run("doctor", "--json").stdout)["findings"]
    assert any(
        each["what"] == "library" and not each["ok"] and "restore-backup" in each["message"] for each in findings
    )
    here("restore-backup", str(path))
    assert here.json("notes") == notes


def test_a_damaged_backup_changes_nothing(here: Command, tmp_path: Path) -> None:
    path, notes = tmp_path / "all.zip", here.json("notes")
    here("backup", str(path))
    whole = path.read_bytes()
    for content in (b"", b"PK", whole[: len(whole) // 2], whole[:400] + bytes(60) + whole[460:]):
        path.write_bytes(content)
        assert str(path) in here.fails("restore-backup", str(path))
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        manifest = {"format": 1, "sha256": {"annotations/../../evil.json": "0"}}
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("annotations/../../evil.json", "{}")
    assert "nothing was changed" in here.fails("restore-backup", str(tmp_path / "evil.zip"))
    assert here.json("notes") == notes


def test_a_backup_is_made_before_an_update_of_the_library(here: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_file, "VERSION", VERSION + 1)
    here("list")
    (path,) = (here.home / "backups").glob("before-update-*.zip")
    with zipfile.ZipFile(path) as archive:
        assert "library.db" in archive.namelist()


def test_others_are_kept_out(here: Command) -> None:
    assert not [path for path in here.home.rglob("*") if path.stat().st_mode & 0o077]
    (path,) = (here.home / "annotations").glob("*.json")
    path.chmod(0o644)
    here.home.chmod(0o755)
    findings = {each["what"]: each for each in here.json("doctor")["findings"]}
    assert findings["private"]["level"] == "note"
    assert str(path) in findings["private"]["message"]
    here("doctor", "--repair")
    assert path.stat().st_mode & 0o777 == 0o600
    assert here.home.stat().st_mode & 0o777 == 0o700


def test_the_doctor_says_what_of_the_trash_could_go(here: Command) -> None:
    first, second, _ = (note["id"] for note in here.json("notes"))
    here("delete", first, second)
    findings = {each["what"]: each for each in here.json("doctor")["findings"]}
    assert "nothing is older than 30 days" in findings["trash"]["message"]
    with open_workspace(workspace_home(here)) as opened:
        long_ago = opened.clock().replace(year=2020)
        opened.store.update(first, lambda one: one.restored(long_ago).trashed(long_ago))
    findings = {each["what"]: each for each in here.json("doctor")["findings"]}
    assert f"1 deleted over 30 days ago could go: {first}" in findings["trash"]["message"]


def test_the_index_is_put_right_by_the_doctor(here: Command) -> None:
    notes = here.json("notes")
    with sqlite3.connect(here.home / "library.db") as database:
        database.execute("UPDATE annotation_records SET record = replace(record, 'note 1', 'note 7')")
    findings = {each["what"]: each for each in here.json("doctor")["findings"]}
    assert findings["index"]["level"] == "note"
    assert here.json("notes") == notes
    with sqlite3.connect(here.home / "library.db") as database:
        database.execute("DROP TABLE annotation_files")
    assert here.json("notes") == notes


def workspace_home(command: Command) -> Any:
    from reader.config.paths import Home

    return Home(command.home)


def test_a_folder_that_is_not_there_yet_is_no_problem(tmp_path: Path) -> None:
    empty = Command(tmp_path / "new")
    assert empty.json("doctor")["ok"]
    empty("backup", str(tmp_path / "empty.zip"))
    assert os.path.getsize(tmp_path / "empty.zip") > 0


def test_nobody_comes_through_a_folder_that_is_closed(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.annotations.mkdir(parents=True)
    (home.annotations / "one.json").touch(0o644)
    for folder in (home.root, home.annotations):
        folder.chmod(0o700)
    assert exposed(home) is None and loose(home)
    home.annotations.chmod(0o750)
    assert exposed(home) == home.annotations
    home.root.chmod(0o755)
    assert exposed(home) == home.root


def test_a_conflict_copy_that_cannot_be_merged_is_told_each_time(here: Command) -> None:
    torn = here.home / "annotations" / "one.sync-conflict-20260301-120000-ABCDEF7.json"
    torn.write_text('{"annotations": {"1": ', encoding="utf-8")
    os.utime(torn.parent, ns=(0, 0))  # long enough ago that nobody need look a second time
    assert all(torn.name in here.run(*words).stderr for words in (["list"], ["list"], ["notes"], ["show", "measured"]))
    torn.unlink()
    os.utime(torn.parent, ns=(0, 0))
    assert all(torn.name not in here.run(*words).stderr for words in (["list"], ["list"], ["show", "measured"]))
