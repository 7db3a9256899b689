"""biblatex (manual 3.20, 2.1): dates as ISO 8601, the site or newspaper in `journaltitle` or `organization`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.exporters import bibtex
from annotations.exporters.bibtex import escaped
from annotations.exporters.excerpt import Excerpt, keyed
from annotations.exporters.registry import ExportOptions, Format
from annotations.model.source import Source

TYPES = {
    "news": ("article", "journaltitle"),
    "article-journal": ("article", "journaltitle"),
    "book": ("book", "series"),
    "chapter": ("incollection", "booktitle"),
    "report": ("report", "series"),
    "thesis": ("thesis", "series"),
    "legislation": ("legislation", "journaltitle"),
}
GENRES = {"press-release": "Press release", "blog": "Blog post", "interview": "Interview"}
"""The `type` field of kinds that biblatex has no entry type for."""
PUBLISHERS = {"report": "institution", "thesis": "institution"}


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return one entry for each article, in the order of the excerpts."""
    return (
        "\n".join(entry(key, each[0].source, each) for key, each in keyed(excerpts)) or "% No excerpts were selected.\n"
    )


def entry(key: str, source: Source, excerpts: Sequence[Excerpt] = ()) -> str:
    """Return one entry, with its passages and notes if there are any."""
    kind, _ = TYPES.get(source.kind, ("online", ""))
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(source, kind, excerpts) if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _fields(source: Source, kind: str, excerpts: Sequence[Excerpt]) -> Iterator[tuple[str, str]]:
    _, container = TYPES.get(source.kind, ("online", "organization"))
    yield "author", bibtex.names(source.authors)
    yield "editor", bibtex.names(source.editors)
    yield "title", bibtex.cased_title(source)
    yield "entrysubtype", "newspaper" if source.kind == "news" else ""
    yield container, escaped(source.container)
    yield PUBLISHERS.get(kind, "publisher"), escaped(source.publisher)
    yield "date", source.issued.iso() if source.issued else ""
    yield from ((name, escaped(str(getattr(source, name)))) for name in ("volume", "edition"))
    yield "pages", bibtex.ranges(source.pages)
    yield "number", escaped(source.issue or source.number)
    yield from ((name, bibtex.verbatim(getattr(source, name))) for name in ("doi", "url"))
    yield "location", escaped(source.place)
    yield "type", escaped(source.genre or GENRES.get(source.kind, ""))
    yield "urldate", source.accessed.iso() if source.accessed else ""
    yield "langid", escaped(source.language)
    yield "annotation", "\n    ".join(bibtex.annotation(one) for one in excerpts)


FORMAT = Format("biblatex", "bib", render)
