"""The formats that can be imported, by name; plugins add theirs through the entry points `glossator.importers`.

The name of an entry point is what `--format` takes. It leads to a class, or another callable without arguments, that returns
an Importer. One with the name of a built-in format replaces it; one that fails to load is named in `problems` and skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Protocol

from annotations.model.errors import UnknownName
from annotations.plugins import PluginTable
from reader.articles.article import Draft


class Importer(Protocol):
    """Reads one format; `name` is what `--format` takes."""

    name: str

    def recognises(self, data: bytes, name: str) -> float:
        """Return the confidence, 0 to 1, that these bytes from a file of this name are of the format.

        Return 0.7 or more if the content shows it. Return less if only the name does: such a file is refused if it holds no text.
        """

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Return the drafts in `data`. Raise ImportFailed with half a line that follows the name of the file."""


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
    """The importers of this process, loaded on first use.

    Their modules are small: each imports the library for its format when it first reads a file.
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
        """Return the importer with this name. Raise UnknownName."""
        if name not in self.importers:
            raise UnknownName("format", name, ["auto", *self.importers])
        return self.importers[name]

    def best(self, data: bytes, name: str) -> tuple[Importer, float]:
        """Return the importer with the highest confidence for these bytes, and the confidence."""
        confidences = [(importer, importer.recognises(data, name)) for importer in self.importers.values()]
        return max(confidences, key=lambda each: each[1])
