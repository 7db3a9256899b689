"""State of a MarkupReader within a tree: the block, list, table, ruby or footnote that is open."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from reader.articles.article import InlineKind
from reader.importers.content.text_builder import InlineMark, TextPiece


class OpenList(Struct):
    """An open list and the number of its next item."""

    ordered: bool
    number: int


class OpenInline(Struct):
    """An inline whose end has not been reached; `first` is the piece it begins with."""

    element: Any
    kind: InlineKind
    first: int
    target: str = ""


class OpenBlock(Struct):
    """The pieces and marks of the open block."""

    pieces: list[TextPiece] = field(default_factory=list)
    marks: list[InlineMark] = field(default_factory=list)


class OpenRuby(Struct):
    """An open ruby element: its readings, and whether one of them is open."""

    readings: list[str] = field(default_factory=list)
    reading: bool = False


class OpenTable(Struct):
    """An open data table; `fresh` at the start of a row."""

    element: Any
    header: bool | None = None
    fresh: bool = True


class OpenFootnote(Struct):
    """An open footnote and its label in the text."""

    element: Any
    label: str


def remove_label(pieces: list[TextPiece], label: str) -> None:
    """Remove `label` from the start of the pieces, across which it may be spread."""
    left = label
    for n, piece in enumerate(pieces):
        bare = piece.text.lstrip()
        while left and bare and bare[0] == left[0]:
            bare, left = bare[1:].lstrip() if left[1:] == "" else bare[1:], left[1:]
        pieces[n] = replace(piece, text=bare)
        if not left:
            return
