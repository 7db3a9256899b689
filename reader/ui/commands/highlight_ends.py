"""Moving the ends of a highlight: its passage is selected, changed like any selection, and set again."""

from __future__ import annotations

from msgspec import Struct

from annotations.model.annotation import Annotation
from reader.text.movement.selection import Selection
from reader.ui.commands.annotation_changes import make_change
from reader.ui.commands.context import ReaderContext


class GrabbedHighlight(Struct, frozen=True):
    """The highlight, the number of the page's selection that was made for it, and the cursor's offset before."""

    annotation: Annotation
    selection: int
    cursor: int


class HighlightEnds:
    """The highlight whose ends are being moved, if any; forgotten when another article is opened."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._grabbed: GrabbedHighlight | None = None
        context.subscribe(context.article_opened, lambda _: self.release())

    @property
    def grabbed(self) -> GrabbedHighlight | None:
        """The highlight, while the selection that was made for it lasts."""
        page, grabbed = self._context.page, self._grabbed
        is_current = grabbed and page.selection and page.selections_begun == grabbed.selection
        return grabbed if is_current else None

    def grab(self, annotation: Annotation) -> bool:
        """Select the passage of a highlight to move its ends; False if it has none."""
        page, span = self._context.page, self._context.editor.span_of(annotation.id)
        if span is None:
            return False
        cursor = page.cursor.head
        page.select(Selection.over(page.sheet.text, span))
        self._grabbed = GrabbedHighlight(annotation, page.selections_begun, cursor)
        self._context.notify(
            "Move the end, o takes the other one, ⏎ sets them · v again selects afresh from the cursor."
        )
        return True

    def release(self) -> int | None:
        """Leave the ends where they were; return the cursor's offset before, or None if nothing was grabbed."""
        grabbed, self._grabbed = self.grabbed, None
        return grabbed.cursor if grabbed else None

    def set(self) -> Annotation | None:
        """Give the highlight the ends of the selection; None if nothing is grabbed or the store refuses."""
        page, editor, grabbed = self._context.page, self._context.editor, self.grabbed
        span = page.passage()
        if grabbed is None or span is None:
            return None
        self._grabbed, page.selection = None, None
        if not make_change(self._context, lambda: editor.move(grabbed.annotation, span)):
            return None
        page.go_to(span.start)
        moved = (item.annotation for item in editor.placed if item.annotation.id == grabbed.annotation.id)
        return next(moved, None)
