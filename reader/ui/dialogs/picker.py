"""One list to choose from, filtered as one types: all notes, search results, the outline, styles, the sort order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Label

from reader.text.cleaning import clean_line
from reader.ui.dialogs.dialog import Dialog
from reader.ui.input.key_buffer import is_for_another
from reader.ui.lists.row_list import Item, RowList
from reader.ui.render.theme import Palette

MOVES = {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1, "pagedown": 10, "pageup": -10}
LIST_KEYS = {"j": 1, "k": -1}
SCROLLS = {"J": 2, "K": -2}
"""Keys that scroll the preview, by so many rows."""


class Switch(Struct):
    """Something that a key of the list turns on and off, and whether it is on; or turns to the next of its `others`."""

    key: str
    word: str
    on: bool = False
    others: tuple[str, ...] = ()

    def turn(self) -> None:
        """Turn the switch to its next state."""
        self.on = not self.on
        if self.others:
            self.word, self.others, self.on = self.others[0], (*self.others[1:], self.word), True

    def shown(self) -> str:
        """Return the key, the word and the state as the hint line shows them."""
        return f"{self.key} {self.word}" if self.others else f"{self.key} {self.word} {'✓' if self.on else '·'}"


def filtered(items: Sequence[Item], words: str) -> list[Item]:
    """Return the items whose title or detail contains the words, ignoring case."""
    wanted = words.casefold()
    return [item for item in items if wanted in f"{item.title} {item.detail}".casefold()]


class Picker(Dialog[str | None]):
    """Offers what `find` answers to the words typed; the chosen item's value, or None where it is left.

    `find` answers with the items and a line that is shown under them (a count, or what is wrong with the query). `preview`
    is shown below for the item that is chosen. With `typing` False the keys move at once and `/` begins to type.
    `J K` scroll a preview that is too long. `switches` are shown with their keys, and `switched` is told the words of those
    that are on; `elsewhere` is a key that opens another list over this one, with its word and what it does. `doing` says
    what Enter does. Rows are one line each with a preview, or where they are `brief`: a few choices, in a dialog that is
    only as tall as they are. `suggester` finishes the words that are being typed.
    """

    def __init__(
        self,
        title: str,
        find: Callable[[str], tuple[Sequence[Item], str]],
        palette: Palette,
        *,
        empty: str = "Nothing here.",
        typing: bool = False,
        preview: Callable[[str], str | Content] | None = None,
        chosen: str | None = None,
        switches: Sequence[Switch] = (),
        switched: Callable[[Sequence[str]], None] | None = None,
        elsewhere: tuple[str, str, Callable[[], None]] | None = None,
        doing: str = "choose",
        brief: bool = False,
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__()
        self._switches, self._switched, self._elsewhere, self._doing = list(switches), switched, elsewhere, doing
        self._title, self._find, self._palette = title, find, palette
        self._empty, self._typing, self._preview, self._first = empty, typing, preview, chosen
        self._moved = False
        self._line, self._brief, self._suggester = "", brief, suggester

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog brief" if self._brief else "dialog tall"):
            yield Label(Content(clean_line(self._title)), classes="heading")
            yield Input(
                placeholder="Type to filter",
                id="words",
                classes="shown" * self._typing,
                compact=True,
                suggester=self._suggester,
            )
            yield RowList(self._palette, self._empty, lines=1 if self._preview or self._brief else 2, id="rows")
            if self._preview:
                with VerticalScroll(classes="preview", can_focus=False):
                    yield Label(Content(""), id="preview")
            yield Label(Content(""), id="count", classes="hint")

    def on_mount(self) -> None:
        self._list()
        # a watcher is called at once: the list is painted together with what was typed
        self.watch(self.query_one(Input), "value", self._typed, init=False)
        rows = self.query_one(RowList)
        if self._brief:
            rows.styles.height = max(1, len(rows.items))
        rows.show(rows.items, self._first)
        self._show_preview()
        self.set_focus(self.query_one("#words" if self._typing else "#rows"))

    def renew(self, title: str) -> None:
        """Set the title and refresh the preview."""
        self._title = title
        self.query_one(".heading", Label).update(Content(clean_line(title)))
        self._show_preview()

    def again(self) -> None:
        """Ask `find` again after its answer has changed, unless the dialog is closing."""
        if self.query("#words") and self.query("#rows"):
            self._list()

    def _typed(self) -> None:
        self._moved = False
        self._list()

    def _list(self) -> None:
        items, line = self._find(self.query_one(Input).value)
        rows = self.query_one(RowList)
        if self._typing and not self._moved:  # the best stands first, until one goes to another
            rows.show(items)
            rows.choose(0)
        else:
            rows.show(items, rows.item.value if rows.item else None)
        self._line = line
        self._show_keys()
        self._show_preview()

    def _show_keys(self) -> None:
        switches = [each.shown() for each in self._switches]
        leave = [f"{self._elsewhere[0]} {self._elsewhere[1]}"] if self._elsewhere else []
        parts = [self._line, f"⏎ {self._doing}", *switches, *leave, "/ filter", "Esc close"]
        self.query_one("#count", Label).update(Content(self.flowed(part for part in parts if part)))

    @on(RowList.Moved)
    def _show_preview(self) -> None:
        rows = self.query_one(RowList)
        if self._preview and rows.item:
            shown = self._preview(rows.item.value)
            self.query_one("#preview", Label).update(Content(shown) if isinstance(shown, str) else shown)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.query_one(RowList).pick()

    @on(RowList.Picked)
    def _picked(self, message: RowList.Picked) -> None:
        self.dismiss(message.item.value)

    def on_key(self, event: events.Key) -> None:
        if is_for_another(self, event):
            return
        rows, typing = self.query_one(RowList), self.query_one(Input).has_focus
        moves = MOVES if typing else MOVES | LIST_KEYS
        if event.key in moves:
            self._moved = True
            rows.move(moves[event.key])
        elif event.key == "escape" and typing and not self._typing:
            self.query_one(Input).set_class(bool(self.query_one(Input).value), "shown")
            self.set_focus(rows)
        elif event.key == "escape" or (event.character == "q" and not typing):
            self.dismiss(None)
        elif self._preview and not typing and event.character in SCROLLS:
            by = SCROLLS[event.character]
            self.query_one(".preview", VerticalScroll).scroll_relative(y=by, animate=False)
        elif event.character == "/" and not typing:
            self.query_one(Input).add_class("shown").focus()
        elif event.key == "enter" and not typing:
            rows.pick()
        elif not typing and self._own_key(event.character or ""):
            pass
        elif event.character == "G" and not typing:
            rows.choose(len(rows.items) - 1)
        elif event.character == "g" and not typing:
            rows.choose(0)
        else:
            return
        event.stop()
        event.prevent_default()

    def _own_key(self, key: str) -> bool:
        """Handle the key of a switch or of another list; False if it is neither."""
        if self._elsewhere and key == self._elsewhere[0]:
            self._elsewhere[2]()
            return True
        switch = next((each for each in self._switches if each.key == key), None)
        if switch is None:
            return False
        switch.turn()
        if self._switched:
            self._switched([each.word for each in self._switches if each.on])
        self._list()
        return True
