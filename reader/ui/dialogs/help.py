"""All keys on one page, made from the command table and the keys in force."""

from __future__ import annotations

from itertools import groupby

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from reader.config.key_parser import Keymap, shown_keys
from reader.text.unicode.cells import cell_len
from reader.ui.dialogs.dialog import Dialog

KEY_WIDTH = 22


class HelpScreen(Dialog[None]):
    """Scrolls with the page's own keys; any of `q`, `?`, Escape leaves."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(Content("Keys"), classes="heading")
            with VerticalScroll(id="help"):
                yield Static(help_text(self._keymap))
            yield Label(Content("A number before a key repeats it: 3)   ·   Esc close"), classes="hint")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(VerticalScroll))

    def on_key(self, event: events.Key) -> None:
        scroll = self.query_one(VerticalScroll)
        if event.key == "escape" or event.character in ("q", "?"):
            self.dismiss(None)
        elif event.character in ("j", " "):
            scroll.scroll_relative(y=1 if event.character == "j" else scroll.size.height - 1, animate=False)
        elif event.character == "k":
            scroll.scroll_relative(y=-1, animate=False)
        else:
            return
        event.stop()


def help_text(keymap: Keymap) -> Content:
    """Return the command table as text: a heading for each group, a row for each command."""
    parts: list[Content | tuple[str, str]] = []
    for group, commands in groupby(keymap.commands, key=lambda command: command.group):
        parts.append(("\n" if parts else "", ""))
        parts.append((group.capitalize() + "\n", "bold $accent"))
        for command in commands:
            keys = shown_keys(keymap.keys(command.id))
            gap = " " * max(1, KEY_WIDTH - cell_len(keys))
            detail = f" ({command.help})" if command.help else ""
            parts += [("  " + keys + gap, "bold"), (command.title, ""), (detail + "\n", "dim")]
    return Content.assemble(*parts)
