"""What a controller may ask of the screen that it works for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from textual.screen import Screen

from reader.config.key_parser import Invocation, Keymap
from reader.services.article_editor import Desk
from reader.services.workspace import Workspace
from reader.ui.page.page_view import Page
from reader.ui.render.theme import Palette

Result = TypeVar("Result")

Handler = Callable[[Invocation], None]
"""What a command's id stands for."""


class Host(Protocol):
    """The reading screen, as far as controllers know it."""

    workspace: Workspace
    desk: Desk
    keymap: Keymap
    palette: Palette

    @property
    def page(self) -> Page:
        """The reading pane."""

    @property
    def width(self) -> int:
        """The screen's width in cells."""

    @property
    def default_measure(self) -> int:
        """The column's width where none was chosen yet."""

    def make_room(self) -> None:
        """Give each part of the screen the room that it has now."""

    def next_theme(self) -> str:
        """Put the next theme in force; its name."""

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say in a sentence what happened."""

    def ask(self, screen: Screen[Result], then: Callable[[Result | None], None]) -> None:
        """Put a dialog on the screen; `then` gets what it was left with."""

    def apart(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Do what may take its time in a thread of its own; `then` gets the answer, if the screen still stands."""

    def in_turns(self, steps: Iterator[object]) -> None:
        """Take step after step between the keys, instead of what was done so before."""

    def marks_changed(self) -> None:
        """The desk's annotations are others: show them."""

    def open_article(self, article_id: str, offset: int | None = None) -> None:
        """Read another article, at `offset` or where one stopped."""

    def list_changed(self) -> None:
        """The library's articles, or what is shown of them, are others."""

    def filter_by(self, query: str) -> None:
        """Have the list show what a query means, as if it had been typed."""

    def remember(self, key: str, value: str) -> None:
        """Keep a choice for the next start."""

    def recall(self, key: str, default: str) -> str:
        """A choice of an earlier time."""
