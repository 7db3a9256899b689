"""Import of Markdown: CommonMark with tables, strikethrough and footnotes. HTML in it is read like that of a page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from typing import Any

from reader.articles.article import Draft
from reader.importers.content.decode import binary_format, decode
from reader.importers.content.text_builder import Composer
from reader.importers.html.elements import MarkupReader
from reader.importers.html.parsing import parse_html
from reader.importers.markdown.front_matter import source_of, split_front_matter, tags_of
from reader.text.cleaning import clean_line, clean_text

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
SNIFFED_BYTES = 16_384
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S.*$|^[^\n]+\n(?:={3,}|-{3,})[ \t]*$", re.M)
SIGNS = (
    re.compile(r"!?\[[^\]\n]+\]\((?:https?:|\.{0,2}/|#|mailto:)[^)\s]*(?:\s+\"[^\"\n]*\")?\)"),
    re.compile(r"^ {0,3}(?:```|~~~)", re.M),
    re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]*\*\*(?![\w*])"),
    re.compile(r"^\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$", re.M),
    re.compile(r"^\[[^\]\n]+\]:[ \t]+\S", re.M),
    re.compile(r"^[*+-][ \t]+\S.*\n[*+-][ \t]+\S", re.M),
    re.compile(r"^> \S", re.M),
)


class MarkdownImporter:
    """The importer of Markdown files."""

    name = "markdown"

    def recognises(self, data: bytes, name: str) -> float:
        """Return 0.6 for the suffix, 0.3 for text with headings and two more signs of Markdown."""
        if PurePath(name).suffix.lower() in SUFFIXES:
            return 0.6
        head = decode(data[:SNIFFED_BYTES])
        if binary_format(data) or not HEADING.search(head):
            return 0.0
        return 0.3 if sum(sign.search(head) is not None for sign in SIGNS) >= 2 else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Return one draft; the first heading is the title if the front matter has none."""
        values, body, problem = split_front_matter(clean_text(decode(data)).lstrip("\n"))
        root = _rendered(body)
        source = source_of(values, "")
        title = _take_title(root, source.title)
        composer = Composer()
        MarkupReader(composer, base=source.url, document=None).read(root)
        if not composer.length:
            return []
        named = title or clean_line(PurePath(origin).stem.replace("_", " ").replace("-", " ")) or "Untitled"
        return [
            Draft(
                text=composer.text,
                source=source_of(values, named),
                blocks=composer.blocks,
                inlines=composer.inlines,
                categories=tags_of(values),
                warnings=(problem,) if problem else (),
                origin=origin,
            )
        ]


@cache
def _renderer() -> Any:
    """Return the renderer, cached because making it takes as long as rendering a short text; it keeps no state."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 40 ms, needed for Markdown only
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415 - as above

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)


def _rendered(body: str) -> Any:
    """Return the tree of the rendered HTML."""
    return parse_html(f"<html><body>{_renderer().render(body)}</body></html>")


def _take_title(root: Any, named: str) -> str:
    """Return `named`, else the first heading; remove that heading from the tree if it is only the title."""
    body = root.find("body")
    first = next((one for one in body if isinstance(one.tag, str)), None) if body is not None else None
    if first is None or first.tag not in ("h1", "h2") or (body.text or "").strip():
        return named
    title = clean_line("".join(first.itertext()))
    alone = first.tag == "h1" or len(root.findall(".//h2")) == 1
    if title and (title == named or (alone and not named)):
        first.drop_tree()
        return title
    return named
