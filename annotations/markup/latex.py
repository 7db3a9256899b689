"""LaTeX in UTF-8, with csquotes for quotations and biblatex for citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from annotations.markup.passages import one_line, with_inner_marks

SPECIAL = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "$&#%_"},
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        '"': r"\textquotedbl{}",
        "`": r"\textasciigrave{}",
    }
)
LIGATURE = re.compile(r"([-'?!,])(?=[-'`,])")
SECTIONS = ("section", "subsection", "subsubsection", "paragraph")


def escape(text: str) -> str:
    """Return LaTeX that shows `text`; ligatures of dashes, quotes and `?` stay apart."""
    plain = "".join(SPECIAL.get(character, character) for character in text)
    return LIGATURE.sub(r"\1{}", plain)


def emphasis(text: str) -> str:
    """Return `text` in italics."""
    return f"\\emph{{{escape(text)}}}"


def strong(text: str) -> str:
    """Return `text` in bold type."""
    return f"\\textbf{{{escape(text)}}}"


def inline_quote(passage: str) -> str:
    r"""Return the passage in `\enquote`, which sets the outer quotation marks."""
    return f"\\enquote{{{escape(with_inner_marks(passage))}}}"


def block_quote(paragraphs: Sequence[str], mark: str = "") -> str:
    """Return a `displayquote` with `mark` behind its last paragraph."""
    text = "\n\n".join(escape(line) for line in paragraphs)
    return f"\\begin{{displayquote}}\n{text}{mark}\n\\end{{displayquote}}"


def heading(text: str, level: int) -> str:
    """Return a heading of level 1 to 4."""
    return f"\\{SECTIONS[max(1, level) - 1]}{{{escape(one_line(text))}}}"


def text_citation(key: str, locator: str = "", prefix: str = "", suffix: str = "") -> str:
    r"""Return `\textcite`, which names the source within a sentence."""
    behind = ", ".join(escape(part) for part in (locator, suffix) if part)
    before = f"[{escape(prefix)}]" if prefix else ""
    return f"\\textcite{before}{f'[{behind}]' if before or behind else ''}{{{key}}}"


def citation(key: str, locator: str = "") -> str:
    r"""Return `\autocite`, a citation in brackets or a footnote by the document's style."""
    return f"\\autocite{f'[{{{escape(locator)}}}]' if locator else ''}{{{key}}}"
