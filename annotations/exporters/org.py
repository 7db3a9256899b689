"""Excerpts as an Org file: a heading for each group and passage, properties, quote blocks, citations by key (Org 9.5).

The document is the built-in template `org`.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions
from annotations.exporters.template_engine import render_built_in


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The document; its references stand at the end, written out."""
    return render_built_in("org", excerpts, options)
