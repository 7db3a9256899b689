"""CSL-JSON (schema 1.0.2), which pandoc, Zotero and citeproc read; passages and notes in `annote`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from annotations.exporters.excerpt import Excerpt, keyed
from annotations.exporters.registry import ExportOptions, Format
from annotations.model.source import Name, PartialDate, Source

TYPES = {
    "news": "article-newspaper",
    "blog": "post-weblog",
    "press-release": "webpage",
}
"""Kinds whose CSL type has another name."""

RENAMED = {
    "container": "container-title",
    "url": "URL",
    "doi": "DOI",
    "pages": "page",
    "place": "publisher-place",
}
PLAIN = ("title", "publisher", "language", "volume", "issue", "edition", "number", "genre")


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return a list of items, one for each article; `id` is the citation key."""
    items = [item(key, each[0].source) | {"annote": _annote(each)} for key, each in keyed(excerpts)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def item(key: str, source: Source) -> dict[str, Any]:
    """Return the item of one source; unknown fields are left out."""
    record: dict[str, Any] = {"id": key, "type": TYPES.get(source.kind, source.kind)}
    record |= {name: getattr(source, name) for name in PLAIN if getattr(source, name)}
    record |= {csl: getattr(source, ours) for ours, csl in RENAMED.items() if getattr(source, ours)}
    record |= {role: [csl_name(name) for name in people] for role, people in _people(source)}
    record |= {when: _date(date) for when, date in (("issued", source.issued), ("accessed", source.accessed)) if date}
    if source.kind == "press-release":
        record.setdefault("genre", "Press release")
    return record


def _people(source: Source) -> list[tuple[str, tuple[Name, ...]]]:
    return [(role, people) for role, people in (("author", source.authors), ("editor", source.editors)) if people]


def csl_name(name: Name) -> dict[str, str]:
    """Return a name as CSL-JSON has it."""
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particles,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date(date: PartialDate) -> dict[str, Any]:
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part is not None]]}


def _annote(excerpts: Sequence[Excerpt]) -> str:
    said = (
        f"“{one.passage}”" + (f" — {one.annotation.note}" if one.annotation.note.strip() else "") for one in excerpts
    )
    return "\n\n".join(said)


FORMAT = Format("CSL-JSON", "json", render)
