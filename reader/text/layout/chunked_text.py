"""Chunks of a few kilobytes: where they begin in a text, and a text whose chunks are loaded on demand.

One character beyond the Basic Multilingual Plane makes a `str` of ten million characters take forty megabytes, of which
only a screenful is needed at a time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, SupportsIndex, cast

from reader.text.unicode.graphemes import cluster_start

MAX_CHUNK = 8_192
"""Code points of the longest chunk."""

CACHED_CHUNKS = 64
"""Chunks that are cached in memory."""


def chunk_starts(text: str) -> Sequence[int]:
    """Return where the chunks of `text` begin: at 0, then after newlines, sentences or spaces; [0] for an empty text."""
    if isinstance(text, ChunkedText):
        return text.starts
    starts, at = [0], 0
    while len(text) - at > MAX_CHUNK:
        at = _cut(text, at)
        starts.append(at)
    return starts


def _cut(text: str, start: int) -> int:
    end = start + MAX_CHUNK
    newline = text.rfind("\n", start, end) + 1
    if newline > start:
        return newline
    for mark in (". ", "? ", "! ", "。", " "):
        found = text.rfind(mark, start + MAX_CHUNK // 2, end)
        if found >= 0:
            return found + len(mark)
    return max(start + 1, cluster_start(text, end))


class ChunkedText:
    """A text of `length` code points, loaded chunk by chunk.

    Chunk n begins at `starts[n]`; `load(first, after)` returns the chunks of that range in UTF-8. The methods of `str` that the
    screen needs (length, characters, slices, `find`, `rfind`, `rstrip`) load only the chunks concerned. Every other method of
    `str` works on the whole text, and takes the memory for it.
    """

    def __init__(self, length: int, starts: Sequence[int], load: Callable[[int, int], bytes]) -> None:
        self._length, self.starts = length, starts
        self._load = load
        self.chunk = lru_cache(maxsize=CACHED_CHUNKS)(self._read)

    def _read(self, number: int) -> str:
        return self._load(number, number + 1).decode("utf-8", "replace")

    def as_text(self) -> str:
        """Return this object typed as `str`, for functions that take one."""
        return cast(str, self)

    def span_of(self, number: int) -> tuple[int, int]:
        """Return where chunk `number` begins and ends."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else self._length
        return self.starts[number], end

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self.chunks())

    def chunks(self) -> Iterator[str]:
        """Yield all chunks in order without caching them."""
        for number in range(len(self.starts)):
            yield self._read(number)[: self._length - self.starts[number]]

    def encoded(self, start: int, end: int) -> bytes:
        """Return UTF-8 of whole chunks that covers at least `text[start:end]`, without caching them."""
        first, after = self._number(start), self._number(max(start, min(end, self._length) - 1)) + 1
        return self._load(first, after)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(str(self), name)

    def __contains__(self, part: str) -> bool:
        return self.find(part) >= 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if not isinstance(key, slice):
            at = key.__index__()
            at = at + self._length if at < 0 else at
            if not 0 <= at < self._length:
                raise IndexError("text index out of range")
            number = self._number(at)
            return self.chunk(number)[at - self.starts[number]]
        start, stop, step = key.indices(self._length)
        part = self._between(start, stop) if step > 0 else self._between(stop + 1, start + 1)
        return part if step == 1 else part[::step]

    def _number(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    def _between(self, start: int, stop: int) -> str:
        if stop <= start:
            return ""
        first, last = self._number(start), self._number(stop - 1)
        offset = self.starts[first]
        if first == last:
            return self.chunk(first)[start - offset : stop - offset]
        read = self.chunk if last - first < CACHED_CHUNKS // 2 else self._read
        return "".join(map(read, range(first, last + 1)))[start - offset : stop - offset]

    def find(self, part: str, start: int = 0, end: int | None = None) -> int:
        """Return what `str.find` does, searching chunk by chunk."""
        if start > self._length:
            return -1
        start, end, _ = slice(start, end).indices(self._length)
        at = start
        while at <= end:
            stop = min(end, max(at, self._stop(at)) + len(part) - 1)
            found = self._between(at, stop).find(part)
            if found >= 0:
                return at + found
            if stop >= end:
                return -1
            at = stop - len(part) + 1
        return -1

    def rfind(self, part: str, start: int = 0, end: int | None = None) -> int:
        """Return what `str.rfind` does, searching chunk by chunk."""
        if start > self._length:
            return -1
        start, end, _ = slice(start, end).indices(self._length)
        stop = end
        while stop >= start:
            first = max(start, self.starts[self._number(max(start, stop - 1))] if stop > 0 else 0)
            found = self._between(first, min(end, stop + max(0, len(part) - 1))).rfind(part)
            if found >= 0:
                return first + found
            if first <= start:
                return -1
            stop = first
        return -1

    def _stop(self, at: int) -> int:
        return self.span_of(self._number(min(at, self._length - 1)))[1] if self._length else 0

    def rstrip(self, characters: str | None = None) -> str:
        """Return what `str.rstrip` does, as a ChunkedText."""
        length = self._length
        while length:
            start = self.starts[self._number(length - 1)]
            kept = self._between(start, length).rstrip(characters)
            if kept:
                length = start + len(kept)
                break
            length = start
        return ChunkedText(length, self.starts[: bisect_right(self.starts, max(0, length - 1))], self._load).as_text()
