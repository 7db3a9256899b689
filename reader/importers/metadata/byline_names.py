"""Parsing of bylines into names of persons and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.model.source import Name
from reader.importers.html.element_rules import CJK
from reader.text.cleaning import clean_line

BYLINE_START = re.compile(
    r"^(?:written\s+|posted\s+|story\s+|words\s+)?(?:by|par|von|por|di|door|av|af|autor|author)\b:?\s+", re.I
)
DATE_AT_END = re.compile(
    r"\s*[,|·•–—-]?\s*(?:(?:published|updated|posted)\b.*|\(?\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*"
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
MAX_BYLINE = 100
"""Characters of the longest byline."""


def byline_of(text: str) -> str:
    """Return the byline without `By` and the date after it; empty if it is too long to be one."""
    line = clean_line(text)
    if len(line) > 2 * MAX_BYLINE:
        return ""
    line = DATE_AT_END.sub("", BYLINE_START.sub("", line)).strip(" ,;|·•–—-:")
    return line if len(line) <= MAX_BYLINE and any(map(str.isalpha, line)) else ""


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
