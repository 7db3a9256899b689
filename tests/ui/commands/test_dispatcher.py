"""The command table as the one seam through which commands are loaded."""

from __future__ import annotations

from importlib import import_module
from inspect import isfunction, signature

import pytest
from textual.widgets import Static

from reader.config.commands import COMMANDS, Command
from reader.config.key_parser import Invocation
from reader.config.settings import Settings
from reader.services.workspace import Workspace
from reader.ui.app import GlossApp
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.dispatcher import module_name, modules_of
from reader.ui.module_preload import LAZY_DEPENDENCIES, ModulePreload
from tests.ui.conftest import Open, Reader
from tests.ui.test_reading import said


def greet(context: ReaderContext, call: Invocation) -> None:
    """Stand for a command of another package."""
    context.notify(f"Hello {call.count or 1} times from {context.workspace.home.root.name}")


TOY = Command("toy.greet", ("ctrl+g",), "tests.ui.commands.test_dispatcher:greet", "Greet the reader", "everywhere")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_handler_of_the_table_resolves(command: Command) -> None:
    target: object = import_module(module_name(command.handler))
    for name in command.handler.partition(":")[2].split("."):
        target = getattr(target, name)
    assert isfunction(target)
    assert list(signature(target).parameters)[-1] == "call"


async def test_command_classes_are_constructed_once(opened: Open) -> None:
    async with opened() as reader:
        commands = reader.screen.context.commands
        note, tags = commands.handler("note.edit"), commands.handler("tags.edit")
        assert note.__self__ is tags.__self__  # type: ignore[attr-defined]  # both are bound methods
        with pytest.raises(KeyError):
            commands.handler("no.such-command")


async def test_a_command_from_outside_runs_by_its_key_and_stands_in_help_and_palette(library: Workspace) -> None:
    app = GlossApp(library, Settings(), {}, commands=(*COMMANDS, TOY))
    async with app.run_test(size=(120, 200)) as pilot:
        await pilot.pause()
        await pilot.press("3", "ctrl+g")
        assert said(Reader(app, pilot)).startswith("Hello 3 times")
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "Greet the reader" in titles
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Greet the reader" in str(app.screen.query_one("#help Static", Static).content)


def test_preloading_imports_the_modules_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    imported: list[str] = []
    monkeypatch.setattr("reader.ui.module_preload.import_module", imported.append)
    monkeypatch.setattr("reader.ui.module_preload.QUIET_S", 0)
    modules = [*modules_of((*COMMANDS, TOY)), *LAZY_DEPENDENCIES]
    ModulePreload(modules).run()
    assert imported == modules
    assert "tests.ui.commands.test_dispatcher" in imported
