"""Blocks of a long text as a few flat arrays: a Block is made when one is looked at, since a book has tens of thousands."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import cast, overload

from annotations.model.span import Span
from reader.articles.article import Block, BlockKind, Inline, InlineKind

FEW = 500
"""Up to so many are handed out as a plain tuple."""


class PackedBlocks(Sequence[Block]):
    """Blocks in order; `kinds` by number, then for each block its kind's number, start, end and level."""

    def __init__(
        self, kinds: Sequence[str], kind: Iterable[int], start: Iterable[int], end: Iterable[int], level: Iterable[int]
    ) -> None:
        self._kinds = tuple(kinds)
        self._kind, self._level = array("B", kind), array("B", level)
        self._start, self._end = array("q", start), array("q", end)

    def __len__(self) -> int:
        return len(self._start)

    @overload
    def __getitem__(self, key: int) -> Block: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Block]: ...
    def __getitem__(self, key: int | slice) -> Block | Sequence[Block]:
        if isinstance(key, slice):
            return [self._block(n) for n in range(*key.indices(len(self)))]
        return self._block(key)

    def _block(self, n: int) -> Block:
        return Block(cast(BlockKind, self._kinds[self._kind[n]]), Span(self._start[n], self._end[n]), self._level[n])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # arrays can change, and so have no hash

    def of_kind(self, kind: str) -> Iterator[int]:
        """Return the indexes of the blocks of one kind."""
        if kind not in self._kinds:
            return iter(())
        wanted = self._kinds.index(kind)
        return (n for n, each in enumerate(self._kind) if each == wanted)


def blocks_of_kind(blocks: Sequence[Block], kind: str) -> list[int]:
    """Return the indexes of the blocks of one kind."""
    if isinstance(blocks, PackedBlocks):
        return list(blocks.of_kind(kind))
    return [n for n, block in enumerate(blocks) if block.kind == kind]


def blocks_to_json(blocks: Sequence[Block]) -> str:
    """Kinds, and each block's kind by number, start, end and level, as five lists."""
    kinds = sorted({block.kind for block in blocks})
    return json.dumps(
        [
            kinds,
            [kinds.index(block.kind) for block in blocks],
            [block.span.start for block in blocks],
            [block.span.end for block in blocks],
            [block.level for block in blocks],
        ],
        separators=(",", ":"),
    )


def blocks_from_json(text: str) -> Sequence[Block]:
    """Read what `blocks_to_json` wrote."""
    found = PackedBlocks(*json.loads(text))
    return tuple(found) if len(found) <= FEW else found


def inlines_to_json(inlines: Sequence[Inline]) -> str:
    """Each inline as kind, start, end and target."""
    rows = [[each.kind, each.span.start, each.span.end, each.target] for each in inlines]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def inlines_from_json(text: str) -> Sequence[Inline]:
    """Read what `inlines_to_json` wrote."""
    rows = json.loads(text)
    found = PackedInlines(rows)
    return tuple(found) if len(found) <= FEW else found


class PackedInlines(Sequence[Inline]):
    """Inlines in order, each made when it is looked at; `rows` are kind, start, end, target."""

    def __init__(self, rows: Sequence[tuple[str, int, int, str]]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, key: int) -> Inline: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Inline]: ...
    def __getitem__(self, key: int | slice) -> Inline | Sequence[Inline]:
        if isinstance(key, slice):
            return [_inline(row) for row in self.rows[key]]
        return _inline(self.rows[key])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # rows can change, and so have no hash


def starts_of(inlines: Sequence[Inline]) -> list[int]:
    """Where each begins, the kind `page` too."""
    return (
        [row[1] for row in inlines.rows]
        if isinstance(inlines, PackedInlines)
        else [each.span.start for each in inlines]
    )


def ends_of(inlines: Sequence[Inline]) -> list[int]:
    """Where each ends; a page, which is not shown, at its start."""
    if isinstance(inlines, PackedInlines):
        return [row[1] if row[0] == "page" else row[2] for row in inlines.rows]
    return [each.span.start if each.kind == "page" else each.span.end for each in inlines]


def _inline(row: tuple[str, int, int, str]) -> Inline:
    kind, start, end, target = row
    return Inline(cast(InlineKind, kind), Span(start, end), target)
