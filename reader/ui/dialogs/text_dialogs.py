"""Dialogs for a note, for tags and for one line of text. Escape closes each and hands back what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Label, TextArea

from reader.text.cleaning import clean_line, clean_text
from reader.ui.dialogs.dialog import Dialog

DRAFT_DELAY_S = 0.5

Save = Callable[[str], str]
"""Keeps what was written for good: an empty string, or why that could not be done and what helps."""


class Written(Struct, frozen=True):
    """The result of a dialog: its text, and whether to save it or keep it as a draft."""

    text: str
    saved: bool


class NoteArea(TextArea):
    """A text area in which Enter saves and Escape leaves."""

    class Finished(Message):
        """Enough was written: to be saved, or only kept."""

        def __init__(self, saved: bool) -> None:
            super().__init__()
            self.saved = saved

    def on_key(self, event: events.Key) -> None:
        """Take Enter, Escape and the keys that begin a new line before the text area gets them."""
        if event.key in ("enter", "escape"):
            self.post_message(self.Finished(event.key == "enter"))
        elif event.key in ("alt+enter", "ctrl+j", "shift+enter"):
            self.insert("\n")
        else:
            return
        event.stop()
        event.prevent_default()


class NoteDialog(Dialog[Written]):
    """A note on a passage. Enter saves, Alt+Enter or Ctrl+J begins a new line, Escape keeps a draft.

    `keep` is given the text twice a second while one types, so that a crash loses a word or two at most. Where `save`
    cannot save it, the text stays here, with what to do about it below.
    """

    def __init__(self, quote: str, text: str, draft: bool, keep: Callable[[str], object], save: Save) -> None:
        super().__init__()
        self._quote, self._text, self._draft, self._keep, self._save = quote, text, draft, keep, save
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content(excerpt(self._quote)), classes="quote")
            yield NoteArea(clean_text(self._text), id="note", soft_wrap=True, show_line_numbers=False, compact=True)
            draft = "a draft that was not saved · " if self._draft else ""
            yield Label(Content(""), id="wrong", classes="wrong")
            yield Label(Content(f"{draft}⏎ save   Alt+⏎ new line   Esc close, keep as draft"), classes="hint")

    def on_mount(self) -> None:
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._timer is None and self.query_one(NoteArea).text != self._text:
            self._timer = self.set_timer(DRAFT_DELAY_S, self._keep_draft)

    def _keep_draft(self) -> None:
        self._timer = None
        self._keep(self.query_one(NoteArea).text)

    def keep_draft(self) -> None:
        """Keep what was typed since the note was opened."""
        text = self.query_one(NoteArea).text
        if text != self._text:
            self._keep(text)

    @on(NoteArea.Finished)
    def _finished(self, message: NoteArea.Finished) -> None:
        text = self.query_one(NoteArea).text
        if not message.saved or not refused(self, self._save(text)):
            self.dismiss(Written(text, message.saved))


def refused(dialog: Dialog[Any], why: str) -> bool:
    """Show why something was not saved; return whether there was an error."""
    label = dialog.query_one("#wrong", Label)
    label.update(Content(f"! {clean_line(why)}" if why else ""))
    label.set_class(bool(why), "shown")
    return bool(why)


class LineDialog(Dialog[str | None]):
    """One line of text under a title, once `save` has kept it; None where it is left."""

    def __init__(
        self, title: str, text: str, hint: str, known: Sequence[str] = (), save: Save = lambda line: ""
    ) -> None:
        super().__init__()
        self._save = save
        self._title, self._text, self._hint, self._known = title, text, hint, tuple(known)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content(clean_line(self._title)), classes="quote")
            yield Input(self._text, id="line", select_on_focus=False, compact=True)
            if self._known:
                yield Label(Content(""), id="offers", classes="hint")
            yield Label(Content(""), id="wrong", classes="wrong")
            yield Label(Content(self._hint), classes="hint")

    def on_mount(self) -> None:
        line = self.query_one(Input)
        line.cursor_position = len(line.value)
        self.set_focus(line)
        self._offer()

    @on(Input.Changed)
    def _offer(self) -> None:
        if self._known:
            offers = "  ".join(clean_line(word) for word in self._offers()[:6])
            self.query_one("#offers", Label).update(Content(f"Tab: {offers}" if offers else " "))

    def _offers(self) -> list[str]:
        """Return the known words that complete the last one."""
        given, last = self._parts()
        wanted, taken = last.casefold(), {word.strip(" #").casefold() for word in given}
        begin = [word for word in self._known if word.casefold().startswith(wanted) and word.casefold() not in taken]
        return [word for word in begin if word.casefold() != wanted]

    def _parts(self) -> tuple[list[str], str]:
        """Return the finished words and the word being typed; commas separate if there are any."""
        value = self.query_one(Input).value
        *given, last = value.split("," if "," in value else " ")
        return given, last.strip(" #")

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "tab":
            event.stop()
            self._complete()

    def _complete(self) -> None:
        line, offers = self.query_one(Input), self._offers() if self._known else []
        if offers:
            given, _ = self._parts()
            comma = "," in line.value or " " in offers[0]
            words = [word.strip() for word in given if word.strip()] + [offers[0]]
            line.value = ", ".join(words) + ", " if comma else " ".join(words) + " "
            line.cursor_position = len(line.value)

    @on(Input.Submitted)
    def _done(self) -> None:
        line = self.query_one(Input).value
        if not refused(self, self._save(line)):
            self.dismiss(line)


def tags_of(line: str) -> list[str]:
    """Split a line into tags: at commas if there are any, else at spaces."""
    return line.split("," if "," in line else None)


def tags_as_line(tags: Sequence[str]) -> str:
    """Join tags into a line that `tags_of` reads back, ready for one more."""
    if any(" " in tag for tag in tags):
        return ", ".join(tags) + ", "
    return " ".join(tags) + " " if tags else ""


def excerpt(text: str, length: int = 240) -> str:
    """Shorten a passage to one line, cut with `…`."""
    line = clean_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
