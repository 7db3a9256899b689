"""Moving, finding one's place, selecting."""

from __future__ import annotations

from annotations.span import Span
from reader.keys import Invocation
from reader.text import quotations, selection
from reader.text.clean import clean_line
from reader.text.navigator import JUMPS, MOVES
from reader.text.selection import Selection
from reader.text.words import cluster_start
from reader.ui.controllers.host import Handler, Host
from reader.ui.screens.picker import Picker
from reader.ui.widgets.row_list import Item

JUMPS_KEPT = 100


class Moving:
    """Commands that move the cursor or change the selection; marks and jumps are of this sitting."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._marks: dict[tuple[str, str], int] = {}
        self._back: list[tuple[str, int]] = []
        self._forward: list[tuple[str, int]] = []
        self._widened: list[Span] = []

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        moves: dict[str, Handler] = dict.fromkeys(MOVES, self._move)
        turns: dict[str, Handler] = {
            "page.next": lambda call: self._turn(call, 1.0),
            "page.previous": lambda call: self._turn(call, -1.0),
            "half.next": lambda call: self._turn(call, 0.5),
            "half.previous": lambda call: self._turn(call, -0.5),
            "highlight.next": lambda call: self._to_highlight(call, True),
            "highlight.previous": lambda call: self._to_highlight(call, False),
            "label.jump": self._label,
            "outline.show": self._outline,
            "mark.set": self._set_mark,
            "mark.go": self._go_mark,
            "jump.back": lambda call: self._jump(self._back, self._forward),
            "jump.forward": lambda call: self._jump(self._forward, self._back),
        }
        selects: dict[str, Handler] = {
            "select.character": lambda call: self._select("character"),
            "select.sentence": lambda call: self._select("sentence"),
            "select.widen": self._widen,
            "select.narrow": self._narrow,
            "select.other-end": self._other_end,
            "select.inside": self._quotation,
            "select.cancel": self._cancel,
        }
        return moves | turns | selects

    # Moving

    def _move(self, call: Invocation) -> None:
        if call.command in JUMPS:
            self.leave_here()
        self._host.page.move(call.command, call.count)

    def _turn(self, call: Invocation, pages: float) -> None:
        page = self._host.page
        rows = max(1, page.size.height - 2)
        page.turn(int((call.count or 1) * pages * rows) or 1)

    def _to_highlight(self, call: Invocation, forward: bool) -> None:
        page = self._host.page
        offset: int | None = page.cursor.head
        for _ in range(call.count or 1):
            found = self._host.desk.beside(offset or 0, forward)
            if found is None:
                break
            offset = found
        if offset == page.cursor.head:
            self._host.notice("No highlight further on." if forward else "No highlight before this one.")
            return
        self.leave_here()
        page.go_to(offset or 0)

    def leave_here(self) -> None:
        """Remember the place, to come back to it."""
        article = self._host.desk.article
        if article is not None:
            self._back.append((article.id, self._host.page.cursor.head))
            del self._back[:-JUMPS_KEPT]
            self._forward.clear()

    def _jump(self, origin: list[tuple[str, int]], other: list[tuple[str, int]]) -> None:
        article = self._host.desk.article
        if not origin or article is None:
            self._host.notice("No place to go back to." if origin is self._back else "No place further on.")
            return
        other.append((article.id, self._host.page.cursor.head))
        article_id, offset = origin.pop()
        if article_id == article.id:
            self._host.page.go_to(offset)
        else:
            self._host.open_article(article_id, offset)

    def _set_mark(self, call: Invocation) -> None:
        article = self._host.desk.article
        if article is not None:
            self._marks[article.id, call.argument] = self._host.page.cursor.head
            self._host.notice(f"Mark {clean_line(call.argument)} is set.")

    def _go_mark(self, call: Invocation) -> None:
        article = self._host.desk.article
        offset = self._marks.get((article.id, call.argument)) if article else None
        if offset is None:
            self._host.notice(f"No mark {clean_line(call.argument)} in this article · m sets one.")
            return
        self.leave_here()
        self._host.page.go_to(offset)

    def _label(self, call: Invocation) -> None:
        if not self._host.page.label_sentences():
            self._host.notice("No sentence begins on this screen.")

    def _outline(self, call: Invocation) -> None:
        article = self._host.desk.article
        headings = [block for block in article.blocks if block.kind == "heading"] if article else []
        if article is None or not headings:
            self._host.notice("This text has no headings.")
            return
        text = article.text
        items = [
            Item(str(block.span.start), "  " * max(0, block.level - 1) + block.span.of(text), "") for block in headings
        ]

        def find(words: str) -> tuple[list[Item], str]:
            wanted = words.casefold()
            return [item for item in items if wanted in item.title.casefold()], f"{len(items)} headings"

        self._host.ask(Picker("Outline", find, self._host.palette), self._go_heading)

    def _go_heading(self, value: str | None) -> None:
        if value is not None:
            self.leave_here()
            self._host.page.go_to(int(value))

    # Selecting

    def _select(self, unit: str) -> None:
        page = self._host.page
        now = page.selection
        self._widened.clear()
        if now is not None:
            same = now.unit == unit
            page.select(
                None if same else Selection(now.anchor, now.head, "sentence" if unit == "sentence" else "character")
            )
        elif page.sheet.text:
            page.select(
                Selection(page.cursor.head, page.cursor.head, "sentence" if unit == "sentence" else "character")
            )

    def _widen(self, call: Invocation) -> None:
        page, text = self._host.page, self._host.page.sheet.text
        if not text:
            return
        for _ in range(call.count or 1):
            span = page.selection.span(text) if page.selection else Span(page.cursor.head, page.cursor.head)
            wider = selection.widen(text, span)
            if wider == span:
                break
            self._widened.append(span)
            self._take(wider)

    def _narrow(self, call: Invocation) -> None:
        page, text = self._host.page, self._host.page.sheet.text
        for _ in range(call.count or 1):
            if page.selection is None:
                return
            span = page.selection.span(text)
            narrower = self._widened.pop() if self._widened else selection.narrow(text, span, page.selection.anchor)
            if narrower:
                self._take(narrower)
            else:
                page.select(None)

    def _take(self, span: Span) -> None:
        text = self._host.page.sheet.text
        self._host.page.select(Selection(span.start, cluster_start(text, max(span.start, span.end - 1))))

    def _quotation(self, call: Invocation) -> None:
        page = self._host.page
        span = quotations.quotation_at(page.sheet.text, page.cursor.head, around=False)
        if span:
            self._take(span)
        else:
            self._host.notice("The cursor stands in no quotation.")

    def _other_end(self, call: Invocation) -> None:
        page = self._host.page
        if page.selection is not None:
            page.select(page.selection.other_end())

    def _cancel(self, call: Invocation) -> None:
        page = self._host.page
        self._widened.clear()
        if page.selection is not None:
            page.select(None)
