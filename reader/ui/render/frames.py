"""Incremental screen updates: only the cells that differ from what the terminal shows are written.

Textual writes every row whenever the layout changes, each run of text with all of its colours; at the start that is
four screens, though none differs from the first, which is slow over a slow line. This module keeps what was written,
row by row, and sends only what differs, with only the colours that are not in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from textual.strip import Strip

from reader.ui.textual_adapter import ChopsUpdate, CompositorUpdate, LayoutUpdate

Piece = tuple[int, int, Strip]
"""A row's number, the cell at which the piece begins, and its cells."""

Update = LayoutUpdate | ChopsUpdate
Look = tuple[str, str, str]
"""SGR parameters of a style: attributes, foreground, background; empty for the terminal's default."""

PLAIN: Look = ("", "", "")


class Frames:
    """The strips that were last written to the terminal, by row and cell."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Strip]] = {}

    def forget(self) -> None:
        """Forget what was written, so that the next update is written in full."""
        self._rows.clear()

    def of(self, update: object) -> Any:
        """Return an update that writes only what differs; anything but a screen update is returned as it is."""
        return _Changes(self, update) if isinstance(update, LayoutUpdate | ChopsUpdate) else update

    def written(self, update: Update, console: Console) -> str:
        """Return the control sequences and text of an update; they count as written."""
        pen = Pen(COLOR_SYSTEMS[console.color_system] if console.color_system else ColorSystem.TRUECOLOR)
        for y, x, strip in _of_layout(update) if isinstance(update, LayoutUpdate) else _of_chops(update):
            if self._put(y, x, strip):
                pen.draw(y, x, strip)
        return pen.drawn()

    def _put(self, y: int, x: int, strip: Strip) -> bool:
        """Record a piece; return False if it is on the terminal already."""
        row = self._rows.setdefault(y, {})
        if row.get(x) == strip:
            return False
        end = x + strip.cell_length
        for other in [at for at, kept in row.items() if at < end and at + kept.cell_length > x]:
            del row[other]
        row[x] = strip
        return True


class _Changes(CompositorUpdate):
    """The part of an update that changes the screen, as a compositor update of Textual."""

    def __init__(self, frames: Frames, update: Update) -> None:
        self._frames, self._update = frames, update

    def render_segments(self, console: Console) -> str:
        """Return what is to be written."""
        return self._frames.written(self._update, console)


def _of_layout(update: LayoutUpdate) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[Piece]:
    """Yield the strips within the spans of an update and no cell beyond them."""
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < last and end > first:
                yield y, x, strip if end <= last else strip.crop(0, last - x)


class Pen:
    """Encodes pieces of the screen as control sequences; the terminal's style is plain before and after."""

    def __init__(self, colors: ColorSystem) -> None:
        self._colors = colors
        self._look = PLAIN
        self._at: tuple[int, int] | None = None
        self._out: list[str] = []

    def draw(self, y: int, x: int, strip: Strip) -> None:
        """Draw a strip at a place."""
        if self._at != (y, x):
            self._out.append(f"\x1b[{y + 1};{x + 1}H")
        for text, style, _ in strip:
            if style is not None and style.link:
                self._take_up(PLAIN)
                self._out.append(Strip.render_style(style, text, self._colors))
            elif text:
                self._take_up(look_of(style, self._colors) if style is not None else PLAIN)
                self._out.append(text)
        # How many cells other letters take is for the terminal to say: what follows them is put in its place.
        self._at = (y, x + strip.cell_length) if strip.text.isascii() else None

    def drawn(self) -> str:
        """Reset the style and return everything appended."""
        self._take_up(PLAIN)
        return "".join(self._out)

    def _take_up(self, look: Look) -> None:
        before = self._look
        if look == before:
            return
        attributes, ink, ground = look
        if attributes != before[0] or look == PLAIN:
            parts = ["0" if before != PLAIN else "", attributes, ink, ground]
        else:
            parts = [(ink or "39") if ink != before[1] else "", (ground or "49") if ground != before[2] else ""]
        self._out.append(f"\x1b[{';'.join(part for part in parts if part)}m")
        self._look = look


@lru_cache(maxsize=1024)
def look_of(style: Style, colors: ColorSystem) -> Look:
    """Return the SGR parameters of a style in a colour system."""
    attributes = Strip.render_ansi(style.without_color, colors)
    return attributes, _codes(style.color, colors, True), _codes(style.bgcolor, colors, False)


def _codes(color: Color | None, colors: ColorSystem, foreground: bool) -> str:
    return "" if color is None else ";".join(color.downgrade(colors).get_ansi_codes(foreground))
