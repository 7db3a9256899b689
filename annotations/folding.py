"""Text as a search sees it: without case, accents, typographic quotes, or letters that only look like others.

`Folded.offsets` leads back: folded character `i` came from source offset `offsets[i]`.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = """
аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs һh ԁd ԛq ԝw ѵv
АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԜW ҮY
αa οo νv ρp τt υu ιi κk ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
""".split()
TO_LATIN = {ord(pair[0]): pair[1] for pair in _PAIRS}
FROM_LATIN = {ord(pair[1]): pair[0] for pair in reversed(_PAIRS) if "\u0400" <= pair[0] < "\u0530"}
"""Letters of Cyrillic and Greek that look like a Latin one (after Unicode's confusables, UTS #39)."""

LOOKS_LATIN = re.compile("[" + "".join(pair[0] for pair in _PAIRS) + "]")
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
STRAIGHT = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´ʼ", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "..."}
)
MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe0e\ufe0f\ufe20-\ufe2f]"
)
TOKEN = re.compile(r"[!-_a-~]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and for each of its characters, and its end, the source offset."""

    text: str
    offsets: array[int]


def fold(text: str, *, keep_case: bool = False) -> Folded:
    """`text` folded; with `keep_case` upper and lower case stay apart."""
    source = _one_script(text)
    parts: list[str] = []
    offsets = array("Q")
    for start, token in _tokens(source):
        piece = _folded_token(token, keep_case)
        parts.append(piece)
        if len(piece) == len(token):
            offsets.extend(range(start, start + len(piece)))
        else:
            offsets.extend([start] * len(piece))
    offsets.append(len(text))
    return Folded("".join(parts), offsets)


def fold_query(query: str, *, keep_case: bool = False) -> str:
    """A query folded as texts are, white space at its ends dropped."""
    return fold(query, keep_case=keep_case).text.strip()


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for found in TOKEN.finditer(text):
        yield found.start(), found.group()


def _folded_token(token: str, keep_case: bool) -> str:
    if token[0].isspace():
        return " "
    if not token.isascii() or token == "`":
        token = MARKS.sub("", unicodedata.normalize("NFKD", token.translate(STRAIGHT)))
    return token if keep_case else token.casefold()


def _one_script(text: str) -> str:
    """Words that mix scripts written in the script of most of their letters; the same length."""
    return text if not LOOKS_LATIN.search(text) else WORD.sub(lambda found: _unmixed(found.group()), text)


def _unmixed(word: str) -> str:
    latin = len(LATIN.findall(word))
    if not latin or latin == len(word):
        return word
    return word.translate(TO_LATIN if latin * 2 >= len(word) else FROM_LATIN)


def same_wording(one: str, other: str) -> bool:
    """Whether two passages differ at most in spaces, typographic marks, and letters that only look like others."""
    return one == other or _worded(one) == _worded(other)


def _worded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _one_script(text.translate(STRAIGHT)))
    return "".join(plain.translate(WITHOUT_WIDTH).split()).replace("--", "-").replace("''", '"')


WITHOUT_WIDTH = dict.fromkeys([0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF])
