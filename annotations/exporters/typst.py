"""A Typst document; all words are string literals, so that none of them is read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.citations import listing
from annotations.exporters.excerpt import Excerpt, grouped
from annotations.exporters.registry import ExportOptions, Format
from annotations.markup import typst, written
from annotations.markup.passages import one_line, paragraphs


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    parts = ["= Annotated excerpts"]
    for heading, each in grouped(excerpts, options.group):
        parts.append(f"== {typst.escape(one_line(heading) or 'Untitled')}")
        parts += [_excerpt(one, written(references.in_text(one.source, one.locator), "typst")) for one in each]
    if excerpts:
        parts += ["== References", *(written(reference, "typst") for reference in references.references())]
    return "\n\n".join(parts) + "\n"


def _excerpt(one: Excerpt, citation: str) -> str:
    parts = [typst.block_quote(paragraphs(one.quotation), f" {citation}")]
    if one.shows_source:
        before, passage, after = (one_line(each) for each in (one.before, one.passage, one.after))
        parts.append(f"{typst.escape(before)} {typst.strong(passage)} {typst.escape(after)}")
    parts += map(typst.escape, paragraphs(one.annotation.note))
    if one.annotation.tags:
        parts.append(" ".join(typst.escape(f"#{one_line(tag)}") for tag in one.annotation.tags))
    return "\n\n".join(parts)


FORMAT = Format("Typst", "typ", render)
