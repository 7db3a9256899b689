"""Reports with their citations written out in a style of ours: Markdown, HTML, plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotations.citations import Run
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import markdown_block, quoted
from annotations.exporters.report_document import Manuscript, Piece, is_block, notes, paragraphs, stop
from annotations.exporters.template_filters import csp_hash
from annotations.markup.markups import html, written
from annotations.markup.markups import markdown as protected

WIDTH = 4
PAGE_STYLE = """
:root { color-scheme: light dark }
body { font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; max-width: 40rem; margin: 2rem auto; padding: 0 1.25rem;
  overflow-wrap: anywhere }
blockquote { margin: 1em 1.5rem } .references p { padding-left: 2rem; text-indent: -2rem } .notes { font-size: .9em }
"""


def citations(manuscript: Manuscript, markup: str) -> list[str]:
    """What stands beside each quote: the citation in the text, or in a notes style the footnote."""
    if manuscript.style.footnotes:
        return [written(note, markup) for note in notes(manuscript)]
    references = manuscript.references
    return [written(references.in_text(one.source, one.locator), markup) for one in manuscript.excerpts]


def entries(manuscript: Manuscript, markup: str) -> list[str]:
    """The list of references; of a numbered style each entry with its number."""
    if not manuscript.excerpts:
        return []
    found = manuscript.references.references()
    marks = [(Run(f"[{n}] "),) if manuscript.style.numbered else () for n in range(1, len(found) + 1)]
    return [written((*mark, *entry), markup) for mark, entry in zip(marks, found, strict=True)]


def _numbered(manuscript: Manuscript) -> Iterator[tuple[Piece, int]]:
    """Each part, with the number of its quote from 1, 0 for what is none."""
    count = 0
    for piece in manuscript.pieces:
        count += piece.excerpt is not None
        yield piece, count if piece.excerpt else 0


# Markdown


def markdown(manuscript: Manuscript) -> str:
    """CommonMark, with footnotes (`[^1]`) in a notes style."""
    parts, cited = [f"# {protected(_line(manuscript.title))}"], citations(manuscript, "markdown")
    feet = manuscript.style.footnotes
    for piece, number in _numbered(manuscript):
        if piece.excerpt:
            mark = f"[^{number}]" if feet else f" {cited[number - 1]}"
            parts.append(_quote_markdown(piece.excerpt, manuscript, mark))
        else:
            parts += _own(piece, protected, "#", lambda text: f"> {text}")
    if feet:
        parts += [f"[^{number}]: {note}" for number, note in enumerate(cited, 1)]
    if manuscript.excerpts:
        parts += [f"## {manuscript.list_heading}", *entries(manuscript, "markdown")]
    return "\n\n".join(parts) + "\n"


def _quote_markdown(one: Excerpt, manuscript: Manuscript, mark: str) -> str:
    if is_block(one, manuscript.style):
        return markdown_block(one.quotation.strip(), mark)
    return protected(quoted(_line(one.quotation))) + mark + ("" if manuscript.style.footnotes else stop(one))


def _own(piece: Piece, protect: Callable[[str], str], mark: str, lost: Callable[[str], str]) -> list[str]:
    """A heading, one's own words, or a quote whose annotation is gone, which keeps its words."""
    part = piece.part
    if part.kind == "heading":
        return [f"{mark * (part.level + 1)} {protect(_line(part.text))}"]
    words = [protect(line) for line in paragraphs(part.text)]
    return [lost(line) for line in words] if part.kind == "quote" else words


def _line(text: str) -> str:
    return " ".join(text.split())


# Plain text


def plain(manuscript: Manuscript) -> str:
    """Plain text; block quotes stand in by four blanks."""
    parts, cited = [_underlined(_line(manuscript.title), "=")], citations(manuscript, "plain")
    feet = manuscript.style.footnotes
    for piece, number in _numbered(manuscript):
        if piece.excerpt:
            mark = f"[{number}]" if feet else f" {cited[number - 1]}"
            parts.append(_quote_plain(piece.excerpt, manuscript, mark))
        elif piece.part.kind == "heading":
            parts.append(_underlined(_line(piece.part.text), "-"))
        else:
            indent = " " * WIDTH if piece.part.kind == "quote" else ""
            parts += [indent + line for line in paragraphs(piece.part.text)]
    if feet and cited:
        parts.append("\n".join(f"[{number}] {note}" for number, note in enumerate(cited, 1)))
    if manuscript.excerpts:
        parts += [_underlined(manuscript.list_heading, "-"), *entries(manuscript, "plain")]
    return "\n\n".join(parts) + "\n"


def _underlined(text: str, mark: str) -> str:
    return f"{text}\n{mark * len(text)}"


def _quote_plain(one: Excerpt, manuscript: Manuscript, mark: str) -> str:
    if is_block(one, manuscript.style):
        return "\n\n".join(" " * WIDTH + line for line in paragraphs(one.quotation)) + mark
    return quoted(_line(one.quotation)) + mark + ("" if manuscript.style.footnotes else stop(one))


# HTML


def page(manuscript: Manuscript) -> str:
    """One HTML page, which runs nothing and asks for nothing; footnotes stand at its end, each a link away and back."""
    body = "\n".join(_html_parts(manuscript))
    policy = f"default-src 'none'; style-src {csp_hash(PAGE_STYLE)}; base-uri 'none'; form-action 'none'"
    title = html(_line(manuscript.title))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{PAGE_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n"
        "</main>\n</body>\n</html>\n"
    )


def _html_parts(manuscript: Manuscript) -> Iterator[str]:
    cited, feet = citations(manuscript, "html"), manuscript.style.footnotes
    level = 1
    for piece, number in _numbered(manuscript):
        if piece.excerpt:
            link = f'<sup><a id="mark-{number}" href="#note-{number}" aria-label="Note {number}">{number}</a></sup>'
            yield _quote_html(piece.excerpt, manuscript, link if feet else f" {cited[number - 1]}")
        elif piece.part.kind == "heading":
            level = min(piece.part.level + 1, level + 1, 6)
            yield f"<h{level}>{html(_line(piece.part.text))}</h{level}>"
        else:
            words = "".join(f'<p dir="auto">{html(line)}</p>' for line in paragraphs(piece.part.text))
            yield f"<blockquote>{words}</blockquote>" if piece.part.kind == "quote" else words
    if feet and cited:
        yield '<section class="notes" aria-label="Notes"><ol>'
        for number, note in enumerate(cited, 1):
            yield f'<li id="note-{number}">{note} <a href="#mark-{number}" aria-label="Back to the text">↩</a></li>'
        yield "</ol></section>"
    if manuscript.excerpts:
        yield f'<section class="references"><h2>{html(manuscript.list_heading)}</h2>'
        yield from (f"<p>{entry}</p>" for entry in entries(manuscript, "html"))
        yield "</section>"


def _quote_html(one: Excerpt, manuscript: Manuscript, mark: str) -> str:
    if is_block(one, manuscript.style):
        lines = [html(line) for line in paragraphs(one.quotation)]
        lines[-1] += mark
        url = one.source.url if one.source.url.startswith(("http://", "https://")) else ""
        cite = f' cite="{html(url)}"' if url else ""
        return f"<blockquote{cite}>" + "".join(f'<p dir="auto">{line}</p>' for line in lines) + "</blockquote>"
    end = "" if manuscript.style.footnotes else stop(one)
    return f'<p dir="auto">{html(quoted(_line(one.quotation)))}{mark}{end}</p>'
