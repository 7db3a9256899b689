"""HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as escape_html

from annotations.markup.passages import quoted


def escape(text: str) -> str:
    """Return HTML that shows `text`; it may stand in an attribute too."""
    return escape_html(text, quote=True)


def emphasis(text: str) -> str:
    """Return `text` in italics."""
    return f"<i>{escape(text)}</i>"


def inline_quote(passage: str) -> str:
    """Return the passage in quotation marks."""
    return escape(quoted(passage))


def block_quote(paragraphs: Sequence[str], mark: str = "", *, url: str = "", direction: str = "") -> str:
    """Return a block quote of the source at `url`, with `mark` inside its last paragraph.

    A `url` that is no web address is left out. `direction` is the paragraphs' `dir` attribute.
    """
    cite = f' cite="{escape(url)}"' if url.startswith(("http://", "https://")) else ""
    attribute = f' dir="{direction}"' if direction else ""
    lines = [escape(line) for line in paragraphs]
    if mark and lines:
        lines[-1] += mark
    return f"<blockquote{cite}>{''.join(f'<p{attribute}>{line}</p>' for line in lines)}</blockquote>"
