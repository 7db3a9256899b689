"""What is written to the terminal leaves it as Textual's own way of writing does, however little it is."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.ui.render.frames import Frames

WIDTH, HEIGHT = 24, 4
TEXTS = st.sampled_from(["a", " ", "  ", "ab c", "é", "漢", "     ", "x" * 9, "“q”"])
STYLES = st.builds(
    Style,
    color=st.sampled_from([None, "#d8d2c6", "red", "#000000"]),
    bgcolor=st.sampled_from([None, "#1b1a18", "blue"]),
    bold=st.sampled_from([None, True, False]),
    italic=st.sampled_from([None, True]),
    underline=st.sampled_from([None, True]),
    reverse=st.sampled_from([None, True]),
)
PIECES = st.lists(st.tuples(TEXTS, st.none() | STYLES).map(lambda piece: Segment(*piece)), min_size=1, max_size=9)


@st.composite
def rows(draw: st.DrawFn) -> dict[int, Strip]:
    """One row of the screen, in pieces that begin at some cells."""
    cuts = sorted({0, *draw(st.lists(st.integers(1, WIDTH - 1), max_size=3))})
    ends = [*cuts[1:], WIDTH]
    return {x: Strip(draw(PIECES)).adjust_cell_length(end - x, draw(STYLES)) for x, end in zip(cuts, ends, strict=True)}


Screen = list[dict[int, Strip]]
SCREENS = st.lists(rows(), min_size=HEIGHT, max_size=HEIGHT)


@st.composite
def updates(draw: st.DrawFn) -> list[LayoutUpdate | ChopsUpdate]:
    """A few screens after one another, each whole or in part; what no span covers may be anything, as with Textual."""
    found: list[LayoutUpdate | ChopsUpdate] = []
    seen: list[Screen] = []
    for _ in range(draw(st.integers(1, 5))):
        screen = draw(SCREENS if not seen else st.one_of(SCREENS, st.sampled_from(seen)))
        seen.append(screen)
        if not found or draw(st.booleans()):
            found.append(LayoutUpdate([row.values() for row in screen], Region(0, 0, WIDTH, HEIGHT)))
            continue
        spans = []
        for y in sorted(draw(st.sets(st.integers(0, HEIGHT - 1), min_size=1))):
            first = draw(st.integers(0, WIDTH - 1))
            spans.append((y, first, draw(st.integers(first + 1, WIDTH))))
        chops: list[dict[int, Strip | None]] = [dict(row) for row in screen]
        found.append(ChopsUpdate(chops, spans, [[*sorted(row)[1:], WIDTH] for row in screen]))
    return found


def console() -> Console:
    return Console(file=StringIO(), color_system="truecolor", force_terminal=True, width=WIDTH, height=HEIGHT)


def cells(written: Sequence[str]) -> list[list[tuple[object, ...]]]:
    """What a terminal shows after all that: of a blank only what shows of one."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    for text in written:
        stream.feed(text)
    shown = []
    for y in range(HEIGHT):
        row: list[tuple[object, ...]] = []
        for x in range(WIDTH):
            cell = screen.buffer[y][x]
            ink = (cell.fg, cell.bold, cell.italics) if cell.data != " " or cell.underscore or cell.reverse else ()
            row.append((cell.data, cell.bg, cell.underscore, cell.reverse, *ink))
        shown.append(row)
    return shown


@given(updates())
def test_the_terminal_shows_what_it_would_show_if_all_were_written(
    given_updates: list[LayoutUpdate | ChopsUpdate],
) -> None:
    frames, own, ours = Frames(), [], []
    for update in given_updates:
        own.append(update.render_segments(console()).replace("\n", "\r\n"))
        ours.append(frames.of(update).render_segments(console()))
        assert cells(ours) == cells(own)


@given(SCREENS)
def test_what_stands_there_already_is_not_written_again_until_it_may_be_gone(screen: Screen) -> None:
    frames = Frames()

    def written() -> str:
        return str(
            frames.of(LayoutUpdate([row.values() for row in screen], Region(0, 0, WIDTH, HEIGHT))).render_segments(
                console()
            )
        )

    first = written()
    assert first
    assert written() == ""
    frames.forget()
    assert written() == first


def test_what_is_no_picture_of_the_screen_is_left_as_it_is() -> None:
    other = object()
    assert Frames().of(other) is other


def test_a_link_is_written_whole() -> None:
    strip = Strip([Segment("see ", Style(bold=True)), Segment("here", Style(link="https://example.org/", color="red"))])
    written = Frames().of(LayoutUpdate([[strip]], Region(0, 0, 8, 1))).render_segments(console())
    assert "https://example.org/\x1b\\" in written
    assert written.endswith("\x1b]8;;\x1b\\")
