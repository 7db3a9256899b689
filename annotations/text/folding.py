"""Text as a search sees it: without case, accents, typographic quotes, or letters that only look like others.

`Folded.offsets` leads back: folded character `i` came from source offset `offsets[i]`.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from annotations.text.lazy_regex import expression

_PAIRS = """
аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs һh ԁd ԛq ԝw ѵv
АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԜW ҮY
αa οo νv ρp τt υu ιi κk ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
""".split()
TO_LATIN = {ord(pair[0]): pair[1] for pair in _PAIRS}
FROM_LATIN = {ord(pair[1]): pair[0] for pair in reversed(_PAIRS) if "\u0400" <= pair[0] < "\u0530"}
"""Letters of Cyrillic and Greek that look like a Latin one (after Unicode's confusables, UTS #39)."""

WORD = expression(r"[^\W\d_]+")
LATIN = expression("[A-Za-z\u00c0-\u024f]")
STRAIGHT = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´ʼ", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "..."}
)
MARKS = expression(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe0e\ufe0f\ufe20-\ufe2f]"
)
BLANKS = expression(r"\s\s")
SIMPLE = "а-ик-яА-ИК-ЯєіґЄІҐα-ρσ-ωΑ-ΡΣ-Ωא-תءابة-غف-ي؟،一-鿿ぁ-ヿ、。가-힣"
"""Letters and marks beside ASCII that differ at most in case; syllables and kana stay as they are composed."""

ODD = expression(rf"\s{{2,}}|[^ -_a-~{SIMPLE}]+")
"""Runs that need more than a change of case to be folded."""

RUN = expression(r"\s+|.", re.DOTALL)
GREEK_OR_CYRILLIC = expression("[\u0370-\u052f]+")
LATIN_RUN = expression("[A-Za-z\u00c0-\u024f]+")
ONE_FOR_ONE = {ord("\n"): " ", ord("\t"): " ", ord("`"): "'"}
ALL_BLANKS = ONE_FOR_ONE | dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x1f"), " ")
SPACES = expression(" {2,}")
FEW = 30


class Folded(Struct, frozen=True):
    """Folded text, and for each of its characters, and its end, the source offset."""

    text: str
    offsets: Sequence[int]


def fold(text: str, *, keep_case: bool = False) -> Folded:
    """`text` folded; with `keep_case` upper and lower case stay apart."""
    source = one_script(text)
    if source.isascii() and not BLANKS.search(source):
        plain = source.translate(ONE_FOR_ONE)
        return Folded(plain if keep_case else plain.lower(), range(len(text) + 1))
    parts: list[str] = []
    offsets = array("Q")
    at = 0
    for found in ODD.finditer(source):
        _copy(source[at : found.start()], at, parts, offsets, keep_case)
        at = found.end()
        for run in RUN.finditer(found.group()):
            _copy_folded(run.group(), found.start() + run.start(), parts, offsets, keep_case)
    _copy(source[at:], at, parts, offsets, keep_case)
    offsets.append(len(text))
    return Folded("".join(parts), offsets)


def folded_text(text: str) -> str:
    """Return the folded words without offsets; there may be fewer spaces between them.

    It takes a fraction of the time: what a character folds to is looked up once for each that the text has.
    """
    source = one_script(text)
    if source.isascii():
        return SPACES.sub(" ", source.translate(ALL_BLANKS)).lower()
    if "\u03a3" in source:  # a capital sigma's small letter depends on its neighbours
        return fold(source).text
    return SPACES.sub(" ", _replaced(source, {each: _alone(each) for each in set(source)}))


def put(text: str, instead: Mapping[str, str]) -> str:
    """`text` with characters replaced; one after the other where they are few, which is quicker than to look up each of them.

    No replacement may hold another character that is replaced.
    """
    if len(instead) > FEW:
        return _looked_up(text, instead)
    for each, said in instead.items():
        text = text.replace(each, said)
    return text


def _looked_up(text: str, instead: Mapping[str, str]) -> str:
    return text.translate({ord(each): said for each, said in instead.items()})


def _replaced(source: str, folded: Mapping[str, str]) -> str:
    odd = {each: said for each, said in folded.items() if said != each.lower()}
    apart = all(said == said.lower() and odd.keys().isdisjoint(said) for said in odd.values())
    return put(source, odd).lower() if len(odd) <= FEW and apart else _looked_up(source, folded)


def _alone(character: str) -> str:
    return folded_run(character, False) if ODD.match(character) else character.lower()


def _copy(plain: str, start: int, parts: list[str], offsets: array[int], keep_case: bool) -> None:
    if plain:
        parts.append(plain if keep_case else plain.lower())
        offsets.extend(range(start, start + len(plain)))


def _copy_folded(run: str, start: int, parts: list[str], offsets: array[int], keep_case: bool) -> None:
    piece = folded_run(run, keep_case)
    parts.append(piece)
    if len(piece) == len(run):
        offsets.extend(range(start, start + len(run)))
    else:
        offsets.extend([start] * len(piece))


def fold_query(query: str, *, keep_case: bool = False) -> str:
    """Return a query folded as texts are, without white space at its ends."""
    return fold(query, keep_case=keep_case).text.strip()


@lru_cache(maxsize=4096)
def folded_run(run: str, keep_case: bool) -> str:
    """Return a character, or a run of blanks, folded."""
    if run[0].isspace():
        return " "
    folded = MARKS.sub("", unicodedata.normalize("NFKD", run.translate(STRAIGHT)))
    return folded if keep_case else folded.casefold()


def one_script(text: str) -> str:
    """Words that mix scripts written in the script of most of their letters; the same length."""
    return text if text.isascii() or not mixed_at(text) else WORD.sub(lambda found: _unmixed(found.group()), text)


def mixed_at(text: str) -> list[int]:
    """Where words stand in `text` that mix Latin letters with Greek or Cyrillic ones; an offset in each, in order."""
    first = GREEK_OR_CYRILLIC.search(text)
    if first is None:
        return []
    sample = text[first.start() : first.start() + 512]
    foreign = sum(map(len, GREEK_OR_CYRILLIC.findall(sample))) * 2 > len(sample)
    runs, other = (LATIN_RUN, GREEK_OR_CYRILLIC) if foreign else (GREEK_OR_CYRILLIC, LATIN)
    return [
        found.start()
        for found in runs.finditer(text)
        if other.match(text, max(0, found.start() - 1), found.start()) or other.match(text, found.end())
    ]


def _unmixed(word: str) -> str:
    latin = len(LATIN.findall(word))
    if not latin or latin == len(word):
        return word
    return word.translate(TO_LATIN if latin * 2 >= len(word) else FROM_LATIN)


def same_wording(one: str, other: str) -> bool:
    """Whether two passages differ at most in spaces, typographic marks, and letters that only look like others."""
    return one == other or _worded(one) == _worded(other)


def _worded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", one_script(text.translate(STRAIGHT)))
    return "".join(plain.translate(WITHOUT_WIDTH).split()).replace("--", "-").replace("''", '"')


WITHOUT_WIDTH = dict.fromkeys([0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF])
