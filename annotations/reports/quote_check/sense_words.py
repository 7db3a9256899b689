"""Words that turn the sense of a sentence, by language: negations, conditions and limits, denials.

One row per language, by ISO 639-1 code. To add a language, add a row; words are compared in lower case, and a phrase is
written with single spaces. A word counts only in a text of its language: `fast` is a limit in German and none in English.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct


class SenseWords(Struct, frozen=True):
    """The words of one language, each list separated by commas."""

    negations: str
    conditions: str
    """Conjunctions and adverbs that limit what stands before or behind them."""
    denials: str
    """Words before a quotation that take it back."""
    limits: str
    """Words that limit a quantity or a statement."""
    common: str
    """Frequent words by which a text of the language is recognised."""


LANGUAGES = {
    "en": SenseWords(
        "not, no, never, none, nobody, nothing, neither, nor, without, hardly, cannot",
        "but, unless, except, except for, only if, only when, provided that, provided, however, although, though, "
        "as long as, until, if",
        "denied that, denies that, deny that, no evidence that, not true that, rejected the claim that, refuted that",
        "only, at least, at most, up to, nearly, almost, barely, merely",
        "the, of, and, to, in, is, was, for, that, with, on, by, at, from, it, as, we, be, will, are, this, has",
    ),
    "de": SenseWords(
        "nicht, kein, keine, keinen, keinem, keiner, keines, nie, niemals, niemand, nichts, weder, ohne, kaum",
        "aber, sondern, außer, es sei denn, nur wenn, sofern, falls, jedoch, obwohl, solange, bis",
        "bestritt dass, bestreitet dass, leugnete dass, dementierte dass",
        "nur, mindestens, höchstens, bis zu, fast, beinahe, lediglich",
        "der, die, das, und, den, dem, des, ein, eine, ist, von, mit, für, zu, im, auf, sich, wird, es, nicht, in, an",
    ),
    "fr": SenseWords(
        "ne, pas, jamais, aucun, aucune, personne, rien, ni, sans, guère",
        "mais, sauf, à moins que, à moins de, seulement si, à condition que, à condition de, pourvu que, cependant, "
        "toutefois, bien que, tant que",
        "nie que, nié que, dément que, démenti que",
        "seulement, au moins, au plus, jusqu'à, presque, à peine",
        "le, la, les, des, un, une, et, est, du, que, dans, pour, sur, au, par, en, de, il, qui, à",
    ),
    "es": SenseWords(
        "no, nunca, jamás, ningún, ninguno, ninguna, nadie, nada, ni, sin, apenas",
        "pero, sino, salvo, excepto, a menos que, solo si, sólo si, siempre que, con tal de que, sin embargo, aunque",
        "negó que, niega que, desmintió que",
        "solo, sólo, solamente, al menos, como máximo, casi",
        "el, la, los, las, un, una, y, es, del, que, en, por, para, con, se, de, su, al",
    ),
    "ru": SenseWords(
        "не, нет, никогда, никто, ничего, ни, без, едва",
        "но, однако, кроме, если не, только если, при условии что, хотя, если, пока не",
        "отрицал что, отрицает что, опроверг что",
        "только, не менее, не более, почти, лишь",
        "и, в, на, что, не, с, по, как, из, к, это, его",
    ),
}
"""Rows of SenseWords by language."""
DEFAULT_LANGUAGE = "en"
"""The language of a text that is not recognised."""

NUMBER = re.compile(r"\d")
SIGNS_AT_START = re.compile(r"^[\W_]+")


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    phrases = sorted(getattr(LANGUAGES[language], kind).split(", "), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in phrases)})(?!\w)")


def language_of(*texts: str) -> str:
    """Return the language with the most common words in the first text that has any of them."""
    for text in texts:
        counts = {language: len(_pattern("common", language).findall(text)) for language in LANGUAGES}
        if any(counts.values()):
            return max(counts, key=lambda language: counts[language])
    return DEFAULT_LANGUAGE


def negation(text: str, language: str) -> bool:
    """Return whether a text has a negation, contracted ones (`isn't`) included."""
    return bool(_pattern("negations", language).search(text) or re.search(r"(?i)n['’]t\b", text))


def negation_at_start(text: str, language: str) -> bool:
    """Return whether a text begins with a negation."""
    return bool(_pattern("negations", language).match(SIGNS_AT_START.sub("", text)))


def condition_at_start(text: str, language: str) -> bool:
    """Return whether a text begins with a condition or a limit."""
    return bool(_pattern("conditions", language).match(SIGNS_AT_START.sub("", text)))


def condition(text: str, language: str) -> bool:
    """Return whether a text has a condition or a limit."""
    return bool(_pattern("conditions", language).search(text))


def limit(text: str, language: str) -> bool:
    """Return whether a text has a word that limits a quantity or a statement."""
    return bool(_pattern("limits", language).search(text))


def denial(text: str, language: str) -> bool:
    """Return whether a text ends in words that take back what follows, commas not counted."""
    plain = " ".join(re.sub(r"[,\"“”„«»‘’]", " ", text).split())
    return any(found.end() == len(plain) for found in _pattern("denials", language).finditer(plain))


def number(text: str) -> bool:
    """Return whether a text has a figure."""
    return bool(NUMBER.search(text))
