"""A text with many highlights shows the same whether all of them have been read or only those on the screen."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.anchoring.reanchor import Anchored
from annotations.model.annotation import COLORS, Annotation
from annotations.model.selectors import describe
from annotations.model.source import Source
from annotations.model.span import Span
from annotations.storage.index import AnnotationIndex, MemoryIndex
from annotations.storage.range_view import IndexGlimpse
from reader.articles.article import Draft
from reader.library.annotation_index.file_index import AnnotationFileIndex
from reader.services.article_editor import Placed
from reader.services.workspace import Workspace
from reader.ui.page.annotation_overlays import over_the_text
from reader.ui.page.windowed_overlays import over_a_glimpse
from reader.ui.reading import reading_screen
from tests.fakes import NOON
from tests.ui.conftest import Open

TEXT = " ".join(f"word{n}" for n in range(6_000))
SEEN = (1, 2, 3)


def _many(count: int, lengths: Callable[[random.Random], int]) -> list[Annotation]:
    rnd, found = random.Random(5), []
    for number in range(count):
        start = rnd.randrange(len(TEXT) - 1)
        target = describe(TEXT, Span(start, min(len(TEXT), start + lengths(rnd))))
        note, tags = (f"note {number}", ("tag",)) if number % 7 == 0 else ("", ())
        deleted = NOON if number % 11 == 0 else None
        color = COLORS[number % len(COLORS)]
        found.append(Annotation(f"{number:026}", "one", target, NOON, NOON, note, tags, color, deleted))
    return found


@pytest.fixture(params=["in memory", "in the library"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> AnnotationIndex:
    return MemoryIndex() if request.param == "in memory" else AnnotationFileIndex(tmp_path / "index.db")


@pytest.mark.parametrize("longest", [60, 3_000, 20_000])
def test_what_is_over_a_stretch_is_the_same(index: AnnotationIndex, longest: int) -> None:
    annotations = _many(400, lambda rnd: rnd.randint(1, longest))
    index.replace("one", SEEN, annotations, ())
    live = sorted((one for one in annotations if one.deleted is None), key=lambda one: (one.target.position, one.id))
    marks, notes = over_the_text([Placed(one, Anchored(one.target.position, "exact").span) for one in live])
    seen, said = over_a_glimpse(IndexGlimpse(lambda: index, "one", SEEN), TEXT, pytest.fail)

    rnd = random.Random(9)
    for _ in range(200):
        start = rnd.randrange(len(TEXT))
        end = min(len(TEXT), start + rnd.choice([1, 70, 1_500]))
        assert set(seen.touching(start, end)) == set(marks.touching(start, end))
        first, known = seen.first_touching(start, end), marks.first_touching(start, end)
        assert (first and first.span) == (known and known.span)
        assert seen.begun(start, end) == marks.begun(start, end)
        assert {note.id for note in said.between(start, end)} == {note.id for note in notes.between(start, end)}
    assert bool(said)


def test_where_nothing_is_said_nothing_is_shown_beside_the_text(index: AnnotationIndex) -> None:
    quiet = [Annotation("1" * 26, "one", describe(TEXT, Span(0, 9)), NOON, NOON)]
    index.replace("one", SEEN, quiet, ())

    _, notes = over_a_glimpse(IndexGlimpse(lambda: index, "one", SEEN), TEXT, pytest.fail)

    assert not notes


def test_a_passage_that_the_text_does_not_bear_out_is_told(index: AnnotationIndex) -> None:
    other = [Annotation("1" * 26, "one", describe("Other words.", Span(0, 5)), NOON, NOON)]
    index.replace("one", SEEN, other, ())
    told: list[str] = []

    marks, _ = over_a_glimpse(IndexGlimpse(lambda: index, "one", SEEN), TEXT, lambda: told.append("lost"))

    assert not marks.touching(0, 100)
    assert told


def _marked(library: Workspace) -> str:
    article_id = library.library.add([Draft(text=TEXT, source=Source(title="Words"))], NOON)[0].id
    article = library.library.article(article_id)
    for n in range(0, 30_000, 500):
        library.annotate(article, Span(n, n + 200), COLORS[n // 500 % 5], note=f"note {n}")
    library.catch_up()
    return article_id


async def test_the_first_picture_is_that_of_all_of_them(
    opened: Open, library: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = _marked(library)
    monkeypatch.setattr(reading_screen, "MAX_EAGER_ANNOTATIONS", 3)
    async with opened(article=article) as reader:
        assert reader.screen.desk.glimpse is not None
        first = reader.rows()
        colors = [str(strip) for strip in reader.app.screen._compositor.render_strips()]
        assert "note 0" in "\n".join(first)
        await reader.press("G")
        last = reader.rows()
        assert reader.screen.desk.glimpse is not None

        assert len(reader.screen.desk.placed) == 60
        reader.screen.show_annotations()
        await reader.pilot.pause()
        assert reader.rows() == last
        await reader.press("g", "g")
        assert [str(strip) for strip in reader.app.screen._compositor.render_strips()] == colors


async def test_a_change_reads_them_all(opened: Open, library: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    article = _marked(library)
    monkeypatch.setattr(reading_screen, "MAX_EAGER_ANNOTATIONS", 3)
    async with opened(article=article) as reader:
        reader.page.go_to(300)
        await reader.press("v", "w", "w", "enter")
        assert reader.screen.desk.glimpse is None
        assert len(reader.kept) == 61


async def test_what_others_write_is_seen(opened: Open, library: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    article = _marked(library)
    monkeypatch.setattr(reading_screen, "MAX_EAGER_ANNOTATIONS", 3)
    async with opened(article=article) as reader:
        library.annotate(library.library.article(article), Span(450, 700), note="from elsewhere")
        assert reader.screen.desk.catch_up()
        reader.screen.show_annotations()
        await reader.pilot.pause()
        assert "from elsewhere" in "\n".join(reader.rows())


async def test_on_a_narrow_screen_the_note_at_the_cursor_stands_below_without_reading_them_all(
    opened: Open, library: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = _marked(library)
    monkeypatch.setattr(reading_screen, "MAX_EAGER_ANNOTATIONS", 3)
    async with opened(size=(80, 24), article=article) as reader:
        reader.page.go_to(510)
        await reader.pilot.pause()
        await reader.pilot.pause()
        assert reader.screen.desk.glimpse is not None
        assert "note 500" in "\n".join(reader.rows())
        reader.screen.desk.reload()
        found = reader.screen.desk.at(510)
        assert found is not None
        assert found.note == "note 500"
