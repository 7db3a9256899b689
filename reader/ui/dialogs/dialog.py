"""The base class of dialogs over the reading screen, which set the focus once they are mounted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from reader.text.unicode.cells import cell_len
from reader.ui.textual_adapter import Guarded

Result = TypeVar("Result")

KEY_SEPARATOR = "   "
FRAME_CELLS = 6
"""Cells of a dialog's border and padding, both sides together."""
WIDTH, SHARE = 92, 0.96
"""As the style sheet has it: cells at most, and the share of the screen."""


class Dialog(Guarded, ModalScreen[Result]):
    """Keys that are typed ahead wait until `on_mount` has set the focus."""

    CSS_PATH = str(Path(__file__).with_name("dialogs.tcss"))  # screens of other packages inherit it
    AUTO_FOCUS = ""

    _left = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the dialog; a second call, by a key typed ahead, does nothing."""
        if self._left or self.app.screen is not self:
            return AwaitComplete()
        self._left = True
        return super().dismiss(result)

    def keep_draft(self) -> None:
        """Keep what was typed and not saved; most dialogs have nothing to keep."""

    def flowed(self, parts: Iterable[str]) -> str:
        """Keys with their words as one line or more, broken between them and not within."""
        room = min(WIDTH, int(self.app.size.width * SHARE)) - FRAME_CELLS
        lines = [""]
        for part in parts:
            joined = lines[-1] + KEY_SEPARATOR + part if lines[-1] else part
            if cell_len(joined) > room and lines[-1]:
                lines.append(part)
            else:
                lines[-1] = joined
        return "\n".join(lines)
