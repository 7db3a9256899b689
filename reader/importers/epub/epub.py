"""Import of EPUB 2 and 3 books without DRM; a book is one article.

A book is cited, searched, annotated and read as one work. Its chapters are the outline; its printed pages, or else its
headings, locate a quote. How its maker divided it into files does not matter.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from lxml import etree
from msgspec.structs import replace

from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.content.decode import decode
from reader.importers.content.text_builder import Composer, TextPiece, squashed
from reader.importers.epub.archive import Archive
from reader.importers.epub.package_document import ONLY_PICTURES, Package, read_package
from reader.importers.html.element_rules import HEADING_LEVELS, local_name
from reader.importers.html.elements import MarkupReader
from reader.importers.html.parsing import parse_html
from reader.importers.sandbox.limits import IMPORT_LIMITS
from reader.text.cleaning import clean_line

DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
DECLARED = re.compile(rb"<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)")
ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
PICTURES = frozenset({"img", "svg", "image", "picture", "object"})
"""Elements that show a picture."""

PARAGRAPHS = ("p", "div", "span", "td")


class EPUBImporter:
    """The importer of EPUB books."""

    name = "epub"

    def recognises(self, data: bytes, name: str) -> float:
        """Return 1 for an archive that declares itself a book, 0.9 for one with a container."""
        if not data.startswith(b"PK\x03\x04"):
            return 0.0
        if b"mimetypeapplication/epub+zip" in data[:200]:
            return 1.0
        return 0.9 if b"META-INF/container.xml" in data[:4_096] or b"META-INF/container.xml" in data[-65_536:] else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Return one draft; a part that cannot be read is named in a warning and skipped."""
        archive = Archive(data)
        package = read_package(archive)
        composer = Composer()
        problems, pictures = _read_documents(archive, package, composer)
        if not composer.length:
            raise ImportFailed(problems[0] if problems else ONLY_PICTURES if pictures else "the book holds no text")
        title = package.source.title or clean_line(PurePath(origin).stem) or "Untitled"
        return [
            Draft(
                text=composer.text,
                source=replace(package.source, title=title),
                blocks=composer.blocks,
                inlines=composer.inlines,
                warnings=tuple(f"A part of this book was left out: {problem}." for problem in problems[:5]),
                origin=origin,
            )
        ]


def _read_documents(archive: Archive, package: Package, composer: Composer) -> tuple[list[str], bool]:
    """Read the parts into the composer; what could not be read, and whether any part shows a picture."""
    pictures = False
    labels: dict[str, str] = {}
    problems: list[str] = []
    page = ""
    for path in package.documents:
        try:
            root = parse_document(archive.read(path))
        except ImportFailed as error:
            problems.append(str(error))
            continue
        reader = MarkupReader(composer, base=path, document=path, labels=labels)
        reader.page = page
        body = next((one for one in root.iter() if local_name(one) == "body"), root)
        if body.get("id"):
            composer.name_place(f"{path}#{body.get('id')}")
        _add_heading(body, path, package.contents, composer)
        pictures = pictures or any(local_name(one) in PICTURES for one in body.iter())
        reader.read(body)
        page = reader.page
        IMPORT_LIMITS.get().pulse()
    return problems, pictures


def parse_document(data: bytes) -> Any:
    """Return the tree of a chapter, even a broken one; entities that it defines are not expanded."""
    declared = DECLARED.search(data[:200])
    text = decode(data, declared[1].decode("ascii") if declared else None)
    text = ENTITY.sub(_entity_character, DOCTYPE.sub("", DECLARATION.sub("", text.lstrip("\ufeff")), count=1))
    encoded = text.encode("utf-8", "replace")
    for recover in (False, True):
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=recover, remove_pis=True
        )
        try:
            root = etree.fromstring(encoded, parser)
        except (etree.LxmlError, ValueError):
            continue
        if root is not None and any(local_name(one) == "body" for one in root.iter()):
            return root
    return _as_html(encoded)


def _as_html(encoded: bytes) -> Any:
    return parse_html(encoded.decode("utf-8"))


def _entity_character(found: re.Match[str]) -> str:
    """Return a named entity of HTML as its character; XML knows only five of them."""
    name = found[1]
    if name in XML_ENTITIES:
        return found.group()
    return html.entities.html5.get(f"{name};", "").replace("&", "&amp;").replace("<", "&lt;")


def _add_heading(body: Any, path: str, contents: Mapping[str, tuple[str, int]], composer: Composer) -> None:
    """Give a chapter without a heading the one from the table of contents."""
    label, level = contents.get(path, ("", 0))
    if not label or any(local_name(one) in HEADING_LEVELS for one in body.iter()):
        return
    wanted, rank = squashed(label), min(6, level + 1)
    seen = 0
    for element in body.iter():
        if local_name(element) in PARAGRAPHS:
            said = squashed("".join(element.itertext())) if len(element) < 20 else ""
            if said == wanted and wanted:
                element.tag = f"h{rank}"
                return
            seen += bool(said)
        if seen > 3:
            break
    composer.name_place(path)
    composer.write("heading", [TextPiece(label)], level=rank)
