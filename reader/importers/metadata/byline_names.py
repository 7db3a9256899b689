"""Bylines to names: who of them is a person, who a house."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.model.source import Name
from reader.importers.html.element_rules import CJK
from reader.text.cleaning import clean_line

BY = re.compile(
    r"^(?:written\s+|posted\s+|story\s+|words\s+)?(?:by|par|von|por|di|door|av|af|autor|author)\b:?\s+", re.I
)
DATED = re.compile(
    r"\s*[,|·•–—-]?\s*(?:(?:published|updated|posted)\b.*|\(?\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b.*"
    r"|\b\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\b.*|\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*)$",
    re.I,
)
BETWEEN = re.compile(r"\s*(?:;|\|| and | und | et | y | en |,\s*and |&)\s*|,\s+", re.I)
ASIDE = re.compile(r"\s*\([^)]*\)|\s*<[^>]*>")
TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir)\.?\s+", re.I)
HOUSES = re.compile(
    r"\b(?:news|staff|team|desk|press|agency|agencies|editors?|editorial|redaktion|rédaction|redacción|correspondent|"
    r"reporters?|media|magazine|times|post|journal|network|institute|university|ministry|office|council|committee|"
    r"foundation|association|organi[sz]ation|group|inc|ltd|llc|gmbh|reuters|afp|ap|dpa|xinhua|tass|com|org|net)\b",
    re.I,
)
LONGEST = 100


def byline_of(text: str) -> str:
    """A byline as it stands, without `By` and the date behind it; empty where it is too long to be one."""
    line = clean_line(text)
    if len(line) > 2 * LONGEST:
        return ""
    line = DATED.sub("", BY.sub("", line)).strip(" ,;|·•–—-:")
    return line if len(line) <= LONGEST and any(map(str.isalpha, line)) else ""


def names_of(byline: str, site: str = "") -> tuple[Name, ...]:
    """The authors that a byline names; a house stays whole."""
    line = clean_line(ASIDE.sub("", byline))
    if not line:
        return ()
    if line.casefold() == site.casefold() or ("," not in line and _house(line)):
        return (Name(literal=line),)
    parts = [part.strip() for part in BETWEEN.split(line) if part.strip()]
    if any(len(part.split()) < 2 for part in parts):
        return (person(line),) if len(parts) == 2 and "," in line and len(parts[0].split()) == 1 else _each([line])
    return _each(parts)


def person(text: str) -> Name:
    """A person's name by its parts; one in Chinese or Japanese, which puts the family first, stays whole."""
    return Name(literal=text) if CJK.search(text) else Name.parse(text)


def _each(parts: Iterable[str]) -> tuple[Name, ...]:
    found = []
    for part in dict.fromkeys(TITLES.sub("", part) for part in parts):
        whole = Name(literal=part) if _house(part) or "&" in part or len(part.split()) > 5 else person(part)
        if whole not in found:
            found.append(whole)
    return tuple(found)


def _house(line: str) -> bool:
    return HOUSES.search(line) is not None
