"""Commands that select: by character, sentence and quotation, wider and narrower, the last selection again."""

from __future__ import annotations

from annotations.model.span import Span
from reader.articles.bookmarks import Place, Trail
from reader.config.key_parser import Invocation
from reader.text.movement.selection import Selection, Unit, narrowed, widened
from reader.text.segments import quotations
from reader.text.segments.sentences import sentence_at
from reader.ui.commands.annotations import AnnotationCommands
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.navigation import load_trail, save_trail
from reader.ui.commands.text_search import TextSearch


class SelectionCommands:
    """Commands that change the selection; the last one of each article is kept with the library."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._kept: tuple[str, Selection | None] = ("", None)
        context.subscribe(context.place_saved, self.keep)

    def by_character(self, call: Invocation) -> None:
        """Select from the cursor; on a highlight, select its passage to move its ends, and again to leave that."""
        annotations = self._context.commands.get(AnnotationCommands)
        before = annotations.ends.release()
        if before is not None:
            self._context.page.select(None)
            self._context.page.go_to(before)
        if before is not None or not annotations.grab_ends():
            self.begin("character")

    def by_sentence(self, call: Invocation) -> None:
        self.begin("sentence")

    def cancel(self, call: Invocation) -> None:
        """Leave the selection; where nothing is selected, clear the matches of the last search."""
        self._context.commands.get(AnnotationCommands).leave()
        if self._context.page.selection is None:
            self._context.commands.get(TextSearch).clear()
        self._context.page.select(None)

    def begin(self, unit: Unit) -> None:
        """Begin to select, or change the unit; the same unit again leaves the selection."""
        page = self._context.page
        now = page.selection
        if now is not None:
            page.select(None if now.unit == unit else Selection(now.anchor, now.head, unit))
        elif page.sheet.text:
            page.select(Selection(page.cursor.head, page.cursor.head, unit))

    def widen(self, call: Invocation) -> None:
        page, text = self._context.page, self._context.page.sheet.text
        if not text:
            return
        now = page.selection
        for _ in range(call.count or 1):
            wider = widened(text, now, page.cursor.head, page.sheet.blocks)
            if wider == now:
                break
            now = wider
        if now == page.selection:
            self._context.notify("Nothing wider than this: it is the whole text.")
        page.select(now)

    def narrow(self, call: Invocation) -> None:
        page, text = self._context.page, self._context.page.sheet.text
        now = page.selection
        for _ in range(call.count or 1):
            if now is None:
                return
            origin, now = now.origin, narrowed(text, now, page.sheet.blocks)
            page.select(now)
            if now is None and origin >= 0:
                page.go_to(origin)

    def quotation(self, *, around: bool, level: int = 1) -> Span | None:
        """Return the quotation at the cursor or around the selection, else the next one that opens in the same sentence."""
        page, text = self._context.page, self._context.page.sheet.text
        if page.selection is not None:
            found = quotations.quotation_over(text, page.selection.span(text), around, level)
        else:
            found = quotations.quotation_at(text, page.cursor.head, around, level)
        head = page.cursor.head
        return found or quotations.quotation_after(text, head, sentence_at(text, head).end, around)

    def has_quotation(self) -> bool:
        """Whether there is a quotation to select."""
        return self.quotation(around=True) is not None

    def inside_quotation(self, call: Invocation) -> None:
        self._quotation(call, around=False)

    def around_quotation(self, call: Invocation) -> None:
        self._quotation(call, around=True)

    def _quotation(self, call: Invocation, *, around: bool) -> None:
        page = self._context.page
        span = self.quotation(around=around, level=call.count or 1)
        if span:
            page.select(Selection.over(page.sheet.text, span))
        else:
            self._context.notify("No quotation here.")

    def other_end(self, call: Invocation) -> None:
        page = self._context.page
        if page.selection is not None:
            page.select(page.selection.other_end())

    # What was selected last

    def reselect(self, call: Invocation) -> None:
        page = self._context.page
        again = page.last_selection or self._recalled()
        if again is None:
            self._context.notify("Nothing has been selected in this text yet.")
        else:
            page.select(again)

    def _recalled(self) -> Selection | None:
        """Return what was selected when this article was last open."""
        article, text = self._context.editor.article, self._context.page.sheet.text
        kept = load_trail(self._context, article.id).selected if article is not None else None
        if kept is None:
            return None
        anchor, head = (place.find(text) for place in kept[:2])
        unit: Unit = "sentence" if kept[2] == "sentence" else "character"
        return None if anchor is None or head is None else Selection(anchor, head, unit)

    def keep(self, article_id: str) -> None:
        """Keep the present or last selection for the next time, unless that is done already."""
        page, text = self._context.page, self._context.page.sheet.text
        last = page.selection or page.last_selection
        if last is not None and (article_id, last) != self._kept and text:
            self._kept = (article_id, last)
            ends = (Place.of(text, last.anchor), Place.of(text, last.head), last.unit)
            save_trail(self._context, article_id, Trail(load_trail(self._context, article_id).marks, ends))
