"""Reports: their edits as values, and their files, which are as safe as the notes'."""

from __future__ import annotations

import json
import multiprocessing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.errors import CodecError, ReportFault, StoreError
from annotations.model.ids import new_id
from annotations.reports.report import Report, ReportPart, from_record, to_record
from annotations.reports.report_files import ReportFiles
from annotations.storage.folder_lock import FolderLock
from tests.fakes import NOON
from tests.strategies import times, wild_text

LATER = NOON + timedelta(hours=1)


def report(title: str = "On tides", number: int = 1, *parts: ReportPart) -> Report:
    return Report(f"{number:026}", title, NOON, NOON, parts)


def heads(found: Report) -> str:
    return " ".join(part.text for part in found.parts)


def of(words: str) -> Report:
    return report("On tides", 1, *(ReportPart("words", word) for word in words.split()))


parts = st.builds(ReportPart, st.sampled_from(["heading", "words", "quote"]), wild_text, st.integers(0, 4), wild_text)
reports = st.builds(
    Report,
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=26, max_size=26),
    wild_text.filter(bool),
    times,
    times,
    st.lists(parts, max_size=4).map(tuple),
    st.none() | times,
)


@pytest.mark.parametrize(
    ("before", "at", "to", "after"),
    [
        ("a b c", 0, 2, "b c a"),
        ("a b c", 2, 0, "c a b"),
        ("a b c", 1, 1, "a b c"),
        ("a b c", 0, 9, "b c a"),
        ("a", 0, 0, "a"),
    ],
)
def test_moving(before: str, at: int, to: int, after: str) -> None:
    assert heads(of(before).moved(at, to, LATER)) == after
    assert of(before).moved(at, to, LATER).modified == LATER


def test_edits() -> None:
    found = of("a b")
    assert heads(found.with_part(ReportPart("words", "x"), LATER)) == "a b x"
    assert heads(found.with_part(ReportPart("words", "x"), LATER, 1)) == "a x b"
    assert heads(found.without(0, LATER)) == "b"
    assert heads(found.changed(1, ReportPart("words", "x"), LATER)) == "a x"
    assert found.titled("Else", LATER).title == "Else"
    assert heads(found) == "a b"
    for wrong in (lambda: found.without(2, LATER), lambda: found.moved(-1, 0, LATER), lambda: of("").part(0)):
        with pytest.raises(ReportFault, match="there is no part"):
            wrong()


@given(reports)
def test_a_record_comes_back(found: Report) -> None:
    assert from_record(json.loads(json.dumps(to_record(found)))) == found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", ""),
        ("title", 3),
        ("parts", None),
        ("parts", [3]),
        ("parts", [{"kind": "verse"}]),
        ("created", "noon"),
        ("modified", "2025-01-01T00:00"),
    ],
)
def test_a_record_that_is_none_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(CodecError, match=name):
        from_record(to_record(of("a")) | {name: value})


# Files


@pytest.fixture
def files(tmp_path: Path) -> ReportFiles:
    return ReportFiles(tmp_path / "reports", tmp_path / "annotations", lock_timeout_s=0.3)


def test_what_is_put_is_there(files: ReportFiles, tmp_path: Path) -> None:
    files.put(report("On tides"))
    files.put(report("On mud", 2, ReportPart("heading", "One", 1)))
    other = ReportFiles(tmp_path / "reports", tmp_path / "annotations")
    assert {each.title for each in other.all()} == {"On tides", "On mud"}
    assert other.find("mud").parts == (ReportPart("heading", "One", 1),)
    other.update(f"{2:026}", lambda each: each.trashed(LATER))
    assert [each.title for each in files.all()] == ["On tides"]
    assert [each.title for each in files.all(trashed=True)] == ["On mud"]
    for wrong in ("mud", "no", "O", "../x"):
        with pytest.raises(ReportFault):
            files.find(wrong)
    with pytest.raises(ReportFault, match="could be 2"):
        files.put(report("On tides too", 3))
        files.find("On tide")


def test_a_damaged_file_hides_no_other_and_its_generation_before_is_read(files: ReportFiles, tmp_path: Path) -> None:
    files.put(report("On tides", 1, ReportPart("words", "one")))
    files.update(f"{1:026}", lambda each: each.with_part(ReportPart("words", "two"), LATER))
    files.put(report("On mud", 2))
    path = tmp_path / "reports" / f"{1:026}.json"
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format": "else"}'):
        path.write_bytes(damaged)
        assert {heads(each) for each in files.all()} == {"one", ""}
        assert "generation before" in files.problems()[0]
    files.update(f"{1:026}", lambda each: each.with_part(ReportPart("words", "three"), LATER))
    assert heads(files.get(f"{1:026}")) == "one three"
    assert files.problems() == []
    path.write_text(json.dumps({"format": "glossator-report", "version": 99, "report": {}}))
    path.with_name(path.name + ".bak").unlink()
    with pytest.raises(ReportFault, match="later glossator"):
        files.get(f"{1:026}")


def test_one_lock_holds_notes_and_reports(files: ReportFiles, tmp_path: Path) -> None:
    files.put(report())
    with FolderLock(tmp_path / "annotations", 1).held(), pytest.raises(StoreError, match="another glossator"):
        files.put(report("Else", 2))
    assert [each.title for each in files.all()] == ["On tides"]


def _add_many(folder: Path, who: str) -> None:
    files = ReportFiles(folder / "reports", folder / "annotations")
    for number in range(25):
        part = ReportPart("words", f"{who}{number}")
        files.update(f"{1:026}", lambda each, part=part: each.with_part(part, LATER))  # type: ignore[misc]  # a default


def test_two_programs_at_once_lose_nothing(files: ReportFiles, tmp_path: Path) -> None:
    files.put(report())
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_add_many, args=(tmp_path, who)) for who in "ab"]
    for each in running:
        each.start()
    for each in running:
        each.join(60)
    assert {part.text for part in files.get(f"{1:026}").parts} == {
        f"{who}{number}" for who in "ab" for number in range(25)
    }


def test_ids_are_ulids() -> None:
    assert len(new_id(NOON)) == 26
