"""Selecting: by character, sentence and quotation; wider and narrower; what was selected last."""

from __future__ import annotations

from annotations.model.span import Span
from reader.articles.bookmarks import Place, Trail
from reader.config.key_parser import Invocation
from reader.text.movement.selection import Selection, Unit, narrowed, widened
from reader.text.segments import quotations
from reader.text.segments.sentences import sentence_at
from reader.ui.commands.context import Handler, Host
from reader.ui.commands.navigation import Moving


class Selecting:
    """Commands that change the selection. The last one of each article is kept with the library."""

    def __init__(self, host: Host, moving: Moving) -> None:
        self._host, self._moving = host, moving
        self._kept: tuple[str, Selection | None] = ("", None)

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        return {
            "select.character": lambda call: self.begin("character"),
            "select.sentence": lambda call: self.begin("sentence"),
            "select.widen": self._widen,
            "select.narrow": self._narrow,
            "select.other-end": self._other_end,
            "select.inside": lambda call: self._quotation(call, around=False),
            "select.around": lambda call: self._quotation(call, around=True),
            "select.again": self._again,
            "select.cancel": lambda call: self._host.page.select(None),
        }

    def begin(self, unit: Unit) -> None:
        """Begin to select, or change the unit; the same unit again leaves."""
        page = self._host.page
        now = page.selection
        if now is not None:
            page.select(None if now.unit == unit else Selection(now.anchor, now.head, unit))
        elif page.sheet.text:
            page.select(Selection(page.cursor.head, page.cursor.head, unit))

    def _widen(self, call: Invocation) -> None:
        page, text = self._host.page, self._host.page.sheet.text
        if not text:
            return
        now = page.selection
        for _ in range(call.count or 1):
            wider = widened(text, now, page.cursor.head, page.sheet.blocks)
            if wider == now:
                break
            now = wider
        if now == page.selection:
            self._host.notice("Nothing wider than this: it is the whole text.")
        page.select(now)

    def _narrow(self, call: Invocation) -> None:
        page, text = self._host.page, self._host.page.sheet.text
        now = page.selection
        for _ in range(call.count or 1):
            if now is None:
                return
            origin, now = now.origin, narrowed(text, now, page.sheet.blocks)
            page.select(now)
            if now is None and origin >= 0:
                page.go_to(origin)

    def quotation(self, *, around: bool, level: int = 1) -> Span | None:
        """The quotation at the cursor or around the selection, else the next one that opens in the same sentence."""
        page, text = self._host.page, self._host.page.sheet.text
        if page.selection is not None:
            found = quotations.quotation_over(text, page.selection.span(text), around, level)
        else:
            found = quotations.quotation_at(text, page.cursor.head, around, level)
        head = page.cursor.head
        return found or quotations.quotation_after(text, head, sentence_at(text, head).end, around)

    def worth_waiting(self, longer: frozenset[str]) -> bool:
        """Whether one of these commands, begun by a key that is one of its own, could do anything."""
        return longer != {"select.around"} or self.quotation(around=True) is not None

    def _quotation(self, call: Invocation, *, around: bool) -> None:
        page = self._host.page
        span = self.quotation(around=around, level=call.count or 1)
        if span:
            page.select(Selection.over(page.sheet.text, span))
        else:
            self._host.notice("No quotation here.")

    def _other_end(self, call: Invocation) -> None:
        page = self._host.page
        if page.selection is not None:
            page.select(page.selection.other_end())

    # What was selected last

    def _again(self, call: Invocation) -> None:
        page = self._host.page
        again = page.last_selection or self._recalled()
        if again is None:
            self._host.notice("Nothing has been selected in this text yet.")
        else:
            page.select(again)

    def _recalled(self) -> Selection | None:
        """What was selected in this article the last time that it was open."""
        article, text = self._host.desk.article, self._host.page.sheet.text
        kept = self._moving.trail(article.id).selected if article is not None else None
        if kept is None:
            return None
        anchor, head = (place.find(text) for place in kept[:2])
        unit: Unit = "sentence" if kept[2] == "sentence" else "character"
        return None if anchor is None or head is None else Selection(anchor, head, unit)

    def keep(self, article_id: str) -> None:
        """Keep the present or last selection for the next time, unless that is done already."""
        page, text = self._host.page, self._host.page.sheet.text
        last = page.selection or page.last_selection
        if last is not None and (article_id, last) != self._kept and text:
            self._kept = (article_id, last)
            ends = (Place.of(text, last.anchor), Place.of(text, last.head), last.unit)
            self._moving.keep_trail(article_id, Trail(self._moving.trail(article_id).marks, ends))
