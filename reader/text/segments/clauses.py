"""Clauses: the parts of a sentence between its commas, semicolons, colons and dashes.

A quotation or bracket is a part of its own, and the commas in it divide nothing outside it, so that the clauses around a
place are nested.
"""

from __future__ import annotations

import re

from annotations.model.span import Span
from reader.text.segments.quote_pairs import MarkPair, pair_marks
from reader.text.segments.sentences import sentence_at, stripped

DIVIDER = re.compile(
    r"[,;:][\"'”’»)\]\d]*(?:\s+|$)"  # not within 1,000 or 12:30
    r"|\s+(?:--?|[–—―])\s+|(?<=\w)(?:—|--)(?=\w)|(?<=[\"”’»)])—|—(?=[\"“‘«(])"
    r"|[，、；：][」』”’）]*|[،؛]\s*"
)


def clauses_at(text: str, offset: int) -> list[Span]:
    """Return the clauses around `offset`, the innermost first and each inside the next; the last is the sentence.

    The quotations and brackets around `offset`, without their marks, are among them.
    """
    sentence = sentence_at(text, offset)
    if offset not in sentence:
        return [sentence] if sentence else []
    return [clause.shift(sentence.start) for clause in _clauses(sentence.of(text), offset - sentence.start)]


def _clauses(sentence: str, offset: int) -> list[Span]:
    whole = Span(0, len(sentence))
    pairs, _ = pair_marks(sentence, whole)
    around = sorted((pair for pair in pairs if offset in pair.inside), key=lambda pair: pair.span.length)
    found: list[Span] = []
    for scope in (*(pair.inside for pair in around), whole):
        clause = _clause(sentence, scope, pairs, found[-1].start if found else offset)
        found += [part for part in dict.fromkeys((clause, scope)) if part and part not in found[-1:]]
    return found


def _clause(text: str, scope: Span, pairs: list[MarkPair], at: int) -> Span:
    """Return the part of `scope` around `at` between its dividers, ignoring those inside inner quotations."""
    inner = [pair.span for pair in pairs if scope.covers(pair.span) and pair.inside != scope]
    start, end = scope.start, scope.end
    for divider in DIVIDER.finditer(text, scope.start, scope.end):
        mark = divider.start() + (len(divider.group()) - len(divider.group().lstrip()))
        if any(mark in span for span in inner):
            continue
        if divider.end() <= at:
            start = divider.end()
        else:
            end = max(divider.start(), at + 1)
            break
    return stripped(text, Span(start, max(start, end)))
