"""Parsing of bylines into names of persons and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.model.source import Name
from reader.importers.html.element_rules import CJK
from reader.text.cleaning import clean_line

BYLINE_START = re.compile(
    r"^(?:(?:(?:written|posted|published|story|words|post\s+author|author|article)\s+)?by\b"
    r"|(?:(?:veröffentlicht|publiziert|geschrieben|verfasst|erstellt|ein\s+beitrag|text)\s+)?von\b"
    r"|(?:(?:publié|écrit|rédigé|posté)\s+)?par\b|(?:(?:publicado|escrito|postado)\s+)?por\b"
    r"|(?:(?:scritto|pubblicato)\s+)?da\b(?=:)|(?:scritto|pubblicato)\s+da\b|(?:geschreven\s+|geplaatst\s+)?door\b"
    r"|(?:di|av|af|autor|autorin|autoren|auteure?|autore|autrice|author|authors|post\s+author|verfasser|verfasserin)\b)"
    r":?\s+",
    re.I,
)
DATE_LABEL = re.compile(
    r"^(?:(?:published|posted|updated|veröffentlicht|publiziert|aktualisiert|erstellt|geschrieben|publié|posté|publicado"
    r"|pubblicato|geplaatst|gepubliceerd)\s+(?:on|am|le|el|em|il|op)\b|(?:vom|am|on|le|el)\s*(?:\d|$))",
    re.I,
)
"""The start of a line that gives a date and no author."""

DATE_WORD_AT_END = re.compile(r"\s+(?:on|am|vom|le|el|em|op)$")
"""The word that a date left behind when it was cut off."""

LABELS = frozenset(
    """
    by name von par por di da door av af vom am on le el author authors autor autoren autorin auteur auteure autore byline admin
    administrator webmaster editor redakteur anonymous anonym guest gast unknown unbekannt posted published written
    veröffentlicht publiziert publié publicado pubblicato verfasser
    """.split()
)
"""Words that label an author or stand in the place of one and are no name."""

SENTENCE = re.compile(r"[!?]|[^\W\d_]{5,}\.\s+[^\W\d_]")
MAX_SENTENCE_WORDS = 8
"""Words of the longest byline without a separator of names."""

DATE_AT_END = re.compile(
    r"\s*[,|·•–—-]?\s*(?:(?:published|updated|posted)\b.*|\b(?:am|vom|le|el|em|op)\s+\d.*"
    r"|\(?\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b.*"
    r"|\b\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\b.*|\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*)$",
    re.I,
)
NAME_SEPARATOR = re.compile(r"\s*(?:;|\|| and | und | et | y | en |,\s*and |&)\s*|,\s+(?!(?:jr|sr|ii|iii|iv)\b)", re.I)
PARENTHESIS = re.compile(r"\s*\([^)]*\)|\s*<[^>]*>")
TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir)\.?\s+", re.I)
ORGANISATION_WORDS = re.compile(
    r"\b(?:news|staff|team|desk|press|agency|agencies|editors?|editorial|redaktion|rédaction|redacción|correspondent|"
    r"reporters?|media|magazine|times|post|journal|network|institute|university|ministry|office|council|committee|"
    r"foundation|association|organi[sz]ation|group|inc|ltd|llc|gmbh|reuters|afp|ap|dpa|xinhua|tass|com|org|net)\b",
    re.I,
)
EDGES = " ,;|·•–—-:"
"""Characters around a byline that are no part of it."""

MAX_BYLINE = 100
"""Characters of the longest byline."""


def byline_of(text: str) -> str:
    """Return the byline without its label and the date after it; empty if it names nobody."""
    line = clean_line(text)
    if len(line) > 2 * MAX_BYLINE:
        return ""
    line = BYLINE_START.sub("", line).strip(EDGES)
    if DATE_LABEL.match(line):
        return ""
    line = DATE_WORD_AT_END.sub("", DATE_AT_END.sub("", line).strip(EDGES)).strip(EDGES)
    return line if len(line) <= MAX_BYLINE and _names_somebody(line) else ""


def _names_somebody(line: str) -> bool:
    """Whether a line is more than labels and figures, and no sentence."""
    words = [word.strip(EDGES + ".").casefold() for word in line.split()]
    if not any(map(str.isalpha, line)) or all(word in LABELS for word in words if word):
        return False
    separated = NAME_SEPARATOR.search(line) is not None
    return not SENTENCE.search(line) and (separated or len(words) <= MAX_SENTENCE_WORDS)


def names_of(byline: str, site: str = "") -> tuple[Name, ...]:
    """Return the authors in a byline; the name of an organisation stays whole."""
    line = clean_line(PARENTHESIS.sub("", byline))
    if not line:
        return ()
    if line.casefold() == site.casefold() or ("," not in line and _is_organisation(line)):
        return (Name(literal=line),)
    parts = [part.strip() for part in NAME_SEPARATOR.split(line) if part.strip()]
    if any(len(part.split()) < 2 for part in parts):
        return (person(line),) if len(parts) == 2 and "," in line and len(parts[0].split()) == 1 else _names([line])
    return _names(parts)


def person(text: str) -> Name:
    """Return a person's name by its parts; a Chinese or Japanese one, which puts the family first, stays whole."""
    return Name(literal=text) if CJK.search(text) else Name.parse(text)


def _names(parts: Iterable[str]) -> tuple[Name, ...]:
    found = []
    for part in dict.fromkeys(TITLES.sub("", part) for part in parts):
        whole = Name(literal=part) if _is_organisation(part) or "&" in part or len(part.split()) > 5 else person(part)
        if whole not in found:
            found.append(whole)
    return tuple(found)


def _is_organisation(line: str) -> bool:
    return ORGANISATION_WORDS.search(line) is not None
