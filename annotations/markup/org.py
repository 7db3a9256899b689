"""Org 9.5, with its own citations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.markup.passages import one_line, quoted

SPECIAL = re.compile(r"[\\\[\]<>{}^_$|#]|(?<!\w)[*/=~+@]|[*/=~+@](?!\w)|-(?=-)|\.(?=\.)")
ADDRESS = re.compile(r"((?<![^\W_])https?://[^\s<>\[\]{}|\\\"“”‘’^]*[\w/])")
"""An address, which Org links as it is: nothing in it is read as markup."""
BLOCK_START = re.compile(r"^(?=\*+\s|#|[-+]\s|\d+[.)]\s|\||:)")
ZERO_WIDTH_SPACE = "\u200b"
"""Keeps a mark from being read as markup (Org manual, 12.5, Escape Character)."""
BACKSLASH = r"\backslash{}"


def escape(text: str) -> str:
    """Return Org that shows `text` and nothing else."""
    parts = re.split(ADDRESS, text)
    marked = "".join(part if n % 2 else SPECIAL.sub(_escaped, part) for n, part in enumerate(parts))
    return BLOCK_START.sub(ZERO_WIDTH_SPACE, marked)


def _escaped(found: re.Match[str]) -> str:
    return BACKSLASH if found.group() == "\\" else ZERO_WIDTH_SPACE + found.group() + ZERO_WIDTH_SPACE


def unescape(text: str) -> str:
    """Return the words that Org shows of markup made by `escape`."""
    return text.replace(BACKSLASH, "\\").replace(ZERO_WIDTH_SPACE, "")


def emphasis(text: str) -> str:
    """Return `text` in italics."""
    return f"/{escape(text)}/"


def inline_quote(passage: str) -> str:
    """Return the passage in quotation marks."""
    return escape(quoted(passage))


def block_quote(paragraphs: Sequence[str], mark: str = "") -> str:
    """Return a quote block with `mark` behind its last paragraph."""
    return "#+begin_quote\n" + "\n\n".join(escape(line) for line in paragraphs) + f"{mark}\n#+end_quote"


def heading(text: str, level: int) -> str:
    """Return a heading of any level from 1."""
    return f"{'*' * level} {escape(one_line(text))}"


def citation(key: str, locator: str = "", prefix: str = "", suffix: str = "", *, narrative: bool = False) -> str:
    """Return a citation by key; the narrative form names the author in the sentence (Org 9.5, style `text`)."""
    before = f"{escape(prefix)} " if prefix else ""
    behind = ", ".join(escape(part) for part in (locator, suffix) if part)
    return f"[cite{'/t' if narrative else ''}:{before}@{key}{' ' if locator else ', ' if suffix else ''}{behind}]"
