"""Web pages: the article in them by trafilatura, with its structure; where that finds none, all the text that shows.

trafilatura answers with a tree in the manner of TEI (https://tei-c.org); it is turned into the elements of HTML that
`markup` reads, which keeps headings, lists, quotes, emphasis, links, code and tables over the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from msgspec.structs import replace

from annotations.model.source import Source
from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.content.decode import decode
from reader.importers.content.text_builder import Composer
from reader.importers.html.elements import MarkupReader
from reader.importers.metadata.page_metadata import page_data, source_of
from reader.importers.sandbox.limits import EFFORT
from reader.importers.web.article_extraction import Choosing
from reader.importers.web.comment_threads import whole_thread
from reader.text.cleaning import clean_line

SNIFFED = 4_096
OPENING = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
ELEMENT = re.compile(
    rb"<(?:p|div|article|section|h[1-6]|table|ul|ol|span|br|a\s+href=[^>]*|meta\s[^>]*|title)\b[^>]*>", re.I
)
DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.I)
TAGS = {"item": "li", "quote": "blockquote", "row": "tr", "lb": "br", "ref": "a", "list": "ul"}
EMPHASIS = {"#b": "strong", "#i": "em", "#t": "code", "#sub": "sub", "#sup": "sup"}
LEAST_ARTICLE = 200
"""Characters; with fewer, the page's visible text is looked at too."""
COVERED = 0.985
"""Of the article's letters, those that must be found again in the page for it to be read from there."""
OUTSIDE = ("nav", "footer", "form", "aside")


class HTMLImporter:
    """See the module's docstring."""

    name = "html"

    def recognises(self, data: bytes, name: str) -> float:
        """0.9 for a page that begins as one, 0.7 for elements in a file that is called one, 0.5 for text that begins with one."""
        head = data[:SNIFFED].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        if OPENING.match(head):
            return 0.9
        if PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml") and ELEMENT.search(head):
            return 0.7
        return 0.5 if ELEMENT.match(head.lstrip()) else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """One draft."""
        found = DECLARED.search(data[:SNIFFED])
        declared = (found[1] or found[2]).decode("ascii") if found else None
        draft = read_page(decode(data, declared), origin)
        return [draft] if draft else []


def parse_page(text: str) -> Any:
    """The tree of a page, however broken; ImportFailed where nothing can be made of it."""
    from lxml import etree, html  # noqa: PLC0415 - loaded only when there is a page to read

    try:
        root = html.document_fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=False)
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ImportFailed("no element of a web page was found in it") from error
    if root is None:
        raise ImportFailed("no element of a web page was found in it")
    return root


def read_page(text: str, origin: str, url: str = "") -> Draft | None:
    """The article of a page; None where the page shows no text. `url` is where it was read, else `origin` may be one."""
    root = parse_page(text)
    address = url or (origin if origin.startswith(("http://", "https://")) else "")
    data = page_data(root)
    source, byline = source_of(data, address, _comments(text))
    composer = _article(root, text, source) or Composer()
    if composer.length < LEAST_ARTICLE:
        named = _named_article(root, source)
        shown = named or _visible(root, source)
        composer = shown if named or shown.length > composer.length else composer
    if not composer.length:
        return None
    if not source.title:
        source = _named(source, origin, composer)
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
    """What trafilatura takes for the article, read from the page itself where it can be found again there."""
    import trafilatura  # noqa: PLC0415 - 0.2 s that only pages pay

    try:
        with EFFORT.get().attempt():
            found = trafilatura.bare_extraction(
                text, include_comments=False, include_formatting=True, include_links=True, include_tables=True
            )
    except Exception:  # the library meets pages that it was not written for; the visible text is read then
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
    choosing = Choosing(wanted, source.title)
    _composed(root, source, choosing)
    return choosing if choosing.settle() >= COVERED else _composed(_as_html(body), source, Composer(source.title))


def _composed(root: Any, source: Source, composer: Composer, drop: tuple[str, ...] = ()) -> Composer:
    MarkupReader(composer, base=source.url, drop=drop).read(root)
    return composer


def _visible(root: Any, source: Source) -> Composer:
    """All that a browser would show, without what is there to get about in the site where something is left then."""
    found = _composed(root, source, Composer(source.title), OUTSIDE)
    return found if found.length else _composed(root, source, Composer(source.title))


def _named_article(root: Any, source: Source) -> Composer | None:
    """What the page itself calls its article or its main part, where there is one of them."""
    for tag in ("article", "main"):
        found = root.findall(f".//{tag}")
        if len(found) == 1:
            composer = _composed(found[0], source, Composer(source.title), OUTSIDE)
            return composer if composer.length else None
    return None


def _as_html(body: Any) -> Any:
    """Trafilatura's tree with the names of HTML, in place."""
    renamed: dict[str, Callable[[Any], str]] = {
        "head": lambda one: rend if re.fullmatch("h[1-6]", rend := one.get("rend") or "") else "h2",
        "hi": lambda one: EMPHASIS.get(one.get("rend") or "", "span"),
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
        elif element.tag in TAGS:
            element.tag = TAGS[element.tag]
    return body


def _code(element: Any) -> str:
    """Code of several lines, or standing by itself, is a block."""
    parent = element.getparent()
    alone = parent is not None and parent.tag in ("body", "blockquote") and not (element.tail or "").strip()
    return "pre" if alone or "\n" in (element.text or "").strip() or any(True for _ in element) else "code"


def _named(source: Source, origin: str, composer: Composer) -> Source:
    """A page without a title is called after its first heading, else after its file."""
    heading = next((block for block in composer.blocks if block.kind == "heading"), None)
    name = heading.span.of(composer.text) if heading else PurePath(origin.partition("?")[0]).stem
    return replace(source, title=clean_line(name)[:200] or "Untitled")
