"""Resolution of command ids to handlers, by the import paths in the command table.

The table names each handler as `module:function` or `module:Class.method`. A module without a package stands in
`reader.ui.commands`; a dotted one anywhere. It is imported when the command is first used, so that the first page waits
for no command. A function is called with the context and the invocation. A class is constructed once, with the context,
and its method is called with the invocation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from reader.config.commands import Command
from reader.config.key_parser import Invocation

if TYPE_CHECKING:
    from reader.ui.commands.context import ReaderContext

Handler = Callable[[Invocation], object]
CommandClass = TypeVar("CommandClass")

PACKAGE = "reader.ui.commands"


def module_name(path: str) -> str:
    """Return the full name of the module in an import path of the command table."""
    module = path.partition(":")[0]
    return module if "." in module else f"{PACKAGE}.{module}"


class Dispatcher:
    """The handlers of one reading screen and the one instance of each command class."""

    def __init__(self, context: ReaderContext, commands: Sequence[Command]) -> None:
        self._context = context
        self._commands = {command.id: command for command in commands}
        self._handlers: dict[str, Callable[..., Any]] = {}
        self._instances: dict[type[Any], Any] = {}

    def handler(self, command_id: str) -> Handler:
        """Return the handler of a command, importing its module on first use; KeyError for an unknown id."""
        return self.resolve(self._commands[command_id].handler)

    def is_available(self, command_id: str) -> bool:
        """Whether a command could do anything now, so that it is worth waiting for the rest of its keys."""
        condition = self._commands[command_id].available
        return not condition or bool(self.resolve(condition)())

    def get(self, command_class: type[CommandClass]) -> CommandClass:
        """Return the one instance of a command class, constructing it on first use."""
        if command_class not in self._instances:
            self._instances[command_class] = command_class(self._context)  # type: ignore[call-arg]  # each takes a context
        found: CommandClass = self._instances[command_class]
        return found

    def load(self, path: str) -> Any:
        """Return the one instance of a command class by its import path, `module:Class`."""
        return self.get(getattr(import_module(module_name(path)), path.partition(":")[2]))

    def resolve(self, path: str) -> Callable[..., Any]:
        """Return what an import path names: a method of the one instance, or a function bound to the context."""
        if path not in self._handlers:
            name, _, method = path.partition(":")[2].partition(".")
            target = getattr(import_module(module_name(path)), name)
            self._handlers[path] = getattr(self.get(target), method) if method else partial(target, self._context)
        return self._handlers[path]


def modules_of(commands: Sequence[Command]) -> list[str]:
    """Return the modules of the commands' handlers, those of the page first, each once."""
    by_scope = sorted(commands, key=lambda command: command.scope != "page")
    return list(dict.fromkeys(module_name(command.handler) for command in by_scope))
