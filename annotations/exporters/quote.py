"""One passage with its citation, as it is pasted into a report, in each of the forms that reports are written in.

The words are the source's, or the user's quotation of them with `…` and [insertions]; only quotation marks inside a
quotation are changed, as every style demands. A quotation that the style's rule calls long, or of several paragraphs,
becomes a block.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from annotations.citations import Style, citation_key
from annotations.citations.narrative import has_narrative, lead, place, verb, with_affixes
from annotations.exporters.excerpt import Excerpt
from annotations.markup import Markup, html, latex, markdown, org, plain, rtf, typst, written
from annotations.markup.passages import before_citation, closing_stop, one_line, paragraphs
from annotations.markup.rich_text import Run
from annotations.model.errors import UnknownName
from annotations.model.ids import LINK_PREFIX
from annotations.model.source import Source


class Wanted(Struct, frozen=True):
    """The form of a cited quote: what stands below it, and how it is cited.

    Below: the note, the tags, the annotation's address. `narrative` names the author before the quote; `prefix` and `suffix`
    stand inside the citation.
    """

    note: bool = False
    tags: bool = False
    link: bool = False
    narrative: bool = False
    prefix: str = ""
    suffix: str = ""


NO_EXTRAS = Wanted()
WITHOUT_PREFIX = frozenset({"typst"})
"""Formats whose citations have no words before them."""


def is_block(excerpt: Excerpt, style: Style) -> bool:
    """Return whether the quotation is set apart: by the style's rule, or because it has several paragraphs."""
    return len(excerpt.quotation.split()) >= style.block_from or len(paragraphs(excerpt.quotation)) > 1


def key_of(excerpt: Excerpt) -> str:
    """Return the citation key that the library gave, else the one that the source suggests."""
    return excerpt.key or citation_key(excerpt.source)


def quote_body(
    excerpt: Excerpt, style: Style, markup: Markup, mark: str, *, stop: bool = True, collapse: bool = False
) -> str:
    """Return the quotation as a block or within a sentence, with `mark`, its citation in the markup, behind it.

    `stop`: a full stop behind the citation closes the sentence, in place of the quotation's own. In a notes style the
    quotation keeps its stop, since the mark stands behind it (CMOS 17, 14.26).
    `collapse`: each run of white space in it is one blank.
    """
    if is_block(excerpt, style):
        return markup.block_quote(paragraphs(excerpt.quotation), mark)
    passage = one_line(excerpt.quotation) if collapse else excerpt.quotation.strip()
    if stop and mark and not style.footnotes:
        passage, end = before_citation(passage)
    else:
        end = closing_stop(passage) if stop else ""
    return markup.inline_quote(passage) + mark + end


def cited_quote(excerpt: Excerpt, style: Style, form: str, wanted: Wanted = NO_EXTRAS) -> str:
    """Return the passage, its citation and, where the form has it, the reference; UnknownName for an unknown form.

    `form` is one of QUOTE_FORMATS.
    """
    _check(form)
    return _FORMS[form](excerpt, style, wanted).rstrip("\n") + "\n"


def bare_reference(source: Source, style: Style, form: str) -> str:
    """Return the entry of one source in the list of references; UnknownName for an unknown form."""
    _check(form)
    entry = written(style.reference(source), "markdown" if form == "pandoc" else form)
    return (f"{{\\rtf1\\ansi {entry}}}" if form == "rtf" else entry) + "\n"


def reference_entry(reference: Sequence[Run], style: Style, markup: str, number: int = 1) -> str:
    """Return an entry of the list of references; that of a numbered style opens with its number."""
    return written((*((Run(f"[{number}] "),) if style.numbered else ()), *reference), markup)


def _check(form: str) -> None:
    if form not in _FORMS:
        raise UnknownName("format", form, _FORMS)


def _extras(excerpt: Excerpt, wanted: Wanted) -> list[str]:
    """Return note, tags and link, a paragraph each, as plain words."""
    annotation = excerpt.annotation
    note = [one_line(annotation.note)] if wanted.note and annotation.note.strip() else []
    tags = [" ".join(f"#{tag}" for tag in annotation.tags)] if wanted.tags and annotation.tags else []
    link = [f"{LINK_PREFIX}{annotation.id}"] if wanted.link and annotation.id else []
    return note + tags + link


def _narrative(excerpt: Excerpt, style: Style, wanted: Wanted) -> bool:
    """Return whether the author stands before the quote: asked for, possible, and the quote is no block."""
    return wanted.narrative and has_narrative(excerpt.source, style) and not is_block(excerpt, style)


def _citation(excerpt: Excerpt, style: Style, markup: str, wanted: Wanted) -> str:
    narrative = _narrative(excerpt, style, wanted) and markup != "html"
    found = (place if narrative else _in_brackets)(excerpt.source, style, excerpt.locator)
    return written(with_affixes(found, wanted.prefix, wanted.suffix), markup)


def _in_brackets(source: Source, style: Style, locator: str) -> tuple[Run, ...]:
    return style.in_text(source, locator)


def _lead(excerpt: Excerpt, style: Style, markup: str, wanted: Wanted) -> str:
    if not _narrative(excerpt, style, wanted):
        return ""
    return written((Run(lead(excerpt.source, style)),), markup) + " "


def _reference(excerpt: Excerpt, style: Style, markup: str) -> str:
    return reference_entry(style.reference(excerpt.source), style, markup)


def _plain(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    return _with_reference(excerpt, style, wanted, "plain", plain, "[1]", "[1] ")


def _markdown(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    footnote = f"[^{key_of(excerpt)}]"
    return _with_reference(excerpt, style, wanted, "markdown", markdown, footnote, f"{footnote}: ")


def _with_reference(
    excerpt: Excerpt, style: Style, wanted: Wanted, name: str, markup: Markup, footnote: str, footnote_label: str
) -> str:
    """Return the quote with its citation behind it, or in a notes style with a footnote, and the reference below."""
    citation = _citation(excerpt, style, name, wanted)
    mark = footnote if style.footnotes else f" {citation}" if citation else ""
    note = [f"{footnote_label}{citation}"] if style.footnotes else []
    body = _lead(excerpt, style, name, wanted) + quote_body(excerpt, style, markup, mark, stop=not style.footnotes)
    return "\n\n".join([body, *note, _reference(excerpt, style, name), *map(markup.escape, _extras(excerpt, wanted))])


def _html(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    lines = [
        html.block_quote(paragraphs(excerpt.quotation) or [""], url=excerpt.source.url),
        f'<p class="citation">{_citation(excerpt, style, "html", wanted)}</p>',
        f'<p class="reference">{_reference(excerpt, style, "html")}</p>',
    ]
    return "\n".join([*lines, *(f"<p>{html.escape(part)}</p>" for part in _extras(excerpt, wanted))])


def _rtf(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    citation = _citation(excerpt, style, "rtf", wanted)
    body = _lead(excerpt, style, "rtf", wanted) + quote_body(excerpt, style, rtf, f" {citation}" if citation else "")
    body = body if is_block(excerpt, style) else rtf.paragraph(body)
    below = [_reference(excerpt, style, "rtf"), *map(rtf.escape, _extras(excerpt, wanted))]
    return rtf.document(body + "".join(map(rtf.paragraph, below)))


def _pandoc(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    key, where = key_of(excerpt), excerpt.locator
    if _narrative(excerpt, style, wanted):
        point = ", ".join(markdown.escape(part) for part in (where, wanted.suffix.strip()) if part)
        point = f" [{point}]" if point else ""
        body = f"@{key}{point} {verb(excerpt.source)}: {quote_body(excerpt, style, markdown, '')}"
    else:
        affixes = [markdown.escape(each.strip()) for each in (wanted.prefix, wanted.suffix)]
        body = quote_body(excerpt, style, markdown, f" {markdown.citation(key, where, *affixes)}")
    return "\n\n".join([body, *map(markdown.escape, _extras(excerpt, wanted))])


def _org(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    narrative = _narrative(excerpt, style, wanted)
    affixes = wanted.prefix.strip(), wanted.suffix.strip()
    cite = org.citation(key_of(excerpt), excerpt.locator, *affixes, narrative=narrative)
    if narrative:
        body = f"{cite} {verb(excerpt.source)}: {quote_body(excerpt, style, org, '')}"
    else:
        body = quote_body(excerpt, style, org, f" {cite}")
    return "\n\n".join([body, *map(org.escape, _extras(excerpt, wanted))])


def _latex(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    between = "\n" if is_block(excerpt, style) else " "
    affixes = wanted.prefix.strip(), wanted.suffix.strip()
    cite = f"{latex.text_citation(key_of(excerpt), excerpt.locator, *affixes)}:"
    return "\n\n".join(
        [f"{cite}{between}{quote_body(excerpt, style, latex, '')}", *map(latex.escape, _extras(excerpt, wanted))]
    )


def _typst(excerpt: Excerpt, style: Style, wanted: Wanted) -> str:
    narrative = _narrative(excerpt, style, wanted)
    cite = typst.citation(f"<{key_of(excerpt)}>", excerpt.locator, wanted.suffix.strip(), narrative=narrative)
    if narrative:
        body = f"{cite} {verb(excerpt.source)}: {quote_body(excerpt, style, typst, '')}"
    else:
        body = quote_body(excerpt, style, typst, f" {cite}")
    return "\n\n".join([body, *map(typst.escape, _extras(excerpt, wanted))])


_FORMS: Mapping[str, Callable[[Excerpt, Style, Wanted], str]] = MappingProxyType(
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
"""The forms that `cited_quote` takes, the default first."""
