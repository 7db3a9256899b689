"""Parts found by name: the built-in ones in a table of import paths, those of other distributions through entry points.

A part is imported when it is asked for. Looking for entry points reads the metadata of all installed distributions, which
takes about 3 ms (and the first time 30 more, for the import); the built-in names are known without it. A plugin that
cannot be loaded is reported in one line and skipped, so that it never stands in the way of the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from annotations.model.errors import PluginFault, UnknownName

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

Part = TypeVar("Part")
Report = Callable[[str], object]
log = logging.getLogger(__name__)


class PluginTable(Generic[Part]):
    """The parts of one kind by name.

    `kind` is what messages call a part (`exporter`), `group` the group of its entry points, `built_in` the import path
    (`package.module:NAME`) of each built-in part, the default first. An entry point with a built-in name is skipped, unless
    the kind is `replaceable`.
    """

    def __init__(self, kind: str, group: str, built_in: Mapping[str, str], *, replaceable: bool = False) -> None:
        self.kind = kind
        self.group = group
        self.built_in = built_in
        self.replaceable = replaceable

    def names(self) -> tuple[str, ...]:
        """Return every name, the built-in ones first; nothing is imported."""
        return tuple(dict.fromkeys([*self.built_in, *(point.name for point in self._installed())]))

    def __contains__(self, name: object) -> bool:
        return name in self.built_in or any(point.name == name for point in self._installed())

    def load(self, name: str) -> Part:
        """Return the part of this name; UnknownName if there is none, PluginFault if it cannot be loaded."""
        if name in self.built_in and not self.replaceable:
            return self._built_in(name)
        points = [point for point in self._installed() if point.name == name]
        if points:
            return self._plugin(points[-1])
        if name in self.built_in:
            return self._built_in(name)
        raise UnknownName(self.kind, name, self.names())

    def load_all(self, report: Report = log.warning) -> dict[str, Part]:
        """Return all parts by name, the built-in ones first; `report` gets a line for each plugin that is skipped."""
        found = {name: self._built_in(name) for name in self.built_in}
        for point in self._installed():
            try:
                found[point.name] = self._plugin(point)
            except PluginFault as fault:
                report(str(fault))
        return found

    def _installed(self) -> EntryPoints:
        from importlib.metadata import entry_points  # noqa: PLC0415 - 30 ms, which the start of the program need not pay

        return entry_points(group=self.group)

    def _built_in(self, name: str) -> Part:
        module, _, attribute = self.built_in[name].partition(":")
        part: Part = getattr(import_module(module), attribute)
        return part

    def _plugin(self, point: EntryPoint) -> Part:
        if point.name in self.built_in and not self.replaceable:
            raise PluginFault(f"the {self.kind} {point.name} of {_origin(point)} is skipped: the name is built in")
        try:
            part: Any = point.load()
        except Exception as error:  # foreign code may raise anything; the other parts stay usable
            reason = " ".join(str(error).split()) or type(error).__name__
            raise PluginFault(f"the {self.kind} {point.name} of {_origin(point)} cannot be loaded: {reason}") from error
        loaded: Part = part
        return loaded


def _origin(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value
