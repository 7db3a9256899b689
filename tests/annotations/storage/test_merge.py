"""Merging, by its laws: whatever is edited where, in any order and however often it is merged, nothing is lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.model.annotation import COLORS, Annotation
from annotations.model.change_clock import BETWEEN
from annotations.model.selectors import describe
from annotations.model.span import Span
from annotations.storage.file_format import checked, to_record
from annotations.storage.file_store import TinyStore
from annotations.storage.merge import edited_apart, merged, merged_all
from tests.fakes import NOON, made

TEXT = "Some words to mark."
HOURS = st.integers(-50, 50)


@st.composite
def edits(draw: st.DrawFn, one: Annotation) -> Annotation:
    """The annotation after an edit by a machine whose clock may say anything."""
    now = NOON + timedelta(hours=draw(HOURS))
    kind = draw(st.sampled_from(["note", "tags", "color", "move", "trash", "restore", "quote"]))
    if kind == "note":
        return one.with_note(draw(st.sampled_from(["", "a", "b", "c", "a longer text"])), now)
    if kind == "tags":
        return one.with_tags(draw(st.lists(st.sampled_from(["x", "y", "Y", "z"]), max_size=3)), now)
    if kind == "color":
        return one.with_color(draw(st.sampled_from(COLORS)), now)
    if kind == "move":
        start = draw(st.integers(0, 8))
        return one.moved_to(describe(TEXT, Span(start, start + 5)), now)
    if kind == "quote":
        return one.quoted_as(draw(st.sampled_from(["", one.target.quote.exact])), now)
    return one.trashed(now) if kind == "trash" else one.restored(now)


@st.composite
def copies(draw: st.DrawFn, count: int) -> list[Annotation]:
    """Copies of one annotation on several machines, which edit and now and then merge from one another."""
    machines = [made()] * count
    for _ in range(draw(st.integers(0, 12))):
        here, there = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        if draw(st.booleans()):
            machines[here] = draw(edits(machines[here]))
        else:
            machines[here] = merged(machines[here], machines[there])
    return machines


@settings(max_examples=300, deadline=None)
@given(copies(3))
def test_merging_is_commutative_associative_and_idempotent(machines: list[Annotation]) -> None:
    one, two, three = machines
    assert merged(one, one) == one
    assert merged(one, two) == merged(two, one)
    assert merged(merged(one, two), three) == merged(one, merged(two, three))
    both = merged(one, two)
    assert merged(both, one) == both == merged(both, two)


@settings(max_examples=150, deadline=None)
@given(copies(2))
def test_a_merged_record_comes_back_as_it_was(machines: list[Annotation]) -> None:
    both = merged(*machines)
    assert checked(to_record(both)) == both


@given(HOURS, HOURS)
def test_an_edit_ends_what_it_changed_whatever_the_clocks_say(first: int, second: int) -> None:
    here = made().with_note("first", NOON + timedelta(hours=first)).with_color("green", NOON + timedelta(hours=first))
    there = here.with_note("second", NOON + timedelta(hours=second)).with_color("pink", NOON + timedelta(hours=second))
    both = merged(here, there)
    assert (both.note, both.color) == ("second", "pink")


@given(HOURS, HOURS)
def test_of_notes_edited_apart_both_texts_stay(first: int, second: int) -> None:
    here = made().with_note("from here", NOON + timedelta(hours=first))
    there = made().with_note("from there", NOON + timedelta(hours=second))
    both = merged(here, there)
    assert edited_apart(here, there)
    assert sorted(both.note.split(BETWEEN)) == ["from here", "from there"]
    settled = both.with_note("both in one", NOON)
    assert merged(merged(settled, here), there).note == "both in one"


def test_the_same_text_written_twice_stands_once() -> None:
    here, there = made().with_note("same", at(1)), made().with_note("same", at(2))
    assert merged(here, there).note == "same"


def test_each_part_is_as_its_newest_change_left_it() -> None:
    here = made().with_note("new note", at(3)).with_color("green", at(1))
    there = made().with_color("blue", at(2)).with_tags(["a tag", "added"], at(1))
    both = merged(here, there)
    assert (both.note, both.color, both.tags) == ("new note", "blue", ("a tag", "added"))


def test_of_tags_each_is_a_part_of_its_own() -> None:
    base = made().with_tags(["kept", "taken away"], at(0))
    here, there = base.with_tags(["kept", "here"], at(5)), base.with_tags(["kept", "taken away", "there"], at(1))
    assert set(merged(here, there).tags) == {"kept", "here", "there"}


def test_a_deletion_comes_along_and_what_was_written_stays_in_it() -> None:
    both = merged(made().trashed(at(1)), made().with_note("written apart", at(2)))
    assert both.deleted is not None
    assert both.note == "written apart"
    assert merged(both, made().trashed(at(1)).restored(at(3))).deleted is None


def test_a_record_without_a_history_is_as_new_as_its_last_change() -> None:
    record = {key: value for key, value in to_record(made().with_note("by hand", at(5))).items() if key in FOREIGN}
    assert merged(made(), checked(record)).note.split(BETWEEN)[-1] == "by hand"


FOREIGN = "id article start end quote prefix suffix note tags color created modified".split()


@settings(max_examples=60, deadline=None)
@given(st.lists(copies(3), min_size=1, max_size=3), st.permutations([0, 1, 2]))
def test_libraries_merge_to_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, notes: list[list[Annotation]], order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    mine = {n: renamed(machines, n) for n, machines in enumerate(notes)}
    expected = merged_all(one for machines in mine.values() for one in machines)
    store = TinyStore(folder)
    for machine in [*order, *order]:
        store.merge("one", [machines[machine] for machines in mine.values()])
    found = {one.id: one for each in (True, False) for one in TinyStore(folder).all(trashed=each)}
    assert found == expected


def test_a_conflict_copy_is_merged_and_put_aside(tmp_path: Path) -> None:
    here, there = TinyStore(tmp_path / "here"), TinyStore(tmp_path / "there")
    for store in (here, there):
        store.put(made(number=1), made(number=2))
    here.update(made(number=1).id, lambda one: one.with_note("from here", at(9)))
    there.update(made(number=1).id, lambda one: one.with_note("from there", at(1)))
    there.update(made(number=2).id, lambda one: one.trashed(at(1)))
    there.put(made(number=3))
    for name in ("one.sync-conflict-20260301-120000-ABCDEF7.json", "one (somebody's conflicted copy 2026-03-01).json"):
        (tmp_path / "here" / name).write_bytes((tmp_path / "there" / "one.json").read_bytes())
    found = {one.id: one for one in here.all()}
    assert found.keys() == {made(number=1).id, made(number=3).id}
    assert "from here" in found[made(number=1).id].note
    assert "from there" in found[made(number=1).id].note
    assert len(here.heard()) == 2
    assert here.problems() == ()
    assert len(list((tmp_path / "here" / ".merged").iterdir())) == 2


def test_a_torn_conflict_copy_is_named_and_left(tmp_path: Path) -> None:
    store = TinyStore(tmp_path)
    store.put(made())
    copy = tmp_path / "one.sync-conflict-20260301-120000-ABCDEF7.json"
    copy.write_text("torn")
    (problem,) = store.problems()
    assert str(copy) in problem.message
    assert copy.read_text() == "torn"


def at(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


def renamed(machines: list[Annotation], number: int) -> list[Annotation]:
    from msgspec.structs import replace

    return [replace(one, id=made(number=number + 1).id) for one in machines]


def test_a_tag_that_a_slow_clock_dates_before_its_annotation_merges_alike_in_any_order() -> None:
    three = made().with_tags(["a tag"], NOON)
    one, two = (three.with_tags([tag], NOON - timedelta(hours=1)) for tag in ("y", "Y"))
    assert merged(merged(one, two), three) == merged(one, merged(two, three)) == merged(merged(one, three), two)
