"""Excerpts as one HTML page: the texts with their highlights, the notes beside them. It needs no network and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotations.citing import Listing, listing
from annotations.exporting.excerpt import Excerpt, by_article
from annotations.exporting.markups import html, written
from annotations.exporting.registry import ExportOptions
from annotations.span import Span

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light dark }
body { font: 18px/1.6 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
article { margin-bottom: 4rem }
p { max-width: 38rem; white-space: pre-line }
mark { color: inherit; border-radius: 2px }
.yellow { background: #e6be2866 } .green { background: #46b45a66 } .blue { background: #468ce666 }
.pink { background: #e15aa566 } .orange { background: #eb7d2d66 }
aside { border-left: 3px solid #8888; padding-left: 1rem; margin: 1rem 0; font-size: .9em }
.quote { font-style: italic } .data, .tags { color: #777 }
"""


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The page; an article whose text is not at hand shows its passages alone."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    body = [
        part
        for article_id, each in by_article(excerpts)
        for part in _article(each, options.texts.get(article_id, ""), references)
    ]
    if excerpts:
        body += ["<h2>References</h2>", *(f"<p>{written(entry, 'html')}</p>" for entry in references.references())]
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<meta name="generator" content="{html(options.generator)}">\n'
        f"<title>Annotated excerpts</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Annotated excerpts</h1>\n"
    )
    return head + "\n".join(body) + "\n</body>\n</html>\n"


def _article(excerpts: Sequence[Excerpt], text: str, references: Listing) -> Iterator[str]:
    source = excerpts[0].source
    yield "<article>"
    yield f"<h2>{html(source.title) or '[Untitled]'}</h2>"
    yield f'<p class="data">{written(references.reference(source), "html")}</p>'
    placed = [one for one in excerpts if one.span is not None and one.state != "orphan"]
    at = 0
    for paragraph in _paragraphs(text):
        yield f"<p>{_marked(text, paragraph, placed)}</p>"
        ended = [one for one in placed if one.span and at <= one.span.start < paragraph.end]
        yield from (_note(one, references) for one in ended)
        at = paragraph.end
    yield from (_note(one, references) for one in excerpts if not text or one not in placed)
    yield "</article>"


def _paragraphs(text: str) -> Iterator[Span]:
    at = 0
    while at < len(text):
        end = text.find("\n\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            yield Span(at, end)
        at = end + 2


def _marked(text: str, paragraph: Span, placed: Sequence[Excerpt]) -> str:
    """The paragraph with a mark round each stretch that highlights cover."""
    spans = [(clipped, one) for one in placed if one.span and (clipped := one.span.clip(paragraph))]
    cuts = sorted({paragraph.start, paragraph.end, *(edge for span, _ in spans for edge in (span.start, span.end))})
    parts = []
    for start, end in pairwise(cuts):
        over = [one.annotation.color for span, one in spans if span.start <= start and end <= span.end]
        words = html(text[start:end])
        parts.append(f'<mark class="{html(over[-1])}">{words}</mark>' if over else words)
    return "".join(parts)


def _note(one: Excerpt, references: Listing) -> str:
    own = one.annotation
    lost = "<p>This passage is no longer in the text.</p>" if one.state == "orphan" else ""
    note = "".join(f"<p>{html(line)}</p>" for line in own.note.splitlines() if line.strip())
    tags = f'<p class="tags">{html(" ".join(f"#{tag}" for tag in own.tags))}</p>' if own.tags else ""
    citation = written(references.in_text(one.source, one.locator), "html")
    context = f"<p>{html(one.before)}<b>{html(one.passage)}</b>{html(one.after)}</p>" if one.shows_source else ""
    quote = f'<p class="quote">{html(one.quotation)} {citation}</p>'
    return f'<aside id="{html(own.id)}" class="note">{quote}{lost}{context}{note}{tags}</aside>'
