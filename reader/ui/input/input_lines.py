"""The lines that one types into, and the strip for a note: put on the screen when they are first needed."""

from __future__ import annotations

from textual.suggester import Suggester
from textual.widgets import Input, Label

from reader.ui.textual_adapter import Guarded


class TypingLine(Guarded, Input):
    """One line to type into, hidden until it has the class `shown`."""

    DEFAULT_CSS = """
    TypingLine { height: 1; border: none; padding: 0 1; background: $surface; display: none; }
    TypingLine:focus { border: none; }
    TypingLine.shown { display: block; }
    """

    def __init__(self, placeholder: str, id: str, suggester: Suggester | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(placeholder=placeholder, id=id, compact=True, suggester=suggester)


class NoteStrip(Guarded, Label):
    """The note at the cursor, under the page; hidden until it has the class `shown`."""

    DEFAULT_CSS = """
    NoteStrip { width: 1fr; height: auto; max-height: 4; padding: 0 3; border-top: solid $panel; display: none; }
    NoteStrip.shown { display: block; }
    """
