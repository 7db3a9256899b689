"""JSON with everything: what the store has of each excerpt, and all that is known of its source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from msgspec.structs import asdict

from annotations.citations import Listing, listing
from annotations.citations import render as rendered
from annotations.exporters.excerpt import Excerpt, keyed, public_record
from annotations.exporters.registry import ExportOptions, Format
from annotations.model.interchange import JSON_FORMAT
from annotations.model.source import Name, Source

VERSION = 1


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return one document: `format`, `version`, `generator`, `generated`, `articles` and `annotations`."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    articles = [
        source_record(each[0].source)
        | {"id": each[0].annotation.article_id, "key": key}
        | {"reference": rendered(references.reference(each[0].source))}
        for key, each in keyed(excerpts)
    ]
    document = {
        "format": JSON_FORMAT,
        "version": VERSION,
        "generator": options.generator,
        "generated": options.now.isoformat(),
        "articles": articles,
        "annotations": [_annotation(one, references) for one in excerpts],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _annotation(one: Excerpt, references: Listing) -> dict[str, Any]:
    citation = rendered(references.in_text(one.source, one.locator))
    return public_record(one) | {"locator": one.locator, "citation": citation}


def source_record(source: Source) -> dict[str, Any]:
    """Return a source by the names of its fields; dates are ISO at their own precision, or null."""
    record: dict[str, Any] = asdict(source)
    for name in ("authors", "editors"):
        record[name] = [name_record(each) for each in record[name]]
    for name in ("issued", "accessed"):
        record[name] = record[name].iso() if record[name] else None
    return record


def name_record(name: Name) -> dict[str, str]:
    """Return the parts that a name has."""
    return {part: value for part, value in asdict(name).items() if value}


FORMAT = Format("JSON, complete", "json", render)
