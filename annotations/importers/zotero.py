"""Zotero's annotations: its JSON (Better BibTeX, or the API) with attachments and annotations, and CSL-JSON with notes.

In notes that Zotero made of annotations each passage is `<span class="highlight" data-annotation="…">`; in CSL-JSON's `annote`
a passage stands in quotation marks, with a remark behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from annotations.importers.coerce import color_of, listed, names_of, plain, record, text
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import NAMELESS, ImportedNote, NoteFormat, Reading, read_each
from annotations.model.source import PartialDate, Source

SECONDARY = frozenset(
    {"editor", "seriesEditor", "translator", "contributor", "reviewedAuthor", "bookAuthor", "counsel"}
)
"""Roles of creators who are not the authors of a work."""

ITEM_KINDS = {
    "book": "book",
    "bookSection": "chapter",
    "chapter": "chapter",
    "journalArticle": "article-journal",
    "article-journal": "article-journal",
    "newspaperArticle": "news",
    "article-newspaper": "news",
    "magazineArticle": "news",
    "article-magazine": "news",
    "blogPost": "blog",
    "post-weblog": "blog",
    "report": "report",
    "thesis": "thesis",
    "interview": "interview",
    "statute": "legislation",
    "legislation": "legislation",
}
"""Our kinds by the types of Zotero's items and of CSL; the others are web pages."""

CONTAINERS = (
    "publicationTitle",
    "container-title",
    "websiteTitle",
    "bookTitle",
    "blogTitle",
    "encyclopediaTitle",
    "code",
)
MARKED = frozenset({"highlight", "underline"})
PASSAGE = re.compile(
    r"\A[“\"«„](?P<quote>.+)[”\"»“](?:\s*\((?P<cited>[^()]*)\))?(?:\s*(?:[-–—:]\s*)?(?P<note>.*))?\Z", re.DOTALL
)
SETTING = re.compile(r"\A(?:[\w .-]{1,40}:.*(?:\n|\Z))+\Z")
"""Zotero's field Extra, which CSL-JSON calls `note`: lines of `Name: value`."""


def recognises(document: Document) -> bool:
    """Return whether there are items of Zotero or CSL-JSON with notes or annotations."""
    items = _items(document.json)
    return any(isinstance(item, Mapping) and _is_item(_data(item)) for item in items[:50])


def _is_item(item: Mapping[str, Any]) -> bool:
    csl = isinstance(item.get("id"), str | int) and ("annote" in item or "note" in item) and "type" in item
    return "itemType" in item or (csl and ("title" in item or "issued" in item))


def _items(found: object) -> list[Any]:
    if isinstance(found, Mapping):
        return next((listed(found[name]) for name in ("items", "references") if name in found), [found])
    return listed(found)


def _data(item: Mapping[str, Any]) -> Mapping[str, Any]:
    data = item.get("data")
    return data if isinstance(data, Mapping) else item


def read(document: Document) -> Reading:
    """Return every annotation, and the notes."""
    items = _items(document.json)
    sources = _sources(items)
    return read_each((piece for item in items for piece in _pieces(item, sources)), _read, "entry")


class _Piece(Struct, frozen=True):
    """An annotation, or a note as its words, with its item; `broken` is a value that should have been an item."""

    source: Source
    holder: Mapping[str, Any]
    annotation: object = None
    note: object = None
    broken: object = None


def _sources(items: list[Any]) -> dict[str, Source]:
    """Return works by their keys, and by those of their attachments and notes, which the API lists beside them."""
    data = [_data(item) for item in items if isinstance(item, Mapping)]
    found = {text(each, "key", "id"): _source(each) for each in data if text(each, "title") and not _child(each)}
    for _ in range(2):  # an annotation's parent is an attachment, whose parent is the work
        for each in data:
            parent = text(each, "parentItem")
            if parent in found:
                found.setdefault(text(each, "key"), found[parent])
    return found


def _child(item: Mapping[str, Any]) -> bool:
    return text(item, "itemType") in ("annotation", "note", "attachment") and bool(text(item, "parentItem"))


def _pieces(item: object, sources: Mapping[str, Source]) -> Iterator[_Piece]:
    if not isinstance(item, Mapping):
        yield _Piece(NAMELESS, {}, broken=item)
        return
    data = _data(item)
    kind = text(data, "itemType")
    source = sources.get(text(data, "parentItem")) or sources.get(text(data, "key", "id")) or NAMELESS
    if kind == "annotation" or "annotationText" in data or "annotationComment" in data:
        yield _Piece(source, data, annotation=data)
    elif kind == "note" or (not kind and "annote" in data):
        yield _Piece(source, data, note=text(data, "note" if kind else "annote"))
    if not kind and text(data, "note") and not SETTING.match(text(data, "note").strip()):
        yield _Piece(source, data, note=text(data, "note"))
    for holder in (data, *(each for each in listed(data.get("attachments")) if isinstance(each, Mapping))):
        yield from (_Piece(source, data, annotation=each) for each in listed(holder.get("annotations")))
    yield from (_Piece(source, data, note=each) for each in listed(data.get("notes")))


def _read(piece: _Piece) -> Iterator[ImportedNote]:
    if piece.annotation is not None:
        yield _annotation(record(piece.annotation), piece.source)
    elif piece.note is not None:
        words = piece.note if isinstance(piece.note, str) else text(record(piece.note), "note")
        yield from _notes_in(words, piece.source, piece.holder)
    else:
        record(piece.broken)


def _annotation(item: Mapping[str, Any], source: Source) -> ImportedNote:
    key = text(item, "key", "id")
    tags = [text(tag, "tag", "name") if isinstance(tag, Mapping) else str(tag) for tag in listed(item.get("tags"))]
    return ImportedNote(
        quote=text(item, "annotationText", "text"),
        note=plain(text(item, "annotationComment", "comment")),
        tags=tuple(tag for tag in tags if tag.strip()),
        color=color_of(text(item, "annotationColor", "color")),
        created=time_of(text(item, "dateAdded")),
        modified=time_of(text(item, "dateModified")),
        source=source,
        id=f"zotero:{key}" if key else "",
    )


def _notes_in(note: str, source: Source, item: Mapping[str, Any]) -> Iterator[ImportedNote]:
    """Yield the passages in a note, and the remarks on none of them."""
    if not note.strip():
        return
    reader = _Passages()
    reader.feed(note)
    reader.close()
    if reader.found:
        yield from (_marked(*found, source) for found in reader.found)
        return
    parts = _paragraphs(note)
    passages = [PASSAGE.match(part) for part in parts]
    if not any(passages):
        yield ImportedNote(note=plain(note).strip(), source=source, created=time_of(text(item, "dateAdded")))
        return
    for part, found in zip(parts, passages, strict=True):
        if found:
            yield ImportedNote(quote=found["quote"].strip(), note=(found["note"] or "").strip(), source=source)
        else:
            yield ImportedNote(note=part, source=source)


def _paragraphs(note: str) -> list[str]:
    words = plain(note).replace("\n", "\n\n") if "<" in note else note
    return [part.strip() for part in re.split(r"\n\s*\n", words) if part.strip()]


def _marked(quote: str, said: str, color: str, key: str, source: Source) -> ImportedNote:
    name = f"zotero:{key}" if key else ""
    return ImportedNote(quote=quote.strip(' “”"«»'), note=said.strip(), color=color, source=source, id=name)


class _Passages(HTMLParser):
    """A parser of highlights in a Zotero note, as (words, remark, colour, key)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str, str]] = []
        self._spans: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            given = dict(attrs)
            kinds = set((given.get("class") or "").split())
            if kinds & MARKED and given.get("data-annotation"):
                self._begin(given["data-annotation"] or "")
            self._spans.append("highlight" if kinds & MARKED else "citation" if "citation" in kinds else "")
        elif tag in ("br", "p") and self.found and not self._inside():
            self._add("\n" if tag == "br" else "")

    def _begin(self, packed: str) -> None:
        try:
            said = json.loads(unquote(packed))
        except ValueError:
            said = {}
        said = said if isinstance(said, dict) else {}
        self.found.append(("", "", color_of(said.get("color")), str(said.get("annotationKey", ""))))

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._spans:
            self._spans.pop()

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _inside(self) -> str:
        return next((kind for kind in self._spans if kind), "")

    def _add(self, data: str) -> None:
        if not self.found or self._inside() == "citation":
            return
        quote, said, color, key = self.found[-1]
        if self._inside() == "highlight":
            self.found[-1] = (quote + data, said, color, key)
        else:
            self.found[-1] = (quote, said + data, color, key)


def _source(item: Mapping[str, Any]) -> Source:
    creators = [each for each in listed(item.get("creators")) if isinstance(each, Mapping)]
    editors = _creators(creators, "editor")
    authors = _creators(creators, "author") or [each for each in creators if each.get("creatorType") not in SECONDARY]
    kind = text(item, "itemType", "type")
    return Source(
        title=text(item, "title"),
        kind=ITEM_KINDS.get(kind, "webpage"),
        authors=names_of(authors or item.get("author")),
        editors=names_of(editors or item.get("editor")),
        container=text(item, *CONTAINERS),
        publisher=text(item, "publisher", "institution", "university"),
        accessed=_accessed(item),
        language=text(item, "language"),
        volume=text(item, "volume"),
        issue=text(item, "issue"),
        pages=text(item, "pages", "page"),
        edition=text(item, "edition"),
        number=text(item, "reportNumber", "publicLawNumber", "number"),
        place=text(item, "place", "publisher-place"),
        genre=text(item, "reportType", "thesisType", "websiteType", "genre"),
        issued=_issued(item),
        url=text(item, "url", "URL"),
        doi=text(item, "DOI", "doi"),
    )


def _creators(creators: list[Mapping[str, Any]], *roles: str) -> list[Mapping[str, Any]]:
    return [each for each in creators if each.get("creatorType", "author") in roles]


def _accessed(item: Mapping[str, Any]) -> PartialDate | None:
    """Return the day of access: `accessed` of CSL, `accessDate` of Zotero."""
    value = item.get("accessed")
    return _issued({"issued": value} if isinstance(value, Mapping) else {"date": text(item, "accessDate")})


def _issued(item: Mapping[str, Any]) -> PartialDate | None:
    value = item.get("issued")
    try:
        if isinstance(value, Mapping):
            parts = listed(value.get("date-parts"))
            return PartialDate(*(int(part) for part in listed(parts[0])[:3])) if parts else None
        written = text(item, "date")[:10]
        return PartialDate.parse(written) if written else None
    except (ValueError, TypeError):
        found = re.search(r"(?<!\d)(1[5-9]|20)\d\d(?!\d)", text(item, "date"))
        return PartialDate(int(found.group())) if found else None


FORMAT = NoteFormat("Zotero's annotations", recognises, read)
