"""Single lines of the reading screen: the heading of the list, and what opens under a pane when it is needed."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from reader.text.cleaning import clean_line
from reader.text.unicode.cells import set_width
from reader.ui.render.theme import Palette
from reader.ui.widgets.cached_rows import KeptRows


class Heading(KeptRows):
    """One line of plain text, painted as it is."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Heading { height: 1; }"

    def __init__(self, palette: Palette, text: str) -> None:
        super().__init__()
        self.palette, self._text = palette, text

    def show(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.refresh()

    def restyle(self, palette: Palette) -> None:
        """Repaint in the colours of another theme."""
        self.palette = palette
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        text = set_width(clean_line(self._text), max(0, self.size.width - 1))
        # The blank stands apart in a style of its own: what turns screens into pictures is apt to drop leading blanks.
        return Strip([Segment(" ", self.palette.quiet), Segment(text, self.palette.text)], self.size.width)
