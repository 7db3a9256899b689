"""IEEE: IEEE Reference Style Guide for Authors (2023)."""

from __future__ import annotations

import re

from msgspec.structs import replace

from annotations.citations.formatting import ENDS, address, edition_of, nested, page_label, title_of
from annotations.citations.names import et_al, given_first, initials, joined
from annotations.citations.style_api import Apart, Composed, Narrative, Text
from annotations.markup.rich_text import Run
from annotations.model.source import Name, PartialDate, Source

MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.")
PAGES = re.compile(r"pp?\.")
DATED = frozenset(("news", "interview", "press-release"))
ONLINE = frozenset(("webpage", "blog", "press-release"))


class Ieee(Composed):
    """The style IEEE; sources are numbered in the order in which they are first cited."""

    name, title, block_from, numbered, dated = "ieee", "IEEE", 50, True, False
    footnotes = False
    names_apart = False
    narrative = Narrative(2)

    def entry(self, source: Source, year_suffix: str) -> Text:
        """Return authors, title, container, with commas; the list puts the number before it."""
        who = _authors(source)
        runs = (Run(f"{who}, "), *_body(source)) if who else _body(source)
        return _with_address(runs, source)

    def citation(self, source: Source, locator: str, year_suffix: str, *, number: int, apart: Apart) -> Text:
        """Return `[1, p. 4]` or `[1, Para. 4]`; a heading stands behind the brackets."""
        if locator.startswith("“"):
            return (Run(f"[{number}], {locator}"),)
        shown = locator if PAGES.match(locator) else locator[:1].upper() + locator[1:]
        return (Run(f"[{number}, {shown}]" if shown else f"[{number}]"),)

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Return nothing: the list is in the order of citation."""
        return ()


STYLE = Ieee()


def _name(name: Name) -> str:
    return given_first(name, initials(name.given))


def _list(names: tuple[Name, ...]) -> str:
    """Return up to six names, else the first and et al."""
    return et_al([_name(name) for name in names], 6, 1, ", and ", " and ")


def _authors(source: Source) -> str:
    if source.authors:
        return _list(source.authors)
    if source.editors and source.kind == "book":
        return f"{_list(source.editors)}, {'Ed.' if len(source.editors) == 1 else 'Eds.'}"
    return ""


def _body(source: Source) -> Text:
    if source.kind == "legislation":
        return _law(source)
    if source.kind == "book":
        return _book(source)
    title = nested(title_of(source))
    rest = _rest(source)
    follows = any(run.text.strip() for run in rest)
    stop = "" if ENDS.search(title) else "," if follows else "."
    return Run(f"“{title}{stop}”"), Run(" " if follows else ""), *rest


def _rest(source: Source) -> Text:
    if source.kind == "chapter":
        return _chapter(source)
    if source.kind == "article-journal":
        return _journal(source)
    date = _date(source.issued) if source.issued else ""
    if source.kind == "report":
        genre = f"{source.genre} {source.number}".strip()
        month = _date(replace(source.issued, day=None)) if source.issued else ""
        return (Run(_commas([source.publisher, source.place, genre, month])),)
    if source.kind == "thesis":
        return (Run(_commas([source.genre, source.publisher, str(source.issued.year) if source.issued else ""])),)
    pages = f"{page_label(source.pages)} {source.pages}" if source.pages else ""
    tail = _commas([pages, date if source.kind in DATED else ""])
    if source.kind == "press-release":
        return Run(source.container, italic=True), Run(_after(source.container, _commas([source.publisher, tail])))
    return Run(source.container, italic=True), Run(_after(source.container, tail))


def _after(before: str, tail: str) -> str:
    return f", {tail}" if before and tail else tail


def _commas(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


def _journal(source: Source) -> Text:
    facts = [f"vol. {source.volume}" if source.volume else "", f"no. {source.issue}" if source.issue else ""]
    facts += [f"{page_label(source.pages)} {source.pages}" if source.pages else ""]
    facts += [_date(replace(source.issued, day=None)) if source.issued else ""]
    facts += [f"doi: {source.doi}" if source.doi else ""]
    return Run(source.container, italic=True), Run(_after(source.container, _commas(facts)))


def _chapter(source: Source) -> Text:
    edition = f", {edition_of(source)}" if source.edition else ""
    names = joined([_name(name) for name in source.editors], ", and ", " and ")
    editors = f"{names}, {'Ed.' if len(source.editors) == 1 else 'Eds.'}" if names else ""
    facts = [editors, _imprint(source), f"{page_label(source.pages)} {source.pages}" if source.pages else ""]
    if not source.container:
        return (Run(_commas([edition.lstrip(", "), *facts])),)
    return Run("in "), Run(source.container, italic=True), Run(edition + "".join(f", {fact}" for fact in facts if fact))


def _book(source: Source) -> Text:
    details = "".join(
        f", {part}"
        for part in (
            edition_of(source),
            f"vol. {source.volume}" if source.volume else "",
        )
        if part
    )
    title = title_of(source)
    stop = "" if ENDS.search(title + details) else "."
    imprint = _imprint(source)
    return Run(title, italic=True), Run(f"{details}{stop} {imprint}" if imprint else details)


def _imprint(source: Source) -> str:
    house = ": ".join(part for part in (source.place if source.publisher else "", source.publisher) if part)
    return _commas([house, str(source.issued.year) if source.issued else ""])


def _law(source: Source) -> Text:
    volume = f", vol. {source.volume}" if source.volume else ""
    stop = "" if ENDS.search(title_of(source) + volume) else "."
    facts = [str(source.issued.year) if source.issued else "", f"p. {source.pages}" if source.pages else ""]
    rest = _commas(facts)
    return Run(title_of(source), italic=True), Run(f"{volume}{stop} {rest}" if rest else volume)


def _with_address(runs: Text, source: Source) -> Text:
    text = "".join(run.text for run in runs)
    journal = source.kind == "article-journal"
    if source.doi:
        given = "" if journal else f" doi: {source.doi}."
        return *runs, Run("" if ENDS.search(text) else "."), Run(given)
    where = address(source)
    if not where:
        return *runs, Run("" if ENDS.search(text) else ".")
    stop = "," if journal else "" if ENDS.search(text) else "."
    accessed = f" Accessed: {_date(source.accessed)}." if source.accessed else ""
    online = " [Online]." if accessed or source.kind in ONLINE else ""
    return *runs, Run(f"{stop}{accessed}{online} Available: {where}")


def _date(date: PartialDate) -> str:
    """Return `Jun. 30, 2025`."""
    if date.month is None:
        return str(date.year)
    day = f" {date.day:02}," if date.day else ""
    return f"{MONTHS[date.month - 1]}{day} {date.year}"
