"""Harvard as in Cite Them Right: Pears and Shields, 12th ed. (2022)."""

from __future__ import annotations

from annotations.citations.formatting import ENDS, address, container_of, edition_of, page_label, title_of
from annotations.citations.names import et_al, family_first, given_first, initials, people, short, sort_form, sorted_by
from annotations.citations.style_api import Apart, Composed, Narrative, Text
from annotations.citations.typography import SINGLE_FIRST, levelled
from annotations.markup.rich_text import Run
from annotations.model.source import MONTH_NAMES, Name, PartialDate, Source

QUOTED = frozenset(("news", "blog", "chapter", "article-journal", "interview"))
"""Parts of something larger, whose titles stand in quotation marks."""


class Harvard(Composed):
    """The style Harvard."""

    name, title, block_from, numbered, dated = "harvard", "Harvard (Cite Them Right)", 40, False, True
    footnotes = False
    names_apart = False
    narrative = Narrative(3, undated="no date")

    def entry(self, source: Source, year_suffix: str) -> Text:
        """Return author, year in parentheses, title, container, address."""
        who, year = _authors(source), f"({_year(source)}{year_suffix})"
        rest = _published(source)
        if who:
            return _closed((Run(f"{who} {year} "), *_titled(source), *rest), source)
        head = (*_titled(source), Run(f" {year}"))
        own = source.container and source.kind not in ("book", "report", "thesis")
        first = " " if own else ". "
        said = "".join(run.text for run in rest).lstrip(",. ")
        return _closed((*head, Run(first if said else ""), *_without_lead(rest)), source)

    def citation(self, source: Source, locator: str, year_suffix: str, *, number: int, apart: Apart) -> Text:
        """Return author, year, page; up to three authors."""
        rest = ", ".join(part for part in (f"{_year(source)}{year_suffix}", locator) if part)
        names = people(source)
        if names:
            shown = [short(name) for name in names]
            if apart.given:
                shown[0] = given_first(names[0], _initials(names[0]))
            wanted = apart.names if len(shown) > 3 else 0
            who = et_al(shown, 0, wanted, "") if wanted else et_al(shown, 3, 1, " and ")
            return (Run(f"({who}, {rest})"),)
        if _authors(source):
            return (Run(f"({container_of(source)}, {rest})"),)
        return Run("("), *_titled(source), Run(f", {rest})")

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Sort by author, then year, then title."""
        title = sort_form(title_of(source))
        who = sorted_by(people(source), demoted=True) or sort_form(_authors(source)) or title
        return (who, source.issued.iso() if source.issued else "9999", title)


STYLE = Harvard()


def _initials(name: Name) -> str:
    return initials(name.given, "")


def _year(source: Source) -> str:
    return str(source.issued.year) if source.issued else "no date"


def _authors(source: Source) -> str:
    if source.authors:
        return _list(source.authors)
    if source.editors and source.kind == "book":
        return f"{_list(source.editors)} ({'ed.' if len(source.editors) == 1 else 'eds'})"
    return container_of(source) if source.kind == "news" else ""


def _list(names: tuple[Name, ...]) -> str:
    return et_al([family_first(name, _initials(name)) for name in names], 3, 1, " and ")


def _titled(source: Source) -> Text:
    """Return the title; that of a part of a larger work in single quotation marks."""
    title = title_of(source, SINGLE_FIRST)
    if source.kind not in QUOTED:
        return (Run(title, italic=True),)
    return (Run(f"‘{levelled(title, SINGLE_FIRST, 1)}’"),)


def _published(source: Source) -> Text:
    """Return what stands between title and address, with the comma or stop that leads it."""
    if source.kind == "article-journal":
        return _journal(source)
    if source.kind == "chapter":
        return _book_of(source)
    if source.kind in ("book", "report", "thesis"):
        edition = edition_of(source, "edn")
        genre = f"{source.genre} {source.number}".strip() if source.kind == "report" else source.genre
        parts = [edition, genre if source.kind != "book" else "", _imprint(source)]
        return (Run("".join(f"{_stop(source, n)} {part}" for n, part in enumerate(part for part in parts if part))),)
    if source.kind == "news" and not source.authors:
        return (Run(_commas(_day(source.issued) if source.issued else "")),)
    dated = source.kind in ("news", "blog") and source.issued
    pages = f"{page_label(source.pages)} {source.pages}" if source.pages and source.kind == "news" else ""
    told = _commas(_day(source.issued) if dated and source.issued else "", pages)
    if source.kind == "press-release" and source.publisher:
        told += f"{'' if ENDS.search(source.container or title_of(source)) else '.'} {source.publisher}"
    if not source.container:
        return (Run(told),)
    return Run(", "), Run(source.container, italic=True), Run(told)


def _stop(source: Source, n: int) -> str:
    return "" if n == 0 and ENDS.search(title_of(source)) else "."


def _commas(*parts: str) -> str:
    return "".join(f", {part}" for part in parts if part)


def _journal(source: Source) -> Text:
    issue = f"({source.issue})" if source.issue else ""
    pages = f"{page_label(source.pages)} {source.pages}" if source.pages else ""
    rest = _commas(f"{source.volume}{issue}", pages)
    return (Run(", "), Run(source.container, italic=True), Run(rest)) if source.container else (Run(rest),)


def _book_of(source: Source) -> Text:
    editors = et_al([given_first(name, _initials(name)) for name in source.editors], 3, 1, " and ")
    role = f"({'ed.' if len(source.editors) == 1 else 'eds'})"
    by = f"in {editors} {role}" if editors else "in" if source.container else ""
    said, rest = source.container or by, ""
    for part in (edition_of(source, "edn"), _imprint(source)):
        if part:
            rest += f"{'' if ENDS.search(said + rest) else '.'} {part}"
    pages = f", {page_label(source.pages)} {source.pages}" if source.pages else ""
    if not by:
        return (Run(rest.lstrip(".") if ENDS.search(title_of(source)) else rest + pages),)
    gap = " " if source.container else ""
    return Run(f", {by}{gap}"), Run(levelled(source.container, SINGLE_FIRST), italic=True), Run(rest + pages)


def _imprint(source: Source) -> str:
    return ": ".join(part for part in (source.place if source.publisher else "", source.publisher) if part)


def _without_lead(runs: Text) -> Text:
    if not runs:
        return ()
    return (Run(runs[0].text.lstrip(",. "), runs[0].italic), *runs[1:])


def _closed(runs: Text, source: Source) -> Text:
    """Close the entry with a stop and the address, with the day of access unless it is a DOI."""
    text = "".join(run.text for run in runs)
    stopped = (*runs, Run("" if ENDS.search(text) else "."))
    where = address(source)
    if not where:
        return stopped
    accessed = f" (Accessed: {_full(source.accessed)})" if source.accessed and not source.doi else ""
    return *stopped, Run(f" Available at: {where}{accessed}.")


def _full(date: PartialDate) -> str:
    return f"{_day(date)} {date.year}".strip()


def _day(date: PartialDate) -> str:
    """Return `30 June`."""
    return " ".join(part for part in (str(date.day or ""), MONTH_NAMES[date.month - 1] if date.month else "") if part)
