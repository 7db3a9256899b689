"""Notices on a quotation that was found: what its reader should know, though its words are the source's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from annotations.reports.quote_check import sense_words
from annotations.reports.quote_check.verbatim_match import Match

NoticeKind = Literal[
    "continues", "starts late", "polarity", "condition", "number", "author unknown", "older version only"
]
SENTENCE_BREAK = re.compile(r"[.!?…。](?=[\s\"”’»)\]]|$)|\n")
MAX_SENTENCE_CHARACTERS = 400
"""Characters before and behind a passage that are looked through for the rest of its sentence."""


class Notice(NamedTuple):
    """A notice: `text` is the words of the source, or of the citation, that it is about."""

    kind: NoticeKind
    text: str


def notices_of(match: Match, source: str) -> list[Notice]:
    """Return the notices on a passage of a source's text."""
    language = _language(match, source)
    found = list(_differences(match, language))
    if match.verbatim:
        found += [*_starts_late(match, source, language), *_continues(match, source, language)]
    return found


def turned_sense(match: Match, source: str) -> list[Notice]:
    """Return what an ellipsis or a bracket leaves out or puts in that turns the sense of a verbatim passage."""
    found, language = [], _language(match, source)
    for change in match.changes:
        inside = change.text.strip("[]")
        if change.kind == "capital" or (change.kind == "left out" and SENTENCE_BREAK.search(inside)):
            continue
        if sense_words.negation(inside, language):
            found.append(Notice("polarity", change.text))
        elif sense_words.condition_at_start(inside, language) or sense_words.limit(inside, language):
            found.append(Notice("condition", change.text))
    return found


def _language(match: Match, source: str) -> str:
    """Return the language of a passage, or of the text around it if the passage is too short to tell."""
    start, end = max(0, match.span.start - MAX_SENTENCE_CHARACTERS), match.span.end + MAX_SENTENCE_CHARACTERS
    return sense_words.language_of(match.found, source[start:end])


def _differences(match: Match, language: str) -> Iterator[Notice]:
    """Yield the classes of the words that differ in an altered passage."""
    for part in match.parts:
        if part.same:
            continue
        both = f"{part.quoted.strip()} / {part.found.strip()}".strip(" /")
        if sense_words.negation(part.quoted, language) != sense_words.negation(part.found, language):
            yield Notice("polarity", both)
        if sense_words.condition(part.quoted, language) != sense_words.condition(part.found, language):
            yield Notice("condition", both)
        if sense_words.number(part.quoted) or sense_words.number(part.found):
            yield Notice("number", both)


def _continues(match: Match, source: str, language: str) -> Iterator[Notice]:
    if re.search(r"[.!?…。][\"”’»)]*$", match.found):
        return
    behind = source[match.span.end : match.span.end + MAX_SENTENCE_CHARACTERS]
    end = SENTENCE_BREAK.search(behind)
    rest = behind[: end.start()] if end else behind
    said = rest.strip().strip('"“”„«»‘’, ').strip()
    if sense_words.condition_at_start(said, language) or sense_words.negation_at_start(said, language):
        yield Notice("continues", " ".join(said.split()))


def _starts_late(match: Match, source: str, language: str) -> Iterator[Notice]:
    before = source[max(0, match.span.start - MAX_SENTENCE_CHARACTERS) : match.span.start]
    breaks = [found.end() for found in SENTENCE_BREAK.finditer(before)]
    lead = " ".join(before[breaks[-1] if breaks else 0 :].split())
    last = re.search(r"(?i)(?:\w+['’]?\w*)\W*$", lead)
    if lead and (sense_words.denial(lead, language) or (last and sense_words.negation(last.group(), language))):
        yield Notice("starts late", lead)
