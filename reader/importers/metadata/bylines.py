"""Author and agency named inside a text. They are suggestions and never taken over without being asked for."""

from __future__ import annotations

import re

AGENCY = re.compile(
    r"(?:[^\W\d_a-z][^\W\d_a-z.'’-]*[\s,/]+){1,4}"  # the place, in capitals
    r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+|\d{1,2}\.?\s+[A-Z][a-z]{2,8}\.?,?\s+)?(?:\d{4},?\s+)?"  # the date
    r"\((?P<agency>[A-Z][\w.&-]*(?:[ -][A-Z][\w.&-]*){0,3})\)\s*(?:[:–—-]|--)"
)
NAME = r"[^\W\d_a-z][^\W\d_]*[a-zà-ÿ][\w'’-]*"
BYLINE = re.compile(
    rf"(?P<by>[Bb][Yy]:?\s+)?(?P<name>{NAME}(?:\s+[A-Z]\.)?(?:\s+(?:van|von|de|der|al|el|bin))?\s+{NAME})\s+(?P<next>\S+)"
)
OPENERS = frozenset(
    """
    a after all although an and as at before but by despite during even every few for four from he her his how if
    in it its many more most my new no not now of on once one our several she since some ten that the their there
    these they this those three though to two under until we what when where while who why with yet you dr mr mrs
    ms prof president
    """.split()
)
"""Words that begin sentences, so that their capital letter does not make a name."""


def agency_in(text: str) -> str:
    """Return the agency of a dateline such as `GENEVA, June 30 (Xinhua) --`, or an empty string."""
    found = AGENCY.match(text[:160])
    return found["agency"] if found else ""


def byline_in(text: str, title: str) -> str:
    """Return a name that runs into the first sentence (`Nada Mustafa The peoples of ...`), or an empty string.

    Without `By` before it, a name counts only if a capital letter follows and it occurs nowhere else.
    """
    found = BYLINE.match(text[:160])
    if not found:
        return ""
    name = " ".join(found["name"].split())
    first = name.split()[0]
    if found["by"]:
        return name
    alone = not any(
        re.search(rf"\b{re.escape(part)}\b", text[found.end("name") :] + " " + title) for part in name.split()
    )
    follows = found["next"][0].isupper()
    return name if alone and follows and first.casefold() not in OPENERS else ""
