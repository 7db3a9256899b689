"""The few dialogs: a note, tags, a line of text. Escape leaves each of them, and what was being written is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Label, TextArea

from reader.text.clean import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class Written:
    """What a dialog was left with: its text, and whether it is to be saved or only kept as a draft."""

    text: str
    saved: bool


class NoteArea(TextArea):
    """A text area in which Enter saves and Escape leaves."""

    class Finished(Message):
        """Enough was written: to be saved, or only kept."""

        def __init__(self, saved: bool) -> None:
            super().__init__()
            self.saved = saved

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Finished(event.key == "enter"))
        elif event.key in ("alt+enter", "ctrl+j", "shift+enter"):
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)


class NoteDialog(ModalScreen[Written]):
    """A note on a passage. Enter saves, Alt+Enter or Ctrl+J begins a new line, Escape keeps a draft."""

    def __init__(self, quote: str, text: str, draft: bool) -> None:
        super().__init__()
        self._quote, self._text, self._draft = quote, text, draft

    def compose(self) -> ComposeResult:
        """The passage, the note, the keys."""
        with Vertical(classes="dialog"):
            yield Label(Content(excerpt(self._quote)), classes="quote")
            yield NoteArea(clean_text(self._text), id="note", soft_wrap=True, show_line_numbers=False, compact=True)
            draft = "a draft that was not saved · " if self._draft else ""
            yield Label(Content(f"{draft}⏎ save   Alt+⏎ new line   Esc leave, kept as a draft"), classes="hint")

    def on_mount(self) -> None:
        """The cursor at the end of what is there."""
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        area.focus()

    @on(NoteArea.Finished)
    def _finished(self, message: NoteArea.Finished) -> None:
        self.dismiss(Written(self.query_one(NoteArea).text, message.saved))


class LineDialog(ModalScreen[str | None]):
    """One line of text under a title; None where it is left."""

    def __init__(self, title: str, text: str, hint: str, known: Sequence[str] = ()) -> None:
        super().__init__()
        self._title, self._text, self._hint, self._known = title, text, hint, tuple(known)

    def compose(self) -> ComposeResult:
        """The title, the line, what completes it, the keys."""
        with Vertical(classes="dialog"):
            yield Label(Content(clean_line(self._title)), classes="quote")
            yield Input(self._text, id="line", select_on_focus=False, compact=True)
            if self._known:
                yield Label(Content(""), id="offers", classes="hint")
            yield Label(Content(self._hint), classes="hint")

    def on_mount(self) -> None:
        """The cursor at the end."""
        line = self.query_one(Input)
        line.cursor_position = len(line.value)
        line.focus()
        self._offer()

    @on(Input.Changed)
    def _offer(self) -> None:
        if self._known:
            offers = "  ".join(clean_line(word) for word in self._offers()[:6])
            self.query_one("#offers", Label).update(Content(f"Tab: {offers}" if offers else " "))

    def _offers(self) -> list[str]:
        """The known words that the last one could become."""
        *given, last = self.query_one(Input).value.split(" ")
        wanted, taken = last.lstrip("#").casefold(), {word.casefold() for word in given}
        begin = [word for word in self._known if word.casefold().startswith(wanted) and word.casefold() not in taken]
        return [word for word in begin if word.casefold() != wanted]

    def on_key(self, event: events.Key) -> None:
        """Tab completes, Escape leaves."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "tab":
            event.stop()
            self._complete()

    def _complete(self) -> None:
        line, offers = self.query_one(Input), self._offers() if self._known else []
        if offers:
            head = line.value.rsplit(" ", 1)[0] + " " if " " in line.value else ""
            line.value = f"{head}{offers[0]} "
            line.cursor_position = len(line.value)

    @on(Input.Submitted)
    def _done(self) -> None:
        self.dismiss(self.query_one(Input).value)


def excerpt(text: str, length: int = 240) -> str:
    """A passage as a dialog shows it: one line's worth of words, cut with `…`."""
    line = clean_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
