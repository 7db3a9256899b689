"""The export formats by name; a format is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from types import MappingProxyType

from msgspec import Struct, field

from annotations.citations import Style
from annotations.exporters.excerpt import Excerpt
from annotations.model.errors import UnknownName


class ExportOptions(Struct, frozen=True):
    """The citation style, the time of the export (with its zone), and the name of the program that makes it.

    `group` is one of GROUPS; `texts` are the articles' whole texts by id, for the format that shows them, `blocks` what these
    are made of: kind, start, end and level.
    """

    style: Style
    now: datetime
    generator: str
    group: str = "article"
    texts: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Sequence[tuple[str, int, int, int]]] = field(default_factory=dict)


Render = Callable[[Sequence[Excerpt], ExportOptions], str]


class Format(Struct, frozen=True):
    """`extension` without the dot; `whole_texts` says that the articles' texts are wanted in the options."""

    name: str
    title: str
    extension: str
    module: str
    whole_texts: bool = False

    def render(self, excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
        """The document for these excerpts, in their order."""
        render: Render = import_module(f"annotations.exporters.{self.module}").render
        return render(excerpts, options)


_FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("markdown", "Markdown", "md", "markdown"),
            Format("obsidian", "Obsidian", "md", "obsidian"),
            Format("html", "HTML, one page with the texts", "html", "html_page", whole_texts=True),
            Format("org", "Org", "org", "org"),
            Format("latex", "LaTeX", "tex", "latex"),
            Format("typst", "Typst", "typ", "typst"),
            Format("csv", "CSV, a row for each excerpt", "csv", "csv_format"),
            Format("json", "JSON, complete", "json", "glossator_json"),
            Format("w3c", "W3C Web Annotation, JSON-LD", "jsonld", "w3c"),
            Format("hypothesis", "Hypothesis JSON", "json", "hypothesis", whole_texts=True),
            Format("readwise", "Readwise CSV", "csv", "readwise"),
            Format("bibtex", "BibTeX", "bib", "bibtex"),
            Format("biblatex", "biblatex", "bib", "biblatex"),
            Format("ris", "RIS", "ris", "ris"),
            Format("csl-json", "CSL-JSON", "json", "csl_json"),
        )
    }
)


def formats() -> Mapping[str, Format]:
    """Every format by name."""
    return _FORMATS


def get_format(name: str) -> Format:
    """The format of this name; UnknownName for one that is not there."""
    if name not in _FORMATS:
        raise UnknownName("format", name, _FORMATS)
    return _FORMATS[name]
