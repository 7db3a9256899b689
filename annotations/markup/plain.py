"""Plain text."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.markup.passages import one_line, quoted

INDENT = " " * 4
"""The indent of a block quote."""


def escape(text: str) -> str:
    """Return the text itself: nothing in it can be read as markup."""
    return text


emphasis = escape
inline_quote = quoted


def block_quote(paragraphs: Sequence[str], mark: str = "") -> str:
    """Return the paragraphs indented, blank lines between them, with `mark` behind the last one."""
    return "\n\n".join(INDENT + line for line in paragraphs) + mark


def heading(text: str, underline: str = "-") -> str:
    """Return a line, underlined."""
    line = one_line(text)
    return f"{line}\n{underline * len(line)}"
