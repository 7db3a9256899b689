"""Reports with their citations written out in one of the citation styles: Markdown, HTML, plain text."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import is_block, reference_entry
from annotations.exporters.report_document import Manuscript, notes, numbered_pieces, report_parts
from annotations.exporters.template_filters import csp_hash
from annotations.markup import html, written
from annotations.markup import markdown as md
from annotations.markup import plain as plain_text
from annotations.markup.passages import before_citation, one_line, paragraphs

PAGE_STYLE = """
:root { color-scheme: light dark }
body { font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; max-width: 40rem; margin: 2rem auto; padding: 0 1.25rem;
  overflow-wrap: anywhere }
blockquote { margin: 1em 1.5rem } .references p { padding-left: 2rem; text-indent: -2rem } .notes { font-size: .9em }
"""


def citations(manuscript: Manuscript, markup: str) -> list[str]:
    """Return what stands beside each quote: the in-text citation, or in a notes style the footnote."""
    if manuscript.style.footnotes:
        return [written(note, markup) for note in notes(manuscript)]
    references = manuscript.references
    return [written(references.in_text(one.source, one.locator), markup) for one in manuscript.excerpts]


def entries(manuscript: Manuscript, markup: str) -> list[str]:
    """Return the list of references; each entry of a numbered style opens with its number."""
    if not manuscript.excerpts:
        return []
    found = manuscript.references.references()
    return [reference_entry(entry, manuscript.style, markup, number) for number, entry in enumerate(found, 1)]


def markdown(manuscript: Manuscript) -> str:
    """Return CommonMark, with footnotes (`[^1]`) in a notes style."""
    cited, feet = citations(manuscript, "markdown"), manuscript.style.footnotes
    parts = [md.heading(manuscript.title, 1)]
    parts += report_parts(
        manuscript,
        md,
        lambda _, number: f"[^{number}]" if feet else f" {cited[number - 1]}",
        lambda text, level: md.heading(text, level + 1),
        stop=not feet,
    )
    if feet:
        parts += [f"[^{number}]: {note}" for number, note in enumerate(cited, 1)]
    if manuscript.excerpts:
        parts += [f"## {manuscript.list_heading}", *entries(manuscript, "markdown")]
    return "\n\n".join(parts) + "\n"


def plain(manuscript: Manuscript) -> str:
    """Return plain text; block quotes are indented."""
    cited, feet = citations(manuscript, "plain"), manuscript.style.footnotes
    parts = [plain_text.heading(manuscript.title, "=")]
    parts += report_parts(
        manuscript,
        plain_text,
        lambda _, number: f"[{number}]" if feet else f" {cited[number - 1]}",
        lambda text, level: plain_text.heading(text),
        stop=not feet,
    )
    if feet and cited:
        parts.append("\n".join(f"[{number}] {note}" for number, note in enumerate(cited, 1)))
    if manuscript.excerpts:
        parts += [plain_text.heading(manuscript.list_heading), *entries(manuscript, "plain")]
    return "\n\n".join(parts) + "\n"


def page(manuscript: Manuscript) -> str:
    """Return one HTML page without scripts or requests; footnotes stand at its end, linked in both directions."""
    body = "\n".join(_html_parts(manuscript))
    policy = f"default-src 'none'; style-src {csp_hash(PAGE_STYLE)}; base-uri 'none'; form-action 'none'"
    title = html.escape(one_line(manuscript.title))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{PAGE_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n"
        "</main>\n</body>\n</html>\n"
    )


def _html_parts(manuscript: Manuscript) -> Iterator[str]:
    cited, feet = citations(manuscript, "html"), manuscript.style.footnotes
    level = 1
    for piece, number in numbered_pieces(manuscript):
        if piece.excerpt:
            link = f'<sup><a id="mark-{number}" href="#note-{number}" aria-label="Note {number}">{number}</a></sup>'
            yield _quote_html(piece.excerpt, manuscript, link if feet else f" {cited[number - 1]}")
        elif piece.part.kind == "heading":
            level = min(piece.part.level + 1, level + 1, 6)
            yield f"<h{level}>{html.escape(one_line(piece.part.text))}</h{level}>"
        else:
            words = "".join(f'<p dir="auto">{html.escape(line)}</p>' for line in paragraphs(piece.part.text))
            yield f"<blockquote>{words}</blockquote>" if piece.part.kind == "quote" else words
    if feet and cited:
        yield '<section class="notes" aria-label="Notes"><ol>'
        for number, note in enumerate(cited, 1):
            yield f'<li id="note-{number}">{note} <a href="#mark-{number}" aria-label="Back to the text">↩</a></li>'
        yield "</ol></section>"
    if manuscript.excerpts:
        yield f'<section class="references"><h2>{html.escape(manuscript.list_heading)}</h2>'
        yield from (f"<p>{entry}</p>" for entry in entries(manuscript, "html"))
        yield "</section>"


def _quote_html(one: Excerpt, manuscript: Manuscript, mark: str) -> str:
    if is_block(one, manuscript.style):
        return html.block_quote(paragraphs(one.quotation), mark, url=one.source.url, direction="auto")
    passage = one_line(one.quotation)
    quoted, end = (passage, "") if manuscript.style.footnotes else before_citation(passage)
    return f'<p dir="auto">{html.inline_quote(quoted)}{mark}{end}</p>'
