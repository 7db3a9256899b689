"""Collation of two passages, word by word.

A word is compared by its form: folded in case, accents, typography and look-alike letters. In scripts that put no spaces
between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character counts as a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple, cast

from msgspec import Struct

from annotations.model.span import Span
from annotations.text.folding import fold
from annotations.text.scripts import COLLATION_IDEOGRAPHS, COLLATION_SYLLABLES, COMBINING, ZERO_WIDTH

DENSE = re.compile(f"[{COLLATION_IDEOGRAPHS}{COLLATION_SYLLABLES}]")
SYLLABLE = re.compile(f"[{COLLATION_SYLLABLES}]")
LETTER = f"(?:(?![{COLLATION_IDEOGRAPHS}{COLLATION_SYLLABLES}])[^\\W_])"
LATIN_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
"""Words of a text without dense scripts and separate combining marks; matches faster than the general pattern."""
UNSEEN = re.compile(f"[{ZERO_WIDTH}]")

Kind = Literal["equal", "replace", "delete", "insert"]


class Difference(NamedTuple):
    """One stretch of a collation: words `first[a:a_end]` stand against `second[b:b_end]`."""

    kind: Kind
    a: int
    a_end: int
    b: int
    b_end: int


class Words(Struct, frozen=True):
    """The words of a text: half-open code point offsets, and forms. BREAK is no word; it separates passages."""

    starts: list[int]
    ends: list[int]
    forms: list[str]
    dense: bool = False

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> Span:
        """Return the span from the beginning of word `first` to the end of the one before `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def within(self, span: Span) -> Words:
        """Return the words that lie in a span, whole or in part."""
        first = bisect_right(self.ends, span.start)
        last = max(first, bisect_left(self.starts, span.end))
        return Words(self.starts[first:last], self.ends[first:last], self.forms[first:last], self.dense)


BREAK = "\n"


@cache
def _special() -> re.Pattern[str]:
    """Return the pattern of the words that LATIN_WORD does not know; compiled on first use, as it takes a while."""
    return re.compile(f"[{COLLATION_IDEOGRAPHS}{COLLATION_SYLLABLES}{COMBINING}{ZERO_WIDTH}]")


@cache
def _any_word() -> re.Pattern[str]:
    inner = f"(?:{LETTER}|[{COMBINING}{ZERO_WIDTH}])*"
    return re.compile(f"[{COLLATION_IDEOGRAPHS}{COLLATION_SYLLABLES}]|{LETTER}{inner}(?:['’ʼ]{LETTER}{inner})*")


def words(text: str, skip: Iterable[Span] = ()) -> Words:
    """Return the words of `text`, with one BREAK in place of each skipped span."""
    pattern = _any_word() if _special().search(text) else LATIN_WORD
    found = Words([], [], [], bool(DENSE.search(text)))
    at = 0
    for span in skip:
        _take(found, text, pattern, at, span.start)
        found.starts.append(span.start)
        found.ends.append(span.start)
        found.forms.append(BREAK)
        at = span.end
    _take(found, text, pattern, at, len(text))
    return found


def _take(into: Words, text: str, pattern: re.Pattern[str], start: int, end: int) -> None:
    for match in pattern.finditer(text, start, end):
        form = word_form(match.group())
        if form:
            into.starts.append(match.start())
            into.ends.append(match.end())
            into.forms.append(form)


@lru_cache(maxsize=1 << 16)
def word_form(word: str) -> str:
    """Return the folded form under which words are compared."""
    return word.lower() if word.isascii() else fold(UNSEEN.sub("", word)).text.strip()


def collate(first: Sequence[str], second: Sequence[str]) -> list[Difference]:
    """Return two sequences of forms side by side with the fewest words changed, deleted and inserted (Levenshtein)."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - most commands compare nothing

    found = Levenshtein.opcodes(first, second)
    return [Difference(cast(Kind, op.tag), op.src_start, op.src_end, op.dest_start, op.dest_end) for op in found]
