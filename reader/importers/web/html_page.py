"""Import of web pages: the article that trafilatura finds, with its structure; else all visible text.

trafilatura returns a tree in the manner of TEI (https://tei-c.org). It is converted to elements of HTML for MarkupReader, which
keeps headings, lists, quotes, emphasis, links, code and tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from msgspec.structs import replace

from annotations.model.source import Source
from reader.articles.article import Draft
from reader.importers.content.decode import decode
from reader.importers.content.text_builder import Composer
from reader.importers.html.elements import MarkupReader
from reader.importers.html.parsing import parse_html
from reader.importers.metadata.page_metadata import page_data, source_of
from reader.importers.sandbox.limits import IMPORT_LIMITS
from reader.importers.web.article_extraction import BlockSelection
from reader.importers.web.comment_threads import whole_thread
from reader.text.cleaning import clean_line

SNIFFED_BYTES = 4_096
OPENING = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
ELEMENT = re.compile(
    rb"<(?:p|div|article|section|h[1-6]|table|ul|ol|span|br|a\s+href=[^>]*|meta\s[^>]*|title)\b[^>]*>", re.I
)
DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.I)
HTML_TAGS = {"item": "li", "quote": "blockquote", "row": "tr", "lb": "br", "ref": "a", "list": "ul"}
EMPHASIS_TAGS = {"#b": "strong", "#i": "em", "#t": "code", "#sub": "sub", "#sup": "sup"}
MIN_ARTICLE = 200
"""Characters of an article; with fewer, the visible text of the page is considered too."""

MIN_COVERED_RATIO = 0.985
"""Share of the article's letters that must be found in the page for it to be read from there."""

NAVIGATION_TAGS = ("nav", "footer", "form", "aside")


class HTMLImporter:
    """The importer of web pages."""

    name = "html"

    def recognises(self, data: bytes, name: str) -> float:
        """Return 0.9 for the start of a page, 0.7 for elements and a suffix, 0.5 for text that begins with an element."""
        head = data[:SNIFFED_BYTES].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        if OPENING.match(head):
            return 0.9
        if PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml") and ELEMENT.search(head):
            return 0.7
        return 0.5 if ELEMENT.match(head.lstrip()) else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        found = DECLARED.search(data[:SNIFFED_BYTES])
        declared = (found[1] or found[2]).decode("ascii") if found else None
        draft = read_page(decode(data, declared), origin)
        return [draft] if draft else []


def read_page(text: str, origin: str, url: str = "") -> Draft | None:
    """Return the article of a page; None if the page shows no text.

    `url` is the address of the page; without one, `origin` may be it.
    """
    root = parse_html(text)
    address = url or (origin if origin.startswith(("http://", "https://")) else "")
    data = page_data(root)
    source, byline = source_of(data, address, _comments(text))
    composer = _article(root, text, source) or Composer()
    if composer.length < MIN_ARTICLE:
        named = _named_article(root, source)
        shown = named or _visible(root, source)
        composer = shown if named or shown.length > composer.length else composer
    if not composer.length:
        return None
    if not source.title:
        source = _with_title(source, origin, composer)
    return Draft(
        text=composer.text,
        source=source,
        blocks=composer.blocks,
        inlines=composer.inlines,
        byline=byline,
        origin=origin,
    )


def _comments(text: str) -> str:
    return " ".join(re.findall(r"<!--(.{0,2000}?)-->", text[:8_000], re.S))


def _article(root: Any, text: str, source: Source) -> Composer | None:
    """Return trafilatura's article, read from the page itself if it can be found there; None if there is none."""
    import trafilatura  # noqa: PLC0415 - 200 ms, needed for pages only

    try:
        with IMPORT_LIMITS.get().attempt():
            found = trafilatura.bare_extraction(
                text, include_comments=False, include_formatting=True, include_links=True, include_tables=True
            )
    except Exception:  # the library raises all kinds of errors for unusual pages; the visible text is read then
        return None
    body = getattr(found, "body", None)
    if body is None:
        return None
    wanted = " ".join(body.itertext())
    thread = whole_thread(root, wanted)
    if thread:
        posts = Composer(source.title)
        for post in thread:
            _composed(post, source, posts)
        return posts
    selection = BlockSelection(wanted, source.title)
    _composed(root, source, selection)
    return (
        selection
        if selection.settle() >= MIN_COVERED_RATIO
        else _composed(_as_html(body), source, Composer(source.title))
    )


def _composed(root: Any, source: Source, composer: Composer, drop: tuple[str, ...] = ()) -> Composer:
    MarkupReader(composer, base=source.url, drop=drop).read(root)
    return composer


def _visible(root: Any, source: Source) -> Composer:
    """Return all visible text, without navigation if something is left then."""
    found = _composed(root, source, Composer(source.title), NAVIGATION_TAGS)
    return found if found.length else _composed(root, source, Composer(source.title))


def _named_article(root: Any, source: Source) -> Composer | None:
    """Return the only `article` or `main` element of a page, or None."""
    for tag in ("article", "main"):
        found = root.findall(f".//{tag}")
        if len(found) == 1:
            composer = _composed(found[0], source, Composer(source.title), NAVIGATION_TAGS)
            return composer if composer.length else None
    return None


def _as_html(body: Any) -> Any:
    """Rename the elements of trafilatura's tree to those of HTML, in place."""
    renamed: dict[str, Callable[[Any], str]] = {
        "head": lambda one: rend if re.fullmatch("h[1-6]", rend := one.get("rend") or "") else "h2",
        "hi": lambda one: EMPHASIS_TAGS.get(one.get("rend") or "", "span"),
        "cell": lambda one: "th" if one.get("role") == "head" else "td",
        "list": lambda one: "ol" if one.get("rend") == "ol" else "ul",
        "code": _code,
    }
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == "ref" and element.get("target"):
            element.set("href", element.get("target"))
        if element.tag in renamed:
            element.tag = renamed[element.tag](element)
        elif element.tag in HTML_TAGS:
            element.tag = HTML_TAGS[element.tag]
    return body


def _code(element: Any) -> str:
    """Return the tag for code: a block if it has several lines or stands alone."""
    parent = element.getparent()
    alone = parent is not None and parent.tag in ("body", "blockquote") and not (element.tail or "").strip()
    return "pre" if alone or "\n" in (element.text or "").strip() or any(True for _ in element) else "code"


def _with_title(source: Source, origin: str, composer: Composer) -> Source:
    """Return the source with a title: the first heading, else the name of the file."""
    heading = next((block for block in composer.blocks if block.kind == "heading"), None)
    name = heading.span.of(composer.text) if heading else PurePath(origin.partition("?")[0]).stem
    return replace(source, title=clean_line(name)[:200] or "Untitled")
