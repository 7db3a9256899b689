"""Markdown: CommonMark 0.31, and pandoc's where it reads more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.markup.passages import one_line, quoted

SPECIAL = re.compile(r"[\\`*\[\]<>|~#&$@^]|(?<![^\W_])_|_(?![^\W_])")
BLOCK_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=:%])")
"""Characters that open a list, heading, definition or title block at the start of a line."""


def escape(text: str) -> str:
    """Return Markdown that shows `text` and nothing else."""
    escaped = SPECIAL.sub(lambda found: "\\" + found.group(), text)
    return BLOCK_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)


def emphasis(text: str) -> str:
    """Return `text` in italics."""
    return f"*{escape(text)}*"


def strong(text: str) -> str:
    """Return `text` in bold type."""
    return f"**{escape(text)}**"


def inline_quote(passage: str) -> str:
    """Return the passage in quotation marks."""
    return escape(quoted(passage))


def block_quote(paragraphs: Sequence[str], mark: str = "") -> str:
    """Return a block quote with `mark` behind its last paragraph."""
    lines = [escape(line) for line in paragraphs] or [""]
    return "\n>\n".join(f"> {line}" for line in [*lines[:-1], f"{lines[-1]}{mark}".rstrip()])


def heading(text: str, level: int) -> str:
    """Return a heading of level 1 to 6."""
    return f"{'#' * level} {escape(one_line(text))}"


def citation(key: str, locator: str = "", prefix: str = "", suffix: str = "") -> str:
    """Return a citation by key, as pandoc reads it; `prefix` and `suffix` are Markdown already."""
    behind = "".join(f", {part}" for part in (escape(locator), suffix) if part)
    return f"[{prefix}{' ' if prefix else ''}@{key}{behind}]"
