"""Everything the screen needs of Textual that has no public name; no other module uses a private one.

| private name | what for |
|---|---|
| `MessagePump._dispatch_message` | an exception in a handler must not end the widget that it happened in |
| `App._handle_exception` | where Textual reports every exception that it caught itself, before it would end the program |
| `App._display` | the one place through which updates of the screen go, to write only what has changed |
| `App._driver` | to send a sequence to the terminal (the clipboard) |
| `textual._compositor` | the kinds of update that `_display` gets |
| `LinuxDriver.run_input_thread`, `textual._xterm_parser` | Textual's keyboard thread ends at a byte that is not UTF-8 |

A test checks that the installed Textual has each of these.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.message_pump import MessagePump as Pump
else:
    Pump = object

__all__ = [
    "ChopsUpdate",
    "CompositorUpdate",
    "Guarded",
    "GuardedApp",
    "LayoutUpdate",
    "keyboard_driver",
]

READ_BYTES = 4096
POLL_S = 0.1


class Guarded(Pump):
    """A mixin for widgets and screens: an exception in a handler is reported, and the widget goes on.

    Textual would report it and end the widget's message loop.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            report = getattr(self.app, "report_exception", None)
            if report is None or not report(error):
                raise


class GuardedApp(App[None]):
    """An application that survives exceptions; `on_exception` is told each, and says whether the program goes on."""

    on_exception: Callable[[Exception], bool] | None = None

    def report_exception(self, error: Exception) -> bool:
        """Report an exception; False where it has to end the program."""
        return self.on_exception is not None and self.on_exception(error)

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            if not self.report_exception(error):
                raise

    def _handle_exception(self, error: Exception) -> None:
        if not self.report_exception(error):
            super()._handle_exception(error)

    def updated(self, update: object) -> Any:
        """Return what is to be written for an update of the screen."""
        return update

    def written(self) -> None:
        """Do what has to follow after an update was handed to the terminal."""

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, self.updated(renderable))
        self.written()

    def write_to_terminal(self, sequence: str) -> None:
        """Send a control sequence to the terminal."""
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()


def keyboard_driver() -> type[Driver] | None:
    """Return a driver that replaces bytes that are not UTF-8, or None where Textual's own is to be used."""
    if sys.platform == "win32":
        return None
    from textual._xterm_parser import XTermParser  # noqa: PLC0415 - Windows has no such driver
    from textual.drivers.linux_driver import LinuxDriver  # noqa: PLC0415

    class KeyboardDriver(LinuxDriver):
        """Textual's driver with a keyboard that survives Latin-1 pastes and eight-bit Alt keys."""

        def run_input_thread(self) -> None:
            """Read the keyboard until the program ends."""
            decode = getincrementaldecoder("utf-8")("replace").decode
            parser = XTermParser(self._debug)
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    text = ""
                    if selector.select(POLL_S):
                        try:
                            data = os.read(self.fileno, READ_BYTES)
                        except OSError:
                            data = b""
                        if not data:
                            return  # the terminal is gone
                        text = decode(data)
                    try:
                        messages = [*(parser.feed(text) if text else ()), *parser.tick()]  # an empty text ends a parser
                    except Exception:
                        # A sequence that no terminal sends, such as a mouse event with an impossible button.
                        parser, messages = XTermParser(self._debug), []
                    for message in messages:
                        self.process_message(message)

    return KeyboardDriver
