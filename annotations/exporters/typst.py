"""Excerpts as a Typst document; foreign words are string literals, so that none of them is read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.citations import listing
from annotations.exporters.excerpt import Excerpt, grouped
from annotations.exporters.registry import ExportOptions, Format
from annotations.markup.markups import typst, written


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The document."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    parts = ["= Annotated excerpts"]
    for heading, each in grouped(excerpts, options.group):
        parts.append(f"== {typst(_line(heading) or 'Untitled')}")
        parts += [_excerpt(one, written(references.in_text(one.source, one.locator), "typst")) for one in each]
    if excerpts:
        parts += ["== References", *(written(reference, "typst") for reference in references.references())]
    return "\n\n".join(parts) + "\n"


def _excerpt(one: Excerpt, citation: str) -> str:
    passage = "\n\n".join(typst(line.strip()) for line in one.quotation.splitlines() if line.strip())
    parts = [f"#quote(block: true)[{passage} {citation}]"]
    if one.shows_source:
        parts.append(f"{typst(_line(one.before))} #strong[{typst(_line(one.passage))}] {typst(_line(one.after))}")
    parts += [typst(line.strip()) for line in one.annotation.note.splitlines() if line.strip()]
    if one.annotation.tags:
        parts.append(" ".join(typst(f"#{_line(tag)}") for tag in one.annotation.tags))
    return "\n\n".join(parts)


def _line(text: str) -> str:
    return " ".join(text.split())


FORMAT = Format("Typst", "typ", render)
