"""The package document of an EPUB 2 or 3: metadata, reading order and table of contents.

https://www.w3.org/TR/epub-33/#sec-package-doc, https://idpf.org/epub/20/spec/OPF_2.0.1_draft.htm
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from annotations.model.source import Name, Source
from reader.errors import ImportFailed
from reader.importers.epub.archive import BROKEN, LOCKED, Archive
from reader.importers.metadata.byline_names import person
from reader.importers.metadata.page_metadata import partial_date
from reader.text.cleaning import clean_line

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
READABLE_MEDIA_TYPES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")
MAX_DOCUMENTS = 5_000


ONLY_PICTURES = "this book has only pictures"


class ManifestItem(Struct, frozen=True):
    """An item of the manifest, by its path in the archive."""

    path: str
    media: str
    properties: frozenset[str]
    fallback: str


class Package(Struct, frozen=True):
    """The package: `documents` are paths in reading order, `cover` is the path of the cover picture or empty.

    `contents` maps places (`path` or `path#id`) to their label and depth in the table of contents.
    """

    source: Source
    documents: tuple[str, ...]
    contents: Mapping[str, tuple[str, int]]
    cover: str


def read_package(archive: Archive) -> Package:
    """Return the first package that the container names. Raise ImportFailed."""
    path = _package_path(archive)
    root = archive.parse(path)
    items = _items(root, path)
    documents = _spine(root, items)
    locked = archive.locked()
    if locked and any(document in locked for document in documents):
        raise ImportFailed(LOCKED)
    return Package(_source(root), documents, _contents(archive, root, items), _cover(root, items))


def _package_path(archive: Archive) -> str:
    if "META-INF/container.xml" not in archive:
        raise ImportFailed(f"{BROKEN}: it has no META-INF/container.xml")
    for element in archive.parse("META-INF/container.xml").iter():
        if _local(element) == "rootfile" and element.get("full-path"):
            return str(element.get("full-path"))
    raise ImportFailed(f"{BROKEN}: its container names no package")


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _items(root: Any, path: str) -> dict[str, ManifestItem]:
    folder = posixpath.dirname(path)
    found = {}
    for one in _elements(root, "item"):
        href = unquote((one.get("href") or "").partition("#")[0])
        whole = posixpath.normpath(posixpath.join(folder, href)) if href else ""
        properties = frozenset((one.get("properties") or "").split())
        found[one.get("id") or ""] = ManifestItem(
            whole, one.get("media-type") or "", properties, one.get("fallback") or ""
        )
    return found


def _elements(root: Any, name: str) -> list[Any]:
    """Return elements by local name, since some books omit the namespace."""
    return [element for element in root.iter() if _local(element) == name]


def _spine(root: Any, items: Mapping[str, ManifestItem]) -> tuple[str, ...]:
    """Return the documents in reading order, then the auxiliary ones (`linear="no"`: notes, answers)."""
    linear: list[str] = []
    beside: list[str] = []
    for one in _elements(root, "itemref")[:MAX_DOCUMENTS]:
        item = _readable(items, one.get("idref") or "")
        if item is not None:
            (beside if one.get("linear") == "no" else linear).append(item.path)
    found = tuple(dict.fromkeys(linear + beside))
    named = [items[name] for one in _elements(root, "itemref") if (name := one.get("idref") or "") in items]
    if not found and named and all(item.media.startswith("image/") for item in named):
        raise ImportFailed(ONLY_PICTURES)
    if not found:
        raise ImportFailed(f"{BROKEN}: it names nothing that can be read")
    return found


def _readable(items: Mapping[str, ManifestItem], name: str) -> ManifestItem | None:
    """Return the item, or the first of its fallbacks that is text."""
    for _ in range(8):
        item = items.get(name)
        if item is None:
            return None
        if item.media in READABLE_MEDIA_TYPES:
            return item
        name = item.fallback
    return None


def _source(root: Any) -> Source:
    refined = _refinements(root)
    identifiers = " ".join(clean_line(one.text or "") for one in _elements(root, "identifier"))
    doi = re.search(r"\b10\.\d{4,9}/[^\s\"<>]+", identifiers)
    authors, editors = _names(root, refined)
    dates = [one for one in _elements(root, "date") if one.get(f"{OPF}event") in (None, "publication")]
    return Source(
        title=_title(root, refined),
        kind="book",
        authors=authors,
        editors=editors,
        publisher=_first(root, "publisher"),
        issued=next((found for one in dates if (found := partial_date(one.text or ""))), None),
        doi=doi.group() if doi else "",
        language=_first(root, "language"),
    )


def _first(root: Any, name: str) -> str:
    return next((line for one in root.iter(f"{DC}{name}") if (line := clean_line(one.text or ""))), "")


def _refinements(root: Any) -> dict[tuple[str, str], str]:
    """Return EPUB 3's metadata about metadata: (id, property) to value."""
    return {
        ((one.get("refines") or "").removeprefix("#"), one.get("property") or ""): clean_line(one.text or "")
        for one in _elements(root, "meta")
        if one.get("refines")
    }


def _title(root: Any, refined: Mapping[tuple[str, str], str]) -> str:
    """Return the main title with the subtitle after a colon; the first title if none is marked as main."""
    titles = [one for one in root.iter(f"{DC}title") if clean_line(one.text or "")]
    titles.sort(key=lambda one: _number(refined.get((one.get("id") or "", "display-seq"), "")))

    def of_type(name: str) -> list[str]:
        return [clean_line(one.text) for one in titles if refined.get((one.get("id") or "", "title-type")) == name]

    main = (of_type("main") or [clean_line(one.text) for one in titles] or [""])[0]
    subtitle = (of_type("subtitle") or [""])[0]
    return f"{main}: {subtitle}" if subtitle and main and subtitle != main else main


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 9_999


def _names(root: Any, refined: Mapping[tuple[str, str], str]) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Return authors and editors; other roles such as translator are ignored."""
    authors: list[Name] = []
    editors: list[Name] = []
    for one in root.iter(f"{DC}creator"):
        known = one.get("id") or ""
        shown = clean_line(one.text or "")
        filed = refined.get((known, "file-as")) or clean_line(one.get(f"{OPF}file-as") or "")
        role = refined.get((known, "role")) or one.get(f"{OPF}role") or "aut"
        if shown:
            (editors if role == "edt" else authors).append(_name(shown, filed))
    for one in root.iter(f"{DC}contributor"):
        role = refined.get((one.get("id") or "", "role")) or one.get(f"{OPF}role")
        if role == "edt" and clean_line(one.text or ""):
            editors.append(_name(clean_line(one.text), clean_line(one.get(f"{OPF}file-as") or "")))
    return tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(editors))


def _name(shown: str, filed: str) -> Name:
    """Return a name; `file-as` supplies the family name if it has the same letters."""
    same = sorted(filter(str.isalpha, filed.casefold())) == sorted(filter(str.isalpha, shown.casefold()))
    return Name.parse(filed) if same and filed.count(",") == 1 else person(shown)


def _cover(root: Any, items: Mapping[str, ManifestItem]) -> str:
    named = next((one.get("content") for one in _elements(root, "meta") if one.get("name") == "cover"), None)
    item = next((one for one in items.values() if "cover-image" in one.properties), None) or items.get(named or "")
    return item.path if item is not None and item.media.startswith("image/") else ""


def _contents(archive: Archive, root: Any, items: Mapping[str, ManifestItem]) -> dict[str, tuple[str, int]]:
    """Return the table of contents; empty if the book has none or a broken one."""
    nav = next((one.path for one in items.values() if "nav" in one.properties), "")
    spine = next(iter(_elements(root, "spine")), None)
    ncx = items.get(spine.get("toc") or "") if spine is not None else None
    ncx = ncx or next((one for one in items.values() if one.media == "application/x-dtbncx+xml"), None)
    for path, read in ((nav, _nav_entries), (ncx.path if ncx else "", _ncx_entries)):
        try:
            found = read(archive.parse(path)) if path else []
        except ImportFailed:
            continue
        if found:
            folder = posixpath.dirname(path)
            return {_place(folder, href): (label, level) for href, label, level in reversed(found) if label and href}
    return {}


def _place(folder: str, href: str) -> str:
    path, mark, name = unquote(href).partition("#")
    return posixpath.normpath(posixpath.join(folder, path)) + mark + name


def _nav_entries(root: Any) -> Sequence[tuple[str, str, int]]:
    """Return the entries of the navigation document's `toc`: address, label, depth."""
    found: list[tuple[str, str, int]] = []
    navs = [one for one in root.iter(f"{XHTML}nav") if "toc" in (one.get(EPUB_TYPE) or "").split()]
    waiting = [(child, 0) for nav in navs[:1] for child in nav]
    while waiting:
        element, depth = waiting.pop(0)
        if _local(element) == "a":
            found.append((element.get("href") or "", clean_line("".join(element.itertext())), depth))
        else:
            waiting[:0] = [(child, depth + (_local(element) == "ol")) for child in element]
    return found


def _ncx_entries(root: Any) -> Sequence[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []
    waiting = [(one, 1) for one in root.iter(f"{NCX}navMap")]
    while waiting:
        element, depth = waiting.pop(0)
        label = element.find(f"{NCX}navLabel/{NCX}text")
        content = element.find(f"{NCX}content")
        if label is not None and content is not None:
            found.append((content.get("src") or "", clean_line(label.text or ""), depth - 1))
        waiting[:0] = [(child, depth + 1) for child in element.findall(f"{NCX}navPoint")]
    return found
