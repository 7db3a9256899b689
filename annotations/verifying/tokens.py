"""A text as the tokens that a quotation must keep: words with their case and accents, numbers, punctuation. Pure.

Only typography is levelled, and letters that look like others: the shape of quotation marks, dashes and spaces, ligatures,
full-width forms, soft hyphens. A compound (`non-nuclear`), a number (`1,200`) and a number with its sign are one token
each: a quotation cannot begin in the middle of one. Footnote marks (`[1]`, `¹`) are passed over: APA 7 §8.31 lets a
quotation drop them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from annotations.collation import IDEOGRAPHIC, IGNORED, MARK, SYLLABIC
from annotations.folding import one_script
from annotations.span import Span

LETTER = f"(?:(?![{IDEOGRAPHIC}{SYLLABIC}])[^\\W\\d_])"
INNER = f"(?:(?![{IDEOGRAPHIC}{SYLLABIC}])[^\\W_]|[{MARK}{IGNORED}])"
NUMBER = r"(?:(?<![\w)\]])[-−–+])?\d+(?:[.,:]\d+)*"
FOOTNOTE = r"\[(?:\d{1,3}|\*)\]|[⁰¹²³⁴-⁹]+|(?<=[\w.,;:!?”\"’»])[†‡]"
TOKEN = re.compile(
    f"(?P<note>{FOOTNOTE})"
    f"|(?P<dense>[{IDEOGRAPHIC}{SYLLABIC}])"
    f"|(?P<word>(?:{NUMBER}|{LETTER}{INNER}*)(?:[-‐‑–'’ʼ]?{INNER}+)*)"
    r"|(?P<dots>…|\.\s?\.\s?\.)"
    r"|(?P<dash>--+|[—―–‒−-])"
    r"|(?P<mark>``|''|[\"“”„‟«»‹›「」『』〝〞〟＂'’‘‚‛′`´])"
    r"|(?P<sign>\S)",
    re.DOTALL,
)
UNSEEN = re.compile(f"[{IGNORED}]")
HYPHENS = str.maketrans({**dict.fromkeys("‐‑–−", "-"), **dict.fromkeys("’ʼ", "'")})
QUOTE, DASH, DOTS = '"', "—", "…"
MARKS = frozenset({QUOTE})


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of `text`, levelled, with their offsets; `joined` has them all, a space before and behind each."""

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
        """From the beginning of token `first` to the end of the one before `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def at(self, place: int) -> int:
        """The token that covers a place of `joined`."""
        return max(0, bisect_right(self.places, place) - 1)


def tokens(text: str) -> Tokens:
    """The tokens of a text; quotation marks among them are left out, for a quotation may have them in other places."""
    forms, starts, ends = list[str](), list[int](), list[int]()
    for match, form in _levelled(text):
        forms.append(form)
        starts.append(match.start())
        ends.append(match.end())
    places, at = [], 1
    for form in forms:
        places.append(at)
        at += len(form) + 1
    return Tokens(text, forms, starts, ends, f" {' '.join(forms)} ", places)


def _levelled(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            form = word_form(match.group())
        elif kind in ("note", "mark"):
            continue
        else:
            form = DOTS if kind == "dots" else DASH if kind == "dash" else unicodedata.normalize("NFKC", match.group())
        if form.strip():
            yield match, form.replace(" ", "")


@lru_cache(maxsize=1 << 15)
def word_form(word: str) -> str:
    """A word with its typography levelled."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFKC", one_script(UNSEEN.sub("", word)).translate(HYPHENS))
