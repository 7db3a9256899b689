"""Lines of the reading screen that are mounted on first use, so that the first page does not wait for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import MountError, Widget
from textual.widgets import Input

from reader.library.library import Library

if TYPE_CHECKING:
    from reader.ui.input.input_lines import NoteStrip

MOUNT_INTERVAL_S = 0.05
"""Seconds between two lines that are mounted ahead of their first use."""

PLACEHOLDERS = {"find": "find in this text", "filter": "words, tag:, source:, date:2025-06, is:unread"}


class DeferredLines:
    """The lines to find and to filter in, and the note strip, of a screen with `#sidebar` and `#reading`."""

    def __init__(self, screen: Screen[None], library: Library, filter_typed: Callable[[str], None]) -> None:
        self._screen, self._library, self._filter_typed = screen, library, filter_typed
        self._note_strip: NoteStrip | None = None

    def get(self, name: str) -> Input:
        """Return the line to `find` or `filter` in."""
        if not self._screen.query(f"#{name}"):
            self._mount(name)
        return self._screen.query_one(f"#{name}", Input)

    def _mount(self, name: str) -> None:
        # The first page needs neither.
        from reader.ui.input.input_lines import TypingLine  # noqa: PLC0415 - see above
        from reader.ui.input.query_suggester import QuerySuggester  # noqa: PLC0415 - see above

        if name == "find":
            self._screen.query_one("#reading").mount(TypingLine(PLACEHOLDERS[name], name))
        else:
            line = TypingLine(PLACEHOLDERS[name], name, QuerySuggester(self._library))
            self._screen.query_one("#sidebar").mount(line, after=0)
            # A watcher runs at once: the list is painted together with what was typed.
            self._screen.watch(line, "value", self._filter_typed, init=False)

    def mount_all(self, is_quiet: Callable[[], bool], then: Callable[[], object]) -> None:
        """Mount one line at a time while nobody types, then call `then`."""
        missing = [name for name in PLACEHOLDERS if not self._screen.query(f"#{name}")]
        if not missing:
            then()
            return
        if is_quiet():
            try:
                self.get(missing[0])
            except (NoMatches, MountError):
                return  # the screen is being closed
        self._screen.set_timer(MOUNT_INTERVAL_S, lambda: self.mount_all(is_quiet, then))

    def show_note(self, text: str, after: Widget) -> None:
        """Show the note at the cursor in a strip under the page, or hide the strip."""
        if self._note_strip is None:
            if not text:
                return
            from reader.ui.input.input_lines import NoteStrip  # noqa: PLC0415 - most texts have no note at the start

            self._note_strip = NoteStrip()
            self._screen.query_one("#reading").mount(self._note_strip, after=after)
        if self._note_strip.has_class("shown") != bool(text):
            self._note_strip.set_class(bool(text), "shown")
        self._note_strip.update(Content(text))
