"""Import of plain text as one article; the first line is the title if an empty line follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from annotations.model.source import Name, Source
from annotations.model.span import Span
from reader.articles.article import Block, BlockKind, Draft
from reader.errors import ImportFailed, TextTooLong
from reader.importers.content.decode import decode
from reader.importers.metadata.bylines import agency_in, byline_in
from reader.importers.plain.gutenberg import GutenbergFrame, frame_of
from reader.importers.plain.hard_wraps import unwrapped, wrap_width
from reader.importers.plain.line_blocks import LIST_MARK, compose, divide, joined
from reader.importers.plain.long_text_parts import MAX_ARTICLE_BYTES
from reader.text.cleaning import clean_line, clean_text

MAX_TITLE = 200
HEADING = re.compile(
    r"(?:chapter|book|part|act|scene|letter|canto|section|kapitel|chapitre|cap[ií]tulo|глава)\s+(?:[ivxlcdm]+|\d+)\b.{0,80}\Z"
    r"|(?:prologue|epilogue|preface|introduction|foreword|afterword|appendix|contents|conclusion|references)\.?\Z"
    r"|[IVXLC]+\.?\Z",
    re.I,
)
MIN_PARAGRAPHS_FOR_HEADINGS = 8
"""Paragraphs of the shortest text in which lines such as `CHAPTER IV` are headings."""


class PlainTextImporter:
    """The importer of any text that no other importer recognises."""

    name = "text"

    def recognises(self, data: bytes, name: str) -> float:
        return 0.1

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Return one draft.

        Raise TextTooLong for more text than an article holds (see `long_text_parts`), ImportFailed for a single line of that size.
        """
        if len(data) > MAX_ARTICLE_BYTES:
            if b"\n" not in data[:MAX_ARTICLE_BYTES]:
                raise ImportFailed(f"its first line alone is longer than {MAX_ARTICLE_BYTES // 1_000_000} MB")
            raise TextTooLong(
                f"it holds more than the {MAX_ARTICLE_BYTES // 1_000_000} MB of text that one article holds"
            )
        whole = decode(data)
        lines = clean_text(whole).strip("\n").split("\n")
        del whole  # frees the memory of a second copy
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


def _framed(lines: list[str], frame: GutenbergFrame, origin: str) -> Draft:
    """Return the draft of a text in Project Gutenberg's frame, which becomes boilerplate."""
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
    first = clean_line(lines[0][: 4 * MAX_TITLE])
    if len(lines) > 2 and not lines[1].strip() and len(first) <= MAX_TITLE and first:
        return first, lines[1:]
    name = clean_line(PurePath(origin).stem.replace("_", " ").replace("-", " "))
    return name or "Untitled", lines


def _composed(lines: Sequence[str]) -> tuple[str, tuple[Block, ...]]:
    """Return text and blocks, with hard-wrapped paragraphs joined."""
    paragraphs = divide(lines)
    width = wrap_width(paragraphs)
    if not width:
        return compose(lines)
    headed = len(paragraphs) >= MIN_PARAGRAPHS_FOR_HEADINGS
    return joined([part for paragraph in paragraphs for part in _parts(paragraph, width, headed)])


def _parts(paragraph: list[str], width: int, headed: bool) -> list[tuple[str, BlockKind]]:
    whole = unwrapped(paragraph, width)
    if headed and len(paragraph) <= 2 and HEADING.match(" ".join(whole)):
        return [(" ".join(whole), "heading")]
    if any(LIST_MARK.match(line) for line in whole):
        return [(line, "list-item" if LIST_MARK.match(line) else "paragraph") for line in whole]
    return [("\n".join(whole), "paragraph")]
