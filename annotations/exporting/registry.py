"""The export formats by name; a format is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from types import MappingProxyType

from annotations.citing import Style
from annotations.errors import UnknownName
from annotations.exporting.excerpt import Excerpt


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The citation style, the time of the export (with its zone), and the name of the program that makes it."""

    style: Style
    now: datetime
    generator: str


Render = Callable[[Sequence[Excerpt], ExportOptions], str]


@dataclass(frozen=True, slots=True)
class Format:
    """`extension` without the dot; `render` gives the whole document, which ends with a newline."""

    name: str
    title: str
    extension: str
    module: str

    def render(self, excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
        """The document for these excerpts, in their order."""
        render: Render = import_module(f"annotations.exporting.{self.module}").render
        return render(excerpts, options)


_FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("markdown", "Markdown", "md", "markdown"),
            Format("bibtex", "BibTeX", "bib", "bibtex"),
            Format("json", "JSON, complete", "json", "complete"),
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
