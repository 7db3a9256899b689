"""A text as the tokens that a quotation must keep: words with their case and accents, numbers, punctuation.

Only typography is normalised, and letters that look like others: the shape of quotation marks, dashes and spaces, ligatures,
full-width forms, soft hyphens. A compound (`non-nuclear`), a number (`1,200`) and a number with its sign are one token
each: a quotation cannot begin in the middle of one. Footnote marks (`[1]`, `¹`) are ignored: APA 7 §8.31 lets a
quotation drop them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct

from annotations.model.span import Span
from annotations.text.folding import one_script
from annotations.text.scripts import COLLATION_IDEOGRAPHS, COLLATION_SYLLABLES, COMBINING, ZERO_WIDTH

NUMBER = r"(?:(?<![\w)\]])[-−–+])?\d+(?:[.,:]\d+)*"
FOOTNOTE = r"\[(?:\d{1,3}|\*)\]|[⁰¹²³⁴-⁹]+|(?<=[\w.,;:!?”\"’»])[†‡]"
DENSE = f"[{COLLATION_IDEOGRAPHS}{COLLATION_SYLLABLES}]"


def _token(letter: str, inner: str) -> re.Pattern[str]:
    """Return the pattern of a token, for words that begin with a `letter` and continue with `inner`."""
    return re.compile(
        f"(?P<note>{FOOTNOTE})"
        f"|(?P<dense>{DENSE})"
        f"|(?P<word>(?:{NUMBER}|{letter}{inner}*)(?:[-‐‑–'’ʼ]?{inner}+)*)"
        r"|(?P<dots>…|\.\s?\.\s?\.)"
        r"|(?P<dash>--+|[—―–‒−-])"
        r"|(?P<mark>``|''|[\"“”„‟«»‹›「」『』〝〞〟＂'’‘‚‛′`´])"
        r"|(?P<sign>\S)",
        re.DOTALL,
    )


TOKEN = _token(f"(?:(?!{DENSE})[^\\W\\d_])", f"(?:(?!{DENSE})[^\\W_]|[{COMBINING}{ZERO_WIDTH}])")
PLAIN_TOKEN = _token(r"[^\W\d_]", r"[^\W_]")
"""Tokens of texts without combining, zero-width or dense characters: most texts, in half the time."""
RARE = re.compile(f"[{COLLATION_IDEOGRAPHS}{COLLATION_SYLLABLES}{COMBINING}{ZERO_WIDTH}]")
UNSEEN = re.compile(f"[{ZERO_WIDTH}]")
HYPHENS = str.maketrans({**dict.fromkeys("‐‑–−", "-"), **dict.fromkeys("’ʼ", "'")})
QUOTE, DASH, DOTS = '"', "—", "…"
MARKS = frozenset({QUOTE})


class QuoteTokens(Struct, frozen=True):
    """The tokens of `text`, normalised, with their offsets; `joined` has them all, with a space before and behind each."""

    text: str
    forms: list[str]
    starts: list[int]
    ends: list[int]
    joined: str
    places: list[int]
    """Where in `joined` each token begins."""

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> Span:
        """Return the span from the beginning of token `first` to the end of the one before `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def at(self, place: int) -> int:
        """Return the token that covers a place of `joined`."""
        return max(0, bisect_right(self.places, place) - 1)


def tokens(text: str) -> QuoteTokens:
    """Return the tokens of a text without quotation marks, which a quotation may have in other places."""
    forms, starts, ends, places = list[str](), list[int](), list[int](), list[int]()
    at = 1
    pattern = TOKEN if RARE.search(text) else PLAIN_TOKEN
    for match in pattern.finditer(text):
        kind = match.lastgroup
        form = word_form(match.group()) if kind == "word" else _sign_form(kind, match.group())
        if form:
            start, end = match.span()
            forms.append(form)
            starts.append(start)
            ends.append(end)
            places.append(at)
            at += len(form) + 1
    return QuoteTokens(text, forms, starts, ends, f" {' '.join(forms)} ", places)


@lru_cache(maxsize=1 << 12)
def _sign_form(kind: str | None, sign: str) -> str:
    """Return the normalised form of a token that is no word; nothing for footnote and quotation marks."""
    if kind in ("note", "mark"):
        return ""
    form = DOTS if kind == "dots" else DASH if kind == "dash" else unicodedata.normalize("NFKC", sign)
    return form.replace(" ", "")


@lru_cache(maxsize=1 << 15)
def word_form(word: str) -> str:
    """Return a word with its typography normalised."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFKC", one_script(UNSEEN.sub("", word)).translate(HYPHENS)).replace(" ", "")
