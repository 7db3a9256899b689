"""Passages as words, and two of them side by side: collation, as textual criticism calls it.

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

IDEOGRAPHIC = "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SYLLABIC = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
"""Thai, Lao, Burmese, Khmer."""
DENSE = re.compile(f"[{IDEOGRAPHIC}{SYLLABIC}]")
SYLLABLE = re.compile(f"[{SYLLABIC}]")
MARK = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
MARK += "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
MARK += "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
MARK += "\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0dca-\u0ddf"
IGNORED = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Soft hyphens and characters without width: they stand inside words and say nothing."""
LETTER = f"(?:(?![{IDEOGRAPHIC}{SYLLABIC}])[^\\W_])"
LATIN_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
"""The same where a text has no dense script and no marks apart from their letters: quicker."""
UNSEEN = re.compile(f"[{IGNORED}]")

Kind = Literal["equal", "replace", "delete", "insert"]


class Difference(NamedTuple):
    """One stretch of a collation: words `first[a:a_end]` stand against `second[b:b_end]`."""

    kind: Kind
    a: int
    a_end: int
    b: int
    b_end: int


class Words(Struct, frozen=True):
    """The words of a text: code point offsets, half open, and forms. A form that is no word (`BREAK`) divides passages."""

    starts: list[int]
    ends: list[int]
    forms: list[str]
    dense: bool = False

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> Span:
        """From the beginning of word `first` to the end of the one before `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def within(self, span: Span) -> Words:
        """The words that lie in a span, whole or in part."""
        first = bisect_right(self.ends, span.start)
        last = max(first, bisect_left(self.starts, span.end))
        return Words(self.starts[first:last], self.ends[first:last], self.forms[first:last], self.dense)


BREAK = "\n"


@cache
def _special() -> re.Pattern[str]:
    """What LATIN_WORD does not know; made when first asked for, as it takes a while."""
    return re.compile(f"[{IDEOGRAPHIC}{SYLLABIC}{MARK}{IGNORED}]")


@cache
def _any_word() -> re.Pattern[str]:
    inner = f"(?:{LETTER}|[{MARK}{IGNORED}])*"
    return re.compile(f"[{IDEOGRAPHIC}{SYLLABIC}]|{LETTER}{inner}(?:['’ʼ]{LETTER}{inner})*")


def words(text: str, skip: Iterable[Span] = ()) -> Words:
    """The words of `text`; in place of each skipped span stands one BREAK."""
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
    """The folded form under which words are compared."""
    return word.lower() if word.isascii() else fold(UNSEEN.sub("", word)).text.strip()


def collate(first: Sequence[str], second: Sequence[str]) -> list[Difference]:
    """Two sequences of forms side by side with the fewest words changed, dropped and put in (Levenshtein's distance)."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - most commands compare nothing

    found = Levenshtein.opcodes(first, second)
    return [Difference(cast(Kind, op.tag), op.src_start, op.src_end, op.dest_start, op.dest_end) for op in found]
