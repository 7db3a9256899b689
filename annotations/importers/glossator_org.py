"""glossator's Org export, read back by its headings, property drawers and quote blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.importers.dates import time_of
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.markup import org
from annotations.model.source import Source

OURS = re.compile(r"^:CUSTOM_ID: gloss-(\S+)\s*$", re.MULTILINE)
CREATED = re.compile(r"^:CREATED: (\S+)\s*$", re.MULTILINE)
TOP = re.compile(r"^\* (?P<title>.*)$", re.MULTILINE)
ENTRY = re.compile(r"^\*\* (?P<words>.*)$", re.MULTILINE)
TAGS = re.compile(r"\s:([\w@#%:]+):\s*$")
BLOCK = re.compile(r"^#\+begin_quote\n(?P<body>.*?)^#\+end_quote$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
CITE = re.compile(r"\s*\[cite:@[^\]\s]+(?:\s[^\]]*)?\]\s*\Z")
CONTEXT = re.compile(r"\A(?P<before>.*?) ?\*(?P<passage>.+)\* ?(?P<after>.*)\Z", re.DOTALL)
GROUPS = re.compile(r"\A(?:#.*|Untagged|\d{4}-\d\d-\d\d|References)\Z")
"""Headings that name a tag or a day, not an article."""


def recognises(document: Document) -> bool:
    """Return whether there are headings with our ids."""
    return bool(OURS.search(document.text)) and bool(ENTRY.search(document.text))


def read(document: Document) -> Reading:
    entries: list[tuple[str, str, str]] = []
    for title, section in _sections(document.text, TOP):
        heading = title if not GROUPS.match(title) else ""
        entries += [(heading, words, body) for words, body in _sections(section, ENTRY)]
    return read_each(entries, _note)


def _sections(text: str, heading: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    found = list(heading.finditer(text))
    for this, following in zip(found, [*found[1:], None], strict=False):
        yield unescaped(this[1]), text[this.end() : following.start() if following else None]


def _note(entry: tuple[str, str, str]) -> Iterator[ImportedNote]:
    title, words, body = entry
    identity, created, block = OURS.search(body), CREATED.search(body), BLOCK.search(body)
    tags = TAGS.search(words)
    quotation = unescaped(CITE.sub("", block["body"])) if block else ""
    parts = [part.strip() for part in re.split(r"\n\s*\n", body[block.end() :] if block else "") if part.strip()]
    said = [unescaped(part) for part in parts]
    context = CONTEXT.match(parts[0]) if parts and org.ZERO_WIDTH_SPACE + "*" not in parts[0] else None
    quote = unescaped(context["passage"]) if context else quotation
    yield ImportedNote(
        quote=quote.strip(),
        note="\n".join(said[1:] if context else said),
        tags=tuple(tags[1].split(":")) if tags else (),
        created=time_of(created[1]) if created else None,
        source=Source(title=title, kind="webpage"),
        own_id=identity[1].upper() if identity else "",
        quotation=quotation.strip() if context and quotation.strip() != quote.strip() else "",
    )


def unescaped(text: str) -> str:
    """Return the words that Org shows of an exported passage or note."""
    return org.unescape(text).strip()


FORMAT = NoteFormat("glossator's own Org", recognises, read)
