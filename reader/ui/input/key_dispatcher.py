"""Keys on their way to commands: one parser for the page, one for the list, and what is held until it is clear."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.screen import Screen
from textual.timer import Timer

from reader.config.commands import Scope
from reader.config.key_parser import Invocation, Keymap, KeyParser
from reader.ui.input.key_buffer import again

AMBIGUOUS_KEY_DELAY_S = 0.4
"""Seconds for which a key that is a command is held where it may also begin a longer one (`a`, `aq`)."""


class Keyboard:
    """Feeds keys to the parser of a scope and runs what they mean.

    `worth` says whether any of the longer commands that a key may begin could do anything now; where not, nothing is held.
    """

    def __init__(
        self,
        screen: Screen[None],
        keymap: Keymap,
        run: Callable[[Invocation], None],
        worth: Callable[[frozenset[str]], bool],
        say: Callable[[], None],
    ) -> None:
        self._screen, self._run, self._worth, self._say = screen, run, worth, say
        self._parsers: dict[Scope, KeyParser] = {scope: KeyParser(keymap.table(scope)) for scope in ("page", "sidebar")}
        self._holding: Timer | None = None

    def pending(self, scope: Scope) -> str:
        """Return the keys typed towards a command."""
        return self._parsers[scope].pending

    def feed(self, key: str, event: events.Key, scope: Scope) -> None:
        """Take a key; `event` is what brought it."""
        parser = self._parsers[scope]
        if parser.held and not parser.goes_on(key):
            self._settle(parser)
            self._again(event)
            return
        call = parser.feed(key)
        self._let_go()
        if call is not None:
            self._run(call)
        elif parser.held and not self._worth(parser.held):
            self._settle(parser)
        elif parser.held:
            self._holding = self._screen.set_timer(AMBIGUOUS_KEY_DELAY_S, lambda: self._settle(parser))
        self._say()

    def _let_go(self) -> None:
        if self._holding is not None:
            self._holding.stop()
            self._holding = None

    def _settle(self, parser: KeyParser) -> None:
        self._let_go()
        call = parser.settle()
        if call is not None:
            self._run(call)
        self._say()

    def _again(self, event: events.Key) -> None:
        """Send a key again, for the dialog that a held key may have opened."""
        self._screen.app.post_message(again(event, self._screen))
