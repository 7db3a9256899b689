"""An Obsidian note: properties at the top, each passage a block quote with a block id, tags that Obsidian reads."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from annotations.citations import listing
from annotations.exporters.excerpt import Excerpt, grouped
from annotations.exporters.registry import ExportOptions, Format
from annotations.markup import markdown, written
from annotations.markup.passages import one_line, paragraphs

NOT_IN_TAGS = re.compile(r"[^\w/-]+")


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return one note; its properties are YAML (each value is JSON, which is YAML as well)."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    tags = dict.fromkeys(tag for one in excerpts for tag in map(obsidian_tag, one.annotation.tags) if tag)
    parts = [_properties(excerpts, list(tags), options)]
    for heading, each in grouped(excerpts, options.group):
        parts.append(f"## {markdown.escape(one_line(heading)) or 'Untitled'}")
        for one in each:
            parts += _excerpt(one, written(references.in_text(one.source, one.locator), "markdown"))
    if excerpts:
        parts += ["## References", *(written(reference, "markdown") for reference in references.references())]
    return "\n\n".join(parts) + "\n"


def _properties(excerpts: Sequence[Excerpt], tags: list[str], options: ExportOptions) -> str:
    titles = list(dict.fromkeys(one.source.title for one in excerpts))
    properties = {
        "created": options.now.date().isoformat(),
        "tags": tags,
        "sources": titles,
        "generator": options.generator,
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=True)}" for name, value in properties.items())
    return "\n".join(["---", *lines, "---"])


def _excerpt(one: Excerpt, citation: str) -> list[str]:
    note = [" ".join(map(markdown.escape, paragraphs(one.annotation.note)))]
    tags = [" ".join(f"#{tag}" for tag in map(obsidian_tag, one.annotation.tags) if tag)]
    sentence = markdown.escape(one.before) + markdown.strong(one.passage) + markdown.escape(one.after)
    context = [sentence] if one.shows_source else []
    parts = [
        markdown.block_quote(paragraphs(one.quotation), f" {citation}"),
        f"^{block_id(one)}",
        *context,
        *note,
        *tags,
    ]
    return [part for part in parts if part]


def block_id(one: Excerpt) -> str:
    """Return the name by which other notes link to the passage: letters and digits of the annotation's id."""
    return f"gloss-{one.annotation.id[-10:].lower()}"


def obsidian_tag(tag: str) -> str:
    """Return a tag that Obsidian reads: no blanks, not a number alone."""
    cleaned = NOT_IN_TAGS.sub("-", tag).strip("-/")
    return f"{cleaned}-" if cleaned.isdecimal() else cleaned


FORMAT = Format("Obsidian", "md", render)
