"""Annotations as the page shows them: marks over the text, notes beside it."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.annotation import Annotation
from reader.desk import Placed
from reader.text.clean import clean_line
from reader.ui.paint import Mark, Marks
from reader.ui.widgets.page import Note


def over_the_text(placed: Sequence[Placed]) -> tuple[Marks, tuple[Note, ...]]:
    """The marks of all annotations, and the notes of those that say something."""
    marks = Marks(Mark(item.span, item.annotation.color, item.annotation.id) for item in placed)
    notes = tuple(
        Note(item.annotation.id, item.span.start, item.annotation.note, tags_line(item.annotation))
        for item in placed
        if item.annotation.note or item.annotation.tags
    )
    return marks, notes


def tags_line(annotation: Annotation) -> str:
    """`#one #two`."""
    return " ".join("#" + clean_line(tag) for tag in annotation.tags)
