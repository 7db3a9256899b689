"""The application: themes, the palette of commands, the reading screen."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from reader.config.commands import COMMANDS, Command
from reader.config.key_parser import Invocation, Keymap, shown_keys
from reader.config.settings import Settings
from reader.services.workspace import Workspace
from reader.ui.dialogs.dialog import Dialog
from reader.ui.error_log import ErrorLog
from reader.ui.input.key_buffer import HeldKeys
from reader.ui.reading.reading_screen import ReadingScreen
from reader.ui.render.frames import Frames
from reader.ui.render.theme import OURS, Palette, palette_of
from reader.ui.textual_adapter import GuardedApp, keyboard_driver

if TYPE_CHECKING:
    # What takes an excerpt away is read when something is: the first paint does not wait for it.
    from reader.platform.clipboard import Outcome
    from reader.ui.output_services import Outlets

LOW_COLOR_TERMS = frozenset(
    "xterm xterm-16color screen tmux linux vt100 vt102 vt220 ansi dumb cons25 rxvt rxvt-16color screen-16color".split()
)
"""Values of TERM that promise sixteen colours or fewer."""

DEFAULT_THEME = "gloss-dark"

THREAD_SWITCH_INTERVAL_S = 0.0005
"""Seconds after which one thread lets another go on: what is to be written to the terminal does not wait for what comes
after it, nor a key for what is read beside the screen. Python's own are ten times as many."""


DATABASE_TIMEOUT_S = 1.0
"""Seconds that a key press waits for another process that writes to the database."""


class GlossApp(GuardedApp):
    """glossator on a terminal; `environ` says what the terminal can do."""

    CSS_PATH = "reader.tcss"
    TITLE = "glossator"
    ENABLE_COMMAND_PALETTE = True
    _themed = False

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        environ: Mapping[str, str],
        article_id: str | None = None,
        offset: int | None = None,
        errors: ErrorLog | None = None,
        commands: Sequence[Command] = COMMANDS,
    ) -> None:
        # Textual's own way with NO_COLOR is grey, and greys are colours; among the terminal's own colours it leaves all of them out
        super().__init__(keyboard_driver(), ansi_color=True if environ.get("NO_COLOR") else None)
        self._plain = bool(environ.get("NO_COLOR")) or few_colors(environ)
        self.workspace, self.settings, self._environ = workspace, settings, environ
        workspace.library.database.set_timeout(DATABASE_TIMEOUT_S)
        self.keymap_in_force = Keymap(settings.keymap, commands)
        self._article_id, self._offset = article_id, offset
        self._reading: ReadingScreen | None = None
        self._frames = Frames()
        self.errors, self._recovering = errors, False
        """Where unexpected exceptions are logged; without a log each ends the program, as tests want it."""
        self._stands = False
        """Whether the first page is on the screen; an exception before that has nothing to go on with."""
        self.ending_signal: int | None = None
        if errors is not None:
            self.on_exception = self._survive
        self._held = HeldKeys(self.set_timer, super().on_event)
        if not settings.animations:
            self.animation_level = "none"
        for theme in OURS:
            self.register_theme(theme)
        remembered = workspace.library.setting("theme") or settings.theme or DEFAULT_THEME
        self.theme = remembered if remembered in self.available_themes else DEFAULT_THEME
        self._themed, self._styled_first = True, self.theme
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> ReadingScreen:
        """Return the reading screen, so that no other is laid out and painted before it."""
        self._reading = ReadingScreen(
            self.workspace,
            self.keymap_in_force,
            self._palette(),
            self._outlets,
            self.redraw,
            (self._article_id, self._offset),
            self.settings.column_width,
            self._note_command,
        )
        return self._reading

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's colours; Textual asks for them before the theme is chosen."""
        return super().get_css_variables() if self._themed else {}

    def refresh_css(self, animate: bool = True) -> None:
        """Recompute styles, except for the theme of the start, in which they were read."""
        first, self._styled_first = self._styled_first, ""
        if first != self.theme:
            super().refresh_css(animate)

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, lambda _: self._restyle())
        self.app_resume_signal.subscribe(self, lambda _: self.redraw())
        if self.errors is not None:
            self._listen_to_signals()

    def on_ready(self) -> None:
        """Note that the first page is on the screen."""
        self._stands = True

    def redraw(self) -> None:
        """Write the whole screen again."""
        self._frames.forget()
        self.screen.refresh(layout=True)

    def updated(self, update: object) -> Any:
        """Write what has changed, and no more."""
        return self._frames.of(update)

    def written(self) -> None:
        """Let the thread that writes go on, before what else is to be done."""
        time.sleep(0)

    # Errors and signals

    def _survive(self, error: Exception) -> bool:
        """Log an exception and go on: drafts are kept, dialogs closed, and the user is told."""
        assert self.errors is not None
        if not self.errors.record(error) or not self._stands:
            self.keep_drafts()
            self.exit(return_code=1, message=f"gloss: the screen could not be drawn; see {self.errors.path}")
        elif not self._recovering:
            self._recovering = True
            asyncio.get_running_loop().call_soon(self._recover)
        return True

    def _recover(self) -> None:
        """Leave every dialog and say what happened."""
        try:
            self.keep_drafts()
            while len(self.screen_stack) > 1:
                super().pop_screen()
            if self._reading is not None and self.errors is not None:
                self._reading.context.notify(
                    f"Something went wrong; your notes are safe. Details: {self.errors.path}", warning=True
                )
        finally:
            self._recovering = False

    def keep_drafts(self) -> None:
        """Keep what is being typed into a dialog and the place in the text."""
        for screen in self.screen_stack:
            with suppress(Exception):
                if isinstance(screen, Dialog):
                    screen.keep_draft()
                elif isinstance(screen, ReadingScreen):
                    screen.save_place()

    def _note_command(self, command: str) -> None:
        if self.errors is not None:
            self.errors.commands.append(command)

    def _listen_to_signals(self) -> None:
        """Have the signals that end a program end this one in order: drafts kept, terminal restored."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_loop_error)
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and threading.current_thread() is threading.main_thread():
                with suppress(NotImplementedError):  # Windows
                    loop.add_signal_handler(number, self._end, number)

    def _on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.report_exception(error)

    def _end(self, number: int) -> None:
        self.ending_signal = number
        self.keep_drafts()
        self.exit(return_code=128 + number)

    async def on_event(self, event: events.Event) -> None:
        """Hold keys typed ahead of a dialog until it can take them; after a resize forget what was written."""
        if isinstance(event, events.Resize):
            self._frames.forget()  # what a terminal makes of its rows when it is resized is for it to say
        fresh = isinstance(event, events.Key) and not event.is_forwarded
        if not (fresh and isinstance(event, events.Key) and self._held.holds(event, self.screen)):
            await super().on_event(event)

    def pop_screen(self) -> AwaitComplete:
        """Leave a dialog. The reading screen stays, however often Escape was pressed while a busy dialog was closing."""
        if self.screen is self._reading:
            return AwaitComplete()
        return super().pop_screen()

    def _palette(self) -> Palette:
        return palette_of(self.theme_variables, self._plain)

    def _restyle(self) -> None:
        if self._reading is not None and self._reading.is_mounted:
            self._reading.restyle(self._palette())

    def _outlets(self) -> Outlets:
        import webbrowser  # noqa: PLC0415 - see the head of this file

        from annotations.citations import DEFAULT_STYLE, style_names  # noqa: PLC0415
        from annotations.exporters.quote import QUOTE_FORMATS  # noqa: PLC0415
        from reader.platform.pandoc import find_style, installed_styles  # noqa: PLC0415
        from reader.ui.output_services import Outlets  # noqa: PLC0415

        first = self.settings.style or DEFAULT_STYLE
        return Outlets(
            self._copy,
            webbrowser.open,
            lambda name: find_style(name, self._environ),
            lambda: tuple(dict.fromkeys([first, *style_names(), *installed_styles(self._environ)])),
            first,
            self.settings.format or QUOTE_FORMATS[0],
            self._environ,
        )

    def _copy(self, text: str) -> Outcome:
        from reader.platform.clipboard import copy  # noqa: PLC0415 - see the head of this file

        return copy(text, self._environ, self.workspace.home.last_excerpt, self.write_to_terminal)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield every command that needs no argument, with its keys, for the palette."""
        reading = self._reading
        if reading is None or screen is not reading:
            return
        for command in self.keymap_in_force.commands:
            in_list = command.scope == "sidebar" and not command.id.startswith("source.")
            if not command.argument and not in_list and command.id != "palette.show":
                keys = shown_keys(self.keymap_in_force.keys(command.id))
                call = Invocation(command.id)
                yield SystemCommand(command.title, keys, lambda call=call: reading.run_command(call))


def few_colors(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal has sixteen colours or fewer, too few for the tints of a theme."""
    term = environ.get("TERM", "xterm-256color")
    many = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "256color" in term or "direct" in term
    return not many and term in LOW_COLOR_TERMS


def run_reader(
    workspace: Workspace, settings: Settings, article_id: str | None = None, offset: int | None = None
) -> None:
    """Open the reader at an article or where the last session stopped; return when it is closed."""
    sys.setswitchinterval(THREAD_SWITCH_INTERVAL_S)
    errors = ErrorLog(workspace.home.error_log)
    app = GlossApp(workspace, settings, dict(os.environ), article_id, offset, errors)
    app.run()
    if app.ending_signal is not None:
        # Once everything is closed, end as the signal would have ended the program.
        signal.signal(app.ending_signal, signal.SIG_DFL)
        atexit.register(os.kill, os.getpid(), app.ending_signal)
    if app.return_code:
        sys.exit(app.return_code)
