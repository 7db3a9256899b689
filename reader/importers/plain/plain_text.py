"""Plain text: one article; its first line is the title where an empty line follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from annotations.model.source import Name, Source
from annotations.model.span import Span
from reader.articles.article import Block, BlockKind, Draft
from reader.errors import ImportFailed, Parted
from reader.importers.content.decode import decode
from reader.importers.metadata.bylines import agency_in, byline_in
from reader.importers.plain.gutenberg import Frame, frame_of
from reader.importers.plain.hard_wraps import unwrapped, wrap_width
from reader.importers.plain.line_blocks import LIST_MARK, compose, divide, joined
from reader.importers.plain.long_text_parts import LARGEST_WHOLE
from reader.text.cleaning import clean_line, clean_text

LONGEST_TITLE = 200
HEADING = re.compile(
    r"(?:chapter|book|part|act|scene|letter|canto|section|kapitel|chapitre|cap[ií]tulo|глава)\s+(?:[ivxlcdm]+|\d+)\b.{0,80}\Z"
    r"|(?:prologue|epilogue|preface|introduction|foreword|afterword|appendix|contents|conclusion|references)\.?\Z"
    r"|[IVXLC]+\.?\Z",
    re.I,
)
LEAST_FOR_HEADINGS = 8
"""Paragraphs of a text in which lines such as `CHAPTER IV` are taken for headings."""


class PlainTextImporter:
    """Takes any text."""

    name = "text"

    def recognises(self, data: bytes, name: str) -> float:
        """A little: whatever nothing else wants."""
        return 0.1

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """One draft; Parted for more text than an article holds (see `parts`), ImportFailed for a single line as long."""
        if len(data) > LARGEST_WHOLE:
            if b"\n" not in data[:LARGEST_WHOLE]:
                raise ImportFailed(f"its first line alone is longer than {LARGEST_WHOLE // 1_000_000} MB")
            raise Parted(f"it holds more than the {LARGEST_WHOLE // 1_000_000} MB of text that one article holds")
        whole = decode(data)
        lines = clean_text(whole).strip("\n").split("\n")
        del whole  # a long text is not kept twice
        frame = frame_of(lines)
        draft = _framed(lines, frame, origin) if frame else _plain(lines, origin)
        return [draft] if draft.text else []


def _plain(lines: list[str], origin: str) -> Draft:
    title, body = _title(lines, origin)
    text, blocks = _composed(body)
    if not text:
        text, blocks = _composed(lines)
    return Draft(
        text=text,
        source=Source(title=title, kind="webpage"),
        blocks=blocks,
        byline=byline_in(text, title),
        agency=agency_in(text),
        origin=origin,
    )


def _framed(lines: list[str], frame: Frame, origin: str) -> Draft:
    """A text in Project Gutenberg's frame, which is boilerplate."""
    parts: list[tuple[str, tuple[Block, ...]]] = []
    for each, own in (
        (lines[: frame.first], False),
        (lines[frame.first : frame.last], True),
        (lines[frame.last :], False),
    ):
        text, blocks = _composed(each)
        if text:
            parts.append((text, blocks if own else (Block("boilerplate", Span(0, len(text))),)))
    at, shifted = 0, []
    for text, blocks in parts:
        shifted += [Block(one.kind, Span(one.span.start + at, one.span.end + at), one.level) for one in blocks]
        at += len(text) + 2
    author = (Name.parse(clean_line(frame.author)),) if frame.author and frame.author.lower() != "various" else ()
    source = Source(
        title=clean_line(frame.title) or _title(lines, origin)[0],
        kind="book",
        authors=author,
        publisher="Project Gutenberg",
        language=frame.language,
    )
    return Draft(text="\n\n".join(text for text, _ in parts), source=source, blocks=tuple(shifted), origin=origin)


def _title(lines: list[str], origin: str) -> tuple[str, list[str]]:
    first = clean_line(lines[0][: 4 * LONGEST_TITLE])
    if len(lines) > 2 and not lines[1].strip() and len(first) <= LONGEST_TITLE and first:
        return first, lines[1:]
    name = clean_line(PurePath(origin).stem.replace("_", " ").replace("-", " "))
    return name or "Untitled", lines


def _composed(lines: Sequence[str]) -> tuple[str, tuple[Block, ...]]:
    """Text and blocks: paragraphs that were wrapped by hand are one line again."""
    paragraphs = divide(lines)
    width = wrap_width(paragraphs)
    if not width:
        return compose(lines)
    headed = len(paragraphs) >= LEAST_FOR_HEADINGS
    return joined([part for paragraph in paragraphs for part in _parts(paragraph, width, headed)])


def _parts(paragraph: list[str], width: int, headed: bool) -> list[tuple[str, BlockKind]]:
    whole = unwrapped(paragraph, width)
    if headed and len(paragraph) <= 2 and HEADING.match(" ".join(whole)):
        return [(" ".join(whole), "heading")]
    if any(LIST_MARK.match(line) for line in whole):
        return [(line, "list-item" if LIST_MARK.match(line) else "paragraph") for line in whole]
    return [("\n".join(whole), "paragraph")]
