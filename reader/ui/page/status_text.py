"""Text of the status line: the position in the text and the mode."""

from __future__ import annotations

from reader.ui.page.page_document import minutes
from reader.ui.page.page_view import Page

MIN_FULL_STATUS_CELLS = 60
"""Width in cells below which only the percentage is shown."""

MAX_COUNTED_CODE_POINTS = 100_000
"""Length in code points up to which the words of a selection are counted."""


def mode(page: Page, tally: str) -> tuple[str, str]:
    """Return the key context and its name for the status line; `tally` is the match count."""
    if page.labels.on:
        hint = f" · {page.labels.hint}" if page.labels.hint and page.size.width >= MIN_FULL_STATUS_CELLS else ""
        return "label", f"{page.labels.asks}{hint}"
    span = page.selection.span(page.sheet.text) if page.selection else None
    if span is not None:
        if span.length > MAX_COUNTED_CODE_POINTS:
            return "visual", f"VISUAL {span.length:,} characters"
        words = len(span.of(page.sheet.text).split())
        return "visual", f"VISUAL {words:,} word{'s' if words != 1 else ''}"
    if page.marks_here():
        return "highlight", "HIGHLIGHT"
    return ("matches", tally) if page.matches.all else ("read", "READ")


def place(page: Page, *, changed: bool = False) -> str:
    """`38 % · 6 of 9 min left`; with a sign before it while the text has `changed` and nobody has looked what."""
    sign = "± " if changed else ""
    if (
        page.size.width or page.app.size.width
    ) < MIN_FULL_STATUS_CELLS:  # before the first paint the page has no size of its own
        return f"{sign}{round(page.progress * 100)} %"
    total = minutes(page.sheet.words)
    sign = "± changed: gc · " if changed else ""
    return f"{sign}{round(page.progress * 100)} % · {round((1 - page.progress) * total)} min left"
