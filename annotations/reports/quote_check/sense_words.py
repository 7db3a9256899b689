"""Words that turn the sense of a sentence, by language: negations, conditions and limits, denials.

One row per language, by ISO 639-1 code. To add a language, add a row; words are compared in lower case, and a phrase is
written with single spaces.
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


LANGUAGES = {
    "en": SenseWords(
        "not, no, never, none, nobody, nothing, neither, nor, without, hardly, cannot",
        "but, unless, except, except for, only if, only when, provided that, provided, however, although, though, "
        "as long as, until, if",
        "denied that, denies that, deny that, no evidence that, not true that, rejected the claim that, refuted that",
        "only, at least, at most, up to, nearly, almost, barely, merely",
    ),
    "de": SenseWords(
        "nicht, kein, keine, keinen, keinem, keiner, keines, nie, niemals, niemand, nichts, weder, ohne, kaum",
        "aber, sondern, außer, es sei denn, nur wenn, sofern, falls, jedoch, obwohl, solange, bis",
        "bestritt dass, bestreitet dass, leugnete dass, dementierte dass",
        "nur, mindestens, höchstens, bis zu, fast, beinahe, lediglich",
    ),
    "fr": SenseWords(
        "ne, pas, jamais, aucun, aucune, personne, rien, ni, sans, guère",
        "mais, sauf, à moins que, à moins de, seulement si, à condition que, à condition de, pourvu que, cependant, "
        "toutefois, bien que, tant que",
        "nie que, nié que, dément que, démenti que",
        "seulement, au moins, au plus, jusqu'à, presque, à peine",
    ),
    "es": SenseWords(
        "no, nunca, jamás, ningún, ninguno, ninguna, nadie, nada, ni, sin, apenas",
        "pero, sino, salvo, excepto, a menos que, solo si, sólo si, siempre que, con tal de que, sin embargo, aunque",
        "negó que, niega que, desmintió que",
        "solo, sólo, solamente, al menos, como máximo, casi",
    ),
    "ru": SenseWords(
        "не, нет, никогда, никто, ничего, ни, без, едва",
        "но, однако, кроме, если не, только если, при условии что, хотя, если, пока не",
        "отрицал что, отрицает что, опроверг что",
        "только, не менее, не более, почти, лишь",
    ),
}
"""Rows of SenseWords by language."""
NUMBER = re.compile(r"\d")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    listed = (phrase for each in LANGUAGES.values() for phrase in getattr(each, kind).split(", "))
    phrases = sorted(set(listed), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in phrases)})(?!\w)")


def negation(text: str) -> bool:
    """Return whether a text has a negation, contracted ones (`isn't`) included."""
    return bool(_pattern("negations").search(text) or re.search(r"(?i)n['’]t\b", text))


def condition_at_start(text: str) -> bool:
    """Return whether a text begins with a condition or a limit."""
    return bool(re.match(r"[\W_]*", text) and _pattern("conditions").match(re.sub(r"^[\W_]+", "", text)))


def condition(text: str) -> bool:
    """Return whether a text has a condition or a limit."""
    return bool(_pattern("conditions").search(text))


def limit(text: str) -> bool:
    """Return whether a text has a word that limits a quantity or a statement."""
    return bool(_pattern("limits").search(text))


def denial(text: str) -> bool:
    """Return whether a text ends in words that take back what follows, commas not counted."""
    plain = " ".join(re.sub(r"[,\"“”„«»‘’]", " ", text).split())
    return any(found.end() == len(plain) for found in _pattern("denials").finditer(plain))


def number(text: str) -> bool:
    """Return whether a text has a figure."""
    return bool(NUMBER.search(text))
