"""Articles as the command line's JSON shows them."""

from __future__ import annotations

from typing import Any

from reader.articles.article import Article
from reader.library.db.models import ArticleSummary


def entry_record(entry: ArticleSummary, annotations: int) -> dict[str, Any]:
    """`id title container authors date category topic url language words added updated versions annotations progress`."""
    return {
        "id": entry.id,
        "title": entry.title,
        "container": entry.container,
        "authors": list(entry.authors),
        "date": entry.issued or None,
        "category": ", ".join(entry.categories),
        "topic": entry.topic,
        "url": entry.url,
        "language": entry.language,
        "words": entry.words,
        "added": entry.added,
        "updated": entry.updated,
        "versions": entry.versions,
        "annotations": annotations,
        "progress": round(entry.progress, 4),
    }


def article_record(article: Article, entry: ArticleSummary, annotations: int) -> dict[str, Any]:
    """Return the JSON of an article with `text`, `blocks` and the importer's `warnings`, `byline`, `agency`, `origin`."""
    blocks = [
        {"kind": block.kind, "start": block.span.start, "end": block.span.end, "level": block.level}
        for block in article.blocks
    ]
    said = {
        "categories": list(article.categories),
        "warnings": list(article.warnings),
        "byline": article.byline,
        "agency": article.agency,
        "origin": article.origin,
    }
    return entry_record(entry, annotations) | said | {"text": article.text, "blocks": blocks}
