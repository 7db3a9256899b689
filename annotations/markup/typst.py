"""Typst. Words are string literals, so that none of them can be read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.markup.passages import one_line, with_inner_marks


def string(text: str) -> str:
    """Return a string literal in code, which shows any character as it is."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def escape(text: str) -> str:
    """Return `text` as a string literal in markup."""
    return f"#{string(text)}"


def emphasis(text: str) -> str:
    """Return `text` in italics."""
    return f"#emph[{escape(text)}]"


def strong(text: str) -> str:
    """Return `text` in bold type."""
    return f"#strong[{escape(text)}]"


def inline_quote(passage: str) -> str:
    """Return the passage in `#quote`, which sets the outer quotation marks."""
    return f"#quote[{escape(with_inner_marks(passage))}]"


def block_quote(paragraphs: Sequence[str], mark: str = "") -> str:
    """Return a block quote with `mark` behind its last paragraph."""
    text = "\n\n".join(escape(line) for line in paragraphs)
    return f"#quote(block: true)[{text}{mark}]"


def heading(text: str, level: int) -> str:
    """Return a heading of any level from 1."""
    return f"{'=' * level} {escape(one_line(text))}"


def label(key: str) -> str:
    """Return the label of a citation key that may hold any character; `<key>` is enough for a plain one."""
    return f"label({string(key)})"


def citation(key_label: str, locator: str = "", suffix: str = "", *, narrative: bool = False) -> str:
    """Return a citation of the source with this label; the narrative form names the author in the sentence."""
    supplement = ", ".join(escape(part) for part in (locator, suffix) if part)
    given = [f"supplement: [{supplement}]"] if supplement else []
    form = ['form: "prose"'] if narrative else []
    return f"#cite({', '.join([key_label, *given, *form])})"
