"""MLA 9: MLA Handbook, 9th ed. (2021), chapters 5 and 6."""

from __future__ import annotations

import re

from msgspec.structs import replace

from annotations.citations.formatting import (
    ENDS,
    NUMERIC,
    PAGED,
    address,
    container_of,
    edition_of,
    english,
    nested,
    page_label,
    report_number,
    sentences,
    title_case,
    title_of,
)
from annotations.citations.names import (
    et_al,
    family_first,
    given_first,
    in_text_names,
    people,
    sort_form,
    sorted_by,
)
from annotations.citations.style_api import Apart, Composed, Narrative, Text
from annotations.markup.rich_text import Run
from annotations.model.source import MONTH_NAMES, Name, PartialDate, Source

STANDS_ALONE = frozenset(("report", "book", "thesis"))
PARAGRAPHS = re.compile(r"paras?\.")


class Mla(Composed):
    """The style MLA 9."""

    name, title, block_from, numbered, dated = "mla", "MLA 9", 100, False, False
    footnotes = False
    names_apart = False
    narrative = Narrative(2)

    def entry(self, source: Source, year_suffix: str) -> Text:
        """Return author, title, container with all that belongs to it (5.3 on)."""
        access = ""
        if source.issued is None and source.accessed and source.url and not source.doi:
            access = f"Accessed {_day(source.accessed)}"
        genre = (source.genre or "Press release") if source.kind == "press-release" else ""
        if source.kind == "report" and not source.number:
            genre = source.genre
        optional = (
            ", ".join(part for part in (source.publisher, source.genre) if part) if source.kind == "thesis" else ""
        )
        parts = [
            (Run(_authors(source)),),
            _titled(source),
            (Run(genre),),
            _container(source),
            (Run(optional),),
            (Run(access),),
        ]
        return sentences(parts)

    def citation(self, source: Source, locator: str, year_suffix: str, *, number: int, apart: Apart) -> Text:
        """Return author and page, without a comma; any other locator follows a comma (6.3 on)."""
        paged = PAGED.match(locator)
        where = f" {shortened(paged[1])}" if paged else f", {PARAGRAPHS.sub(_pars, locator)}" if locator else ""
        names = people(source)
        if names:
            who = in_text_names(names, apart, "and")
            title = _short_title(source, where) if apart.title else ()
            return (Run(f"({who}, "), *title, Run(")")) if title else (Run(f"({who}{where})"),)
        return Run("("), *_short_title(source, where), Run(")")

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Sort by author, then title, leading articles ignored (5.123 on)."""
        title = re.sub(r"^(?:the|an?)\s+", "", sort_form(title_of(source)))
        return (sorted_by(people(source)) or title, title)


STYLE = Mla()


def shortened(pages: str) -> str:
    """Return page ranges whose second number has two digits if the rest is the same: 100–04, 1001–10 (1.12)."""

    def second(found: re.Match[str]) -> str:
        first, last = found[1], found[2]
        same = len(first) == len(last) > 2 and first[:-2] == last[:-2]
        return f"{first}–{last[-2:] if same else last}"

    return re.sub(r"(\d+)\s*[–-]\s*(\d+)", second, pages)


def _pars(found: re.Match[str]) -> str:
    return "pars." if found.group() == "paras." else "par."


def _authors(source: Source) -> str:
    """Return one or two names, else the first and et al. (5.6 on)."""
    if source.authors:
        return _list(source.authors)
    if source.editors and source.kind == "book":
        return f"{_list(source.editors)}, {'editor' if len(source.editors) == 1 else 'editors'}"
    return ""


def _list(names: tuple[Name, ...]) -> str:
    shown = [family_first(names[0], names[0].given), *(given_first(name, name.given) for name in names[1:])]
    return et_al(shown, 2, 1, ", and ", ", and ", ", et al.")


def _case(source: Source, text: str) -> str:
    return title_case(text) if english(source) else text


def _alone(source: Source) -> bool:
    """Return whether the title stands for a whole work: a book, or a work without a container (5.4)."""
    return source.kind in STANDS_ALONE or (not source.container and source.kind not in ("legislation", "interview"))


def _titled(source: Source) -> Text:
    title = _case(source, title_of(source))
    if source.kind == "legislation":
        return (Run(title),)
    if _alone(source):
        return (Run(title, italic=True),)
    return (Run(f"“{nested(title)}{'' if ENDS.search(title) else '.'}”"),)


def _short_title(source: Source, where: str) -> Text:
    title = _case(source, title_of(source))
    if source.kind == "legislation":
        return (Run(title + where),)
    if _alone(source):
        return Run(title, italic=True), Run(where)
    comma = "," if where.startswith(",") and not ENDS.search(title) else ""
    return (Run(f"“{nested(title)}{comma}”{where.removeprefix(',')}"),)


def _container(source: Source) -> Text:
    """Return the container title, its other contributors, version, number, publisher, date, location (5.31 on)."""
    editors = ""
    if source.kind == "chapter" and source.editors:
        editors = "edited by " + et_al([given_first(name, name.given) for name in source.editors], 2, 1, " and ")
    pages = f"{page_label(source.pages)} {shortened(source.pages)}" if source.pages else ""
    bound = source.kind == "report" or (source.kind == "book" and not source.edition)
    volume = f"vol. {source.volume}" if source.volume and not bound else ""
    numbered = [volume, f"no. {source.issue}" if source.issue else "", _number(source)]
    publisher = "" if source.kind == "thesis" else source.publisher
    date = _date(source)
    facts = [
        editors,
        edition_of(source),
        *numbered,
        publisher,
        date,
        pages,
        address(source),
    ]
    rest = ", ".join(fact for fact in facts if fact)
    if source.kind in STANDS_ALONE or not source.container:
        return (Run(rest),)
    return Run(container_of(source), italic=True), Run(f", {rest}" if rest else "")


def _number(source: Source) -> str:
    if not source.number:
        return ""
    if source.kind == "report":
        return report_number(source)
    return f"no. {source.number}" if NUMERIC.fullmatch(source.number) else source.number


def _date(source: Source) -> str:
    if source.issued is None:
        return ""
    if source.kind in ("book", "chapter", "thesis"):
        return str(source.issued.year)
    return _day(replace(source.issued, day=None) if source.kind == "article-journal" else source.issued)


def _day(date: PartialDate) -> str:
    """Return `30 June 2025`; months of more than four letters are abbreviated (1.5)."""
    if date.month is None:
        return str(date.year)
    month = MONTH_NAMES[date.month - 1]
    shown = month if len(month) <= 4 else f"{month[:4] if month == 'September' else month[:3]}."
    return " ".join(part for part in (str(date.day or ""), shown, str(date.year)) if part)
