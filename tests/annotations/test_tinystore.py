"""The store on disk: what stands there, and what happens when something else stands there."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings

from annotations.annotation import Annotation
from annotations.errors import StoreError, UnreadableFile
from annotations.storage import AtomicJSON
from annotations.tinystore import TinyStore
from tests.fakes import NOON, made
from tests.strategies import any_annotations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "annotations"


@settings(max_examples=40)
@given(any_annotations())
def test_any_annotation_comes_back(tmp_path_factory: pytest.TempPathFactory, annotation: Annotation) -> None:
    folder = tmp_path_factory.mktemp("store")
    TinyStore(folder).put(annotation)
    assert TinyStore(folder).get(annotation.id) == annotation


def test_the_file_is_tinydbs_readable_by_people_and_private(folder: Path) -> None:
    TinyStore(folder).put(made())
    path = folder / "one.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    (record,) = tables["annotations"].values()
    assert (record["quote"], record["start"], record["end"]) == ("words", 5, 10)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_generation_before_is_kept(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made())
    before = (folder / "one.json").read_bytes()
    store.put(made().with_note("later", NOON))
    assert (folder / "one.json.bak").read_bytes() == before


def test_nothing_else_is_left_lying_about(folder: Path) -> None:
    store = TinyStore(folder)
    for number in range(3):
        store.put(made(number=number))
    assert sorted(os.listdir(folder)) == [".lock", "one.json", "one.json.bak"]


def test_what_a_killed_writer_left_is_swept(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made())
    stale = folder / ".one.json.4242.part"
    stale.write_text("half a fi")
    store.put(made(number=2))
    assert not stale.exists()


@pytest.mark.parametrize(
    "content", [b"", b"null", b"{", b"[1]", b'{"annotations": 5}', b"\xff\xfe", b'{"annotations": {"1": NaN}}']
)
def test_an_unreadable_file_is_named_and_never_overwritten(folder: Path, content: bytes) -> None:
    store = TinyStore(folder)
    store.put(made("one", number=1), made("two", number=2))
    path = folder / "one.json"
    path.write_bytes(content)
    assert [one.article_id for one in store.all()] == ["two"]
    (problem,) = store.problems()
    assert str(path) in problem.message
    assert "\n" not in problem.message
    with pytest.raises(UnreadableFile, match=r"one\.json"):
        store.put(made("one", number=3))
    assert path.read_bytes() == content
    store.put(made("two", number=4))
    assert len(store.for_article("two")) == 2


def test_repair_puts_it_aside_and_takes_up_the_generation_before(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made(number=1))
    store.put(made(number=2))
    (folder / "one.json").write_text("torn")
    (line,) = store.repair()
    assert "one.json" in line
    assert [one.id for one in store.for_article("one")] == [made(number=1).id]
    assert (folder / "one.json.unreadable-1").read_text() == "torn"
    assert store.repair() == []


def test_a_bad_record_hides_no_other_and_survives_the_next_write(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made(number=1))
    path = folder / "one.json"
    tables = json.loads(path.read_text())
    tables["annotations"]["77"] = {"id": "broken", "note": "still mine"}
    tables["annotations"]["78"] = "not even a record"
    path.write_text(json.dumps(tables))
    assert [one.id for one in store.for_article("one")] == [made(number=1).id]
    assert len(store.problems()) == 2
    store.put(made(number=2))
    kept = json.loads(path.read_text())["annotations"]
    assert kept["77"] == {"id": "broken", "note": "still mine"}
    assert "not even a record" in json.dumps(kept["78"])


def test_fields_of_another_program_survive(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made())
    path = folder / "one.json"
    tables = json.loads(path.read_text())
    tables["annotations"]["1"]["mood"] = "good"
    path.write_text(json.dumps(tables))
    store.update(made().id, lambda one: one.with_note("new", NOON))
    assert json.loads(path.read_text())["annotations"]["1"]["mood"] == "good"


def test_a_file_of_a_later_version_is_left_alone(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made())
    path = folder / "one.json"
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    assert store.for_article("one") == ()
    with pytest.raises(StoreError, match="later glossator"):
        store.put(made())


def test_a_symbolic_link_is_followed_not_replaced(folder: Path, tmp_path: Path) -> None:
    store = TinyStore(folder)
    store.put(made())
    elsewhere = tmp_path / "elsewhere.json"
    (folder / "one.json").rename(elsewhere)
    (folder / "one.json").symlink_to(elsewhere)
    store.put(made(number=2))
    assert (folder / "one.json").is_symlink()
    assert len(TinyStore(folder).for_article("one")) == 2


def test_changes_from_elsewhere_are_seen(folder: Path) -> None:
    here, there = TinyStore(folder), TinyStore(folder)
    here.put(made(number=1))
    assert len(there.for_article("one")) == 1
    here.put(made(number=2))
    assert len(there.for_article("one")) == 2


def test_a_writer_that_does_not_end_is_reported(folder: Path) -> None:
    folder.mkdir()
    with FileLock(folder / ".lock"), pytest.raises(StoreError, match="another glossator"):
        TinyStore(folder, lock_timeout_s=0.1).put(made())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_refuses_is_reported(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    with pytest.raises(StoreError, match="not saved"):
        TinyStore(folder).put(made())


def test_a_place_that_cannot_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="not saved"):
        TinyStore(tmp_path / "file" / "annotations").put(made())


@pytest.mark.parametrize("article_id", ["../up", "a/b", "", ".hidden"])
def test_an_id_that_is_no_file_name_is_refused(folder: Path, article_id: str) -> None:
    with pytest.raises(StoreError, match="no id"):
        TinyStore(folder).put(made(article_id))


WRITER = """
import sys
from pathlib import Path
from annotations.tinystore import TinyStore
from tests.fakes import made
store = TinyStore(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 25):
    store.put(made(number=number))
"""


def test_two_programs_that_write_at_once_lose_nothing(folder: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(first)], cwd=root) for first in (100, 200)
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    assert len(TinyStore(folder).for_article("one")) == 50


def test_a_batch_that_fails_writes_nothing(tmp_path: Path) -> None:
    storage = AtomicJSON(tmp_path / "file.json")
    storage.write({"annotations": {"1": {"a": 1}}})
    with pytest.raises(RuntimeError), storage.batch():
        storage.write({})
        raise RuntimeError
    assert storage.read() == {"annotations": {"1": {"a": 1}}}
