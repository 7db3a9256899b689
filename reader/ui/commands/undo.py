"""Undo and redo of changes to annotations and articles."""

from __future__ import annotations

from collections.abc import Callable

from annotations.storage.undo_history import Step
from reader.config.key_parser import Invocation
from reader.ui.commands.annotation_changes import make_change
from reader.ui.commands.context import ReaderContext


def undo(context: ReaderContext, call: Invocation) -> None:
    _move(context, context.editor.undo, "Nothing to undo.", "undone · Ctrl+R to redo")


def redo(context: ReaderContext, call: Invocation) -> None:
    _move(context, context.editor.redo, "Nothing to redo.", "done again · u takes it back")


def _move(context: ReaderContext, move: Callable[[], Step | None], nothing: str, done: str) -> None:
    """Move in the history, show what has changed and go there."""
    steps: list[Step | None] = []
    if not make_change(context, lambda: steps.append(move())):
        return
    step = steps[0]
    if step is None:
        context.notify(nothing)
        return
    if step.changes:
        context.annotations_changed(change.after.article_id for change in step.changes)
    else:
        context.article_list.refresh()  # it was a change of articles, not of annotations
    context.notify(f"{step.title} {done}.")
    span = context.editor.span_of(step.changes[-1].after.id) if step.changes else None
    if span is not None:
        context.page.go_to(span.start)
