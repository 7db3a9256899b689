"""Excerpts as W3C Web Annotations in JSON-LD (https://www.w3.org/TR/annotation-model/), one page of a collection."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from annotations.exporting.excerpt import Excerpt
from annotations.exporting.registry import ExportOptions

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
URN = "urn:glossator:"


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """An AnnotationCollection whose first page holds all annotations, in order."""
    items = [annotation(one, options) for one in excerpts]
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    document = {"@context": CONTEXT, "type": "AnnotationCollection", "label": "Annotated excerpts", "total": len(items)}
    return json.dumps(document | {"first": page}, ensure_ascii=False, indent=2) + "\n"


def annotation(one: Excerpt, options: ExportOptions) -> dict[str, Any]:
    """One annotation: the note and each tag are bodies, each with its purpose."""
    own = one.annotation
    bodies = [_body(own.note, "commenting")] if own.note.strip() else []
    bodies += [_body(tag, "tagging") for tag in own.tags]
    record: dict[str, Any] = {
        "id": f"{URN}annotation:{own.id}",
        "type": "Annotation",
        "motivation": "commenting" if own.note.strip() else "highlighting",
        "created": own.created.isoformat(),
        "modified": own.modified.isoformat(),
        "generator": {"type": "Software", "name": options.generator},
        "target": _target(one),
    }
    return record | ({"body": bodies} if bodies else {})


def _body(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(one: Excerpt) -> dict[str, Any]:
    """The passage by its words, and by its place where that is still known."""
    quote = one.annotation.target.quote
    words = {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    span = None if one.state == "orphan" else one.span or one.annotation.target.position
    place = [{"type": "TextPositionSelector", "start": span.start, "end": span.end}] if span else []
    url = one.source.url if one.source.url.startswith(("http://", "https://")) else ""
    source = url or f"{URN}article:{one.annotation.article_id}"
    return {
        "type": "SpecificResource",
        "source": source,
        "styleClass": one.annotation.color,
        "selector": [words, *place],
    }
