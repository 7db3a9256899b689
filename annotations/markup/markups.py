"""The markups that passages and citations are written in: how each quotes, sets a block, and protects what it would read.

Each form is given words that stand for themselves and gives back markup that shows exactly these words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape as html_escape
from types import MappingProxyType

from annotations.markup.rich_text import Run, render

MARKDOWN = re.compile(r"[\\`*\[\]<>|~#&$@^]|(?<![^\W_])_|_(?![^\W_])")
MARKDOWN_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=:%])")


def markdown(text: str) -> str:
    """`text` so that Markdown (CommonMark 0.31, and pandoc's) shows these characters and nothing else."""
    escaped = MARKDOWN.sub(lambda found: "\\" + found.group(), text)
    return MARKDOWN_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)


def typst_string(text: str) -> str:
    """A Typst string literal, which shows any character as it is."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def typst(text: str) -> str:
    """`text` in Typst markup."""
    return f"#{typst_string(text)}"


LATEX = MappingProxyType(
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


def latex(text: str) -> str:
    """`text` in LaTeX (UTF-8); ligatures of dashes, quotes and `?` stay apart."""
    plain = "".join(LATEX.get(character, character) for character in text)
    return re.sub(r"([-'?!,])(?=[-'`,])", r"\1{}", plain)


ORG_START = re.compile(r"^(?=\*+\s|#|[-+]\s|\d+[.)]\s|\||:)")
ORG = re.compile(r"[\\\[\]<>{}^_*/=~+@$|#]|-(?=-)|\.(?=\.)")
ZERO = "\u200b"
BACKSLASH = r"\backslash{}"


def org(text: str) -> str:
    """`text` in Org: a zero-width space keeps a mark from being read (Org manual, 12.5, Escape Character)."""
    marked = ORG.sub(lambda found: BACKSLASH if found.group() == "\\" else ZERO + found.group() + ZERO, text)
    return ORG_START.sub(ZERO, marked)


def rtf(text: str) -> str:
    """`text` in RTF 1.9: what is not ASCII as UTF-16 code units."""
    parts = []
    for character in text:
        if character in "\\{}":
            parts.append("\\" + character)
        elif character.isascii():
            parts.append(character)
        else:
            units = character.encode("utf-16-le")
            codes = [int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2)]
            parts.append("{\\uc0" + "".join(f"\\u{code} " for code in codes) + "}")
    return "".join(parts)


def html(text: str) -> str:
    """`text` in HTML, in an attribute too."""
    return html_escape(text, quote=True)


ITALIC: Mapping[str, tuple[Callable[[str], str], str, str]] = MappingProxyType(
    {
        "plain": (str, "", ""),
        "markdown": (markdown, "*", "*"),
        "html": (html, "<i>", "</i>"),
        "latex": (latex, r"\emph{", "}"),
        "org": (org, "/", "/"),
        "typst": (typst, "#emph[", "]"),
        "rtf": (rtf, r"{\i ", "}"),
    }
)
"""For each markup how it protects text, and what stands round italics."""


def written(runs: Sequence[Run], markup: str) -> str:
    """A citation or reference in a markup, on one line."""
    if markup == "plain":
        return render(runs)
    protect, before, after = ITALIC[markup]
    parts = []
    for run in runs:
        text = " ".join(run.text.replace("\n", " ").split(" "))
        body = text.strip()
        if run.italic and body:
            lead, tail = text[: text.index(body)], text[text.index(body) + len(body) :]
            parts.append(f"{lead}{before}{protect(body)}{after}{tail}")
        elif text:
            parts.append(protect(text) if body else text)
    return "".join(parts).strip()
