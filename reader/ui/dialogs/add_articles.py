"""The dialog that asks for files, folders and addresses to add, with path completion and progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from reader.importers.targets.path_completion import completed, completions, targets_in
from reader.services.ingest import Intaken
from reader.text.cleaning import clean_line
from reader.ui.textual_adapter import Guarded

MAX_SHOWN_COMPLETIONS = 6
PROGRESS_BAR_CELLS = 20
HINT = "⏎ add   Tab complete   Esc close"
BUSY = "Esc stop; what was read until then is kept"


class AddDialog(Guarded, ModalScreen[Intaken | None]):
    """One line for a file, a folder or a web address; `begin` is given its targets, and ends the dialog when it is done."""

    def __init__(self, begin: Callable[[AddDialog, Sequence[str]], object], typed: str = "") -> None:
        super().__init__()
        self._begin, self._typed = begin, typed
        self.stopped = False
        self.busy = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content("Add a file, a folder, or a web address"), classes="quote")
            yield Input(
                self._typed,
                placeholder="~/texts/report.pdf or https://…",
                id="line",
                select_on_focus=False,
                compact=True,
            )
            yield Label(Content(" "), id="offers", classes="preview")
            yield Label(Content(HINT), id="keys", classes="hint")

    def on_mount(self) -> None:
        line = self.query_one(Input)
        line.cursor_position = len(line.value)
        line.focus()
        self._offer()

    @on(Input.Changed)
    def _offer(self) -> None:
        typed = self.query_one(Input).value
        offers = completions(typed, MAX_SHOWN_COMPLETIONS + 1) if typed else []
        names = [clean_line(offer.rstrip("/").rpartition("/")[2]) + "/" * offer.endswith("/") for offer in offers]
        shown = "\n".join(names[:MAX_SHOWN_COMPLETIONS]) + ("\n…" if len(names) > MAX_SHOWN_COMPLETIONS else "")
        self.query_one("#offers", Label).update(Content(shown or " "))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        targets = targets_in(self.query_one(Input).value)
        if targets and not self.busy:
            self.busy = True
            self.query_one(Input).disabled = True
            self.query_one("#keys", Label).update(Content(BUSY))
            self._begin(self, targets)

    def on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            line = self.query_one(Input)
            line.value = completed(line.value)
            line.cursor_position = len(line.value)
        elif event.key == "escape":
            self.stopped = True
            if not self.busy:
                self.dismiss(None)
        else:
            return
        event.stop()
        event.prevent_default()

    def leave(self, done: Intaken) -> None:
        """End the dialog; what asks for it does not wait for that, since the dialog waits for its workers."""
        self.dismiss(done)

    def progress(self, done: int, total: int, name: str) -> None:
        """How many of how many, and which is being read."""
        filled = done * PROGRESS_BAR_CELLS // max(1, total)
        bar = "█" * filled + "·" * (PROGRESS_BAR_CELLS - filled)
        self.query_one("#offers", Label).update(Content(f"{bar} {done}/{total}\n{clean_line(name)}"))
