"""What a reader of markup has to remember while it goes through a tree."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from reader.articles.article import InlineKind
from reader.importers.content.text_builder import Mark, Piece


class ListAt(Struct):
    """A list, and the number that its next item has."""

    ordered: bool
    number: int


class OpenInline(Struct):
    """An inline whose end has not been met; `first` is the piece it begins with."""

    element: Any
    kind: InlineKind
    first: int
    target: str = ""


class Gathered(Struct):
    """What has been gathered of the block that is being read."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


class Ruby(Struct):
    """A ruby element: its readings, and whether one of them is being read."""

    readings: list[str] = field(default_factory=list)
    reading: bool = False


class Table(Struct):
    """A table of data; `fresh` at the start of a row."""

    element: Any
    header: bool | None = None
    fresh: bool = True


class Note(Struct):
    """A footnote and what the text calls it."""

    element: Any
    label: str


def take_off(pieces: list[Piece], label: str) -> None:
    """Blank the label at the start, which may be spread over several pieces."""
    left = label
    for n, piece in enumerate(pieces):
        bare = piece.text.lstrip()
        while left and bare and bare[0] == left[0]:
            bare, left = bare[1:].lstrip() if left[1:] == "" else bare[1:], left[1:]
        pieces[n] = replace(piece, text=bare)
        if not left:
            return
