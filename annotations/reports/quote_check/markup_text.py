"""Markdown, Org, HTML and plain text with their markup masked.

Only what matters to a quotation is parsed: code is no prose, a link's words are text and its address a citation, a footnote
mark is not part of what is quoted.
"""

from __future__ import annotations

import re

from annotations.model.span import Span
from annotations.reports.quote_check.masked_text import Mask, MaskedReport, entities, numbered_notes, quoted_lines


def plain_report(source: str) -> MaskedReport:
    """Return the report of plain text: `>` and indented paragraphs are block quotes, `[1]` and `¹` footnote marks."""
    mask = Mask(source)
    numbered_notes(mask)
    quoted_lines(mask)
    if re.search(r"(?m)^\S", mask.text):
        mask.each(r"(?m)(?:\A|(?<=\n\n))(?:(?: {4,}|\t)\S[^\n]*\n?)+(?=\n|\Z)", lambda found: _indented(mask, found))
    return mask.done()


def _indented(mask: Mask, found: re.Match[str]) -> None:
    """Mark an indented paragraph that reads as prose as a block quote."""
    if len(found.group().split()) >= 8 and re.search(r"[.!?…”\")\]]\s*\Z", found.group()):
        mask.blocks.append(Span(*found.span()))


# Markdown


def markdown_report(source: str) -> MaskedReport:
    """Return the report of Markdown with front matter, footnotes, links and pandoc's citations."""
    mask = Mask(source)
    mask.hide_each(r"\A---[ \t]*\n(?s:.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
    mask.hide_each(r"(?ms)^[ \t]*(?P<f>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=f)[`~]*[ \t]*$|\Z)")
    mask.hide_each(r"(?s)<!--.*?(?:-->|\Z)")
    latex_quotes(mask)
    mask.hide_each(r"(?s)(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)")
    _markdown_notes(mask)
    _markdown_links(mask)
    quoted_lines(mask)
    html_tags(mask)
    mask.hide_each(r"(?m)^[ \t]{0,3}(#{1,6})[ \t]", 1)
    mask.hide_each(r"(?m)^\x00*\[![A-Za-z-]+\][+-]?[^\n]*")
    mask.hide_each(r"(?<!\\)\*{1,3}(?=[^\s*])|(?<=[^\s*\\])\*{1,3}|~~")
    mask.hide_each(r"(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)")
    mask.hide_each(r"(\\)[!-/:-@\[-`{-~]", 1)
    mask.hide_each(r"(?m)\\$")
    entities(mask)
    numbered_notes(mask)
    return mask.done()


def _markdown_notes(mask: Mask) -> None:
    definition = r"(?m)^\[\^([^\]\s]+)\]:[ \t]*((?:[^\n]+\n?)(?:\n?(?:[ \t]{2,}|\t)[^\n]+\n?)*)"
    mask.each(
        definition,
        mask.define,
    )
    mask.each(r"\[\^([^\]\s]+)\]", lambda found: mask.mark(*found.span(), found[1]))
    mask.each(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", lambda found: _inline_note(mask, found))


def _inline_note(mask: Mask, found: re.Match[str]) -> None:
    label = f"inline {found.start()}"
    mask.notes[label] = " ".join(found[1].split())
    mask.mark(*found.span(), label)


def _markdown_links(mask: Mask) -> None:
    targets: dict[str, str] = {}
    mask.each(
        r"(?m)^[ ]{0,3}\[([^\]^][^\]]*)\]:[ \t]*<?(\S+?)>?(?:[ \t].*)?$",
        lambda found: targets.setdefault(found[1].casefold(), found[2]),
    )
    mask.hide_each(r"(?m)^[ ]{0,3}\[([^\]^@][^\]]*)\]:[ \t]*<?(\S+?)>?(?:[ \t].*)?$")
    mask.hide_each(r"!\[[^\]]*\]\([^)]*\)")
    mask.each(
        r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s)>]*)>?(?:\s+[^)]*)?\)", lambda found: _link(mask, found, found[2])
    )
    mask.each(
        r"\[([^\[\]@^][^\[\]]*)\]\[([^\[\]]*)\]",
        lambda found: _link(mask, found, targets.get((found[2] or found[1]).casefold(), "")),
    )


def _link(mask: Mask, found: re.Match[str], address: str) -> None:
    if address:
        mask.links[found.start()] = address
    mask.hide(found.start(), found.start(1))
    mask.hide(found.end(1), found.end())


def latex_quotes(mask: Mask) -> None:
    """Replace quotation marks as TeX writes them: ``so''."""
    mask.each(r"(?s)(?<!`)``(?!`)((?:(?!\n\s*\n)(?!``).)+?)''", lambda found: _curled(mask, found))


def _curled(mask: Mask, found: re.Match[str]) -> None:
    mask.put(found.start(), found.start() + 2, "“")
    mask.put(found.end() - 2, found.end(), "”")


# HTML

HIDDEN = r"(?is)<(script|style|head|pre|code|template|noscript|svg|textarea|kbd|samp)\b.*?(?:</\1\s*>|\Z)"
BLOCKS = frozenset(
    "address article aside blockquote body dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "html li main nav ol p section table td th tr ul".split()
)


def html_report(source: str) -> MaskedReport:
    """Return the report of a page: `<blockquote>`, `<q>`, links, and notes that superscript marks lead to."""
    mask = Mask(source)
    mask.hide_each(r"(?s)<!--.*?(?:-->|\Z)")
    mask.hide_each(HIDDEN)
    html_tags(mask, whole=True)
    entities(mask)
    numbered_notes(mask)
    return mask.done()


def html_tags(mask: Mask, *, whole: bool = False) -> None:
    """Mask tags; of a `whole` page blocks become paragraphs and line breaks spaces."""
    source = mask.text
    if whole:
        mask.each(r"[\r\n]", lambda found: mask.put(*found.span(), " "))
    _raised_marks(mask, source)
    for found in re.finditer(r"(?is)<blockquote\b[^>]*>(.*?)</blockquote\s*>", source):
        mask.blocks += _paragraphs_of(found)
    for found in re.finditer(r"(?is)</?([a-zA-Z][a-zA-Z0-9-]*)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", source):
        _tag(mask, found, whole)


def _paragraphs_of(found: re.Match[str]) -> list[Span]:
    """Return the paragraphs of a block quote, without a footer that names its source."""
    end = found.end(1)
    footer = re.search(r"(?is)<(footer|cite|figcaption)\b", found[1])
    if footer:
        end = found.start(1) + footer.start()
    start, made = found.start(1), []
    for tag in re.finditer(r"(?i)</?(?:p|div|li)\b[^>]*>", found[1]):
        if found.start(1) + tag.start() <= end:
            made.append(Span(start, found.start(1) + tag.start()))
            start = found.start(1) + tag.end()
    return [
        span for span in [*made, Span(min(start, end), end)] if re.sub(r"<[^>]*>", "", span.of(found.string)).strip()
    ]


def _tag(mask: Mask, found: re.Match[str], whole: bool) -> None:
    name, closing = found[1].casefold(), found.group().startswith("</")
    mask.hide(*found.span())
    if name == "q":
        mask.put(*found.span(), "”" if closing else "“")
    elif name == "br":
        mask.put(*found.span(), " ")
    elif whole and name in BLOCKS:
        mask.put(*found.span(), "\n\n")
    elif name in ("a", "blockquote") and not closing:
        address = re.search(r"(?is)\b(?:href|cite)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", found.group())
        if address:
            mask.links[found.start()] = next(filter(None, address.groups()), "")


def _raised_marks(mask: Mask, source: str) -> None:
    for found in re.finditer(r"(?is)<sup\b[^>]*>(.*?)</sup\s*>", source):
        inside = re.sub(r"<[^>]*>", "", found[1]).strip()
        link = re.search(r"href\s*=\s*[\"']#([^\"']+)", found[1])
        if link:
            note = re.search(
                rf"(?is)\bid\s*=\s*[\"']{re.escape(link[1])}[\"'][^>]*>(.*?)</(?:li|p|div|td|aside|section)\b", source
            )
            if note:
                mask.notes[link[1]] = " ".join(re.sub(r"<[^>]*>", " ", note[1]).split())
        if link or re.fullmatch(r"\[?(?:\d{1,3}|[*†‡a-z])\]?", inside):
            mask.mark(*found.span(), link[1] if link else inside.strip("[]"))


# Org


def org_report(source: str) -> MaskedReport:
    """Return the report of Org: quote blocks, footnotes, links, `[cite:@key]`."""
    mask = Mask(source)
    mask.hide_each(r"(?ims)^[ \t]*#\+begin_(src|example|export|comment)\b.*?^[ \t]*#\+end_\1[^\n]*")
    for found in re.finditer(r"(?ims)^[ \t]*#\+begin_(quote|verse)[^\n]*\n(.*?)^[ \t]*#\+end_\1", mask.text):
        for part in re.finditer(r"(?s)\S.*?(?=\n[ \t]*\n|\Z)", found[2]):
            mask.blocks.append(Span(found.start(2) + part.start(), found.start(2) + part.end()))
    mask.hide_each(r"(?m)^[ \t]*#\+[^\n]*")
    mask.hide_each(r"(?m)^[ \t]*# [^\n]*")
    mask.hide_each(r"(?ms)^[ \t]*:[A-Za-z_]+:[ \t]*\n.*?^[ \t]*:END:[^\n]*")
    latex_quotes(mask)
    mask.each(
        r"(?m)^\[fn:([^\]:]+)\][ \t]*((?:[^\n]+\n?)+)",
        mask.define,
    )
    mask.each(r"\[fn:([^\]:]+)\]", lambda found: mask.mark(*found.span(), found[1]))
    mask.each(r"\[fn:[^\]:]*:((?:[^\[\]]|\[[^\[\]]*\])*)\]", lambda found: _inline_note(mask, found))
    mask.each(r"\[\[([^\]]+)\]\[([^\]]+)\]\]", lambda found: _org_link(mask, found))
    mask.hide_each(r"(?m)^\*+ ")
    mask.hide_each(r"(?<![\w=])[=~][^\s=~](?:[^\n=~]*[^\s=~])?[=~](?![\w=])")
    mask.hide_each(r"(?<![\w/*_+])[/*_+](?=\S)(?![/*_+])|(?<=\S)(?<![/*_+])[/*_+](?![\w/*_+])")
    entities(mask)
    numbered_notes(mask)
    return mask.done()


def _org_link(mask: Mask, found: re.Match[str]) -> None:
    mask.links[found.start()] = found[1]
    mask.hide(found.start(), found.start(2))
    mask.hide(found.end(2), found.end())
