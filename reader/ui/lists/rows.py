"""Rows for a list, each made when it is looked at: a list of a hundred thousand costs what is on the screen.

Items are plain text that has passed the cleaning function, or passes it when painted; they are never read as markup.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import overload

from msgspec import Struct

from annotations.model.span import Span

PAGE = 64
"""Rows that are read together."""
PAGES_KEPT = 16


class Item(Struct, frozen=True):
    """One row: a glyph, a title, a second line, and the value that choosing it gives.

    `tail` stands behind `detail` and is kept whole where both together are too long. A `heading` stands over the rows
    behind it and cannot be chosen. `lit` are the stretches of `detail` that were searched for.
    """

    value: str
    title: str
    detail: str
    glyph: str = " "
    strong: bool = False
    tail: str = ""
    heading: bool = False
    lit: tuple[Span, ...] = ()


GONE = Item("", "…", "")
"""The placeholder of a row that can no longer be read."""


class Rows(Sequence[Item]):
    """The items of a list, asked for by place."""

    @overload
    def __getitem__(self, place: int) -> Item: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...

    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        if isinstance(place, slice):
            return [self.at(n) for n in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.at(place % len(self))

    @abstractmethod
    def at(self, place: int) -> Item:
        """Return the item at an existing place."""

    @abstractmethod
    def place(self, value: str) -> int | None:
        """Where the item with this value stands, or None."""

    def reload(self, place: int) -> None:
        """Read the item at a place anew when it is next asked for."""


class Fixed(Rows):
    """Rows held in memory."""

    def __init__(self, items: Sequence[Item] = ()) -> None:
        self._items = tuple(items)

    def __len__(self) -> int:
        return len(self._items)

    def at(self, place: int) -> Item:
        """See Rows."""
        return self._items[place]

    def place(self, value: str) -> int | None:
        """See Rows."""
        return next((n for n, item in enumerate(self._items) if item.value == value), None)


class Lazy(Rows):
    """Items that `read` gives for a stretch of places; `find` says where a value stands.

    `read` may answer with fewer where rows have gone meanwhile; it must not raise.
    """

    def __init__(self, count: int, read: Callable[[range], Sequence[Item]], find: Callable[[str], int | None]) -> None:
        self._count, self._read, self._find = count, read, find
        self._pages: OrderedDict[int, Sequence[Item]] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    def at(self, place: int) -> Item:
        """See Rows."""
        number, within = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._read(range(number * PAGE, min((number + 1) * PAGE, self._count)))
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        return page[within] if within < len(page) else GONE

    def reload(self, place: int) -> None:
        """Read one item anew; the rows around it stay as they are."""
        number, within = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is not None and within < len(page):
            self._pages[number] = [*page[:within], *self._read(range(place, place + 1)), *page[within + 1 :]]

    def place(self, value: str) -> int | None:
        """See Rows."""
        return self._find(value)
