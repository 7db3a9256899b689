"""Selection of the blocks of a page that belong to the article found by an extractor.

An extractor finds the words of the article but loses white space, repeated paragraphs, indentation and the targets of notes.
So the page itself is read, and those of its blocks are kept whose letters the extractor has found, in order.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from annotations.model.span import Span
from reader.articles.article import BlockKind
from reader.importers.content.text_builder import Composer, InlineMark, TextPiece, squashed

MIN_LONG_BLOCK = 25
"""Letters of a block that is searched for anywhere; a shorter one must be between its neighbours."""

MAX_POSITIONS = 4
"""Positions in the wanted text that are tried for a long block."""

MIN_REPEATED_BLOCK = 100
"""Letters of a block that may occur twice in a row."""

GRAM_LETTERS = 6
MIN_SHARED_GRAMS = 0.7
"""Share of a block's runs of GRAM_LETTERS letters that its range of the wanted text must contain."""

MAX_COMPARED_LETTERS = 200_000_000
"""Letters compared for one page, after which no more blocks are searched for."""


class _CandidateBlock(Struct, frozen=True):
    """A block of the page before it is decided whether it is kept."""

    kind: BlockKind
    pieces: Sequence[TextPiece]
    marks: Sequence[InlineMark]
    level: int
    places: Sequence[str]
    letters: str


class BlockSelection(Composer):
    """Collects the blocks of a page; `settle` writes those that belong to `wanted`, the text found by an extractor."""

    def __init__(self, wanted: str, title: str = "") -> None:
        super().__init__(title)
        self._wanted = squashed(wanted)
        self._candidates: list[_CandidateBlock] = []
        self._compared = 0

    def write(
        self, kind: BlockKind, pieces: Sequence[TextPiece], marks: Sequence[InlineMark] = (), level: int = 0
    ) -> Span | None:
        """Collect one block."""
        letters = squashed("".join(piece.text for piece in pieces if not piece.added))
        if letters:
            self._candidates.append(_CandidateBlock(kind, pieces, marks, level, self.take_places(), letters))
        return None

    def settle(self) -> float:
        """Write the wanted blocks; return how much of the wanted text they cover, 0 to 1."""
        places = self._all_positions(self._long_positions())
        found, before = 0, -2
        for n, held in enumerate(self._candidates):
            again = (
                n == before + 1
                and len(held.letters) >= MIN_REPEATED_BLOCK
                and held.letters == self._candidates[n - 1].letters
            )
            if n in places or again:
                self.name_places(held.places)
                super().write(held.kind, held.pieces, held.marks, held.level)
                found += len(held.letters) if n in places else 0
                before = n
        return found / max(1, len(self._wanted))

    def _long_positions(self) -> dict[int, int]:
        """Return the position of each long block in the wanted text.

        Of all assignments that keep the order of the blocks, the one with most letters is chosen.
        """
        best = _HeaviestChain(len(self._wanted) + 1)
        for n, held in enumerate(self._candidates):
            if len(held.letters) >= MIN_LONG_BLOCK:
                best.add([(n, place, len(held.letters)) for place in self._positions(held.letters)])
        return best.chain()

    def _positions(self, letters: str) -> list[int]:
        """Return the positions of a block, the last first."""
        places: list[int] = []
        at = -1
        while len(places) < MAX_POSITIONS and self._compared < MAX_COMPARED_LETTERS:
            after = self._wanted.find(letters, at + 1)
            self._compared += (after if after >= 0 else len(self._wanted)) - at
            if after < 0:
                break
            places.append(at := after)
        return places[::-1]

    def _all_positions(self, places: dict[int, int]) -> dict[int, int]:
        """Return the positions of short and altered blocks too, between their neighbours."""
        whole: dict[int, int] = {}
        following = sorted(places.items())
        at, next_one = 0, 0
        for n, held in enumerate(self._candidates):
            if n in places:
                whole[n], at, next_one = places[n], places[n] + len(held.letters), next_one + 1
                continue
            end = following[next_one][1] if next_one < len(following) else len(self._wanted)
            place = self._position_between(held.letters, at, end)
            if place is not None:
                whole[n], at = place
        return whole

    def _position_between(self, letters: str, at: int, end: int) -> tuple[int, int] | None:
        """Return where a block is in a range of the wanted text and where the text continues after it, or None."""
        if len(letters) < MIN_LONG_BLOCK:
            place = self._wanted.find(letters, at, end)
            return (place, place + len(letters)) if place >= 0 else None
        room = self._wanted[at : min(end, at + 2 * len(letters))]
        if len(room) < len(letters) // 2 or self._compared > MAX_COMPARED_LETTERS:
            return None
        self._compared += 20 * len(room)
        own = {letters[n : n + GRAM_LETTERS] for n in range(len(letters) - GRAM_LETTERS + 1)}
        shared = own & {room[n : n + GRAM_LETTERS] for n in range(len(room) - GRAM_LETTERS + 1)}
        return (at, at) if len(shared) >= MIN_SHARED_GRAMS * len(own) else None


class _HeaviestChain:
    """The heaviest chain of blocks whose positions ascend, by a Fenwick tree of maxima over their ends."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._tree: dict[int, int] = {}
        self._nodes: list[tuple[int, int, int, int]] = []  # block, place, weight of the chain, node before

    def add(self, block: Sequence[tuple[int, int, int]]) -> None:
        """Add a block with its possible positions, the last first, so that no chain contains two of them."""
        for n, place, length in block:
            before = self._query(place)
            weight = length + (self._nodes[before][2] if before >= 0 else 0)
            self._nodes.append((n, place, weight, before))
            self._update(place + length, len(self._nodes) - 1)

    def chain(self) -> dict[int, int]:
        """Return the position of each block of the heaviest chain."""
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
