"""The formats that can be read, by name; other distributions add theirs through the entry points `glossator.importers`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Protocol

from annotations.errors import UnknownName
from reader.article import Draft
from reader.importers.digest import DigestImporter
from reader.importers.plaintext import PlainTextImporter

GROUP = "glossator.importers"


class Importer(Protocol):
    """Reads one format. `name` is what `--format` takes."""

    name: str

    def recognises(self, data: bytes, name: str) -> float:
        """How surely these bytes, from a file of this name, are of the format: 0 to 1."""

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """The drafts in it; ImportFailed, with one line, where it cannot be read."""


BUILT_IN: tuple[Callable[[], Importer], ...] = (DigestImporter, PlainTextImporter)


def importers() -> dict[str, Importer]:
    """All importers by name, the built-in ones first; one of the same name from elsewhere takes its place."""
    found: dict[str, Importer] = {}
    for make in BUILT_IN:
        importer = make()
        found[importer.name] = importer
    for point in entry_points(group=GROUP):
        found[point.name] = point.load()()
    return found


def get_importer(name: str) -> Importer:
    """The importer of this name; UnknownName for one that is not there."""
    known = importers()
    if name not in known:
        raise UnknownName("format", name, ["auto", *known])
    return known[name]


def best_importer(data: bytes, name: str) -> Importer:
    """The importer that is surest of these bytes."""
    return max(importers().values(), key=lambda importer: importer.recognises(data, name))
