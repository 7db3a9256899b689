"""Comparison of query terms with folded text and with dates, without the database."""

from __future__ import annotations

from annotations.model.span import Span
from reader.library.index.index_words import find_words, pattern, words_of
from reader.library.query.ast import Phrase, Term


def contains_words(term: Term, folded: str) -> bool:
    """Return whether a folded text contains the words or phrases of a term."""
    if not term.near:
        return _contains_phrase(folded, (term.value, term.prefix))
    spans = [find_words(folded, [phrase]) for phrase in term.near]
    if not all(spans):
        return False
    first, rest = spans[0], spans[1:]
    return any(
        all(any(_words_between(folded, one, other) <= term.within for other in each) for each in rest) for one in first
    )


def _words_between(text: str, one: Span, other: Span) -> int:
    left, right = sorted((one, other))
    return len(words_of(text[left.end : right.start]))


def _contains_phrase(folded: str, phrase: Phrase) -> bool:
    compiled = pattern(*phrase)
    return compiled is None or compiled.search(folded) is not None


def date_matches(issued: str, wanted: str) -> bool:
    """Return whether an ISO date lies in the wanted year, month, day or range; an unknown date lies in none."""
    if not issued:
        return False
    first, dots, last = wanted.partition("..")
    if not dots:
        return issued.startswith(first)
    return (not first or issued >= first[: len(issued)]) and (not last or issued[: len(last)] <= last)
