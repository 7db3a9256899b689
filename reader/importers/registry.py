"""The formats that can be read, by name; other distributions add theirs through the entry points `glossator.importers`.

An entry point's name is what `--format` takes; it leads to a class, or anything else that can be called without arguments,
whose result is an Importer. One that has the name of a built-in format takes its place; one that cannot be loaded is passed
over, and named in `problems`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from annotations.model.errors import UnknownName
from reader.articles.article import Draft

GROUP = "glossator.importers"


class Importer(Protocol):
    """Reads one format. `name` is what `--format` takes."""

    name: str

    def recognises(self, data: bytes, name: str) -> float:
        """How surely these bytes, from a file of this name, are of the format: 0 to 1.

        By content alone, 0.7 or more; where only the name says so, less: then a file that holds no text is refused.
        """

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """The drafts in it; ImportFailed with what is wrong in half a line, to follow the file's name."""


BUILT_IN: Mapping[str, str] = {
    "digest": "reader.importers.plain.digest:DigestImporter",
    "epub": "reader.importers.epub.epub:EPUBImporter",
    "feed": "reader.importers.feed.feed:FeedImporter",
    "html": "reader.importers.web.html_page:HTMLImporter",
    "markdown": "reader.importers.markdown.markdown:MarkdownImporter",
    "opml": "reader.importers.feed.opml:OPMLImporter",
    "pdf": "reader.importers.pdf.pdf:PDFImporter",
    "text": "reader.importers.plain.plain_text:PlainTextImporter",
}


class Registry:
    """Looked up once and kept; what an importer needs is loaded when it first reads."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    @cached_property
    def importers(self) -> Mapping[str, Importer]:
        """All of them by name, the built-in ones first."""
        found: dict[str, Importer] = {}
        for place in BUILT_IN.values():
            module, _, name = place.partition(":")
            make: Callable[[], Importer] = getattr(import_module(module), name)
            importer = make()
            found[importer.name] = importer
        for point in entry_points(group=GROUP):
            self._take(point, found)
        return found

    def _take(self, point: EntryPoint, found: dict[str, Importer]) -> None:
        try:
            found[point.name] = point.load()()
        except Exception as error:  # another's code: whatever it does, the other formats can be read
            self.problems.append(f"the importer {point.name} cannot be loaded: {error}")

    def get(self, name: str) -> Importer:
        """The importer of this name; UnknownName for one that is not there."""
        if name not in self.importers:
            raise UnknownName("format", name, ["auto", *self.importers])
        return self.importers[name]

    def best(self, data: bytes, name: str) -> tuple[Importer, float]:
        """The importer that is surest of these bytes, and how sure it is."""
        marks = [(importer, importer.recognises(data, name)) for importer in self.importers.values()]
        return max(marks, key=lambda mark: mark[1])
