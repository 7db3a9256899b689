"""glossator's Markdown export, read back: headings, block quotes with a citation behind them, notes, tags.

Nothing marks where the citation begins: the quote is offered with several cuts, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.importers.glossator_org import GROUPS
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, NoteFormat, Reading, read_each
from annotations.model.source import Source

HEAD = "# Annotated excerpts"
HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TAG_LINE = re.compile(r"\A(?:\\#\S.*)\Z")
BOLD = re.compile(r"(?<!\\)\*\*(?P<passage>(?:[^\\]|\\.)+?)(?<!\\)\*\*")
CITED = re.compile(r"\s+(?=\(|\\\[|“)")
BLANK = re.compile(r"\s+")
MAX_CITATION_WORDS = 60
"""Words."""

MISSING = "*This passage is no longer in the text.*"
LAST = "References"


def recognises(document: Document) -> bool:
    """Return whether the text begins as our exports begin."""
    return document.head == HEAD


def read(document: Document) -> Reading:
    entries: list[tuple[str, list[str]]] = []
    parts = HEADING.split(document.text)
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        heading = shown(title)
        if heading == LAST:
            continue
        for paragraph in _paragraphs(body):
            if paragraph.startswith(">"):
                entries.append(("" if GROUPS.match(heading) else heading, [paragraph]))
            elif entries:
                entries[-1][1].append(paragraph)
    return read_each(entries, _note)


def _paragraphs(body: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", body) if part.strip()]


def shown(markdown: str) -> str:
    """Return the words that Markdown shows of an exported passage or note."""
    return ESCAPED.sub(r"\1", markdown).strip()


def _note(entry: tuple[str, list[str]]) -> Iterator[ImportedNote]:
    title, paragraphs = entry
    lines = (line.removeprefix(">").strip() for line in paragraphs[0].splitlines())
    quoted = [line for line in lines if line]
    rest = [part for part in paragraphs[1:] if part != MISSING]
    tags: tuple[str, ...] = ()
    if rest and TAG_LINE.match(rest[-1]):
        tags = tuple(shown(tag) for tag in re.split(r"(?:\A|\s)\\#", rest.pop()) if tag.strip())
    context = BOLD.search(rest[0]) if rest else None
    readings = _readings(quoted)
    yield ImportedNote(
        quote=shown(context["passage"]) if context else readings[0],
        shorter=() if context else tuple(readings[1:]),
        note="\n".join(shown(part) for part in (rest[1:] if context else rest)),
        tags=tags,
        source=Source(title=title, kind="webpage"),
        quotation=readings[0] if context and readings[0] != shown(context["passage"]) else "",
    )


def _readings(lines: list[str]) -> list[str]:
    """Return the quote without its citation, likeliest first: cut at a bracket or a title, then word by word from the end."""
    before, last = lines[:-1], lines[-1] if lines else ""
    cuts = [found.start() for found in CITED.finditer(last)]
    words = [found.start() for found in BLANK.finditer(last)][-MAX_CITATION_WORDS:]
    ends = list(dict.fromkeys([*reversed(cuts), len(last), *reversed(words)]))
    return ["\n".join(shown(line) for line in [*before, last[:end]]) for end in ends] or [""]


FORMAT = NoteFormat("glossator's own Markdown", recognises, read)
