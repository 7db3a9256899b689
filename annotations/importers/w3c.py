"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one, a list, a page, a collection; Readium's AnnotationSet.

The JSON-LD is read as it is usually written: terms of the recommendation's context, with or without `oa:`. Nothing is
fetched: of a collection whose pages are elsewhere only the embedded ones are read. Our own ids (`urn:glossator:`) are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urldefrag

from msgspec.structs import replace

from annotations.importers.coerce import color_of, listed, names_of, plain, record, text, texts, whole
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.model.interchange import URN
from annotations.model.source import PartialDate, Source

OURS = f"{URN}annotation:"
ARTICLE = f"{URN}article:"
HOLDERS = frozenset({"AnnotationPage", "AnnotationCollection", "AnnotationSet"})
KNOWN = HOLDERS | {"Annotation"}
SEVERAL = frozenset({"Choice", "List", "Composite", "Independents"})
MAX_DEPTH = 20


def recognises(document: Document) -> bool:
    """Return whether the top is an annotation, or something that has annotations."""
    nodes = listed(document.json)
    return any(isinstance(node, Mapping) and _types(node) & KNOWN for node in nodes[:20])


def read(document: Document) -> Reading:
    entries = [entry for node in listed(document.json) for entry in _annotations(node, {})]
    return read_each(entries, _note, "annotation")


def _types(node: Mapping[str, Any]) -> set[str]:
    found = texts(node.get("type", node.get("@type")))
    return {each.rsplit("#", 1)[-1].removeprefix("oa:").removeprefix("as:") for each in found}


def _annotations(node: object, about: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[object, Mapping[str, Any]]]:
    """Yield the annotations inside a node, each with what its set says about the publication."""
    if not isinstance(node, Mapping) or not _types(node) & HOLDERS or depth > MAX_DEPTH:
        if not isinstance(node, str) or depth == 0:  # an address stands for a page that is elsewhere
            yield node, about
        return
    said = node.get("about")
    about = said if isinstance(said, Mapping) else about
    for name in ("first", "items", "next"):
        for inner in listed(node.get(name)):
            yield from _annotations(inner, about, depth + 1)


def _note(entry: tuple[object, Mapping[str, Any]]) -> Iterator[ImportedNote]:
    node, about = record(entry[0]), entry[1]
    said = _body_fields(node)
    identity = text(node, "id", "@id")
    for number, target in enumerate(_several(node.get("target", node.get("hasTarget")))):
        note = replace(_targeted(target, about), **said)
        suffix = f"#{number}" if number else ""
        own = identity.removeprefix(OURS) if identity.startswith(OURS) and not number else ""
        yield replace(note, id=identity + suffix if identity else "", own_id=own)


def _several(value: object, depth: int = 0) -> Iterator[object]:
    """Yield each of several targets or bodies, unwrapped from their sets."""
    for each in listed(value):
        if isinstance(each, Mapping) and _types(each) & SEVERAL and depth < MAX_DEPTH:
            yield from _several(each.get("items", each.get("item")), depth + 1)
        else:
            yield each


# What is said


def _body_fields(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return note, tags, colour and times from the bodies."""
    motivations = {each.removeprefix("oa:") for each in texts(node.get("motivation", node.get("motivatedBy")))}
    remarks: list[str] = []
    tags: list[str] = []
    color = ""
    for body in _several(node.get("body", node.get("hasBody", node.get("bodyValue")))):
        if not isinstance(body, Mapping):
            remarks.append(str(body))
            continue
        purposes = {each.removeprefix("oa:") for each in texts(body.get("purpose", body.get("hasPurpose")))}
        value = _words(body)
        (tags if "tagging" in (purposes or motivations) else remarks).append(value)
        tags += [*texts(body.get("keyword")), *texts(body.get("tag"))]
        color = text(body, "color") or color
    return {
        "note": "\n\n".join(remark for remark in remarks if remark.strip()),
        "tags": tuple(tag for tag in tags if tag.strip()),
        "color": color_of(color or text(node, "color") or _style(node)),
        "created": time_of(node.get("created")),
        "modified": time_of(node.get("modified")),
        "quotation": text(node, f"{URN}quotation"),
    }


def _words(body: Mapping[str, Any]) -> str:
    value = text(body, "value", "chars", "cnt:chars", "@value")
    if text(body, "format") in ("text/html", "application/xhtml+xml"):
        return plain(value)
    return value or text(body, "source", "id", "@id")


def _style(node: Mapping[str, Any]) -> str:
    targets = [each for each in _several(node.get("target")) if isinstance(each, Mapping)]
    return next((style for each in targets if (style := text(each, "styleClass"))), "")


# What it is said of


def _targeted(target: object, about: Mapping[str, Any]) -> ImportedNote:
    if isinstance(target, str):
        return ImportedNote(source=_source(target, {}, about), article_id=_article(target))
    target = record(target)
    named = target.get("source", target.get("hasSource"))
    inner = named if isinstance(named, Mapping) else {}
    address = named if isinstance(named, str) else text(inner, "id", "@id") or text(target, "id", "@id")
    quote, position = _selected(target.get("selector", target.get("hasSelector")))
    return ImportedNote(
        quote=_exactly(quote, "exact") or text(quote, "exact", "oa:exact"),
        prefix=_exactly(quote, "prefix"),
        suffix=_exactly(quote, "suffix"),
        start=whole(position, "start"),
        end=whole(position, "end"),
        source=_source(address, {**inner, **target}, about),
        article_id=text(target, f"{URN}article").removeprefix(ARTICLE) or _article(address),
    )


def _article(address: str) -> str:
    return address.removeprefix(ARTICLE) if address.startswith(ARTICLE) else ""


def _exactly(quote: Mapping[str, Any], name: str) -> str:
    """Return a context unstripped: a blank is context too."""
    value = quote.get(name, "")
    return value if isinstance(value, str) else ""


def _selected(value: object) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the first selectors by quote and by position; a position that refines another selector is ignored."""
    quote: Mapping[str, Any] = {}
    position: Mapping[str, Any] = {}
    for selector, depth in _selectors(value):
        kinds = _types(selector)
        if "TextQuoteSelector" in kinds and not quote:
            quote = selector
        elif "TextPositionSelector" in kinds and not depth and not position:
            position = selector
    return quote, position


def _selectors(value: object, depth: int = 0) -> Iterator[tuple[Mapping[str, Any], int]]:
    for selector in listed(value):
        if isinstance(selector, Mapping):
            yield selector, depth
            if depth < MAX_DEPTH:
                yield from _selectors(selector.get("refinedBy"), depth + 1)
                yield from _selectors(selector.get("items"), depth)


def _source(address: str, said: Mapping[str, Any], about: Mapping[str, Any]) -> Source:
    """Return the page or publication; an address inside a publication is not the publication's own."""
    url = urldefrag(address).url if address.startswith(("http://", "https://")) else ""
    known = about or said
    return Source(
        title=text(known, "dc:title", "title", "schema:name", "name", "label"),
        kind="book" if about else "webpage",
        authors=names_of(known.get("dc:creator", known.get("creator"))),
        publisher=text(known, "dc:publisher"),
        issued=_issued(text(known, "dc:date")),
        url=url if not about else "",
    )


def _issued(value: str) -> PartialDate | None:
    try:
        return PartialDate.parse(value[:10]) if value else None
    except ValueError:
        return None


FORMAT = NoteFormat("W3C Web Annotation", recognises, read)
