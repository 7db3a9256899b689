"""One passage with its citation, as it is pasted into a report, in the forms that reports are written in.

The words are the source's, to the last stop, or what its reader made of them with `…` and [insertions]; only quotation
marks inside a quotation are turned, as every style wants it.
A long quotation, by the style's rule, or one of several paragraphs becomes a block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from annotations.citations import Style, citation_key
from annotations.exporters.excerpt import Excerpt
from annotations.markup.markups import html, latex, markdown, org, rtf, typst, written
from annotations.model.errors import UnknownName
from annotations.model.ids import LINK_PREFIX
from annotations.model.source import Source

PAIRED = re.compile(r'"([^"\n]*)"')
ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?:\[\d+\])*$")


class Wanted(Struct, frozen=True):
    """What is to stand beside the quote: the note, the tags, the address that `gloss open` takes."""

    note: bool = False
    tags: bool = False
    link: bool = False


NOTHING_ELSE = Wanted()


class _Quote(Struct, frozen=True):
    """A passage ready to be written."""

    excerpt: Excerpt
    style: Style
    paragraphs: tuple[str, ...]
    block: bool
    wanted: Wanted

    @property
    def key(self) -> str:
        return self.excerpt.key or citation_key(self.excerpt.source)

    @property
    def stop(self) -> str:
        """What closes the sentence behind the citation, where the passage brings no stop of its own."""
        return "" if ENDS_SENTENCE.search(self.paragraphs[-1]) else "."

    def citation(self, markup: str) -> str:
        return written(self.style.in_text(self.excerpt.source, self.excerpt.locator), markup)

    def reference(self, markup: str) -> str:
        entry = written(self.style.reference(self.excerpt.source), markup)
        return f"{written_number(markup)} {entry}" if self.style.numbered else entry

    def extras(self) -> list[str]:
        """Note, tags and link, a paragraph each, as plain words."""
        annotation = self.excerpt.annotation
        note = [" ".join(annotation.note.split())] if self.wanted.note and annotation.note.strip() else []
        tags = [" ".join(f"#{tag}" for tag in annotation.tags)] if self.wanted.tags and annotation.tags else []
        link = [f"{LINK_PREFIX}{annotation.id}"] if self.wanted.link and annotation.id else []
        return note + tags + link


def written_number(markup: str) -> str:
    """`[1]`, which opens the entry of a numbered style."""
    return {"markdown": "\\[1\\]", "org": "[1]", "typst": '#"[1]"', "latex": "{[}1{]}"}.get(markup, "[1]")


def cited_quote(excerpt: Excerpt, style: Style, form: str, wanted: Wanted = NOTHING_ELSE) -> str:
    """The passage, its citation in the text, and the reference, in one of QUOTE_FORMATS; UnknownName for another."""
    if form not in _FORMS:
        raise UnknownName("format", form, _FORMS)
    paragraphs = tuple(line.strip() for line in excerpt.quotation.splitlines() if line.strip()) or ("",)
    block = len(excerpt.quotation.split()) >= style.block_from or len(paragraphs) > 1
    return _FORMS[form](_Quote(excerpt, style, paragraphs, block, wanted)).rstrip("\n") + "\n"


def bare_reference(source: Source, style: Style, form: str) -> str:
    """The entry of one source in the list of references; UnknownName for a form that is not there."""
    if form not in _FORMS:
        raise UnknownName("format", form, _FORMS)
    entry = written(style.reference(source), "markdown" if form == "pandoc" else form)
    return (f"{{\\rtf1\\ansi {entry}}}" if form == "rtf" else entry) + "\n"


def quoted(passage: str) -> str:
    """The passage in double quotation marks, those inside it turned to single ones."""
    turned = PAIRED.sub(r"‘\1’", passage).replace("“", "‘").replace("”", "’")
    return f"“{turned}”"


def _document(quote: _Quote, body: str, behind: list[str], protect: Callable[[str], str]) -> str:
    return "\n\n".join([body, *behind, *(protect(part) for part in quote.extras())])


def _plain(quote: _Quote) -> str:
    if quote.style.footnotes:
        mark, behind = "[1]", [f"[1] {quote.citation('plain')}", quote.reference("plain")]
    else:
        mark, behind = f" {quote.citation('plain')}", [quote.reference("plain")]
    if quote.block:
        body = "\n\n".join(f"    {line}" for line in quote.paragraphs) + mark
    else:
        body = quoted(quote.paragraphs[0]) + mark + ("" if quote.style.footnotes else quote.stop)
    return _document(quote, body, behind, str)


def _markdown(quote: _Quote) -> str:
    if quote.style.footnotes:
        mark, behind = f"[^{quote.key}]", [f"[^{quote.key}]: {quote.citation('markdown')}", quote.reference("markdown")]
    else:
        mark, behind = f" {quote.citation('markdown')}", [quote.reference("markdown")]
    return _document(quote, _markdown_body(quote, mark), behind, markdown)


def _pandoc(quote: _Quote) -> str:
    locator = f", {markdown(quote.excerpt.locator)}" if quote.excerpt.locator else ""
    return _document(quote, _markdown_body(quote, f" [@{quote.key}{locator}]"), [], markdown)


def _markdown_body(quote: _Quote, mark: str) -> str:
    if quote.block:
        return markdown_block("\n".join(quote.paragraphs), mark)
    return markdown(quoted(quote.paragraphs[0])) + mark + ("" if mark.startswith("[^") else quote.stop)


def markdown_block(passage: str, mark: str = "") -> str:
    """A Markdown block quote: the passage by paragraphs, its citation behind the last one."""
    lines = [markdown(line.strip()) for line in passage.splitlines() if line.strip()] or [""]
    return "\n>\n".join(f"> {line}" for line in [*lines[:-1], f"{lines[-1]}{mark}".rstrip()])


def _html(quote: _Quote) -> str:
    url = quote.excerpt.source.url
    cite = f' cite="{html(url)}"' if url.startswith(("http://", "https://")) else ""
    paragraphs = "".join(f"<p>{html(line)}</p>" for line in quote.paragraphs)
    lines = [f"<blockquote{cite}>{paragraphs}</blockquote>", f'<p class="citation">{quote.citation("html")}</p>']
    lines.append(f'<p class="reference">{quote.reference("html")}</p>')
    return "\n".join([*lines, *(f"<p>{html(part)}</p>" for part in quote.extras())])


def _org(quote: _Quote) -> str:
    locator = f" {org(quote.excerpt.locator)}" if quote.excerpt.locator else ""
    mark = f"[cite:@{quote.key}{locator}]"
    if quote.block:
        body = "#+begin_quote\n" + "\n\n".join(org(line) for line in quote.paragraphs) + f" {mark}\n#+end_quote"
    else:
        body = f"{org(quoted(quote.paragraphs[0]))} {mark}{quote.stop}"
    return _document(quote, body, [], org)


def _latex(quote: _Quote) -> str:
    r"""`\textcite` (biblatex) names the source, csquotes sets the marks."""
    locator = f"[{latex(quote.excerpt.locator)}]" if quote.excerpt.locator else ""
    cite = f"\\textcite{locator}{{{quote.key}}}:"
    if quote.block:
        text = "\n\n".join(latex(line) for line in quote.paragraphs)
        body = f"{cite}\n\\begin{{displayquote}}\n{text}\n\\end{{displayquote}}"
    else:
        body = f"{cite} \\enquote{{{latex(_unquoted_marks(quote.paragraphs[0]))}}}{quote.stop}"
    return _document(quote, body, [], latex)


def _unquoted_marks(passage: str) -> str:
    r"""Inside `\enquote`: the marks of an inner quotation are single."""
    return quoted(passage)[1:-1]


def _typst(quote: _Quote) -> str:
    supplement = f", supplement: [{typst(quote.excerpt.locator)}]" if quote.excerpt.locator else ""
    cite = f"#cite(<{quote.key}>{supplement})"
    if quote.block:
        text = "\n\n".join(typst(line) for line in quote.paragraphs)
        body = f"#quote(block: true)[{text} {cite}]"
    else:
        body = f"#quote[{typst(_unquoted_marks(quote.paragraphs[0]))}] {cite}{quote.stop}"
    return _document(quote, body, [], typst)


def _rtf(quote: _Quote) -> str:
    mark = f" {quote.citation('rtf')}"
    if quote.block:
        body = "".join(
            f"\\pard\\li720 {rtf(line)}{mark if n == len(quote.paragraphs) - 1 else ''}\\par\n"
            for n, line in enumerate(quote.paragraphs)
        )
    else:
        body = f"\\pard {rtf(quoted(quote.paragraphs[0]))}{mark}{quote.stop}\\par\n"
    rest = "".join(f"\\pard {part}\\par\n" for part in [quote.reference("rtf"), *map(rtf, quote.extras())])
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\n{body}{rest}}}"


_Form = Callable[[_Quote], str]
_FORMS: Mapping[str, _Form] = MappingProxyType(
    {
        "plain": _plain,
        "markdown": _markdown,
        "pandoc": _pandoc,
        "html": _html,
        "org": _org,
        "latex": _latex,
        "typst": _typst,
        "rtf": _rtf,
    }
)

QUOTE_FORMATS = tuple(_FORMS)
"""The names that `cited_quote` takes, the default first."""
