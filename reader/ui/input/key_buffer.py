"""Buffer of keys that are typed ahead of the screen that they are meant for, as over a slow line.

Textual hands a key to whatever has the focus when it is read, though the key before it, not yet worked off, may open a
dialog. Such a key would be lost, or taken for a command where a word was meant.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.screen import Screen

MAX_READY_CHECKS = 40
"""Checks of a screen before a key is sent to it although it is not ready."""
READY_CHECK_INTERVAL_S = 0.005
MAX_HELD_KEYS = 100


def again(event: events.Key, screen: Screen[Any]) -> events.Key:
    """Return a copy of a key event that is sent from the application again."""
    key = events.Key(event.key, event.character)
    key.set_sender(screen.app)
    return key


def is_for_another(screen: Screen[Any], event: events.Key) -> bool:
    """Return whether another screen lies over `screen` by now; the key is then sent again, to that one."""
    if screen.app.screen is screen:
        return False
    event.stop()
    event.prevent_default()
    screen.app.post_message(again(event, screen))
    return True


class HeldKeys:
    """The keys that wait until the newest screen has taken the focus, in their order."""

    def __init__(
        self,
        later: Callable[[float, Callable[[], Awaitable[None]]], object],
        send: Callable[[events.Key], Awaitable[None]],
    ) -> None:
        self._later, self._send = later, send
        self._keys: deque[events.Key] = deque()
        self._asked = 0

    def holds(self, event: events.Key, screen: Screen[Any]) -> bool:
        """Return whether the key has to wait; it is then sent later."""
        if not self._keys and (screen.focused is not None or self._asked > MAX_READY_CHECKS):
            self._asked = 0
            return False
        self._keys.append(again(event, screen))
        if len(self._keys) == 1:
            self._wait(screen)
        return True

    def _wait(self, screen: Screen[Any]) -> None:
        self._later(READY_CHECK_INTERVAL_S, lambda: self._try(screen))

    async def _try(self, screen: Screen[Any]) -> None:
        self._asked += 1
        if screen.app.screen is screen and screen.focused is None and self._asked <= MAX_READY_CHECKS:
            self._wait(screen)
            return
        while self._keys:
            await self._send(self._keys.popleft())


class LateKeys:
    """Keys that reached the page though a line has the focus by now: they are typed once more, for the line."""

    def __init__(self) -> None:
        self._sent: list[events.Key] = []

    def sent_again(self, event: events.Key, screen: Screen[Any]) -> bool:
        """Send a key again and return True, unless it has been sent again before: the line bubbles keys that it ignores."""
        if event in self._sent:
            self._sent.remove(event)
            return False
        if not event.is_printable and not (event.key == "enter" and self._sent):
            return False
        event.stop()
        self._sent = [*self._sent[-MAX_HELD_KEYS:], again(event, screen)]
        screen.app.post_message(self._sent[-1])
        return True
