"""A report with its markup masked, every character at its place, so that offsets are places in the file."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from annotations.model.span import Span

MASKED = "\0"
"""The character in place of a masked one; it reads as nothing."""


class MaskedReport(Struct, frozen=True):
    """A report's text, as long as its file; `breaks` are the offsets at which lines end; `blocks` are block quotes.

    `notes` are footnotes by label; `marks` maps offsets to labels, `links` offsets to addresses. In a document without
    lines (`unit` is `paragraph` then) the paragraphs are counted.
    """

    text: str
    breaks: tuple[int, ...] = ()
    blocks: tuple[Span, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    unit: str = "line"
    ignored: tuple[Span, ...] = ()
    """Where quotations are not checked, by `gloss: ignore` in a comment."""

    def line(self, offset: int) -> int:
        """Return the number of the line, from 1, that an offset is on."""
        return bisect_left(self.breaks, offset) + 1

    def column(self, offset: int) -> int:
        """Return the column of an offset in its line, in code points from 1."""
        line = bisect_left(self.breaks, offset)
        return offset - (self.breaks[line - 1] if line else -1)

    def shown(self, span: Span) -> str:
        """Return the words of a span in one line."""
        return " ".join(span.of(self.text).replace(MASKED, "").split())


class Mask:
    """A report's characters while its markup is being masked; `source` stays unchanged."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._characters = list(source)
        self.blocks: list[Span] = []
        self.notes: dict[str, str] = {}
        self.marks: dict[int, str] = {}
        self.links: dict[int, str] = {}

    @property
    def text(self) -> str:
        """The text with what is masked so far."""
        return "".join(self._characters)

    def hide(self, start: int, end: int) -> None:
        """Mask a range, except its line breaks."""
        for n in range(start, end):
            if self._characters[n] != "\n":
                self._characters[n] = MASKED

    def put(self, start: int, end: int, text: str) -> None:
        """Replace a range by a text that is not longer, and mask the rest."""
        self.hide(start, end)
        kept = text[: end - start]
        self._characters[start : start + len(kept)] = kept

    def each(self, pattern: str | re.Pattern[str], act: Callable[[re.Match[str]], object]) -> None:
        """Call `act` with each match in the text as it is masked so far."""
        for found in re.finditer(pattern, self.text):
            act(found)

    def hide_each(self, pattern: str | re.Pattern[str], group: int | str = 0) -> None:
        """Mask each match, or a group of it."""
        self.each(pattern, lambda found: self.hide(*found.span(group)))

    def note(self, label: str, text: str) -> None:
        """Add a footnote; the first with a label counts."""
        self.notes.setdefault(label, " ".join(text.replace(MASKED, "").split()))

    def define(self, found: re.Match[str]) -> None:
        """Add the footnote of a match, whose text also stays a paragraph; its label is masked."""
        self.note(found[1], found[2])
        self.hide(found.start(), found.start(2))

    def mark(self, start: int, end: int, label: str) -> None:
        """Mask a footnote mark and keep its label."""
        self.marks[start] = label
        self.hide(start, end)

    def done(self) -> MaskedReport:
        """Return the report."""
        breaks = tuple(found.start() for found in re.finditer("\n", self.source))
        return MaskedReport(
            self.text,
            breaks,
            tuple(sorted(self.blocks)),
            self.notes,
            self.marks,
            self.links,
            ignored=_ignored(self.source),
        )


CALLOUT = re.compile(r"(?i)\[!(?!quote|cite)[a-z-]+\]")
IGNORE = re.compile(
    r"(?m)^(?P<before>.*?)(?:<!--[ \t]*gloss:[ \t]*ignore[ \t]*-->|[%#][ \t]*gloss:[ \t]*ignore)(?P<behind>[^\n]*)$"
)
PARAGRAPH = re.compile(r"\s*\S(?:(?!\n[ \t]*\n).)*", re.DOTALL)


def _ignored(source: str) -> tuple[Span, ...]:
    """Return the lines with `gloss: ignore` in a comment; such a comment alone on a line covers the paragraph behind it."""
    found = []
    for match in IGNORE.finditer(source):
        alone = not match["before"].strip() and not match["behind"].strip()
        paragraph = PARAGRAPH.match(source, match.end()) if alone else None
        found.append(Span(match.start(), paragraph.end() if paragraph else match.end()))
    return tuple(found)


SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def entities(mask: Mask) -> None:
    """Replace character references by the characters."""
    mask.each(ENTITY, lambda found: mask.put(*found.span(), _plain(html.unescape(found.group()))))


def _plain(text: str) -> str:
    return " " if text == "\xa0" else "" if text in ("\xad", "\u200b") else text


def numbered_notes(mask: Mask) -> None:
    """Read `[1]` and `¹` behind a word as footnote marks, `[1] ...` at the start of a line as the note."""
    mask.each(
        r"(?m)^\[(\d{1,3})\]:?[ \t]+([^\n]+(?:\n(?![ \t]*(?:\[\d|\n))[^\n]+)*)",
        mask.define,
    )
    mask.each(r"(?m)^([⁰¹²³⁴-⁹]+)[ \t]*([^\n]+)", lambda found: _raised_note(mask, found))
    behind = r"(?<=[\w.,;:!?…”\"’'»)」』\x00])"
    mask.each(rf"{behind}\[(\d{{1,3}})\]", lambda found: mask.mark(*found.span(), found[1]))
    mask.each(rf"{behind}[⁰¹²³⁴-⁹]+", lambda found: mask.mark(*found.span(), found.group().translate(SUPERSCRIPTS)))


def _raised_note(mask: Mask, found: re.Match[str]) -> None:
    mask.notes.setdefault(found[1].translate(SUPERSCRIPTS), found[2])
    mask.hide(*found.span(1))


def quoted_lines(mask: Mask) -> None:
    """Read lines that begin with `>` as block quotes, a paragraph each; a line without it that follows is continued.

    A callout (`> [!NOTE]`) is the author's own text, except one of a kind that quotes (`> [!quote]`).
    """
    at, start, end, callout = 0, -1, -1, False
    for line in mask.text.splitlines(keepends=True):
        sign = re.match(r"[ \t]{0,3}(?:>[ \t]?)+", line)
        bare = line.replace(MASKED, "").strip()
        if sign:
            mask.hide(at, at + sign.end())
            bare = bare[len(sign.group().strip()) :].strip() if bare else ""
        callout = bool(sign) and (callout or bool(CALLOUT.match(bare)))
        if start >= 0 and (not bare or (not sign and end < at)):
            mask.blocks.append(Span(start, end))
            start = -1
        if sign and bare and not callout:
            start = at if start < 0 else start
        if start >= 0 and bare:
            end = at + len(line)
        at += len(line)
    if start >= 0:
        mask.blocks.append(Span(start, end))
