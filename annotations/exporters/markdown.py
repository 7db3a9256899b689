"""Excerpts as Markdown (CommonMark): article by article, each passage with its citation, note and tags; the references.

The document is the built-in template `markdown`.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions
from annotations.exporters.template_engine import render_built_in


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The document; an empty selection gives a heading and a sentence."""
    return render_built_in("markdown", excerpts, options)
