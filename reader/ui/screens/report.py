"""A report part by part: what is quoted, the headings and words between, in an order that one key changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label

from reader.text.cleaning import clean_line, clean_text
from reader.ui.dialogs.dialog import Dialog
from reader.ui.input.key_buffer import is_for_another
from reader.ui.lists.row_list import Item, RowList
from reader.ui.render.theme import Palette

MOVES = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10}
Shown = tuple[str, Sequence[Item]]
KEYS = (
    "⏎ go there, edit", "J K move it", "h heading", "< > level", "w add text", "d remove", "u undo", "p preview", "s style",
    "x export", "t title", "o other", "n new", "q close",
)  # fmt: skip
EMPTY = "Nothing in it yet.\n\nr on the page puts a passage here,\nh a heading, w words of your own."


class ReportScreen(Dialog[str | None]):
    """Shows what `look` answers with (a title, the parts); a key of `does` is told the place of the chosen part, from 0.

    What that answers with is the place to go to; None leaves it. The screen is left with the id of an annotation to go
    to, or None.
    """

    def __init__(
        self, palette: Palette, look: Callable[[], Shown], does: Mapping[str, Callable[[int], int | None]]
    ) -> None:
        super().__init__()
        self._palette, self._look, self._does = palette, look, does

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(Content(""), classes="heading")
            yield RowList(self._palette, EMPTY, id="parts")
            yield Label(Content(""), id="wrong", classes="wrong")
            yield Label(Content(self.flowed(KEYS)), classes="hint keys")

    def on_mount(self) -> None:
        self.renew(0)
        self.set_focus(self.query_one(RowList))

    def renew(self, at: int | None = None) -> None:
        """Show the report as it is now, the part `at` chosen."""
        title, items = self._look()
        self.query_one(".heading", Label).update(Content(clean_line(title)))
        rows = self.query_one(RowList)
        rows.show(items)
        rows.choose(rows.index if at is None else at)
        self.say("")

    def say(self, what: str) -> None:
        """Show a message below the parts."""
        label = self.query_one("#wrong", Label)
        label.update(Content(clean_line(what)))
        label.set_class(bool(what), "shown")

    @on(RowList.Picked)
    def _picked(self, message: RowList.Picked) -> None:
        message.stop()
        self._do("enter")

    def on_key(self, event: events.Key) -> None:
        if is_for_another(self, event):
            return
        key = event.character if event.is_printable and event.character else event.key
        rows = self.query_one(RowList)
        if key in MOVES:
            rows.move(MOVES[key])
        elif key in ("g", "G"):
            rows.choose(0 if key == "g" else len(rows.items) - 1)
        elif key in ("escape", "q"):
            self.dismiss(None)
        elif not self._do(key):
            return
        event.stop()
        event.prevent_default()

    def _do(self, key: str) -> bool:
        if key not in self._does:
            return False
        at = self._does[key](self.query_one(RowList).index)
        if at is not None:
            self.renew(at)
        return True


class PreviewScreen(Dialog[None]):
    """A text to be looked through; any key that does not scroll closes it."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(Content(clean_line(self._title)), classes="heading")
            with VerticalScroll(id="shown"):
                yield Label(Content(clean_text(self._text)))
            yield Label(Content("j k scroll   q close"), classes="hint")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(VerticalScroll))

    def on_key(self, event: events.Key) -> None:
        if is_for_another(self, event):
            return
        scroll = self.query_one(VerticalScroll)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "space": 10, "pagedown": 10, "pageup": -10}
        event.stop()
        event.prevent_default()
        if event.key in steps:
            scroll.scroll_to(y=scroll.scroll_y + steps[event.key], animate=False)
        elif event.key in ("escape", "q", "p", "enter"):
            self.dismiss(None)
