"""A widget that is painted row by row, and keeps its rows until they are to look otherwise."""

from __future__ import annotations

from typing import Self

from rich.segment import Segment
from textual.containers import Vertical
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.render.theme import Palette
from reader.ui.textual_adapter import Guarded


class KeptRows(Guarded, Widget):
    """Its `render_line` gives each row whole and in its colours; borders, padding and tints of a style sheet do not show.

    Textual's own way through those, of which such a widget has none, takes as long again as the rows themselves.
    """

    palette: Palette

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self._kept: dict[int, Strip] = {}
        self._kept_size = Size()
        super().__init__(id=id)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have rows painted anew, all of them where no regions are named."""
        for region in regions:
            for y in region.line_range:
                self._kept.pop(y, None)
        if not regions:
            self._kept.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def prepare(self) -> None:
        """Compute what all rows share before any is painted."""

    def _filters(self) -> list[LineFilter]:
        """Return Textual's line filters, without the ANSI filter if the palette has true colours."""
        return [each for each in self.get_line_filters() if self.palette.plain or not isinstance(each, ANSIToTruecolor)]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of `crop`, painting those that are not cached."""
        if self.outer_size != self._kept_size:
            self._kept_size = self.outer_size
            self._kept.clear()
        if any(y not in self._kept for y in crop.line_range):
            self.prepare()
            filters, background = self._filters(), self.background_colors[1]
            for y in crop.line_range:
                if y not in self._kept:
                    line = self.render_line(y)
                    for each in filters:
                        line = line.apply_filter(each, background)
                    self._kept[y] = line
        lines = [self._kept[y] for y in crop.line_range]
        return lines if crop.width == self._kept_size.width else [line.crop(*crop.column_span) for line in lines]


class Edged(KeptRows, Vertical):
    """Widgets one under the other, with a line along their right side."""

    DEFAULT_CSS = "Edged { padding: 0 1 0 0; }"

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.palette = palette

    def restyle(self, palette: Palette) -> None:
        """Repaint in the colours of another theme."""
        self.palette = palette
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Blanks, and the line."""
        width = self.outer_size.width
        return Strip([Segment(" " * (width - 1), self.palette.text), Segment("│", self.palette.edge)], width)


class Stacked(Guarded, Vertical):
    """Widgets one under the other that cover it wholly: of itself nothing has to be painted but blanks."""

    BLANK = True
