"""What stands on the terminal, and the least that has to be written to have something else stand there.

Textual writes every row of the screen whenever something is laid out anew, each run of text with all of its colours: at the
start that is four screens, though none of them differs from the first, and over a slow line one waits for all of them. Here
what was written is kept, row by row; only what differs goes out, and of its colours only what is not in force.
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
"""How text looks, as parameters of SGR: attributes, ink, ground; empty where it is the terminal's own way."""

PLAIN: Look = ("", "", "")


class Frames:
    """The rows of one terminal."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Strip]] = {}

    def forget(self) -> None:
        """Something else may stand on the terminal by now: all of it is written the next time."""
        self._rows.clear()

    def of(self, update: object) -> Any:
        """As much of an update of the screen as changes it, worked out when it is written; what else there is as it is."""
        return _Changes(self, update) if isinstance(update, LayoutUpdate | ChopsUpdate) else update

    def written(self, update: Update, console: Console) -> str:
        """Return the control sequences and text of an update; they count as written."""
        pen = Pen(COLOR_SYSTEMS[console.color_system] if console.color_system else ColorSystem.TRUECOLOR)
        for y, x, strip in _of_layout(update) if isinstance(update, LayoutUpdate) else _of_chops(update):
            if self._put(y, x, strip):
                pen.draw(y, x, strip)
        return pen.drawn()

    def _put(self, y: int, x: int, strip: Strip) -> bool:
        """Have a piece stand there; False where it does already."""
        row = self._rows.setdefault(y, {})
        if row.get(x) == strip:
            return False
        end = x + strip.cell_length
        for other in [at for at, kept in row.items() if at < end and at + kept.cell_length > x]:
            del row[other]
        row[x] = strip
        return True


class _Changes(CompositorUpdate):
    """What of an update is a change; Textual takes it for one of its own."""

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
    """Puts pieces of the screen into control sequences, from a terminal that writes plainly to one that does so again."""

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
        """All of it."""
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
    """How a style looks on a terminal of so many colours."""
    attributes = Strip.render_ansi(style.without_color, colors)
    return attributes, _codes(style.color, colors, True), _codes(style.bgcolor, colors, False)


def _codes(color: Color | None, colors: ColorSystem, foreground: bool) -> str:
    return "" if color is None else ";".join(color.downgrade(colors).get_ansi_codes(foreground))
