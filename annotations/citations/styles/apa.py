"""APA 7: Publication Manual of the American Psychological Association, 7th ed. (2020), chapters 8-10."""

from __future__ import annotations

from msgspec.structs import replace

from annotations.citations.formatting import (
    ENDS,
    act_number,
    act_year,
    address,
    container_of,
    edition_of,
    english,
    long_date,
    nested,
    page_label,
    report_number,
    sentences,
    title_case,
    title_of,
)
from annotations.citations.names import (
    family_first,
    given_first,
    in_text_names,
    initials,
    joined,
    people,
    short,
    sort_form,
    sorted_by,
)
from annotations.citations.style_api import Apart, Composed, Narrative, Text
from annotations.citations.typography import levelled
from annotations.markup.rich_text import Run
from annotations.model.source import MONTH_NAMES, Name, Source

DATED_TO_THE_DAY = frozenset(("news", "webpage", "blog", "press-release", "interview"))
ITALIC_TITLES = frozenset(("webpage", "press-release", "report", "book", "thesis"))
"""Works that stand alone (§9.19); the titles of the others are parts of something, whose title is italic instead."""

GENRES = {"press-release": "Press release", "interview": "Interview"}
MAX_AUTHORS, KEPT_AUTHORS = 20, 19


class Apa(Composed):
    """The style APA 7."""

    name, title, block_from, numbered, dated = "apa", "APA 7", 40, False, True
    footnotes = False
    names_apart = True
    narrative = Narrative(2)

    def entry(self, source: Source, year_suffix: str) -> Text:
        """Return author, date, title, source (§9.5 on); without an author the title comes first (§9.12)."""
        if source.kind == "legislation":
            return _legislation(source)
        date = f"({_date(source, year_suffix)})"
        who = _authors(source)
        title, bracket = _titled(source), _bracket(source)
        head = [
            (Run(f"{who}{'' if ENDS.search(who) else '.'} {date}"),),
            (*title, Run(f" {bracket}" if bracket else "")),
        ]
        if not who:
            head = [title, (Run(date),), (Run(bracket),)]
        where = [_inside(source), _publisher(source)]
        return _with_address(sentences([*head, *(where[::-1] if source.kind == "press-release" else where)]), source)

    def citation(self, source: Source, locator: str, year_suffix: str, *, number: int, apart: Apart) -> Text:
        """Return author, year, locator, in parentheses (§8.11 on)."""
        year = (
            f"{source.issued.year}{year_suffix}"
            if source.issued
            else "n.d." + (f"-{year_suffix}" if year_suffix else "")
        )
        rest = ", ".join(part for part in (year, locator) if part)
        names = people(source)
        if names or _authors(source):
            initials = replace(apart, full=False)  # APA tells persons apart by initials alone (§8.20)
            who = in_text_names(names, initials, "&") if names else _authors(source)
            return (Run(f"({who}, {rest})"),)
        shown = title_case(title_of(source)) if english(source) else title_of(source)
        if _stands_alone(source):
            return Run("("), Run(shown, italic=True), Run(f", {rest})")
        if source.kind == "legislation":
            return (Run(f"({title_of(source)}, {rest})"),)
        return (Run(f"(“{nested(shown)}{'' if ENDS.search(shown) else ','}” {rest})"),)

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Sort by author, then date, then title (§9.44 on)."""
        issued = source.issued.iso() if source.issued else ""
        title = sort_form(title_of(source))
        return (sorted_by(people(source)) or sort_form(_authors(source)) or title, issued, title)


STYLE = Apa()


def _authors(source: Source) -> str:
    if source.authors:
        return _list(source.authors)
    if source.kind == "book" and source.editors:
        return f"{_list(source.editors)} ({'Ed.' if len(source.editors) == 1 else 'Eds.'})"
    return source.publisher if source.kind == "press-release" else ""


def _list(names: tuple[Name, ...]) -> str:
    """Return up to twenty names, else the first nineteen and the last (§9.8)."""
    shown = [family_first(name, initials(name.given)) for name in names]
    if len(shown) > MAX_AUTHORS:
        return f"{', '.join(shown[:KEPT_AUTHORS])}, … {shown[-1]}"
    return joined(shown, ", & ")


def _date(source: Source, suffix: str) -> str:
    issued = source.issued
    if issued is None:
        return f"n.d.-{suffix}" if suffix else "n.d."
    year = f"{issued.year}{suffix}"
    if issued.month is None or source.kind not in DATED_TO_THE_DAY:
        return year
    return f"{year}, {MONTH_NAMES[issued.month - 1]}" + (f" {issued.day}" if issued.day else "")


def _stands_alone(source: Source) -> bool:
    """Return whether the title is italic: that of a whole work, or of a work without a container (§9.19)."""
    return source.kind in ITALIC_TITLES or (source.kind in ("news", "blog", "interview") and not source.container)


def _titled(source: Source) -> Text:
    """Return the title with what stands behind it in parentheses (§9.18-9.20)."""
    title = Run(title_of(source), italic=_stands_alone(source))
    details = "" if source.kind in ("chapter", "article-journal") else _details(source)
    return title, Run(f" ({details})" if details else "")


def _bracket(source: Source) -> str:
    """Return the description of the work in brackets (§9.21-9.22)."""
    said = source.genre if source.kind == "report" and not source.number else GENRES.get(source.kind, "")
    if source.kind == "thesis":
        school = f", {source.publisher}" if source.publisher and address(source) else ""
        said = f"{source.genre or 'Thesis'}{school}"
    return f"[{said}]" if said else ""


def _details(source: Source) -> str:
    parts = [
        edition_of(source),
        f"Vol. {source.volume}" if source.volume else "",
    ]
    if source.kind == "report" and source.number:
        parts.append(title_case(report_number(source)))
    return ", ".join(part for part in parts if part)


def _inside(source: Source) -> Text:
    """Return the container; not repeated if it is the author's name as well (§9.24)."""
    if source.kind == "chapter":
        return _book_of(source)
    if source.container in {short(name) for name in source.authors} or not source.container:
        return (Run(source.pages),) if source.kind == "news" else ()
    if source.kind == "article-journal":
        return _journal(source)
    pages = f", {source.pages}" if source.pages else ""
    return (Run(container_of(source), italic=source.kind not in ITALIC_TITLES), Run(pages))


def _book_of(source: Source) -> Text:
    editors = [given_first(name, initials(name.given)) for name in source.editors]
    by = f"{joined(editors, ', & ', ' & ')} ({'Ed.' if len(editors) == 1 else 'Eds.'}), " if editors else ""
    pages = f"{page_label(source.pages)} {source.pages}" if source.pages else ""
    details = ", ".join(part for part in (_details(source), pages) if part)
    if not source.container:
        parts = (f"In {by.removesuffix(', ')}" if by else "", f"({details})" if details else "")
        return (Run(" ".join(filter(None, parts))),)
    return Run(f"In {by}"), Run(levelled(source.container), italic=True), Run(f" ({details})" if details else "")


def _journal(source: Source) -> Text:
    issue = f"({source.issue})" if source.issue else ""
    pages = f", {source.pages}" if source.pages else ""
    volume = [Run(", "), Run(source.volume, italic=True)] if source.volume else []
    apart = ", " if issue and not volume else ""
    return Run(container_of(source), italic=True), *volume, Run(f"{apart}{issue}{pages}")


def _publisher(source: Source) -> Text:
    if source.kind == "thesis" and address(source):
        return ()
    said = {short(name) for name in source.authors} | {source.container, _authors(source)}
    return () if source.publisher in said else (Run(source.publisher),)


def _with_address(runs: Text, source: Source) -> Text:
    """Append the address without a stop; with the day of retrieval if the work has no date (§9.34, §9.16)."""
    where = address(source)
    if not where:
        return runs
    retrieved = source.issued is None and source.accessed is not None and not source.doi
    before = f"Retrieved {long_date(source.accessed)}, from " if retrieved and source.accessed else ""
    return *runs, Run(f" {before}{where}")


def _legislation(source: Source) -> Text:
    """Return name, reporter or number, year (§11.5)."""
    report = (
        " ".join(part for part in (source.volume, source.container, source.pages) if part) if source.container else ""
    )
    report = report or act_number(source)
    head = f"{title_of(source)}{', ' + report if report else ''}{act_year(source)}"
    head += "" if ENDS.search(head) else "."
    return _with_address((Run(head),), source)
