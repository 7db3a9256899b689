"""Hypothesis as JSON: the client's export (`annotations`), the API's search result (`rows`), a list, or JSON lines.

After https://h.readthedocs.io/en/latest/api-reference/v1/: offsets of its TextPositionSelector are those of JavaScript, UTF-16
code units. Replies are kept with the note that they reply to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urldefrag

from msgspec.structs import replace

from annotations.importers.coerce import listed, names_of, record, text, texts, whole
from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.importers.w3c import ARTICLE
from annotations.model.interchange import HYPOTHESIS_USER
from annotations.model.source import Source

SIGNS = ({"uri", "target"}, {"uri", "text", "tags"})


def recognises(document: Document) -> bool:
    """Return whether the file has annotations as Hypothesis writes them."""
    entries = _entries(document.json)
    return any(isinstance(each, Mapping) and any(sign <= set(each) for sign in SIGNS) for each in entries[:20])


def read(document: Document) -> Reading:
    """Return every annotation, page notes too, with its replies behind its note."""
    entries = _entries(document.json)
    replies: dict[str, list[str]] = {}
    known = {each.get("id") for each in entries if isinstance(each, Mapping)}
    rest = []
    for each in entries:
        parents = [parent for parent in texts(each.get("references")) if parent in known] if _is_record(each) else []
        if parents:
            replies.setdefault(parents[0], []).append(_reply(each))
        else:
            rest.append(each)
    return read_each(rest, lambda entry: _note(entry, replies), "annotation")


def _is_record(each: object) -> bool:
    return isinstance(each, Mapping)


def _entries(found: object) -> list[Any]:
    if isinstance(found, Mapping):
        return next(
            (listed(found[name]) for name in ("annotations", "rows") if isinstance(found.get(name), list)), [found]
        )
    return listed(found)


def _reply(entry: Mapping[str, Any]) -> str:
    user = text(entry, "user").removeprefix("acct:").partition("@")[0]
    return f"{user}: {text(entry, 'text').strip()}" if user else text(entry, "text").strip()


def _note(entry: object, replies: Mapping[str, list[str]]) -> Iterator[ImportedNote]:
    entry = record(entry)
    identity = text(entry, "id")
    said = [text(entry, "text").strip(), *replies.get(identity, [])]
    selectors = [
        selector
        for target in listed(entry.get("target"))
        if isinstance(target, Mapping)
        for selector in listed(target.get("selector"))
        if isinstance(selector, Mapping)
    ]
    by_kind = {text(selector, "type"): selector for selector in reversed(selectors)}
    quote, position = by_kind.get("TextQuoteSelector", {}), by_kind.get("TextPositionSelector", {})
    note = ImportedNote(
        quote=text(quote, "exact"),
        prefix=str(quote.get("prefix") or ""),
        suffix=str(quote.get("suffix") or ""),
        start=whole(position, "start"),
        end=whole(position, "end"),
        utf16=True,
        note="\n\n".join(part for part in said if part),
        tags=texts(entry.get("tags")),
        created=time_of(entry.get("created")),
        modified=time_of(entry.get("updated")),
        source=_source(entry),
    )
    ours = identity if text(entry, "user") == HYPOTHESIS_USER else ""
    yield replace(note, id=f"hypothesis:{identity}" if identity else "", own_id=ours, article_id=_article(entry))


def _article(entry: Mapping[str, Any]) -> str:
    return text(entry, "uri").removeprefix(ARTICLE) if text(entry, "uri").startswith(ARTICLE) else ""


def _source(entry: Mapping[str, Any]) -> Source:
    """Return the page: its address, and its own metadata."""
    about = entry.get("document")
    about = about if isinstance(about, Mapping) else {}
    highwire = about.get("highwire")
    highwire = highwire if isinstance(highwire, Mapping) else {}
    address = text(entry, "uri", "url")
    if not address.startswith(("http://", "https://")):
        links = [text(link, "href") for link in listed(about.get("link")) if isinstance(link, Mapping)]
        address = next((link for link in links if link.startswith(("http://", "https://"))), "")
    return Source(
        title=text(about, "title") or text(highwire, "title"),
        kind="webpage",
        authors=names_of(list(texts(highwire.get("author")))),
        url=urldefrag(address).url,
        doi=text(highwire, "doi"),
    )


FORMAT = NoteFormat("Hypothesis JSON", recognises, read)
