"""Colours: our themes, and the palette of the page computed from whatever theme is in force.

A highlight's tint is blended from the theme's own background, as strongly as the contrast of the text allows: at least
4.5:1 (WCAG 2.2, 1.4.3), in every theme and where highlights overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

HUES = {
    "yellow": Color(230, 190, 40),
    "green": Color(70, 180, 90),
    "blue": Color(70, 140, 230),
    "pink": Color(225, 90, 165),
    "orange": Color(235, 125, 45),
}
BARS = {"yellow": "┃", "green": "║", "blue": "┇", "pink": "▐", "orange": "╏"}
"""The gutter bar of each highlight colour; the shapes differ so that they are told apart without colour."""

WITHOUT_COLOR = {
    "yellow": Style(underline=True),
    "green": Style(underline2=True),
    "blue": Style(underline=True, overline=True),
    "pink": Style(underline=True, bold=True),
    "orange": Style(underline=True, italic=True),
}
OVERLAP_WITHOUT_COLOR = Style(underline2=True, overline=True)
"""How highlights tell themselves apart where there is no colour."""

BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)

CONTRAST = 4.5

LIGHT = Theme(
    name="gloss-light",
    primary="#7a3b12",
    secondary="#5b6b7a",
    accent="#a14a12",
    foreground="#2a2622",
    background="#faf7f0",
    surface="#f3eee4",
    panel="#e8e1d3",
    success="#2e6b34",
    warning="#8a5a00",
    error="#a1261c",
    dark=False,
)
DARK = Theme(
    name="gloss-dark",
    primary="#d9a066",
    secondary="#8fa3b5",
    accent="#e0a458",
    foreground="#d8d2c6",
    background="#1b1a18",
    surface="#232220",
    panel="#2e2c29",
    success="#8fbf7f",
    warning="#e0b050",
    error="#e07a6a",
    dark=True,
)
CONTRASTY = Theme(
    name="gloss-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffd700",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    success="#00ff00",
    warning="#ffff00",
    error="#ff8080",
    dark=True,
)
OURS = (DARK, LIGHT, CONTRASTY)


def luminance(color: Color) -> float:
    """Relative luminance, 0-1 (WCAG 2.2, definition of relative luminance)."""

    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, 1-21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def eight_bit(color: Color) -> Color:
    """Return the colour that a 256-colour terminal shows instead."""
    return Color.from_rich_color(color.rich_color.downgrade(ColorSystem.EIGHT_BIT))


def clearest(one: Color, other: Color) -> float:
    """Return the lower of the contrasts in true colour and in 256 colours."""
    return min(contrast(one, other), contrast(eight_bit(one), eight_bit(other)))


def legible(one: Color, other: Color) -> bool:
    """Return whether two colours keep the contrast, in 256 colours too."""
    return clearest(one, other) >= CONTRAST


def readable(text: Color, background: Color) -> Color:
    """Return a text colour, moved towards black or white until it is readable on its background."""
    end = max((BLACK, WHITE), key=lambda color: contrast(color, background))
    shades = (text.blend(end, twentieths / 20) for twentieths in range(21))
    return next((shade for shade in shades if legible(shade, background)), end)


def tint(background: Color, text: Color, hue: Color, most: int = 9) -> Color:
    """Return a highlight's background: as much of the hue as keeps the text readable, at most `most` twentieths."""
    for twentieths in range(most, 0, -1):
        mixed = background.blend(hue, twentieths / 20)
        if legible(mixed, text):
            return mixed
    return background


def mixed_hue(colors: Iterable[str]) -> Color:
    """Return the mean hue of overlapping highlights."""
    hues = [HUES[color] for color in colors]
    count = len(hues)
    return Color(sum(h.r for h in hues) // count, sum(h.g for h in hues) // count, sum(h.b for h in hues) // count)


@dataclass(frozen=True)
class Palette:
    """The page's styles under one theme; `plain` where the terminal shows none, or too few colours for tints."""

    foreground: Color
    background: Color
    primary: Color
    accent: Color
    plain: bool = False
    panel: Color | None = None

    def _style(
        self,
        color: Color,
        background: Color | None = None,
        *,
        bold: bool = False,
        dim: bool = False,
        underline: bool = False,
        reverse: bool = False,
    ) -> Style:
        attributes = Style(bold=bold, dim=dim, underline=underline, reverse=reverse)
        if self.plain:
            return attributes
        return Style.from_color(color.rich_color, (background or self.background).rich_color) + attributes

    @cached_property
    def text(self) -> Style:
        """The style of running text."""
        return self._style(self.foreground)

    @cached_property
    def quiet(self) -> Style:
        """The style of secondary text (source data, footnote marks, boilerplate)."""
        weight = 0.38
        while weight > 0 and not legible(self.background, self.foreground.blend(self.background, weight)):
            weight -= 0.04
        return self._style(self.foreground.blend(self.background, max(weight, 0)), dim=self.plain)

    @cached_property
    def faint(self) -> Style:
        """The style of separators."""
        return self._style(self.foreground.blend(self.background, 0.75), dim=self.plain)

    @cached_property
    def edge(self) -> Style:
        """The style of the lines between panes."""
        return self._style(self.panel) if self.panel is not None else self.faint

    @cached_property
    def title(self) -> Style:
        """The style of the title and of headings."""
        return self._style(self.foreground, bold=True)

    def of_block(self, kind: str, level: int) -> Style:
        """Return the style of a kind of block; a heading's level and a table's head show."""
        if kind == "heading":
            return self.title + Style(underline=level <= 1, italic=level >= 4)
        if kind == "table" and level:
            return self.text
        return self.quiet if kind == "footnote" else self.text

    def inlaid(self, style: Style, kinds: frozenset[str]) -> Style:
        """`style` with what an author has set apart; colours are given only to plain text."""
        if "footnote" in kinds and style == self.text:
            style = self.quiet
        if "link" in kinds and style == self.text:
            style = self._style(self.link_color)
        if "code" in kinds and style == self.text:
            style = self._style(self.foreground, tint(self.background, self.foreground, self.foreground, 2))
        return style + Style(
            italic=True if "emphasis" in kinds else None,
            bold=True if "strong" in kinds else None,
            underline=True if "link" in kinds else None,
        )

    @cached_property
    def link_color(self) -> Color:
        """The accent colour, adjusted until it is readable."""
        for tenths in range(11):
            shade = self.accent.blend(self.foreground, tenths / 10)
            if legible(shade, self.background):
                return shade
        return self.foreground

    @cached_property
    def strong(self) -> Style:
        """The one accent: labels, the chosen article's bar."""
        return self._style(self.accent, bold=True)

    @cached_property
    def label(self) -> Style:
        """The style of a hint label."""
        if self.plain:
            return Style(bold=True, reverse=True)
        shades = (self.accent.blend(end, twentieths / 20) for twentieths in range(20) for end in (BLACK, WHITE))
        ground = next(shade for shade in shades if any(legible(ink, shade) for ink in self._inks))
        return self._style(max(self._inks, key=lambda color: clearest(color, ground)), ground, bold=True)

    @cached_property
    def cursor(self) -> Style:
        """The style of the cursor."""
        if self.plain:
            return Style(reverse=True)
        weight = 0.30
        while weight < 0.9 and contrast(self.background.blend(self.foreground, weight), self.background) < 3:
            weight += 0.05
        while weight < 1 and not any(legible(ink, self._ground(weight)) for ink in self._inks):
            weight += 0.05
        ground = self._ground(min(weight, 1))
        return self._style(max(self._inks, key=lambda color: clearest(color, ground)), ground)

    def _ground(self, weight: float) -> Color:
        return self.background.blend(self.foreground, weight)

    @property
    def _inks(self) -> tuple[Color, ...]:
        return self.foreground, self.background, BLACK, WHITE

    @cached_property
    def selection(self) -> Style:
        """The style of the selection."""
        if self.plain:
            return Style(bold=True, reverse=True)
        return self._style(self.foreground, tint(self.background, self.foreground, self.primary))

    @cached_property
    def match(self) -> Style:
        """The style of a search match."""
        if self.plain:
            return Style(bold=True, underline2=True)
        return self._style(self.foreground, tint(self.background, self.foreground, self.accent), underline=True)

    def highlight(self, colors: tuple[str, ...]) -> Style:
        """Highlighted text; several colours where highlights overlap, which are underlined too.

        Without colour each has a line of its own kind, and an overlap another.
        """
        if self.plain:
            return OVERLAP_WITHOUT_COLOR if len(colors) > 1 else WITHOUT_COLOR[colors[0]]
        ground = tint(self.background, self.foreground, mixed_hue(colors))
        return self._style(self.foreground, ground, underline=len(colors) > 1)

    def bar(self, color: str) -> Style:
        """Return the style of the gutter bar beside highlighted rows."""
        hue = HUES[color]
        for tenths in range(11):
            shade = hue.blend(self.foreground, tenths / 10)
            if contrast(shade, self.background) >= 3:
                return self._style(shade)
        return self.text


def palette_of(variables: dict[str, str], plain: bool) -> Palette:
    """Return the palette for a theme's CSS variables."""
    names = ("foreground", "background", "primary", "accent", "panel")
    foreground, background, primary, accent, panel = (Color.parse(variables[name]) for name in names)
    return Palette(readable(foreground, background), background, primary, accent, plain, panel)
