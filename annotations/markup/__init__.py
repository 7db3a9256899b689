"""The markups that quotations and citations are written in, one module each.

Each is given words that stand for themselves and returns markup that shows exactly these words. A new one is a module with
the functions of `Markup` and a row in MARKUPS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from annotations.markup import html, latex, markdown, org, plain, rtf, typst
from annotations.markup.rich_text import Run, render, write_runs


class Markup(Protocol):
    """A module of this package. `mark` is markup already: the citation, with the blank before it if it wants one."""

    def escape(self, text: str) -> str:
        """Return markup that shows `text` and nothing else."""

    def emphasis(self, text: str) -> str:
        """Return markup that shows `text` in italics."""

    def inline_quote(self, passage: str) -> str:
        """Return a passage within a sentence, in quotation marks."""

    def block_quote(self, paragraphs: Sequence[str], mark: str = "") -> str:
        """Return the paragraphs of a passage set apart, with `mark` behind the last one."""


MARKUPS: Mapping[str, Markup] = MappingProxyType(
    {"plain": plain, "markdown": markdown, "html": html, "latex": latex, "org": org, "typst": typst, "rtf": rtf}
)


def written(runs: Sequence[Run], markup: str) -> str:
    """Return a citation or a reference in one of MARKUPS, on one line."""
    if markup == "plain":
        return render(runs)
    return write_runs(runs, MARKUPS[markup].escape, MARKUPS[markup].emphasis)
