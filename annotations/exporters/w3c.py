"""W3C Web Annotations in JSON-LD (https://www.w3.org/TR/annotation-model/), one page of a collection.

What the model has no term for stands under names of our own (`urn:glossator:`), which JSON-LD takes for IRIs: the article,
and the wording of a quotation. `annotations.importers.w3c` reads all of it back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions, Format
from annotations.model.annotation import COLORS
from annotations.model.interchange import URN
from annotations.model.source import Source

STYLESHEET = {
    "type": "CssStylesheet",
    "value": "".join(f".{color} {{ background: {color} }} " for color in COLORS).strip(),
}
"""The stylesheet that defines the class of each colour (model, 4.4: `styleClass` only with a `stylesheet`)."""
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return an AnnotationCollection whose first page has all annotations, in order."""
    items = [annotation(one, options) for one in excerpts]
    name = f"{URN}collection:{sha256(json.dumps(items).encode()).hexdigest()[:32]}"
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": "Annotated excerpts",
    }
    page = {"id": f"{name}:1", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    document |= {"generated": utc(options.now), "total": len(items)} | ({"first": page} if items else {})
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def utc(time: datetime) -> str:
    """Return a time as the model demands (3.3.1): xsd:dateTime in UTC, with Z."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def annotation(one: Excerpt, options: ExportOptions) -> dict[str, Any]:
    """Return one annotation: the note and each tag are bodies, each with its purpose."""
    own = one.annotation
    bodies = [_body(own.note, "commenting")] if own.note.strip() else []
    bodies += [_body(tag, "tagging") for tag in own.tags]
    record: dict[str, Any] = {
        "id": f"{URN}annotation:{own.id}",
        "type": "Annotation",
        "motivation": "commenting" if own.note.strip() else "highlighting",
        "created": utc(own.created),
        "modified": utc(own.modified),
        "generator": {"type": "Software", "name": options.generator},
        "stylesheet": STYLESHEET,
        "target": _target(one),
    }
    record |= {f"{URN}quotation": own.quotation} if own.quotation else {}
    return record | ({"body": bodies} if bodies else {})


def _body(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(one: Excerpt) -> dict[str, Any]:
    """Return the passage by quote, and by position if that is known."""
    quote = one.annotation.target.quote
    words = {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    span = None if one.state == "orphan" else one.span or one.annotation.target.position
    place = [{"type": "TextPositionSelector", "start": span.start, "end": span.end}] if span else []
    url = one.source.url if one.source.url.startswith(("http://", "https://")) else ""
    source = url or f"{URN}article:{one.annotation.article_id}"
    return {
        "type": "SpecificResource",
        "source": source,
        f"{URN}article": one.annotation.article_id,
        **_described(one.source),
        "styleClass": one.annotation.color,
        "selector": [words, *place],
    }


def _described(source: Source) -> dict[str, Any]:
    """Return a description of the text for readers that do not have it."""
    said: dict[str, Any] = {"dc:title": source.title, "dc:date": source.issued.iso() if source.issued else ""}
    said["dc:creator"] = [
        {"type": "Organization", "name": name.literal} if name.literal else name.display() for name in source.authors
    ]
    return {name: value for name, value in said.items() if value}


FORMAT = Format("W3C Web Annotation, JSON-LD", "jsonld", render)
