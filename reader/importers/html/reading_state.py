"""What a reader of markup has to remember while it goes through a tree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from reader.articles.article import InlineKind
from reader.importers.content.text_builder import Mark, Piece


@dataclass(slots=True)
class ListAt:
    """A list, and the number that its next item has."""

    ordered: bool
    number: int


@dataclass(slots=True)
class OpenInline:
    """An inline whose end has not been met; `first` is the piece it begins with."""

    element: Any
    kind: InlineKind
    first: int
    target: str = ""


@dataclass(slots=True)
class Gathered:
    """What has been gathered of the block that is being read."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Ruby:
    """A ruby element: its readings, and whether one of them is being read."""

    readings: list[str] = field(default_factory=list)
    reading: bool = False


@dataclass(slots=True)
class Table:
    """A table of data; `fresh` at the start of a row."""

    element: Any
    header: bool | None = None
    fresh: bool = True


@dataclass(slots=True)
class Note:
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
