"""The article's blocks out of a whole page: another program says which words are the article's, the page says how they stand.

An extractor finds the article, but on its way loses white space, repeated paragraphs, indentation and the places that notes
lead to. Here the page itself is read, and of its blocks those are kept whose letters the extractor has found, in order.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from annotations.model.span import Span
from reader.articles.article import BlockKind
from reader.importers.content.text_builder import Composer, Mark, Piece, squashed

LONG = 25
"""Letters of a block that may be looked for anywhere; a shorter one must stand where its neighbours leave room for it."""
PLACES = 4
"""Places in the wanted text that a long block may have."""
REPEATED = 100
"""Letters of a block that may stand twice in a row."""
GRAM = 6
MOSTLY = 0.7
"""Of the runs of GRAM letters of a block, those that its place in the wanted text must have."""
MOST_COMPARED = 200_000_000


class _Held(Struct, frozen=True):
    """A block of the page that waits for its fate."""

    kind: BlockKind
    pieces: Sequence[Piece]
    marks: Sequence[Mark]
    level: int
    places: Sequence[str]
    letters: str


class Choosing(Composer):
    """Takes the blocks of a page; `settle` writes those that belong to `wanted`, the text that an extractor found."""

    def __init__(self, wanted: str, title: str = "") -> None:
        super().__init__(title)
        self._wanted = squashed(wanted)
        self._held: list[_Held] = []
        self._compared = 0

    def write(
        self, kind: BlockKind, pieces: Sequence[Piece], marks: Sequence[Mark] = (), level: int = 0
    ) -> Span | None:
        """Hold one block."""
        letters = squashed("".join(piece.text for piece in pieces if not piece.added))
        if letters:
            self._held.append(_Held(kind, pieces, marks, level, self.take_places(), letters))
        return None

    def settle(self) -> float:
        """Write what is wanted; how much of the wanted text has been found, 0 to 1."""
        places = self._with_others(self._long_places())
        found, before = 0, -2
        for n, held in enumerate(self._held):
            again = n == before + 1 and len(held.letters) >= REPEATED and held.letters == self._held[n - 1].letters
            if n in places or again:
                self.name_places(held.places)
                super().write(held.kind, held.pieces, held.marks, held.level)
                found += len(held.letters) if n in places else 0
                before = n
        return found / max(1, len(self._wanted))

    def _long_places(self) -> dict[int, int]:
        """Where the long blocks stand in the wanted text: of all ways in which they keep their order the one with most letters."""
        best = _Best(len(self._wanted) + 1)
        for n, held in enumerate(self._held):
            if len(held.letters) >= LONG:
                best.add([(n, place, len(held.letters)) for place in self._found(held.letters)])
        return best.chain()

    def _found(self, letters: str) -> list[int]:
        """Its places, the last first."""
        places: list[int] = []
        at = -1
        while len(places) < PLACES and self._compared < MOST_COMPARED:
            after = self._wanted.find(letters, at + 1)
            self._compared += (after if after >= 0 else len(self._wanted)) - at
            if after < 0:
                break
            places.append(at := after)
        return places[::-1]

    def _with_others(self, places: dict[int, int]) -> dict[int, int]:
        """The other blocks too that stand, or mostly stand, between those before and behind them."""
        whole: dict[int, int] = {}
        following = sorted(places.items())
        at, next_one = 0, 0
        for n, held in enumerate(self._held):
            if n in places:
                whole[n], at, next_one = places[n], places[n] + len(held.letters), next_one + 1
                continue
            end = following[next_one][1] if next_one < len(following) else len(self._wanted)
            place = self._between(held.letters, at, end)
            if place is not None:
                whole[n], at = place
        return whole

    def _between(self, letters: str, at: int, end: int) -> tuple[int, int] | None:
        """Where a block stands in a stretch of the wanted text, and where that goes on behind it."""
        if len(letters) < LONG:
            place = self._wanted.find(letters, at, end)
            return (place, place + len(letters)) if place >= 0 else None
        room = self._wanted[at : min(end, at + 2 * len(letters))]
        if len(room) < len(letters) // 2 or self._compared > MOST_COMPARED:
            return None
        self._compared += 20 * len(room)
        own = {letters[n : n + GRAM] for n in range(len(letters) - GRAM + 1)}
        shared = own & {room[n : n + GRAM] for n in range(len(room) - GRAM + 1)}
        return (at, at) if len(shared) >= MOSTLY * len(own) else None


class _Best:
    """The heaviest chain of blocks whose places follow each other; a Fenwick tree of maxima over the places' ends."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._tree: dict[int, int] = {}
        self._nodes: list[tuple[int, int, int, int]] = []  # block, place, weight of the chain, node before

    def add(self, block: Sequence[tuple[int, int, int]]) -> None:
        """One block with its possible places, the last first, so that no chain takes two of them."""
        for n, place, length in block:
            before = self._query(place)
            weight = length + (self._nodes[before][2] if before >= 0 else 0)
            self._nodes.append((n, place, weight, before))
            self._update(place + length, len(self._nodes) - 1)

    def chain(self) -> dict[int, int]:
        """Block to place, for those of the heaviest chain."""
        node = self._query(self._size)
        found: dict[int, int] = {}
        while node >= 0:
            n, place, _, node = self._nodes[node]
            found[n] = place
        return found

    def _query(self, end: int) -> int:
        best, at = -1, end + 1
        while at > 0:
            node = self._tree.get(at, -1)
            if node >= 0 and (best < 0 or self._nodes[node][2] > self._nodes[best][2]):
                best = node
            at -= at & -at
        return best

    def _update(self, end: int, node: int) -> None:
        at = end + 1
        while at <= self._size + 1:
            held = self._tree.get(at, -1)
            if held < 0 or self._nodes[held][2] < self._nodes[node][2]:
                self._tree[at] = node
            at += at & -at
