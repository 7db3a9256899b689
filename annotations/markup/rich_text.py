"""Text with italics, and how each markup writes it so that the characters survive. Knows no citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from msgspec import Struct

from annotations.model.errors import UnknownName


class Run(Struct, frozen=True):
    """A stretch of text, upright or italic."""

    text: str
    italic: bool = False


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile(r"[\t\r\n]+")

# CommonMark: every ASCII punctuation mark may be escaped. The others are pandoc's: smart quotes and dashes, citations.
_MARKDOWN = re.compile(
    r"[\\`*\[\]<>|~^$@\"'{}]|(?<![^\W_])_|_(?![^\W_])|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|&(?=[#\w])|(?<=\w)!(?=\[)|\#(?=\w)"
)
_MARKDOWN_START = re.compile(r"\A(\(?(?:\d+|\w|[ivxlcdm]+|#|@\w*)(?=[.)])|(?=[-+=:%#]))", re.IGNORECASE)
_LATEX = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "'": r"\textquotesingle{}",
        "`": r"\textasciigrave{}",
        "[": "{[}",
        "]": "{]}",
        **{mark: f"\\{mark}" for mark in "{}$&#%_"},
    }
)
_LATEX_SPECIAL = re.compile(r"[\\~^<>|\"'`\[\]{}$&#%_]|(?<=-)-|(?<=,),")
_ORG = MappingProxyType(
    {
        "*": r"\ast{}",
        "/": r"\slash{}",
        "_": r"\under{}",
        "=": r"\equal{}",
        "~": r"\tilde{}",
        "+": r"\plus{}",
        "^": r"\asciicirc{}",
        "\\": r"\backslash{}",
        "$": r"\dollar{}",
        "<": r"\lt{}",
        ">": r"\gt{}",
        "[": r"\lbrack{}",
        "]": r"\rbrack{}",
        "{": r"\lbrace{}",
        "}": r"\rbrace{}",
        "#": r"\num{}",
        "|": r"\vert{}",
        "@": "@",
    }
)
_ORG_SPECIAL = re.compile(r"[*_=~+^\\$<>\[\]{}#|]|(?<![\w/:])/|/(?![\w/])")
_TYPST_SPECIAL = re.compile(r"[\\#*_`$<>@\[\]~\"'=+/-]|\.(?=\.)|(?<=\.)\.|\A\d+(?=\.)|\A:")


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(lambda found: "\\" + found.group(), text)


def _latex(text: str) -> str:
    return _LATEX_SPECIAL.sub(lambda found: _LATEX.get(found.group(), "{}" + found.group()), text)


def _org(text: str) -> str:
    return _ORG_SPECIAL.sub(lambda found: _ORG.get(found.group(), found.group()), text)


def _typst(text: str) -> str:
    return _TYPST_SPECIAL.sub(lambda found: "\\" + found.group(), text)


class _Markup(Struct, frozen=True):
    escape: Callable[[str], str]
    before: str
    after: str


_MARKUPS: Mapping[str, _Markup] = MappingProxyType(
    {
        "plain": _Markup(str, "", ""),
        "markdown": _Markup(_markdown, "*", "*"),
        "html": _Markup(lambda text: escape(text, quote=True), "<i>", "</i>"),
        "latex": _Markup(_latex, r"\emph{", "}"),
        "org": _Markup(_org, "/", "/"),
        "typst": _Markup(_typst, "#emph[", "]"),
    }
)


def markup_names() -> tuple[str, ...]:
    """The markups that `render` writes."""
    return tuple(_MARKUPS)


def render(runs: Sequence[Run], markup: str = "plain") -> str:
    """Write the runs in a markup, each of its special characters escaped; UnknownName for a markup that is not there.

    `plain` leaves the text as it is. In the others line breaks become spaces, since a citation is one paragraph.
    """
    if markup not in _MARKUPS:
        raise UnknownName("markup", markup, _MARKUPS)
    merged = merge(runs)
    if markup == "plain":
        return "".join(run.text for run in merged)
    return "".join(_rendered(run, _MARKUPS[markup]) for run in merged)


def _rendered(run: Run, markup: _Markup) -> str:
    text = _CONTROLS.sub("", _BREAKS.sub(" ", run.text))
    body = text.strip()
    if not run.italic or not body:
        return markup.escape(text)
    start = text.index(body)
    return text[:start] + markup.before + markup.escape(body) + markup.after + text[start + len(body) :]


def merge(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The same text with neighbours of one kind joined and empty runs left out."""
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].italic == run.italic:
            merged[-1] = Run(merged[-1].text + run.text, run.italic)
        elif run.text:
            merged.append(run)
    return tuple(merged)
