"""What the last line says of the page: where one is, and in which mode."""

from __future__ import annotations

from reader.ui.sheet import minutes
from reader.ui.widgets.page import Page

NARROW = 60
"""Cells below which only the share is said."""


def mode(page: Page, tally: str) -> tuple[str, str]:
    """The context whose keys matter here, and the word for it; `tally` counts what was found."""
    if page.labelled:
        return "label", "PICK A SENTENCE"
    span = page.selection.span(page.sheet.text) if page.selection else None
    if span is not None:
        words = len(span.of(page.sheet.text).split())
        return "visual", f"VISUAL {words:,} word{'s' if words != 1 else ''}"
    if page.marks_here():
        return "highlight", "HIGHLIGHT"
    return ("matches", tally) if page.matches.all else ("read", "READ")


def place(page: Page) -> str:
    """`38 % · 4 of 9 min`."""
    if page.size.width < NARROW:
        return f"{round(page.progress * 100)} %"
    total = minutes(page.sheet.words)
    return f"{round(page.progress * 100)} % · {max(1, round(page.progress * total))} of {total} min"
