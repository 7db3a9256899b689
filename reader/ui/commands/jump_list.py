"""Places from which the reader jumped, to go back and forward among them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.commands.context import ReaderContext

MAX_JUMPS = 100
MAX_SAVED_JUMPS = 30

JumpPlace = tuple[str, int]
"""An article's id and an offset in its text."""


class JumpList:
    """Two stacks of places, as a browser has them; the last ones are kept with the library."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._back: list[JumpPlace] = []
        self._forward: list[JumpPlace] = []
        self._recalled = False

    def leave_here(self, offset: int | None = None) -> None:
        """Push the cursor's place, or `offset` in the open article, to come back to it."""
        here = self._here()
        if here is None:
            return
        here = here if offset is None else (here[0], offset)
        self._recall()
        if not self._back or self._back[-1] != here:
            self._back.append(here)
        del self._back[:-MAX_JUMPS]
        self._forward.clear()

    def go(self, *, forward: bool, count: int = 1) -> None:
        """Go `count` places back or forward; a notice says where there are no more."""
        self._recall()
        origin, other = (self._forward, self._back) if forward else (self._back, self._forward)
        for _ in range(count):
            here = self._here()
            while origin and origin[-1] == here:
                origin.pop()
            if not origin or here is None:
                self._context.notify("No place further on." if forward else "No place to go back to.")
                return
            other.append(here)
            self.go_to(*origin.pop())

    def go_to(self, article_id: str, offset: int) -> None:
        """Go to a place, opening its article where another one is open."""
        article = self._context.editor.article
        if article is not None and article_id == article.id:
            self._context.page.go_to(offset)
        else:
            self._context.view.open_article(article_id, offset)

    def last_in(self, article_id: str) -> JumpPlace | None:
        """Return the place in an article from which the reader last jumped."""
        return next((place for place in reversed(self._back) if place[0] == article_id), None)

    def save(self) -> None:
        """Keep the last places for the next start."""
        if self._recalled:
            self._context.settings.remember("jumps", json.dumps(self._back[-MAX_SAVED_JUMPS:]))

    def _recall(self) -> None:
        """Read the places of the last run, once; those that cannot be read are dropped."""
        if self._recalled:
            return
        self._recalled = True
        try:
            saved = json.loads(self._context.settings.recall("jumps", "[]"))
            self._back[:0] = [(str(article_id), int(offset)) for article_id, offset in saved]
        except (ValueError, TypeError):
            return

    def _here(self) -> JumpPlace | None:
        article = self._context.editor.article
        return (article.id, self._context.page.cursor.head) if article is not None else None
