"""Import of news digests: a heading `Latest news with #Topic`, then articles one after another.

An article is the name of its source, a date `DD-MM-YYYY`, lines `- Category`, a line `- ` with the source's name again, a
title, and the body up to the next article. Variants that occur are accepted: no category, no date or an impossible one (kept
as a warning), dashes in the body and in the source's name, spaces at line ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from annotations.model.source import PartialDate, Source
from reader.articles.article import Draft
from reader.importers.content.decode import decode
from reader.importers.metadata.bylines import agency_in, byline_in
from reader.importers.plain.boilerplate import mark_boilerplate
from reader.importers.plain.line_blocks import compose
from reader.text.cleaning import clean_line, clean_text

HEADING = re.compile(r"\s*latest\s+news\s+(?:with|on|about|for)\s+#?(?P<topic>.*?)\s*$", re.IGNORECASE)
DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\Z")
DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})\Z")
DASH = re.compile(r"-\s+(?=\S)")
SNIFFED_BYTES = 65_536
"""Bytes within which the head of the first article must be."""
MAX_CATEGORY_LINES = 12
"""Lines from the name of a source to its repetition."""


class _Head(Struct, frozen=True):
    """The head of an article: the lines at which it and its title begin, and its fields."""

    start: int
    title: int
    source: str
    date: str
    categories: tuple[str, ...]


class DigestImporter:
    """The importer of news digests."""

    name = "digest"

    def recognises(self, data: bytes, name: str) -> float:
        """Return 1 for a heading and an article's head, 0.8 for a head without the heading, else 0."""
        lines = _lines(decode(data[:SNIFFED_BYTES]))
        heads = _heads(lines)
        if not heads:
            return 0.0
        return 1.0 if _topic(lines[: heads[0].start]) is not None else 0.8

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Return the articles in order; an end shared by several of one source is marked as boilerplate."""
        lines = _lines(decode(data))
        heads = _heads(lines)
        if not heads:
            return []
        topic = _topic(lines[: heads[0].start])
        ends = [head.start for head in heads[1:]] + [len(lines)]
        drafts = [
            _draft(head, lines[head.title : end], topic or "", origin) for head, end in zip(heads, ends, strict=True)
        ]
        return mark_boilerplate(drafts)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in clean_text(text).split("\n")]


def _topic(lines: Sequence[str]) -> str | None:
    for line in lines:
        found = HEADING.match(line)
        if found:
            return clean_line(found["topic"])
    return None


def _heads(lines: Sequence[str]) -> list[_Head]:
    heads: list[_Head] = []
    at = 0
    while at < len(lines):
        head = _head_at(lines, at)
        if head is not None:
            heads.append(head)
            at = head.title
        at += 1
    return heads


def _head_at(lines: Sequence[str], at: int) -> _Head | None:
    """Return the head that begins at line `at`, or None."""
    source = lines[at].strip()
    if not source or DASH.match(source) or DATE.match(source):
        return None
    after = _next_filled(lines, at + 1)
    dated = after < len(lines) and _may_be_date(lines[after].strip())
    strict = dated and DATE.match(lines[after].strip()) is not None
    if not strict and at > 0 and lines[at - 1].strip():
        return None
    first = _next_filled(lines, after + 1) if dated else after
    run = _dashes(lines, first)
    named = [n for n, value in enumerate(run) if value == " ".join(source.split())]
    if not named and not (strict and run and (at == 0 or not lines[at - 1].strip())):
        return None
    last = named[0] if named else len(run) - 1
    title = _next_filled(lines, first + last + 1)
    categories = tuple(dict.fromkeys(run[:last] if named else run))
    date = lines[after].strip() if dated else ""
    return _Head(at, title, clean_line(source), date, categories) if title < len(lines) else None


def _next_filled(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _may_be_date(line: str) -> bool:
    return not DASH.match(line) and len(line) <= 20 and (DATE.match(line) is not None or any(map(str.isdigit, line)))


def _dashes(lines: Sequence[str], at: int) -> list[str]:
    """Return the text of the consecutive dashed lines from `at` on."""
    run: list[str] = []
    while at < len(lines) and len(run) < MAX_CATEGORY_LINES and DASH.match(lines[at].strip()):
        run.append(" ".join(DASH.sub("", lines[at].strip(), count=1).split()))
        at += 1
    return run


def _draft(head: _Head, lines: Sequence[str], topic: str, origin: str) -> Draft:
    title, body = clean_line(lines[0]), lines[1:]
    text, blocks = compose(body)
    issued, warnings = _issued(head.date)
    source = Source(title=title, kind="news", container=head.source, issued=issued)
    return Draft(
        text=text,
        source=source,
        blocks=blocks,
        categories=head.categories,
        topic=topic,
        byline=byline_in(text, title),
        agency=agency_in(text),
        warnings=warnings if text else (*warnings, "This article has no text."),
        origin=origin,
    )


def _issued(date: str) -> tuple[PartialDate | None, tuple[str, ...]]:
    """Return the date of a head, read day first, and warnings about it."""
    if not date:
        return None, ("The digest gives no date for this article.",)
    found = DAY_FIRST.match(date)
    try:
        if found:
            day, month, year = (int(part) for part in found.groups())
            return PartialDate(year, month, day), ()
        return PartialDate.parse(date), ()
    except ValueError:
        return None, (
            f"The digest dates this article {clean_line(date)}, which no calendar has; it counts as undated.",
        )
