"""The wording of a quotation: what is left out, and what is put in, beside the words of the source."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, TextArea

from annotations.model.quotation_rules import problem
from reader.text.cleaning import clean_text
from reader.ui.dialogs.dialog import Dialog
from reader.ui.dialogs.text_dialogs import NoteArea, Save, refused

HINT = "⏎ save   … leaves out   [ ] puts in   Esc close   empty: word for word"


class QuotationDialog(Dialog[str | None]):
    """The new wording, empty for word for word; None where it is left. A word that is not the source's is not accepted.

    Where `save` cannot save it, the wording stays here.
    """

    def __init__(self, passage: str, quotation: str, save: Save) -> None:
        super().__init__()
        self._passage, self._quotation, self._save = passage, quotation or passage, save

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content(clean_text(self._passage)), classes="quote whole")
            yield NoteArea(self._quotation, id="wording", soft_wrap=True, show_line_numbers=False, compact=True)
            yield Label(Content(""), id="wrong", classes="wrong")
            yield Label(Content(HINT), id="problem", classes="hint")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(NoteArea))

    @on(TextArea.Changed)
    def _typed(self) -> None:
        wrong = self._problem()
        self.query_one("#problem", Label).update(Content(f"! {wrong}" if wrong else HINT))

    def _problem(self) -> str:
        wording = self.query_one(NoteArea).text
        return problem(wording, self._passage) if wording.strip() else ""

    @on(NoteArea.Finished)
    def _finished(self, message: NoteArea.Finished) -> None:
        if not message.saved:
            self.dismiss(None)
        elif not self._problem():
            wording = clean_text(self.query_one(NoteArea).text).strip()
            if not refused(self, self._save(wording)):
                self.dismiss(wording)
