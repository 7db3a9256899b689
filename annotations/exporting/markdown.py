"""Excerpts as Markdown (CommonMark): article by article, each passage with its citation, note and tags; the references."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.citing import Listing, listing
from annotations.exporting.excerpt import Excerpt, grouped
from annotations.exporting.markups import markdown as markdown_text
from annotations.exporting.markups import written
from annotations.exporting.quote import markdown_block
from annotations.exporting.registry import ExportOptions


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The document; an empty selection gives a heading and a sentence."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    parts = ["# Annotated excerpts"]
    for heading, each in grouped(excerpts, options.group):
        parts.append(f"## {_one_line(heading)}")
        parts += [part for one in each for part in _excerpt(one, references)]
    if not excerpts:
        parts.append("No excerpts were selected.")
    else:
        parts.append("## References")
        parts += [written(reference, "markdown") for reference in references.references()]
    return "\n\n".join(parts) + "\n"


def _excerpt(one: Excerpt, references: Listing) -> list[str]:
    citation = written(references.in_text(one.source, one.locator), "markdown")
    parts = [markdown_block(one.quotation.strip(), f" {citation}")]
    if one.shows_source:
        parts.append(
            f"{markdown_text(one.before)}**{markdown_text(one.passage)}**{markdown_text(one.after)}".replace("\n", " ")
        )
    if one.state == "orphan":
        parts.append("*This passage is no longer in the text.*")
    if one.annotation.note.strip():
        parts.append(_paragraphs(one.annotation.note))
    if one.annotation.tags:
        parts.append(" ".join("\\#" + _one_line(tag) for tag in one.annotation.tags))
    return parts


def _paragraphs(text: str) -> str:
    return "\n\n".join(markdown_text(line.strip()) for line in text.splitlines() if line.strip())


def _one_line(text: str) -> str:
    return markdown_text(" ".join(text.split())) or "\\[Untitled\\]"
