"""Finding words in a text: folded, across line breaks, and lazily, so that the first match in a long text comes at once.

Smart case: an upper-case letter in the query makes case matter. A long text is looked at chunk by chunk; a chunk is only
folded where the query may stand in it, which is found out from the few characters that folding changes (`Haystack.may_hold`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

from annotations.model.span import Span
from annotations.text.folding import Folded, fold, fold_query, folded_run, mixed_at
from reader.text.layout.chunked_text import CHUNK as TEXT_CHUNK
from reader.text.layout.chunked_text import ChunkedText
from reader.text.segments.words import word_at

CHUNK = 32_768
"""Code points folded at a time."""

REACH = 1_024
"""Code points in multiples of which a chunk is looked at beyond its end: what is known of it then holds for most queries."""

ASCII = bytes(range(128))


class Query(Struct, frozen=True):
    """What is looked for: `wanted` is folded; `whole` says that it must be a word of its own."""

    wanted: str
    keep_case: bool
    whole: bool = False

    @classmethod
    def of(cls, typed: str, *, whole: bool = False) -> Query:
        """The query that someone typed."""
        keep_case = any(character.isupper() for character in typed)
        return cls(fold_query(typed, keep_case=keep_case), keep_case, whole)

    def is_longer(self, other: Query) -> bool:
        """Whether what holds this one holds `other` too."""
        begins = (self.wanted if self.keep_case == other.keep_case else self.wanted.lower()).startswith(other.wanted)
        return begins and self.keep_case >= other.keep_case

    @property
    def longest(self) -> str:
        """Its longest word, which a place must hold to hold all of it."""
        return max(self.wanted.split(" "), key=len)


class Haystack:
    """A text made ready to be searched again and again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: tuple[Query, Changes] | None = None
        self._barren: tuple[Query, set[int]] | None = None
        self._beyond: dict[tuple[int, int], frozenset[str]] = {}

    @cached_property
    def chunks(self) -> list[Span]:
        """The text in stretches that end at white space where they can, so that no word is cut."""
        text, chunks, start = self.text, [], 0
        if isinstance(text, ChunkedText):
            starts = [*text.starts[:: CHUNK // TEXT_CHUNK], len(text)]
            return [Span(start, end) for start, end in pairwise(starts) if start < end]
        while start < len(text):
            end = min(start + CHUNK, len(text))
            if end < len(text):
                end = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end)) + 1 or end
            chunks.append(Span(start, end))
            start = end
        return chunks

    def next(self, query: Query, offset: int) -> Span | None:
        """The first match that begins after `offset` (-1: anywhere), else the first of the text, else None."""
        chunks = self.chunks
        here = next((n for n, chunk in enumerate(chunks) if offset < chunk.end), 0)
        for chunk in chunks[here:]:
            for span in self.matches(query, chunk):
                if span.start > offset:
                    return span
        return next((span for chunk in chunks[: here + 1] for span in self.matches(query, chunk)), None)

    def previous(self, query: Query, offset: int) -> Span | None:
        """The last match that begins before `offset`, else the last of the text, else None."""
        for chunk in reversed([chunk for chunk in self.chunks if chunk.start < offset]):
            spans = [span for span in self.matches(query, chunk) if span.start < offset]
            if spans:
                return spans[-1]
        for chunk in reversed(self.chunks):
            spans = list(self.matches(query, chunk))
            if spans:
                return spans[-1]
        return None

    def matches(self, query: Query, chunk: Span) -> Iterator[Span]:
        """Matches that begin in `chunk`, in order and without overlaps; they may reach past its end."""
        wanted = query.wanted
        if not wanted or chunk.start in self._empty_for(query):
            return
        behind = min(len(self.text), chunk.end + REACH * (1 + (4 * len(wanted) + 64) // REACH))
        if not self._may_hold(query, chunk.start, behind):
            self._empty_for(query).add(chunk.start)
            return
        folded = _folded(self.text[chunk.start : behind], query.keep_case)
        at = folded.text.find(wanted)
        while at >= 0:
            start, end = _source(folded, at, at + len(wanted))
            if chunk.start + start >= chunk.end:
                return
            found = Span(chunk.start + start, chunk.start + end)
            if not query.whole or word_at(self.text, found.start) == found:
                yield found
            at = folded.text.find(wanted, at + len(wanted))

    def _empty_for(self, query: Query) -> set[int]:
        """The chunks that are known to hold no match: what has not got the beginning of a word has not got the word."""
        if self._barren is None or self._barren[0] != query:
            before = self._barren
            kept = set(before[1]) if before is not None and query.is_longer(before[0]) else set()
            self._barren = query, kept
        return self._barren[1]

    def _encoded(self, start: int, end: int) -> bytes:
        """At least this part of the text, in UTF-8: what does not hold a match is never made a text at all."""
        text = self.text
        if isinstance(text, ChunkedText):
            return text.encoded(start, end)
        return text[start:end].encode("utf-8", "ignore")

    def _may_hold(self, query: Query, start: int, end: int) -> bool:
        """False only where no match can be: the longest word stands in the part neither plainly nor by a folded letter."""
        longest, data = query.longest, self._encoded(start, end)
        if longest.encode("utf-8", "ignore") in (data if query.keep_case or not longest.isascii() else data.lower()):
            return True
        if not query.keep_case and not longest.isascii() and longest in data.decode("utf-8", "replace").lower():
            return True
        beyond = self._beyond.get((start, end))
        if beyond is None:
            beyond = self._beyond[start, end] = frozenset(data.translate(None, ASCII).decode("utf-8", "replace"))
        if not self._changes(query).among(beyond) and not _holds_other_scripts(beyond):
            return False
        part = data.decode("utf-8", "replace")
        return self._may_hold_folded(query, part, beyond) or (_holds_other_scripts(beyond) and bool(mixed_at(part)))

    def _may_hold_folded(self, query: Query, part: str, beyond: frozenset[str]) -> bool:
        changes = self._changes(query)
        radius = 3 * len(query.longest) + 8
        longest = query.longest.lower()
        for character in changes.among(beyond):
            following = changes.following[character]
            at = part.find(character)
            while at >= 0:
                after = part[at + 1 : at + 2].lower()
                if not after.isascii() or following is None or after in following:
                    near = part[max(0, at - radius) : at + radius].translate(changes.folds).lower()
                    if longest in near:
                        return True
                at = part.find(character, at + 1)
        return False

    def _changes(self, query: Query) -> Changes:
        if self._known is None or self._known[0] != query:
            self._known = query, Changes(query)
        return self._known[1]


class Changes:
    """The characters that fold to something of a query: `folds` to what, and the letters that must follow (None: any)."""

    def __init__(self, query: Query) -> None:
        self._query, self._letters = query, set(query.longest)
        self._asked: set[str] = set()
        self.folds: dict[int, str] = {}
        self.following: dict[str, frozenset[str] | None] = {}
        self._ask("`")

    def among(self, characters: frozenset[str]) -> list[str]:
        """Those among `characters`, and the one ASCII character that is folded."""
        for character in characters - self._asked:
            self._ask(character)
        return [character for character in self.following if character in characters or character == "`"]

    def _ask(self, character: str) -> None:
        self._asked.add(character)
        longest, keep_case = self._query.longest, self._query.keep_case
        folded = folded_run(character, keep_case)
        same = character if keep_case else character.lower()
        if folded != same and (not folded or self._letters & set(folded)):
            self.folds[ord(character)] = folded
            self.following[character] = _following(longest, folded)


def _holds_other_scripts(characters: frozenset[str]) -> bool:
    """Whether letters of Greek or Cyrillic are among them, which may stand in the place of Latin ones."""
    return any("\u0370" <= character < "\u0530" for character in characters)


def _following(longest: str, folded: str) -> frozenset[str] | None:
    """The letters that come behind `folded` in `longest`, in small letters; None where it may be the last."""
    if not folded or longest.endswith(folded[-1]):
        return None
    return frozenset(after.lower() for one, after in pairwise(longest) if one == folded[-1])


def find_all(text: str, query: str, *, skip: Sequence[Span] = ()) -> list[Span]:
    """Every match in order, without overlaps; those that touch a span of `skip` are left out."""
    return [span for found in find_by_chunk(Haystack(text), Query.of(query), skip) for span in found]


def find_by_chunk(haystack: Haystack, query: Query, skip: Sequence[Span] = ()) -> Iterator[list[Span]]:
    """Every match in order, a list for each chunk."""
    reached = 0
    for chunk in haystack.chunks:
        found = []
        for span in haystack.matches(query, chunk):
            if span.start >= reached and not any(span.overlaps(other) for other in skip):
                found.append(span)
                reached = span.end
        yield found


def find_next(text: str, query: str, offset: int) -> Span | None:
    """The first match that begins after `offset` (-1: anywhere), else the first of the text, else None."""
    return Haystack(text).next(Query.of(query), offset)


def find_prev(text: str, query: str, offset: int) -> Span | None:
    """The last match that begins before `offset`, else the last of the text, else None."""
    return Haystack(text).previous(Query.of(query), offset)


def _source(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """The source offsets of a folded match, a character that folded into several taken whole."""
    last, following = folded.offsets[end - 1], folded.offsets[end]
    return folded.offsets[start], following if following > last else last + 1


@lru_cache(maxsize=16)
def _folded(text: str, keep_case: bool) -> Folded:
    return fold(text, keep_case=keep_case)
