"""One contract for every store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.model.errors import AnnotationsError, UnknownAnnotation
from annotations.storage.api import AnnotationStore, MemoryStore
from annotations.storage.file_store import TinyStore
from annotations.storage.undo_history import Change, History, Step
from tests.fakes import NOON, made

Make = Callable[[], AnnotationStore]


@pytest.fixture(params=["memory", "tiny", "tiny, opened anew each time"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    if request.param == "memory":
        kept = MemoryStore()
        return lambda: kept
    if request.param == "tiny":
        tiny = TinyStore(tmp_path / "annotations")
        return lambda: tiny
    return lambda: TinyStore(tmp_path / "annotations")


def test_what_was_put_is_there(store: Make) -> None:
    one, two = made(number=1, start=5), made(number=2, start=0, end=4)
    store().put(one, two)
    assert store().for_article("one") == (two, one)
    assert store().get(one.id) == one
    opened = store()
    assert opened.counts() == {"one": 2}
    assert (opened.glance("one"), opened.glance("two")) == (2, 0)
    assert store().tags() == {"a tag": 2}


def test_an_empty_store_is_empty(store: Make) -> None:
    assert store().for_article("one") == ()
    assert list(store().all()) == []
    assert store().counts() == {}
    assert store().problems() == ()


def test_putting_again_replaces(store: Make) -> None:
    store().put(made())
    store().put(made().with_note("another", NOON))
    assert [one.note for one in store().all()] == ["another"]


def test_articles_are_apart(store: Make) -> None:
    store().put(made("one", number=1), made("two", number=2))
    assert [one.article_id for one in store().for_article("two")] == ["two"]
    assert [one.article_id for one in store().all()] == ["one", "two"]


def test_a_deleted_one_is_a_tombstone(store: Make) -> None:
    store().put(made())
    store().update(made().id, lambda one: one.trashed(NOON))
    assert store().for_article("one") == ()
    assert store().counts() == {}
    assert [one.id for one in store().for_article("one", trashed=True)] == [made().id]
    store().update(made().id, lambda one: one.restored(NOON))
    (back,) = store().for_article("one")
    assert back.content() == made().content()


def test_an_update_reads_what_is_there_now(store: Make) -> None:
    store().put(made())
    store().update(made().id, lambda one: one.with_tags([*one.tags, "new"], NOON))
    store().update(made().id, lambda one: one.with_note("new", NOON))
    (found,) = store().all()
    assert (found.tags, found.note) == (("a tag", "new"), "new")


def test_updating_all_writes_only_what_changed(store: Make) -> None:
    store().put(made("one", number=1), made("two", number=2))
    changed = store().update_all(lambda one: one.with_note("x", NOON) if one.article_id == "two" else None)
    assert [one.id for one in changed] == [made(number=2).id]
    assert [one.note for one in store().all()] == ["note 1", "x"]


def test_ids_are_found_by_their_beginning_or_end(store: Make) -> None:
    store().put(made(number=1234), made(number=5678))
    assert store().find("1234") == made(number=1234)
    assert store().find(made(number=5678).id.lower()) == made(number=5678)
    with pytest.raises(UnknownAnnotation):
        store().find("9999")
    with pytest.raises(UnknownAnnotation):
        store().find("34")
    with pytest.raises(AnnotationsError, match="could be 2"):
        store().find("0000")


def test_unknown_ids_are_named(store: Make) -> None:
    with pytest.raises(UnknownAnnotation, match="nowhere"):
        store().get("nowhere")
    with pytest.raises(UnknownAnnotation, match="nowhere"):
        store().update("nowhere", lambda one: one)


def test_everything_can_be_undone_and_redone(store: Make) -> None:
    history, first = History(), made()
    second = first.with_note("better", NOON)
    for before, after in ((None, first), (first, second), (second, second.trashed(NOON))):
        store().put(after)
        history.push(Step("step", (Change(before, after),)))
    seen = []
    while history.undo(store(), NOON):
        seen.append([one.note for one in store().all()])
    assert seen == [["better"], ["note 1"], []]
    seen = []
    while history.redo(store(), NOON):
        seen.append([one.note for one in store().all()])
    assert seen == [["note 1"], ["better"], []]


def test_undo_leaves_what_others_wrote_since(store: Make) -> None:
    history = History()
    store().put(made())
    noted = store().update(made().id, lambda one: one.with_note("mine", NOON))
    history.push(Step("Note", (Change(made(), noted),)))
    store().update(made().id, lambda one: one.with_tags(["theirs"], NOON).with_color("green", NOON))
    history.undo(store(), NOON)
    (found,) = store().all()
    assert (found.note, found.tags, found.color) == (made().note, ("theirs",), "green")
    store().update(made().id, lambda one: one.with_note("theirs too", NOON))
    history.redo(store(), NOON)
    assert [one.note for one in store().all()] == ["theirs too"]


def test_steps_that_were_one_to_the_user_are_undone_together(store: Make) -> None:
    history, first = History(), made()
    for before, after in ((None, first), (first, first.with_note("its note", NOON))):
        store().put(after)
        history.push(Step("step", (Change(before, after),)))
    history.join(2, "Note")
    step = history.undo(store(), NOON)
    assert step is not None
    assert step.title == "Note"
    assert list(store().all()) == []
    assert history.undo(store(), NOON) is None
    history.redo(store(), NOON)
    assert [one.note for one in store().all()] == ["its note"]


def test_what_is_put_from_an_old_copy_takes_nothing_away(store: Make) -> None:
    store().put(made())
    store().update(made().id, lambda one: one.with_note("newer", NOON))
    store().put(made().with_tags(["from an old copy"], NOON))
    (found,) = store().all()
    assert (found.note, found.tags) == ("newer", ("from an old copy",))


def test_something_new_ends_what_could_be_redone(store: Make) -> None:
    history = History()
    store().put(made())
    history.push(Step("step", (Change(None, made()),)))
    history.undo(store(), NOON)
    history.push(Step("step", (Change(None, made(number=2)),)))
    assert history.redo(store(), NOON) is None
