"""A text as words with offsets and numbers; equal words share a number, however they are written.

Only words are aligned: changes of white space, punctuation and letter case seldom mean anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from msgspec import Struct

from annotations.text.folding import fold
from annotations.text.scripts import ALIGNMENT_SINGLE, COMMON_COMBINING, PICTOGRAPHS, ZERO_WIDTH

IGNORED = re.compile(f"[{ZERO_WIDTH}]")

WITHIN_WORD = COMMON_COMBINING + "\u00ad\u200b-\u200d\u2060"
TOKEN = re.compile(
    f"[{ALIGNMENT_SINGLE}{PICTOGRAPHS}]"
    f"|(?:(?![{ALIGNMENT_SINGLE}_])\\w)(?:(?![{ALIGNMENT_SINGLE}_])[\\w{WITHIN_WORD}])*"
)
"""A word; in scripts that put no spaces between words, and among symbols, one character."""


class Tokens(Struct, frozen=True):
    """The words of `text`: the half-open offsets of each, and the number of its folded form."""

    text: str
    starts: list[int]
    ends: list[int]
    ids: list[int]

    def __len__(self) -> int:
        return len(self.ids)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of words that share a character with `text[start:end]`."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def weight(self, first: int, last: int) -> int:
        """Return the number of characters in the words from `first` up to `last`."""
        return sum(self.ends[first:last]) - sum(self.starts[first:last])


class Vocabulary:
    """Numbers for words; texts that are compared share one vocabulary."""

    def __init__(self) -> None:
        self._by_word: dict[str, int] = {}
        self._by_folded: dict[str, int] = {}

    def tokens(self, text: str) -> Tokens:
        starts: list[int] = []
        ends: list[int] = []
        ids: list[int] = []
        known = self._by_word
        for found in TOKEN.finditer(text):
            word = found.group()
            number = known.get(word)
            ids.append(self._number(word) if number is None else number)
            start, end = found.span()
            starts.append(start)
            ends.append(end)
        return Tokens(text, starts, ends, ids)

    def _number(self, word: str) -> int:
        folded = word.lower() if word.isascii() else fold(IGNORED.sub("", word)).text
        number = self._by_folded.setdefault(folded, len(self._by_folded))
        self._by_word[word] = number
        return number
