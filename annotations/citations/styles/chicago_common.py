"""Parts that both Chicago styles share: The Chicago Manual of Style, 17th ed. (2017), chapters 14 and 15."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from annotations.citations.formatting import (
    ENDS,
    PAGED,
    act_number,
    act_year,
    container_of,
    edition_of,
    english,
    long_date,
    nested,
    report_number,
    title_case,
    title_of,
)
from annotations.citations.names import et_al, given_first, people, short, sort_form, sorted_by, told_apart, western
from annotations.citations.style_api import Apart, Text
from annotations.markup.rich_text import Run
from annotations.model.source import MONTH_NAMES, Name, Source

ALONE = frozenset(("report", "book"))
"""Works whose titles are italic; those of the others stand in quotation marks (CMOS 8.163-8.175)."""

PARTICLE = re.compile(r"((?:[a-zà-ÿ'’]+\s+)+)(.+)")
MAX_AUTHORS, KEPT_AUTHORS = 10, 7
INVITES_CONTAINER = frozenset(("news", "webpage"))


def listed(names: Sequence[Name]) -> str:
    """Return the names of an entry: the first inverted, up to ten of them, else seven and et al. (CMOS 14.76)."""
    shown = [turned(names[0]), *(given_first(name, name.given) for name in names[1:])] if names else []
    return et_al(shown, MAX_AUTHORS, KEPT_AUTHORS, ", and ", ", and ", ", et al.")


def turned(name: Name) -> str:
    """Return an inverted name: `Berg, Pieter van der`, the particle behind the given name (CMOS 8.5)."""
    if name.literal or not name.given or not western(name):
        return given_first(name, name.given)
    found = PARTICLE.match(name.surname)
    inverted = f"{found[2]}, {name.given} {found[1].strip()}" if found else f"{name.surname}, {name.given}"
    return f"{inverted}, {name.suffix}" if name.suffix else inverted


def in_order(names: Sequence[Name]) -> str:
    """Return the names of a note: up to three, else the first and et al. (CMOS 14.76)."""
    return et_al([given_first(name, name.given) for name in names], 3, 1, ", and ", " and ")


def sort_head(source: Source) -> tuple[str, ...]:
    """Return the sort key of the names, particles ignored; without names that of the container or the title."""
    named = sorted_by(people(source), demoted=True)
    return (named or sort_form(giver(source)) or sort_form(title_of(source)),)


def short_names(names: Sequence[Name], apart: Apart) -> str:
    """Return the names of an in-text citation: up to three family names, else the first and et al. (CMOS 15.9, 15.29)."""
    shown = [short(name) for name in names]
    if apart.given and names:
        shown[0] = told_apart(names[0], apart.full)
    if apart.names and len(shown) > 3:
        return et_al(shown, 0, apart.names, "")
    return et_al(shown, 3, 1, ", and ", " and ")


def authors_of(source: Source) -> str:
    """Return the authors, the editors of a book, else the container of articles and web pages."""
    if source.authors:
        return listed(source.authors)
    if source.editors and source.kind == "book":
        return f"{listed(source.editors)}, {'ed.' if len(source.editors) == 1 else 'eds.'}"
    return giver(source)


def giver(source: Source) -> str:
    """Return what replaces a missing author: the newspaper, the site, the publisher of a press release."""
    if people(source):
        return ""
    if source.kind == "press-release":
        return source.publisher or container_of(source)
    return container_of(source) if source.kind in INVITES_CONTAINER else ""


def alone(source: Source) -> bool:
    """Return whether the title is italic: that of a whole work, or of a work without a newspaper or blog."""
    return source.kind in ALONE or (source.kind in ("news", "blog") and not source.container)


def titled(source: Source, stop: str) -> Text:
    """Return the title in its case and marks, closed by `stop` inside the quotation marks."""
    title = title_case(title_of(source)) if english(source) else title_of(source)
    if alone(source):
        return (Run(title, italic=True),)
    return (Run(f"“{nested(title)}{'' if ENDS.search(title) else stop}”"),)


def genre(source: Source) -> str:
    """Return the genre of a press release or report, with its number."""
    if source.kind == "press-release":
        return source.genre or "Press release"
    if source.kind == "report":
        return report_number(source)
    return ""


def listed_genre(source: Source) -> str:
    """Return the genre for an entry; a numbered report has its own name there."""
    return title_case(genre(source)) if source.number else genre(source)


def unnumbered(source: Source) -> str:
    """Return a journal's issue without a volume: `, no. 1 (January 1956)`, `, May 2025` (CMOS 14.172)."""
    date = month(source)
    if source.issue:
        return f", no. {source.issue}" + (f" ({date})" if date else "")
    return f", {long_date(source.issued) if source.issued else 'n.d.'}"


def month(source: Source) -> str:
    """Return `January 1956`, or the year alone."""
    return long_date(replace(source.issued, day=None)) if source.issued else ""


def edition(source: Source) -> str:
    """Return the edition as `3rd ed.`."""
    return edition_of(source)


def imprint(source: Source) -> str:
    """Return place and publisher: `London: Rope House`."""
    return ": ".join(part for part in (source.place if source.publisher else "", source.publisher) if part)


def journal_pages(source: Source, point: str = "") -> str:
    """Return `: 77–99` behind volume or issue, `, 77–99` behind a date alone; `point` is the cited place instead."""
    shown = point or pages(source.pages)
    return f"{':' if source.volume or source.issue else ','} {shown}" if shown else ""


def commas(*facts: str) -> str:
    """Join the facts that are known with commas."""
    return ", ".join(fact for fact in facts if fact)


def opened(text: str) -> str:
    """Return a text with a capital at its beginning, as a sentence of an entry has."""
    return text[:1].upper() + text[1:]


def point(locator: str) -> str:
    """Return a locator without `p.`, page ranges shortened (CMOS 9.61): `pp. 120–121` to `120–21`."""
    found = PAGED.match(locator)
    return pages(found[1]) if found else locator


def pages(text: str) -> str:
    """Return page ranges shortened as CMOS 9.61 demands: 3–10, 100–104, 101–8, 321–28, 1001–10."""
    return re.sub(r"(\d+)\s*[–-]\s*(\d+)", lambda found: f"{found[1]}–{_last(found[1], found[2])}", text)


def _last(first: str, last: str) -> str:
    if len(first) != len(last) or len(first) < 3 or first.endswith("00"):
        return last
    same = 0
    while same < len(first) - 1 and first[same] == last[same]:
        same += 1
    shortened = last[same:]
    if first[-2] == "0" and len(shortened) == 1:
        return shortened
    return last[-2:] if len(shortened) < 2 else shortened


def day(source: Source) -> str:
    """Return the date at its own precision: `June 30, 2025`."""
    return long_date(source.issued) if source.issued else ""


def day_of_year(source: Source) -> str:
    """Return `June 30`, for entries that have the year before the title already."""
    issued = source.issued
    if issued is None or issued.month is None:
        return ""
    return MONTH_NAMES[issued.month - 1] + (f" {issued.day}" if issued.day else "")


def accessed(source: Source, word: str) -> str:
    """Return the day of access for a source without a date of its own (CMOS 14.12)."""
    if source.issued or not source.accessed or not source.url or source.doi:
        return ""
    return f"{word} {long_date(source.accessed)}"


def statute(source: Source) -> str:
    """Return a law by its name, where it is printed or its number, and its year (CMOS 14.281)."""
    printed = (
        " ".join(part for part in (source.volume, source.container, source.pages) if part) if source.container else ""
    )
    printed = printed or act_number(source)
    return f"{title_of(source)}{', ' + printed if printed else ''}{act_year(source)}"
