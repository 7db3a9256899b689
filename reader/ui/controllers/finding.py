"""Finding words in the text as one types them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.widgets import Input

from annotations.span import Span
from reader.keys import Invocation
from reader.text import search
from reader.text.navigator import Cursor
from reader.ui.controllers.host import Handler, Host
from reader.ui.paint import Spans, spans

ALL_LIT_UP_TO = 2_000_000
"""Characters up to which every match is lit; in a longer text only the one that was gone to."""


class Finding:
    """`/`, `n`, `N`. While words are typed the page shows the first match; Escape goes back to where one was."""

    def __init__(self, host: Host, line: Callable[[], Input]) -> None:
        self._host, self._line = host, line
        self._from = Cursor()
        self._query = ""

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        return {
            "find.start": self._start,
            "find.next": lambda call: self._again(call, True),
            "find.previous": lambda call: self._again(call, False),
        }

    def _start(self, call: Invocation) -> None:
        self._from = replace(self._host.page.cursor)
        line = self._line()
        line.value = ""
        line.add_class("shown")
        line.screen.set_focus(line)

    def typed(self, query: str) -> None:
        """Light the matches of what has been typed, and show the first from where one was."""
        page, self._query = self._host.page, query
        text = page.sheet.text
        page.matches = spans(self._all(text))
        found = search.find_next(text, query, self._from.head - 1) if query.strip() else None
        if found and not page.matches.all:
            page.matches = spans([found])
        page.go(Cursor(found.start) if found else self._from)
        page.refresh()

    def _all(self, text: str) -> list[Span]:
        if not self._query.strip() or len(text) > ALL_LIT_UP_TO:
            return []
        return search.find_all(text, self._query)

    def leave(self, *, accepted: bool) -> None:
        """The words are as they are meant to be, or the search is given up."""
        self._line().remove_class("shown")
        if not accepted:
            self.clear()
            self._host.page.go(self._from)
        elif self._query and not self._host.page.matches.all:
            self._host.notice(f"“{self._query}” is not in this text.")

    def clear(self) -> None:
        """No match is lit any more."""
        self._host.page.matches = Spans()
        self._host.page.refresh()

    def tally(self) -> str:
        """`3/17`: which match the cursor stands on."""
        found = self._host.page.matches.all
        head = self._host.page.cursor.head
        at = sum(each.span.start <= head for each in found)
        return f"MATCH {at}/{len(found)}"

    def _again(self, call: Invocation, forward: bool) -> None:
        page = self._host.page
        if not self._query.strip():
            self._host.notice("Nothing was searched for yet · / begins.")
            return
        text = page.sheet.text
        if not page.matches.all:
            page.matches = spans(self._all(text))
        find = search.find_next if forward else search.find_prev
        found: Span | None = Span(page.cursor.head, page.cursor.head)
        for _ in range(call.count or 1):
            found = None if found is None else find(text, self._query, found.start)
        if found is None:
            self._host.notice(f"“{self._query}” is not in this text.")
            return
        if not page.matches.all:
            page.matches = spans([found])
        page.go_to(found.start)
        page.refresh()
