"""The export formats by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field

from annotations.citations import Style
from annotations.exporters.excerpt import Excerpt
from annotations.plugins import PluginTable


class ExportOptions(Struct, frozen=True):
    """The citation style, the time of the export (with its zone), and the name of the program that makes it.

    `group` is one of GROUPS; `texts` are the articles' whole texts by id, for formats that show them, `blocks` their blocks:
    kind, start, end and level of each.
    """

    style: Style
    now: datetime
    generator: str
    group: str = "article"
    texts: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Sequence[tuple[str, int, int, int]]] = field(default_factory=dict)


Render = Callable[[Sequence[Excerpt], ExportOptions], str]


class Format(Struct, frozen=True):
    """An export format: what pickers call it, the extension of its files without the dot, and the function that writes it.

    `whole_texts` says that `render` wants the articles' texts in the options.
    """

    title: str
    extension: str
    render: Render
    whole_texts: bool = False


EXPORTERS: PluginTable[Format] = PluginTable(
    "format",
    "glossator.exporters",
    {
        "markdown": "annotations.exporters.markdown:FORMAT",
        "obsidian": "annotations.exporters.obsidian:FORMAT",
        "html": "annotations.exporters.html_page:FORMAT",
        "org": "annotations.exporters.org:FORMAT",
        "latex": "annotations.exporters.latex:FORMAT",
        "typst": "annotations.exporters.typst:FORMAT",
        "csv": "annotations.exporters.csv_format:FORMAT",
        "json": "annotations.exporters.glossator_json:FORMAT",
        "w3c": "annotations.exporters.w3c:FORMAT",
        "hypothesis": "annotations.exporters.hypothesis:FORMAT",
        "readwise": "annotations.exporters.readwise:FORMAT",
        "bibtex": "annotations.exporters.bibtex:FORMAT",
        "biblatex": "annotations.exporters.biblatex:FORMAT",
        "ris": "annotations.exporters.ris:FORMAT",
        "csl-json": "annotations.exporters.csl_json:FORMAT",
    },
)
"""Each leads to a Format. A new one is a file of its own and a row here, or an entry point `glossator.exporters`."""


def format_names() -> tuple[str, ...]:
    """Return the names that `get_format` takes, without importing a format."""
    return EXPORTERS.names()


def formats() -> Mapping[str, Format]:
    """Return every format by name; plugins that cannot be loaded are logged and left out."""
    return EXPORTERS.load_all()


def get_format(name: str) -> Format:
    """Return the format of this name; UnknownName for one that is not there."""
    return EXPORTERS.load(name)
