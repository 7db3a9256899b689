"""The formats that articles can be imported from, by name; plugins are found by the entry points `glossator.importers`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Protocol

from annotations.model.errors import UnknownName
from annotations.plugins import PluginTable
from reader.articles.article import Draft


class Importer(Protocol):
    """Reads one format. `name` is what `--format` takes."""

    name: str

    def recognises(self, data: bytes, name: str) -> float:
        """How surely these bytes, from a file of this name, are of the format: 0 to 1.

        By content alone, 0.7 or more; where only the name says so, less: then a file that holds no text is refused.
        """

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """The drafts in it; ImportFailed with what is wrong in half a line, to follow the file's name."""


IMPORTERS: PluginTable[Callable[[], Importer]] = PluginTable(
    "importer",
    "glossator.importers",
    {
        "digest": "reader.importers.plain.digest:DigestImporter",
        "epub": "reader.importers.epub.epub:EPUBImporter",
        "feed": "reader.importers.feed.feed:FeedImporter",
        "html": "reader.importers.web.html_page:HTMLImporter",
        "markdown": "reader.importers.markdown.markdown:MarkdownImporter",
        "opml": "reader.importers.feed.opml:OPMLImporter",
        "pdf": "reader.importers.pdf.pdf:PDFImporter",
        "text": "reader.importers.plain.plain_text:PlainTextImporter",
    },
    replaceable=True,
)
"""Each leads to a class, or any callable without arguments, that returns an Importer. A new one is a file of its own and a
row here, or an entry point `glossator.importers`; one with a built-in name takes its place.
"""


class Registry:
    """The importers, each made once; an importer loads what it needs when it first reads.

    A plugin that cannot be loaded or made is left out and named in `problems`.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []

    @cached_property
    def importers(self) -> Mapping[str, Importer]:
        """All importers by name, the built-in ones first."""
        found: dict[str, Importer] = {}
        for name, make in IMPORTERS.load_all(self.problems.append).items():
            try:
                found[name] = make()
            except Exception as error:  # foreign code may raise anything; the other formats stay readable
                self.problems.append(f"the importer {name} cannot be loaded: {error}")
        return found

    def get(self, name: str) -> Importer:
        """The importer of this name; UnknownName for one that is not there."""
        if name not in self.importers:
            raise UnknownName("format", name, ["auto", *self.importers])
        return self.importers[name]

    def best(self, data: bytes, name: str) -> tuple[Importer, float]:
        """The importer that is surest of these bytes, and how sure it is."""
        marks = [(importer, importer.recognises(data, name)) for importer in self.importers.values()]
        return max(marks, key=lambda mark: mark[1])
