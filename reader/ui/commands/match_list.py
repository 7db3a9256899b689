"""The matches of a search in the open text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from annotations.model.span import Span
from reader.text.search.text_search import TextQuery

MAX_LIT_MATCHES = 2_000
"""Matches around the cursor that the page is given to light."""


class MatchList(Struct):
    """The matches of a query as far as they are known, in order of place.

    `typed` is the query as typed; `query` is None for a pattern. `is_complete` once the whole text was searched, or given up;
    `has_more` if there are too many to count, or a pattern took too long. `problem` says why the query is none.
    """

    typed: str
    query: TextQuery | None
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    is_complete: bool = False
    has_more: bool = False
    problem: str = ""

    def add(self, matches: Sequence[Span]) -> None:
        """Append matches that stand behind those known."""
        self.starts += [span.start for span in matches]
        self.ends += [span.end for span in matches]

    def span(self, index: int) -> Span:
        """Return the match at an index, counted round the end."""
        at = index % len(self.starts)
        return Span(self.starts[at], self.ends[at])

    def near(self, offset: int) -> list[Span]:
        """Return MAX_LIT_MATCHES matches around a place."""
        at = bisect_left(self.starts, offset)
        part = slice(max(0, at - MAX_LIT_MATCHES // 2), at + MAX_LIT_MATCHES // 2)
        return [Span(start, end) for start, end in zip(self.starts[part], self.ends[part], strict=True)]

    def index_after(self, offset: int) -> int:
        """Return the number of matches that begin at `offset` or before."""
        return bisect_right(self.starts, offset)

    def stepped(self, offset: int, by: int) -> int:
        """Return the index of the match `by` matches on from a place; it may lie beyond either end."""
        nearest = self.index_after(offset) - 1 if by > 0 else bisect_left(self.starts, offset)
        return nearest + by

    def tally(self, offset: int) -> str:
        """Return `MATCH 3/17`: which match the cursor stands on, of how many."""
        if not self.is_complete:
            return "MATCH …"
        return f"MATCH {self.index_after(offset):,}/{len(self.starts):,}{'+' if self.has_more else ''}"
