"""One passage with its citation, as it is pasted into a report.

The words are the source's, to the last stop; only quotation marks inside a quotation are turned, as every style wants it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from annotations.citing import Style, render
from annotations.errors import UnknownName
from annotations.exporting.excerpt import Excerpt

PAIRED = re.compile(r'"([^"\n]*)"')
ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?:\[\d+\])*$")


def cited_quote(excerpt: Excerpt, style: Style, form: str) -> str:
    """The passage, its citation in the text, and the reference, in one of QUOTE_FORMATS; UnknownName for another."""
    if form not in _FORMS:
        raise UnknownName("format", form, _FORMS)
    passage = excerpt.passage.strip()
    block = len(passage.split()) >= style.block_from or "\n" in passage
    return _FORMS[form](passage, excerpt, style, block)


def quoted(passage: str) -> str:
    """The passage in double quotation marks, those inside it turned to single ones."""
    turned = PAIRED.sub(r"‘\1’", passage).replace("“", "‘").replace("”", "’")
    return f"“{turned}”"


def _plain(passage: str, excerpt: Excerpt, style: Style, block: bool) -> str:
    citation = render(style.in_text(excerpt.source, excerpt.locator))
    reference = render(style.reference(excerpt.source))
    if block:
        return f"{_indented(passage)} {citation}\n\n{reference}\n"
    return f"{_run_in(quoted(passage), passage, citation)}\n\n{reference}\n"


def _indented(passage: str) -> str:
    return "\n\n".join("    " + line.strip() for line in passage.splitlines() if line.strip())


def _run_in(quote: str, passage: str, citation: str) -> str:
    """Quotation and citation as one sentence; a stop closes it where the passage brings none."""
    stop = "" if ENDS_SENTENCE.search(passage) or citation.endswith(".") else "."
    return f"{quote} {citation}{stop}"


def _markdown(passage: str, excerpt: Excerpt, style: Style, block: bool) -> str:
    citation = render(style.in_text(excerpt.source, excerpt.locator), "markdown")
    reference = render(style.reference(excerpt.source), "markdown")
    if block:
        return f"{markdown_block(passage, citation)}\n\n{reference}\n"
    return f"{_run_in(markdown_text(quoted(passage)), passage, citation)}\n\n{reference}\n"


def markdown_block(passage: str, citation: str) -> str:
    """A Markdown block quote: the passage by paragraphs, its citation behind the last one."""
    lines = [markdown_text(line.strip()) for line in passage.splitlines() if line.strip()]
    return "\n>\n".join(f"> {line}" for line in [*lines[:-1], f"{lines[-1]} {citation}".rstrip()])


MARKUP = re.compile(r"[\\`*\[\]<>|~#&]|(?<![^\W_])_|_(?![^\W_])")
LINE_START = re.compile(r"^(\d+)([.)])|^([-+=:])")


def markdown_text(text: str) -> str:
    """`text` so that Markdown (CommonMark 0.31) shows these characters and nothing else."""
    escaped = MARKUP.sub(lambda found: "\\" + found.group(), text)
    return LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)


_Form = Callable[[str, Excerpt, Style, bool], str]
_FORMS: Mapping[str, _Form] = MappingProxyType({"plain": _plain, "markdown": _markdown})

QUOTE_FORMATS = tuple(_FORMS)
"""The names that `cited_quote` takes, the default first."""
