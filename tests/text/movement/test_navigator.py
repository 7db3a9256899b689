"""Cursor movement by rows, the viewport, and notes in the margin."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.layout.margin_notes import MarginNote, place
from reader.text.layout.text_layout import Layout, shown
from reader.text.layout.viewport import SCROLL_OFF_ROWS, Viewport
from reader.text.movement.navigator import MOVES, Cursor, by_rows
from tests.strategies import texts

TEXT = "one two three\n\nfour five six\nseven\neight nine ten"


def at(cursor: Cursor, layout: Layout) -> str:
    return layout.text[cursor.head :].split()[0]


def test_down_and_up_keep_the_column_over_short_and_empty_rows() -> None:
    layout = Layout(TEXT, 20)
    cursor = Cursor(TEXT.index("three"))
    seen = []
    for _ in range(3):
        cursor = by_rows(layout, cursor, 1)
        seen.append(cursor.head)
    assert [layout.cell_of(layout.row_of(head), head) for head in seen] == [8, 4, 8]
    assert by_rows(layout, cursor, -3).head == TEXT.index("three")


def test_paragraph_moves_go_from_start_to_start() -> None:
    layout = Layout(TEXT, 20)
    cursor = MOVES["paragraph.next"](layout, Cursor(3), 1)
    assert at(cursor, layout) == "four"
    assert at(MOVES["paragraph.previous"](layout, cursor, 1), layout) == "one"
    assert at(MOVES["paragraph.previous"](layout, Cursor(TEXT.index("six")), 1), layout) == "four"


@given(texts, st.integers(1, 30), st.integers(0, 300), st.sampled_from(sorted(MOVES)), st.integers(1, 9))
def test_every_move_ends_on_a_character_of_the_text(text: str, width: int, offset: int, name: str, count: int) -> None:
    layout = Layout(text, width)
    cursor = MOVES[name](layout, Cursor(min(offset, max(0, len(text) - 1))), count)
    assert 0 <= cursor.head <= max(0, len(text) - 1) or not text


@given(texts, st.integers(5, 30), st.integers(1, 12), st.lists(st.integers(-30, 30), max_size=8), st.integers(0, 5))
def test_scrolling_never_leaves_the_text(text: str, width: int, height: int, moves: list[int], header: int) -> None:
    layout = Layout(text, width)
    view = Viewport.at_start(layout, height, header)
    total = len(list(layout.rows()))
    for move in moves:
        view = view.scrolled(move)
        rows = view.rows()
        assert 0 <= view.lead <= header
        assert len(rows) == min(max(0, height - view.lead), total) or view.lead == header
        assert view.lead == 0 or view.top == layout.first()


@given(texts, st.integers(5, 30), st.integers(8, 16), st.lists(st.integers(0, 400), max_size=6))
def test_what_is_shown_holds_the_cursor_off_the_edges(text: str, width: int, height: int, offsets: list[int]) -> None:
    layout = Layout(text, width)
    view = Viewport.at_start(layout, height, 3)
    for offset in offsets:
        offset = min(offset, max(0, len(text) - 1))
        view = view.showing(offset)
        row = layout.row_of(offset)
        y = view.index_of(row)
        assert y is not None
        above, below = layout.move(row, -SCROLL_OFF_ROWS), layout.move(row, SCROLL_OFF_ROWS)
        assert view.index_of(above) is not None
        assert view.index_of(below) is not None


@given(texts, st.integers(5, 30), st.integers(5, 30), st.integers(0, 400))
def test_a_resize_keeps_the_place(text: str, width: int, other: int, offset: int) -> None:
    offset = min(offset, max(0, len(text) - 1))
    view = Viewport.at_start(Layout(text, width), 12, 2).showing(offset)
    again = view.relaid(Layout(text, other), 9, 3).showing(offset)
    assert again.index_of(again.layout.row_of(offset)) is not None


notes = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=8).map(
    lambda drawn: [
        MarginNote(str(n), row, tuple(f"{n}.{line}" for line in range(lines)))
        for n, (row, lines) in enumerate(sorted(drawn))
    ]
)


@given(notes, st.integers(1, 24), st.none() | st.integers(0, 7))
def test_notes_never_overlap_and_the_one_at_the_cursor_is_whole(
    drawn: list[MarginNote], height: int, focus: int | None
) -> None:
    placed = place(drawn, height, str(focus))
    rows = [(note.row, note.row + len(note.lines)) for note in placed]
    assert all(0 <= start < end <= height for start, end in rows)
    assert all(end < following for (_, end), (following, _) in pairwise(rows))
    for note in placed:
        own = drawn[int(note.key)]
        if note.focused:
            assert note.lines == own.lines[:height]


def test_a_note_that_is_cut_says_so() -> None:
    placed = place([MarginNote("a", 0, ("one", "two", "three", "four", "five")), MarginNote("b", 4, ("next",))], 12)
    assert [(note.row, note.lines[-1][-1]) for note in placed] == [(0, "…"), (4, "t")]


def test_rows_without_text_are_still_rows() -> None:
    layout = Layout("", 10)
    view = Viewport.at_start(layout, 5, 0)
    assert [shown(layout, row) for row in view.rows()] == [""]
