"""The store on disk: what stands there, and what happens when something else stands there."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from annotations.model.annotation import Annotation
from annotations.model.errors import StoreError, UnreadableFile
from annotations.storage.atomic_write import AtomicJSON
from annotations.storage.file_format import to_record
from annotations.storage.file_store import TinyStore
from tests.fakes import NOON, made
from tests.strategies import any_annotations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "annotations"


@settings(max_examples=40, deadline=None)
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
    assert sorted(os.listdir(folder)) == [".lock", ".spare", "one.json", "one.json.bak"]


def test_what_a_killed_writer_left_is_swept_at_the_next_start(folder: Path) -> None:
    TinyStore(folder).put(made())
    for name in (".one.json.4242.part", ".one.json.bak.part"):
        (folder / name).write_text("half a fi")
    TinyStore(folder).refresh()
    assert sorted(os.listdir(folder)) == [".lock", "one.json"]


NO_TABLES = [b"", b" \n", b"\0" * 40, b"null", b"0", b"{", b"{}", b"[1]", b'{"annotations": 5}', b'{"annotations": {}}']
NO_TABLES += [b'{"_default": {}}', b'{"annotations": {"x": {}}}', b"\xff\xfe", b"[" * 100_000]


def opened(folder: Path, known: bool) -> TinyStore:
    """A store on two generations of one article; `known` with an index that saw the newest."""
    store = TinyStore(folder)
    store.put(made("one", number=1), made("two", number=2))
    store.put(made("one", number=3))
    return store if known else TinyStore(folder)


@pytest.mark.parametrize("content", NO_TABLES, ids=lambda content: repr(content[:12]))
@pytest.mark.parametrize("known", [True, False])
def test_a_torn_file_is_named_and_the_generation_before_is_used(folder: Path, content: bytes, known: bool) -> None:
    store, path = opened(folder, known), folder / "one.json"
    path.write_bytes(content)
    expected = [made(number=1).id] + ([made(number=3).id] if known else [])
    assert sorted(one.id for one in store.for_article("one")) == expected
    assert [one.id for one in store.all() if one.article_id == "two"] == [made(number=2).id]
    (problem,) = store.problems()
    assert str(path) in problem.message
    assert f"{len(expected)} annotation" in problem.message
    assert "kept" in problem.message
    assert "\n" not in problem.message
    assert path.read_bytes() == content
    store.put(made("one", number=4))
    assert (folder / "one.json.damaged-1").read_bytes() == content
    (told,) = store.heard()
    assert "one.json.damaged-1" in told
    assert len(TinyStore(folder).for_article("one")) == len(expected) + 1
    assert store.problems() == ()


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_file_cut_anywhere_loses_at_most_what_was_cut(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("store")
    opened(folder, True)
    path = folder / "one.json"
    whole = path.read_bytes()
    cut = whole[: data.draw(st.integers(0, len(whole) - 3))]
    path.write_bytes(cut)
    store = TinyStore(folder)
    assert made(number=1).id in [one.id for one in store.for_article("one")]
    assert store.problems()
    assert path.read_bytes() == cut


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_flipped_bit_never_goes_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = opened(folder, True)
    before = {one.id: one for one in store.all()}
    path = folder / "one.json"
    flipped = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(flipped) - 1))
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(flipped)
    for again in (store, TinyStore(folder)):
        found = {one.id: one for one in again.all()}
        assert made(number=1).id in found
        for one_id, one in found.items():
            assert one == before.get(one_id) or again.problems()
    assert {one.id: one for one in store.all()} == before
    assert path.read_bytes() == flipped


@pytest.mark.parametrize("bit", range(8))
def test_a_flipped_bit_in_the_format_version_hides_no_note(folder: Path, bit: int) -> None:
    before = {one.id: one for one in opened(folder, True).all()}
    path = folder / "one.json"
    data = bytearray(path.read_bytes())
    digit = re.search(rb'"version": ?(\d)', data)
    assert digit
    data[digit.start(1)] ^= 1 << bit
    path.write_bytes(data)
    assert {one.id: one for one in TinyStore(folder).all()} == before


def test_a_file_of_which_nothing_is_left_is_refused_until_it_is_put_aside(folder: Path) -> None:
    TinyStore(folder).put(made())
    path = folder / "one.json"
    path.write_bytes(b"torn")
    store = TinyStore(folder)
    assert store.for_article("one") == ()
    with pytest.raises(UnreadableFile, match=r"one\.json.*doctor --repair"):
        store.put(made(number=2))
    assert path.read_bytes() == b"torn"
    (line,) = store.repair()
    assert "one.json.damaged-1" in line
    store.put(made(number=2))
    assert (folder / "one.json.damaged-1").read_bytes() == b"torn"


def test_repair_puts_it_aside_and_takes_up_the_generation_before(folder: Path) -> None:
    opened(folder, True)
    (folder / "one.json").write_text("torn")
    store = TinyStore(folder)
    (line,) = store.repair()
    assert "one.json" in line
    assert [one.id for one in TinyStore(folder).for_article("one")] == [made(number=1).id]
    assert (folder / "one.json.damaged-1").read_text() == "torn"
    assert store.repair() == []
    assert store.problems() == ()


def test_a_file_that_is_gone_but_for_its_generation_before_is_not_taken_for_empty(folder: Path) -> None:
    opened(folder, True)
    (folder / "one.json").unlink()
    store = TinyStore(folder)
    assert [one.id for one in store.all()] == [made(number=1).id, made("two", number=2).id]
    assert "gone" in store.problems()[0].message
    store.put(made(number=5))
    assert len(TinyStore(folder).for_article("one")) == 2


@pytest.mark.parametrize(
    "record",
    [
        {"id": "broken", "note": "still mine"},
        "not even a record",
        None,
        [1],
        {"id": 5},
        {"unreadable": 1},
        to_record(made(number=9)) | {"end": "x"},
        to_record(made(number=9)) | {"tags": {"a": 1}},
        to_record(made("another article", number=9)),
    ],
)
def test_a_bad_record_hides_no_other_and_survives_the_next_write(folder: Path, record: object) -> None:
    TinyStore(folder).put(made(number=1))
    path = folder / "one.json"
    tables = json.loads(path.read_text())
    tables["annotations"]["77"] = record
    path.write_text(json.dumps(tables))
    store = TinyStore(folder)
    assert [one.id for one in store.for_article("one")] == [made(number=1).id]
    (problem,) = store.problems()
    assert "record 77" in problem.message
    store.put(made(number=2))
    assert json.dumps(record) in json.dumps(json.loads(path.read_text()))
    assert len(TinyStore(folder).for_article("one")) == 2


@pytest.mark.parametrize("field", ["note", "quote", "tags", "created", "id", "start", "changed"])
def test_a_record_of_which_one_field_is_wrong_comes_from_the_generation_before(folder: Path, field: str) -> None:
    store = opened(folder, True)
    path = folder / "one.json"
    tables = json.loads(path.read_text())
    tables["annotations"]["1"][field] = 7.5
    path.write_text(json.dumps(tables))
    for again in (store, TinyStore(folder)):
        assert made(number=1) in again.for_article("one")
        assert "recovered" in again.problems()[0].message
    store.put(made(number=5))
    assert TinyStore(folder).problems() == ()
    assert json.loads(path.read_text())["damaged"]["1"][field] == 7.5


def test_not_a_number_and_half_a_character_are_kept_as_they_are(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made())
    path = folder / "one.json"
    path.write_text(path.read_text().replace('"changed"', '"mood": NaN, "face": "\\ud83d", "changed"'))
    store.put(made(number=2))
    assert "NaN" in path.read_text()
    assert "\\ud83d" in path.read_text()
    assert len(TinyStore(folder).for_article("one")) == 2


def test_a_note_with_half_a_character_is_saved(folder: Path) -> None:
    TinyStore(folder).put(made().with_note("half \ud83d", NOON))
    assert TinyStore(folder).get(made().id).note == "half \ud83d"


def test_of_two_records_with_one_id_both_texts_stay(folder: Path) -> None:
    store = TinyStore(folder)
    store.put(made(), made(number=2))
    path = folder / "one.json"
    tables = json.loads(path.read_text())
    tables["annotations"]["9"] = to_record(made().with_note("also", NOON + timedelta(days=1)))
    tables["annotations"]["10"] = to_record(made().with_note("and this", NOON))
    path.write_text(json.dumps(tables))
    (first, second) = sorted(store.for_article("one"), key=lambda one: one.id)
    assert "also" in first.note
    assert "and this" in first.note
    assert second == made(number=2)
    store.put(made(number=3))
    assert first in TinyStore(folder).for_article("one")
    assert len(json.loads(path.read_text())["annotations"]) == 3


def test_of_two_records_with_one_number_both_stay(folder: Path) -> None:
    TinyStore(folder).put(made())
    path = folder / "one.json"
    twice = json.dumps(to_record(made(number=2)))
    path.write_text(path.read_text().replace('"annotations": {', '"annotations": {"1": ' + twice + ","))
    assert len(TinyStore(folder).for_article("one")) == 2


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
    later = path.read_text().replace('"version": 1', '"version": 2')
    path.write_text(later)
    for again in (store, TinyStore(folder)):
        assert "later glossator" in again.problems()[0].message
        with pytest.raises(StoreError, match="later glossator"):
            again.put(made(number=2))
        assert again.repair() == []
    assert path.read_text() == later


def test_a_symbolic_link_is_followed_not_replaced(folder: Path, tmp_path: Path) -> None:
    store = TinyStore(folder)
    store.put(made())
    elsewhere = tmp_path / "elsewhere.json"
    (folder / "one.json").rename(elsewhere)
    (folder / "one.json").symlink_to(elsewhere)
    store.put(made(number=2))
    assert (folder / "one.json").is_symlink()
    assert len(TinyStore(folder).for_article("one")) == 2
    elsewhere.unlink()
    lost = TinyStore(folder)
    assert "link" in lost.problems()[0].message
    with pytest.raises(StoreError, match="link"):
        lost.put(made(number=3))


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
from annotations.storage.file_store import TinyStore
from tests.fakes import made
store = TinyStore(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 25):
    store.put(made(number=number))
"""


def test_tinydb_reads_and_writes_the_files(folder: Path) -> None:
    TinyStore(folder).put(made(number=1), made(number=2))
    database = TinyDB(folder / "one.json", storage=AtomicJSON)
    assert {record["note"] for record in database.table("annotations").all()} == {"note 1", "note 2"}
    database.table("annotations").update({"mood": "good"}, doc_ids=[1])
    assert len(TinyStore(folder).for_article("one")) == 2
    assert TinyStore(folder).problems() == ()


def test_two_programs_that_write_at_once_lose_nothing(folder: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(first)], cwd=root) for first in (100, 200)
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    assert len(TinyStore(folder).for_article("one")) == 50


@pytest.mark.parametrize("batch", [1, 2, 200])
def test_a_look_sees_what_came_changed_and_went(folder: Path, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr("annotations.storage.folder_scan.BATCH", batch)
    store, other = TinyStore(folder), TinyStore(folder)
    for article in ("gone", "kept", "changed", "lost"):
        store.put(made(article_id=article, number=len(article)))
    assert other.refresh() == {"gone", "kept", "changed", "lost"} and other.refresh() == set()
    store.put(made(article_id="new", number=20), made(article_id="changed", number=21))
    (folder / "gone.json").unlink()
    (folder / "lost.json").rename(folder / "lost.json.bak")
    breaths: list[None] = []
    assert other.refresh(lambda: breaths.append(None)) == {"new", "changed", "gone", "lost"}
    assert len(breaths) == -(-4 // batch)
    assert other.counts() == {"changed": 2, "kept": 1, "lost": 1, "new": 1}
    assert [problem.article_id for problem in other.problems()] == ["lost"]
