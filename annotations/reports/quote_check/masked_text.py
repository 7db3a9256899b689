"""A report with its markup blanked out, each character where it stood: so that an offset is a place in the file. Pure."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from annotations.model.span import Span

GONE = "\0"
"""What stands for a character of markup: nothing, when the text is read."""


class Report(Struct, frozen=True):
    """`text` is as long as the file; `breaks` are the offsets at which its lines end; `blocks` are block quotes.

    `notes` are footnotes by label; `marks` say which label, and `links` which address, belongs to an offset. Of a document
    that has no lines (`unit` is `paragraph` then) the paragraphs are counted.
    """

    text: str
    breaks: tuple[int, ...] = ()
    blocks: tuple[Span, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    unit: str = "line"

    def line(self, offset: int) -> int:
        """The number of the line, from 1, that an offset stands on."""
        return bisect_left(self.breaks, offset) + 1

    def shown(self, span: Span) -> str:
        """The words of a span in one line."""
        return " ".join(span.of(self.text).replace(GONE, "").split())


class Mask:
    """A report's characters while its markup is being blanked out; `source` stays as it was."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._characters = list(source)
        self.blocks: list[Span] = []
        self.notes: dict[str, str] = {}
        self.marks: dict[int, str] = {}
        self.links: dict[int, str] = {}

    @property
    def text(self) -> str:
        """As it is by now."""
        return "".join(self._characters)

    def hide(self, start: int, end: int) -> None:
        """Blank out; lines stay lines."""
        for n in range(start, end):
            if self._characters[n] != "\n":
                self._characters[n] = GONE

    def put(self, start: int, end: int, text: str) -> None:
        """Something shorter or as long in place of it."""
        self.hide(start, end)
        kept = text[: end - start]
        self._characters[start : start + len(kept)] = kept

    def each(self, pattern: str | re.Pattern[str], act: Callable[[re.Match[str]], object]) -> None:
        """Do something with each match in the text as it is by now."""
        for found in re.finditer(pattern, self.text):
            act(found)

    def hide_each(self, pattern: str | re.Pattern[str], group: int | str = 0) -> None:
        """Blank out each match, or a group of it."""
        self.each(pattern, lambda found: self.hide(*found.span(group)))

    def note(self, label: str, text: str) -> None:
        """A footnote; the first of a label counts."""
        self.notes.setdefault(label, " ".join(text.replace(GONE, "").split()))

    def define(self, found: re.Match[str]) -> None:
        """A footnote's text as one of the text's own paragraphs: its label blanked out, its words also under the label."""
        self.note(found[1], found[2])
        self.hide(found.start(), found.start(2))

    def mark(self, start: int, end: int, label: str) -> None:
        """A footnote mark: blanked out, its label kept."""
        self.marks[start] = label
        self.hide(start, end)

    def done(self) -> Report:
        """The report."""
        breaks = tuple(found.start() for found in re.finditer("\n", self.source))
        return Report(self.text, breaks, tuple(sorted(self.blocks)), self.notes, self.marks, self.links)


SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def entities(mask: Mask) -> None:
    """Character references as what they stand for."""
    mask.each(ENTITY, lambda found: mask.put(*found.span(), _plain(html.unescape(found.group()))))


def _plain(text: str) -> str:
    return " " if text == "\xa0" else "" if text in ("\xad", "\u200b") else text


def numbered_notes(mask: Mask) -> None:
    """`[1]` and `¹` behind a word as footnote marks; `[1] ...` at the start of a line as the note."""
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
    """Lines that begin with `>` as block quotes, a paragraph each; what follows without a sign belongs to it."""
    at, start, end = 0, -1, -1
    for line in mask.text.splitlines(keepends=True):
        sign = re.match(r"[ \t]{0,3}(?:>[ \t]?)+", line)
        bare = line.replace(GONE, "").strip()
        if sign:
            mask.hide(at, at + sign.end())
            bare = bare[len(sign.group().strip()) :].strip() if bare else ""
        if start >= 0 and (not bare or (not sign and end < at)):
            mask.blocks.append(Span(start, end))
            start = -1
        if sign and bare:
            start = at if start < 0 else start
        if start >= 0 and bare:
            end = at + len(line)
        at += len(line)
    if start >= 0:
        mask.blocks.append(Span(start, end))
