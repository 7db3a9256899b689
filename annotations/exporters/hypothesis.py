"""JSON as Hypothesis's client exports and imports annotations, with offsets in UTF-16 code units.

After https://h.readthedocs.io/en/latest/api-reference/v1/. Hypothesis has no colours and needs an address for each article:
an article without one gets a `urn:`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions, Format
from annotations.exporters.w3c import utc
from annotations.model.interchange import HYPOTHESIS_USER, URN


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return the document that the client imports."""
    document = {
        "export_date": utc(options.now),
        "export_userid": HYPOTHESIS_USER,
        "client_version": options.generator,
        "annotations": [_annotation(one, options.texts.get(one.annotation.article_id, "")) for one in excerpts],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _annotation(one: Excerpt, text: str) -> dict[str, Any]:
    own, url = one.annotation, one.source.url
    uri = url if url.startswith(("http://", "https://")) else f"{URN}article:{own.article_id}"
    return {
        "id": own.id,
        "created": utc(own.created),
        "updated": utc(own.modified),
        "user": HYPOTHESIS_USER,
        "uri": uri,
        "text": own.note,
        "tags": list(own.tags),
        "group": "__world__",
        "permissions": {"read": [HYPOTHESIS_USER], "update": [HYPOTHESIS_USER], "delete": [HYPOTHESIS_USER]},
        "target": [{"source": uri, "selector": _selectors(one, text)}],
        "document": {"title": [one.source.title]},
        "references": [],
    }


def _selectors(one: Excerpt, text: str) -> list[dict[str, Any]]:
    """Return a selector by position, if the text is there to count in, and one by quote."""
    quote = one.annotation.target.quote
    words = {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    if one.span is None or one.state == "orphan" or not text:
        return [words]
    start, end = (units(text[:offset]) for offset in (one.span.start, one.span.end))
    return [{"type": "TextPositionSelector", "start": start, "end": end}, words]


def units(text: str) -> int:
    """Return the number of UTF-16 code units in a text."""
    return len(text) + sum(character > "\uffff" for character in text)


FORMAT = Format("Hypothesis JSON", "json", render, whole_texts=True)
