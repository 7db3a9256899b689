"""Notices: how a sentence goes on, what was left out of it, and what kind of words differ."""

from __future__ import annotations

import pytest

from annotations.reports.quote_check.altered_match import altered
from annotations.reports.quote_check.citation_context import attributed
from annotations.reports.quote_check.notices import notices_of, turned_sense
from annotations.reports.quote_check.quote_tokens import tokens
from annotations.reports.quote_check.verbatim_match import Match, read_quotation, verbatim

SOURCE = (
    "Tolls will double in spring, unless the council objects. The ferry runs each night except in fog. "
    "We found, after two years, no firm evidence of a leak. The pilot denied that the ship had been late. "
    "Die Brücke wird gebaut, sofern das Geld reicht. Le pont sera construit, à condition que la ville paie. "
    "El puente se abrirá en mayo, pero solo de día. Мост откроют в мае, если не будет льда. "
    "The crew slept ashore, and the captain wrote letters."
)


def match_of(quotation: str, source: str = SOURCE) -> Match:
    quoted = read_quotation(quotation)
    match = verbatim(quoted, tokens(source)) or altered(quoted, tokens(source))
    assert match is not None
    return match


@pytest.mark.parametrize(
    ("quotation", "kinds"),
    [
        ("Tolls will double in spring", ["continues"]),
        ("The ferry runs each night", ["continues"]),
        ("Die Brücke wird gebaut", ["continues"]),
        ("Le pont sera construit", ["continues"]),
        ("El puente se abrirá en mayo", ["continues"]),
        ("Мост откроют в мае", ["continues"]),
        ("the ship had been late", ["starts late"]),
        ("The crew slept ashore", []),
        ("Tolls will double in spring, unless the council objects.", []),
        ("Tolls will not double in spring, unless the council objects", ["polarity"]),
        ("We found, after nine 9 years, no firm evidence of a leak", ["number"]),
    ],
)
def test_notices_by_language_and_kind(quotation: str, kinds: list[str]) -> None:
    assert [notice.kind for notice in notices_of(match_of(quotation), SOURCE)] == kinds


@pytest.mark.parametrize(
    ("quotation", "kinds"),
    [
        ("We found … firm evidence of a leak", ["polarity"]),
        ("Tolls will [not] double in spring", ["polarity"]),
        ("El puente se abrirá … de día", ["condition"]),
        ("Tolls will [only] double in spring", ["condition"]),
        ("We found … no firm evidence of a leak", []),
        ("The [old] ferry runs each night", []),
        ("The crew slept … and the captain wrote letters", []),
    ],
)
def test_an_omission_or_insertion_may_turn_the_sense(quotation: str, kinds: list[str]) -> None:
    assert [notice.kind for notice in turned_sense(match_of(quotation), SOURCE)] == kinds


@pytest.mark.parametrize(
    ("source", "quotation"),
    [
        ("The survey was made in two very fast boats that the town owns.", "The survey was made in two … boats"),
        ("The priest spoke of the sin of pride to a full church.", "The priest spoke of … pride to a full church"),
        ("The road was rebuilt, sans bridge, for the summer fair.", "The road was rebuilt … for the summer fair"),
        ("Der Hafen war in der Nacht, so only ein Gast, ganz still.", "Der Hafen war in der Nacht … ganz still"),
    ],
)
def test_words_of_another_language_turn_no_sense(source: str, quotation: str) -> None:
    assert turned_sense(match_of(quotation, source), source) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Unlike The Beacon, Tidal quotes the pilot in full:", {"Tidal"}),
        ("Tidal says:", {"Tidal"}),
        ("According to The Beacon,", {"The Beacon"}),
        ("The Beacon:", {"The Beacon"}),
        ("The Beacon is older than Tidal; the pilot recalled", set()),
    ],
)
def test_the_grammar_gives_words_to_an_outlet(sentence: str, names: set[str]) -> None:
    assert attributed(sentence, ["The Beacon", "Tidal"]) == names
