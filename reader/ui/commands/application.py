"""Commands about the program as a whole: help, palette, focus, leaving."""

from __future__ import annotations

import os

from reader.config.key_parser import Invocation
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.help import HelpScreen


def show_help(context: ReaderContext, call: Invocation) -> None:
    context.ask(HelpScreen(context.keymap), lambda _: None)


def show_palette(context: ReaderContext, call: Invocation) -> None:
    context.screen.app.action_command_palette()


def redraw(context: ReaderContext, call: Invocation) -> None:
    context.view.redraw()


def focus_other_pane(context: ReaderContext, call: Invocation) -> None:
    if context.rows.has_focus:
        context.screen.set_focus(context.page)
    else:
        context.screen.query_one("#sidebar").remove_class("hidden")
        context.screen.set_focus(context.rows)


def go_back(context: ReaderContext, call: Invocation) -> None:
    """Cancel the selection, else go from the list to the page, else quit."""
    page = context.page
    if page.has_focus and (page.selection or page.labels.on):
        page.select(None)
    elif context.rows.has_focus and context.editor.article is not None:
        context.screen.set_focus(page)
    else:
        context.view.save_place()
        context.jumps.save()
        context.screen.app.exit()


def suspend(context: ReaderContext, call: Invocation) -> None:
    """Return to the shell; refuse where no shell started the program, since nothing could bring it back."""
    if os.getpgrp() == os.getsid(0):
        context.notify("There is no shell to go back to: this window has only glossator.", warning=True)
    else:
        context.view.save_place()
        context.screen.app.action_suspend_process()
