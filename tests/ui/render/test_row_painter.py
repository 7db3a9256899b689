"""What a row of the page looks like: widths, wide rows, isolates, and colours that can be read in every theme."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.strip import Strip

from annotations.model.annotation import COLORS
from annotations.model.span import Span
from reader.text.layout.layout_pieces import LaidBlock
from reader.text.layout.text_layout import Layout
from reader.ui.render.row_painter import Inlay, Mark, Marks, Overlay, Scene, Spans, paint_text, spans
from reader.ui.render.theme import BARS, OURS, WITHOUT_COLOR, Palette, contrast, palette_of
from tests.strategies import texts_with_blocks

DARK = Palette(Color(216, 210, 198), Color(27, 26, 24), Color(217, 160, 102), Color(224, 164, 88))


def painted(layout: Layout, scene: Scene, palette: Palette = DARK) -> list[str]:
    return ["".join(part.text for part in paint_text(layout, row, scene, palette)) for row in layout.rows()]


def quiet(**more: object) -> Scene:
    return Scene(marks=Marks(), matches=Spans(), quiet=Spans(), **more)  # type: ignore[arg-type]  # the rest by name


@given(texts_with_blocks(), st.integers(4, 60), st.integers(0, 80))
def test_what_is_painted_is_never_wider_than_the_column(
    drawn: tuple[str, list[LaidBlock]], width: int, shift: int
) -> None:
    text, blocks = drawn
    layout = Layout(text, width, [block for block in blocks if not block.folded])
    for row in layout.rows():
        assert Strip(paint_text(layout, row, quiet(shift=shift), DARK)).cell_length <= max(width, 2)


CODE = "def tide(hours, height):\n\treturn height * hours\n"


def test_code_stays_whole_and_moves_sideways() -> None:
    layout = Layout(CODE, 16, [LaidBlock(Span(0, len(CODE) - 1), "code")])
    assert painted(layout, quiet())[:2] == ["  def tide(hour›", "      return he›"]
    assert painted(layout, quiet(shift=12))[:2] == ["  ‹s, height):", "  ‹ight * hours"]


def test_the_columns_of_a_table_stand_under_each_other() -> None:
    text = "Harbour\tTide\tOpen\nZürich\t0.0\tyes\n漢字\t12.5\tno"
    layout = Layout(text, 60, [LaidBlock(Span(0, len(text)), "table", 1)])
    assert painted(layout, quiet()) == [
        "  Harbour   Tide   Open",
        "  Zürich    0.0    yes",
        "  漢字      12.5   no",
    ]
    rows = list(layout.rows())
    for row in rows:
        for offset in range(row.start, row.end):
            assert layout.offset_at(row, layout.cell_of(row, offset)) == offset


def test_right_to_left_rows_stand_between_isolates() -> None:
    rows = painted(Layout("שלום עולם\nplain", 40), quiet())
    assert rows == ["\u2068שלום עולם\u2069", "plain"]


def test_what_an_author_set_apart_shows() -> None:
    text = "an emphatic word, a link[1]"
    inlays = Overlay([Inlay(Span(3, 11), "emphasis"), Inlay(Span(20, 24), "link"), Inlay(Span(24, 27), "footnote")])
    layout = Layout(text, 60)
    found = {part.text: part.style for part in paint_text(layout, layout.first(), quiet(inlays=inlays), DARK)}
    styles = {words: style for words, style in found.items() if isinstance(style, Style)}
    assert styles["emphatic"].italic
    assert styles["link"].underline
    assert styles["[1]"] == DARK.quiet


# For every eye


def themes() -> list[Palette]:
    app: App[None] = App()
    found = []
    for theme in OURS:
        app.register_theme(theme)
    for name in app.available_themes:
        if not name.startswith("ansi") and "ansi" not in name:
            app.theme = name
            found.append(palette_of(app.get_css_variables(), False))
    return found


THEMES = themes()
OVERLAPS = [combination for count in (1, 2, 3) for combination in combinations(COLORS, count)]


def ratio(style: Style, system: ColorSystem | None = None) -> float:
    def of(color: RichColor | None) -> Color:
        assert color is not None
        return Color.from_rich_color(color.downgrade(system) if system else color)

    return contrast(of(style.color), of(style.bgcolor))


@pytest.mark.parametrize("system", [None, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("palette", THEMES, ids=range(len(THEMES)))
def test_everything_can_be_read_in_every_theme(palette: Palette, system: ColorSystem | None) -> None:
    styles = {str(colors): palette.highlight(colors) for colors in OVERLAPS}
    styles |= {
        name: getattr(palette, name) for name in ("text", "quiet", "title", "selection", "match", "label", "cursor")
    }
    styles |= {kind: palette.inlaid(palette.text, frozenset({kind})) for kind in ("link", "code", "footnote")}
    poor = {name: round(ratio(style, system), 2) for name, style in styles.items() if ratio(style, system) < 4.5}
    assert not poor


def test_without_colour_highlights_still_tell_themselves_apart() -> None:
    plain = Palette(DARK.foreground, DARK.background, DARK.primary, DARK.accent, plain=True)
    assert len(set(BARS.values())) == len(COLORS) == len(WITHOUT_COLOR)
    looks = [plain.highlight((color,)) for color in COLORS]
    looks += [plain.highlight(pair) for pair in combinations(COLORS, 2)] + [plain.text, plain.selection, plain.match]
    assert all(look.color is None and look.bgcolor is None for look in looks)
    assert (
        len({str(plain.highlight((color,))) for color in COLORS} | {str(plain.text), str(plain.selection)})
        == len(COLORS) + 2
    )


def test_an_overlap_shows_both() -> None:
    text = "one two three"
    marks = Marks([Mark(Span(0, 7), "yellow", "a"), Mark(Span(4, 13), "blue", "b")])
    scene = Scene(marks=marks, matches=spans([]), quiet=spans([]))
    layout = Layout(text, 40)
    parts: list[Segment] = paint_text(layout, layout.first(), scene, DARK)
    looks = {part.text.strip(): str(part.style) for part in parts}
    assert len({looks["one"], looks["two"], looks["three"]}) == 3
