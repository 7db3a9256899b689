"""Annotations as the page shows them: marks over the text, notes beside it."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model.annotation import Annotation
from annotations.model.span import Span
from reader.services.article_editor import Placed
from reader.text.cleaning import clean_line
from reader.ui.page.page_decorations import Note, Notes
from reader.ui.render.row_painter import Mark, Marks


def over_the_text(placed: Sequence[Placed]) -> tuple[Marks, Notes]:
    """Return the marks of all annotations and the notes of those that have text or tags."""
    marks = Marks(Mark(item.span, item.annotation.color, item.annotation.id) for item in placed)
    notes = (note_of(item.annotation, item.span) for item in placed if item.annotation.note or item.annotation.tags)
    return marks, Notes(notes)


def mark_of(annotation: Annotation) -> Mark:
    """Return the mark of an annotation at its present place."""
    return Mark(annotation.target.position, annotation.color, annotation.id)


def note_of(annotation: Annotation, span: Span) -> Note:
    """Return the margin note of an annotation at `span`."""
    return Note(annotation.id, span.start, annotation.note, tags_line(annotation), annotation.color)


def tags_line(annotation: Annotation) -> str:
    """Return tags as `#one #two`."""
    return " ".join("#" + clean_line(tag) for tag in annotation.tags)
