"""Excerpts as one HTML page: the texts with their highlights, the notes in the margin. It needs no network and runs nothing.

The page is the built-in template `html`.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.registry import ExportOptions
from annotations.exporters.template_engine import render_built_in


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The page; an article whose text is not at hand shows its passages alone."""
    return render_built_in("html", excerpts, options)
