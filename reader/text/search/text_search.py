"""Search for words in one text: folded, across line breaks and chunk by chunk.

Smart case: an upper-case letter in the query makes the search case-sensitive. A chunk is folded only if the query may occur
in it, which `Haystack._may_hold` finds out from the few characters that folding changes, so that the first match in a long
text comes at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

from annotations.model.span import Span
from annotations.text.folding import Folded, fold, fold_query, folded_run, mixed_at
from reader.text.layout.chunked_text import MAX_CHUNK, ChunkedText
from reader.text.segments.words import word_at

CHUNK_CODE_POINTS = 32_768
"""Code points folded at a time."""

OVERLAP_CODE_POINTS = 1_024
"""Code points by whose multiples a chunk is read beyond its end, so that what is cached of it serves most queries."""

ASCII_BYTES = bytes(range(128))


class TextQuery(Struct, frozen=True):
    """A query: `wanted` is folded text; `whole` demands that it is a complete word."""

    wanted: str
    keep_case: bool
    whole: bool = False

    @classmethod
    def of(cls, typed: str, *, whole: bool = False) -> TextQuery:
        """Return the query for typed text."""
        keep_case = any(character.isupper() for character in typed)
        return cls(fold_query(typed, keep_case=keep_case), keep_case, whole)

    def is_longer(self, other: TextQuery) -> bool:
        """Whether every match of this query contains a match of `other`."""
        begins = (self.wanted if self.keep_case == other.keep_case else self.wanted.lower()).startswith(other.wanted)
        return begins and self.keep_case >= other.keep_case

    @property
    def longest(self) -> str:
        """The longest word, which must occur wherever the query does."""
        return max(self.wanted.split(" "), key=len)


class Haystack:
    """A text prepared for repeated searches."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: tuple[TextQuery, FoldingChanges] | None = None
        self._barren: tuple[TextQuery, set[int]] | None = None
        self._begins: dict[int, int] = {}
        self._beyond: dict[tuple[int, int], frozenset[str]] = {}

    @cached_property
    def chunks(self) -> list[Span]:
        """The text in ranges that end at white space if possible, so that no word is cut."""
        text, chunks, start = self.text, [], 0
        if isinstance(text, ChunkedText):
            starts = [*text.starts[:: CHUNK_CODE_POINTS // MAX_CHUNK], len(text)]
            return [Span(start, end) for start, end in pairwise(starts) if start < end]
        while start < len(text):
            end = min(start + CHUNK_CODE_POINTS, len(text))
            if end < len(text):
                end = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end)) + 1 or end
            chunks.append(Span(start, end))
            start = end
        return chunks

    def next(self, query: TextQuery, offset: int) -> Span | None:
        """Return the first match that begins after `offset` (-1: anywhere), else the first of the text, or None."""
        chunks = self.chunks
        here = next((n for n, chunk in enumerate(chunks) if offset < chunk.end), 0)
        for chunk in chunks[here:]:
            for span in self.matches(query, chunk):
                if span.start > offset:
                    return span
        return next((span for chunk in chunks[: here + 1] for span in self.matches(query, chunk)), None)

    def previous(self, query: TextQuery, offset: int) -> Span | None:
        """Return the last match that begins before `offset`, else the last of the text, or None."""
        for chunk in reversed([chunk for chunk in self.chunks if chunk.start < offset]):
            spans = [span for span in self.matches(query, chunk) if span.start < offset]
            if spans:
                return spans[-1]
        for chunk in reversed(self.chunks):
            spans = list(self.matches(query, chunk))
            if spans:
                return spans[-1]
        return None

    def matches(self, query: TextQuery, chunk: Span) -> Iterator[Span]:
        """Yield the matches that begin in `chunk`, in order and without overlaps; they may end beyond it."""
        wanted = query.wanted
        if not wanted or chunk.start in self._empty_for(query):
            return
        behind = min(
            len(self.text), chunk.end + OVERLAP_CODE_POINTS * (1 + (4 * len(wanted) + 64) // OVERLAP_CODE_POINTS)
        )
        begin = self._begin_of_word(chunk.start)
        if not self._may_hold(query, begin, behind):
            self._empty_for(query).add(chunk.start)
            return
        folded = _folded(self.text[begin:behind], query.keep_case)
        at = folded.text.find(wanted)
        while at >= 0:
            start, end = _source_offsets(folded, at, at + len(wanted))
            if begin + start >= chunk.end:
                return
            found = Span(begin + start, begin + end)
            if found.start >= chunk.start and (not query.whole or word_at(self.text, found.start) == found):
                yield found
            at = folded.text.find(wanted, at + len(wanted))

    def _begin_of_word(self, start: int) -> int:
        """Return where the word begins that a chunk cuts, at most OVERLAP_CODE_POINTS before it; else `start`.

        A word is folded as a whole: which of its letters count as look-alikes depends on the script of most of them.
        """
        if start not in self._begins:
            limit = max(0, start - OVERLAP_CODE_POINTS)
            begin = start
            while begin > limit and not self.text[begin - 1].isspace():
                begin -= 1
            self._begins[start] = begin
        return self._begins[start]

    def _empty_for(self, query: TextQuery) -> set[int]:
        """Return the starts of the chunks known to hold no match.

        Chunks without a match for a query are skipped for every longer query too.
        """
        if self._barren is None or self._barren[0] != query:
            before = self._barren
            kept = set(before[1]) if before is not None and query.is_longer(before[0]) else set()
            self._barren = query, kept
        return self._barren[1]

    def _encoded(self, start: int, end: int) -> bytes:
        """Return UTF-8 that covers at least `text[start:end]`, without decoding chunks of a ChunkedText."""
        text = self.text
        if isinstance(text, ChunkedText):
            return text.encoded(start, end)
        return text[start:end].encode("utf-8", "ignore")

    def _may_hold(self, query: TextQuery, start: int, end: int) -> bool:
        """Whether a range may hold a match; False is certain.

        The longest word of the query must occur in the range, either as it is or with characters that folding changes.
        """
        longest, data = query.longest, self._encoded(start, end)
        if longest.encode("utf-8", "ignore") in (data if query.keep_case or not longest.isascii() else data.lower()):
            return True
        if not query.keep_case and not longest.isascii() and longest in data.decode("utf-8", "replace").lower():
            return True
        beyond = self._beyond.get((start, end))
        if beyond is None:
            beyond = self._beyond[start, end] = frozenset(data.translate(None, ASCII_BYTES).decode("utf-8", "replace"))
        if not self._changes(query).among(beyond) and not _holds_other_scripts(beyond):
            return False
        part = data.decode("utf-8", "replace")
        return self._may_hold_folded(query, part, beyond) or (_holds_other_scripts(beyond) and bool(mixed_at(part)))

    def _may_hold_folded(self, query: TextQuery, part: str, beyond: frozenset[str]) -> bool:
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

    def _changes(self, query: TextQuery) -> FoldingChanges:
        if self._known is None or self._known[0] != query:
            self._known = query, FoldingChanges(query)
        return self._known[1]


class FoldingChanges:
    """Characters that fold to letters of a query: `folds` to what, `following` the letters that must follow (None: any)."""

    def __init__(self, query: TextQuery) -> None:
        self._query, self._letters = query, set(query.longest)
        self._asked: set[str] = set()
        self.folds: dict[int, str] = {}
        self.following: dict[str, frozenset[str] | None] = {}
        self._ask("`")

    def among(self, characters: frozenset[str]) -> list[str]:
        """Return those of `characters` that fold to letters of the query, and the backtick, which folds too."""
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
            self.following[character] = _letters_after(longest, folded)


def _holds_other_scripts(characters: frozenset[str]) -> bool:
    """Whether Greek or Cyrillic letters are among `characters`; they may be look-alikes of Latin ones."""
    return any("\u0370" <= character < "\u0530" for character in characters)


def _letters_after(longest: str, folded: str) -> frozenset[str] | None:
    """Return the letters that follow `folded` in `longest`, in lower case; None if it may be the last."""
    if not folded or longest.endswith(folded[-1]):
        return None
    return frozenset(after.lower() for one, after in pairwise(longest) if one == folded[-1])


def find_all(text: str, query: str, *, skip: Sequence[Span] = ()) -> list[Span]:
    """Return every match in order, without overlaps and without those that touch a span of `skip`."""
    return [span for found in find_by_chunk(Haystack(text), TextQuery.of(query), skip) for span in found]


def find_by_chunk(haystack: Haystack, query: TextQuery, skip: Sequence[Span] = ()) -> Iterator[list[Span]]:
    """Yield the matches of each chunk as a list, in order."""
    reached = 0
    for chunk in haystack.chunks:
        found = []
        for span in haystack.matches(query, chunk):
            if span.start >= reached and not any(span.overlaps(other) for other in skip):
                found.append(span)
                reached = span.end
        yield found


def _source_offsets(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Return the source offsets of a folded match; a character that folded into several is included as a whole."""
    last, following = folded.offsets[end - 1], folded.offsets[end]
    return folded.offsets[start], following if following > last else last + 1


@lru_cache(maxsize=16)
def _folded(text: str, keep_case: bool) -> Folded:
    return fold(text, keep_case=keep_case)
