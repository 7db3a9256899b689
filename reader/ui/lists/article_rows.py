"""The articles of a listing as rows of the sidebar, under their headings, each read when it comes on the screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate

from annotations.model.source import MONTH_NAMES
from annotations.text.lazy_regex import expression
from reader.errors import ReaderError
from reader.library.catalog.catalog import ArticleGroup, ArticleListing
from reader.library.db.models import ArticleSummary
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line
from reader.ui.lists.rows import GONE, Item, Lazy

ISO = expression(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?\Z")


def short_date(issued: str, year: str = "") -> str:
    """`14 Jul 2025`, `Jul 2025`, `2025`: an ISO date as the list shows it, without the year that goes without saying."""
    if not ISO.match(issued):
        return issued  # damaged
    parts = issued.split("-")
    if len(parts) == 3:
        day = f"{int(parts[2])} {MONTH_NAMES[int(parts[1]) - 1][:3]}"
        return day if parts[0] == year else f"{day} {parts[0]}"
    return f"{MONTH_NAMES[int(parts[1]) - 1][:3]} {parts[0]}" if len(parts) == 2 else issued


def row_of(entry: ArticleSummary, year: str = "") -> Item:
    """Return an article as a list item; `year` is the year that all listed articles share."""
    notes = entry.notes
    facts = [short_date(entry.issued, year) if entry.issued else "no date"]
    if entry.finished:
        facts.append("read")
    elif entry.progress > 0.005:
        facts.append(f"{round(entry.progress * 100)} %")
    facts.append(f"{notes} note{'s' if notes != 1 else ''}" if notes else "")
    facts.append("changed" if entry.revised else "")
    glyph = (
        "±"
        if entry.revised
        else "★"
        if entry.starred
        else "▪"
        if notes
        else " "
        if entry.opened or entry.finished
        else "●"
    )
    title = clean_line(entry.title) or "(untitled)"
    tail = " · ".join(fact for fact in facts if fact)
    container = clean_line(entry.container)
    return Item(entry.id, title, container, glyph, tail=f" · {tail}" if container else tail)


class ListingRows:
    """Turns places in the list into places in a listing and back, headings and closed groups counted."""

    def __init__(
        self, workspace: Workspace, listing: ArticleListing, year: str = "", closed: Collection[str] = ()
    ) -> None:
        self._workspace, self._listing, self._year, self._closed = workspace, listing, year, closed
        sizes = [1 + (0 if group.label in closed else group.count) for group in listing.groups]
        self._starts = [0, *accumulate(sizes)]

    def rows(self) -> Lazy:
        """Return the rows."""
        return Lazy(self._starts[-1] if self._listing.groups else len(self._listing), self._read, self._find)

    def _where(self, place: int) -> tuple[ArticleGroup | None, int]:
        """Return the group heading at a row, or the article's position in the listing."""
        if not self._listing.groups:
            return None, place
        at = bisect_right(self._starts, place) - 1
        group, within = self._listing.groups[at], place - self._starts[at]
        return (group, 0) if within == 0 else (None, group.start + within - 1)

    def _read(self, places: range) -> Sequence[Item]:
        wanted = [self._where(place) for place in places]
        numbers = [self._listing.numbers[at] for group, at in wanted if group is None]
        try:
            entries = {entry.number: entry for entry in self._workspace.library.catalog.by_number(numbers)}
        except ReaderError:
            return [GONE] * len(places)
        return [self._item(group, at, entries) for group, at in wanted]

    def _item(self, group: ArticleGroup | None, at: int, entries: Mapping[int, ArticleSummary]) -> Item:
        if group is not None:
            sign, many = (
                "▸" if group.label in self._closed else "▾",
                f"{group.count:,} article{'s'[: group.count != 1]}",
            )
            return Item("", clean_line(group.label), many, sign, heading=True)
        entry = entries.get(self._listing.numbers[at])
        return row_of(entry, self._year) if entry else GONE

    def _find(self, value: str) -> int | None:
        try:
            number = self._workspace.library.catalog.number_of(value)
        except ReaderError:
            return None
        try:
            at = self._listing.numbers.index(number) if number is not None else -1
        except ValueError:
            return None
        group = self._listing.group_at(at) if at >= 0 else None
        if at < 0 or (group is not None and group.label in self._closed):
            return None
        return at if group is None else self._starts[self._listing.groups.index(group)] + 1 + at - group.start
