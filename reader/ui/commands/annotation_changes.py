"""Changes of annotations: stored, then shown; a change that the store refuses is reported and not shown."""

from __future__ import annotations

from collections.abc import Callable

from annotations.model.errors import AnnotationsError
from reader.errors import ReaderError
from reader.ui.commands.context import ReaderContext


def try_change(context: ReaderContext, change: Callable[[], object]) -> str:
    """Make a change and show it; return why it could not be made, for a dialog to show, or an empty string."""
    try:
        change()
    except (AnnotationsError, ReaderError) as error:
        return str(error)
    context.annotations_changed()
    return ""


def make_change(context: ReaderContext, change: Callable[[], object]) -> bool:
    """Make a change and show it; False, with a notice, if the store refuses it."""
    problem = try_change(context, change)
    if problem:
        context.notify(problem, warning=True)
    return not problem
