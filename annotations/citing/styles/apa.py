"""APA 7: Publication Manual of the American Psychological Association, 7th ed. (2020), chapters 8-10."""

from __future__ import annotations

from annotations.citing.names import et_al, family_first, given_first, initials, joined, short
from annotations.citing.richtext import Run
from annotations.citing.style import ALONE, Apart, Text
from annotations.citing.wording import (
    ENDS,
    MONTHS,
    address,
    english,
    long_date,
    ordinal,
    sentences,
    title_case,
    title_of,
)
from annotations.source import Name, Source

DATED_TO_THE_DAY = frozenset(("news", "webpage", "blog", "press-release", "interview"))
ITALIC_TITLES = frozenset(("webpage", "press-release", "report", "book", "thesis", "interview"))
"""Works that stand alone (§9.19); the titles of the others are parts of something, whose title is italic instead."""

GENRES = {"press-release": "Press release", "interview": "Interview"}
MOST_AUTHORS, KEPT_AUTHORS = 20, 19


class Apa:
    """See the module's docstring."""

    name, title, block_from, numbered, dated = "apa", "APA 7", 40, False, True
    footnotes = False

    def reference(self, source: Source, year_suffix: str = "") -> Text:
        """§9.5 on: author, date, title, source; the title in the author's place where there is none (§9.12)."""
        if source.kind == "legislation":
            return _legislation(source)
        date = f"({_date(source, year_suffix)})"
        who = _authors(source)
        head = [(Run(f"{who}{'' if ENDS.search(who) else '.'} {date}"),), _titled(source)]
        if not who:
            head = [_titled(source), (Run(date),)]
        return _with_address(sentences([*head, _inside(source), _publisher(source)]), source)

    def in_text(
        self, source: Source, locator: str = "", year_suffix: str = "", *, number: int = 1, apart: Apart = ALONE
    ) -> Text:
        """§8.11 on: author, year, locator, in parentheses."""
        year = (
            f"{source.issued.year}{year_suffix}"
            if source.issued
            else "n.d." + (f"-{year_suffix}" if year_suffix else "")
        )
        rest = ", ".join(part for part in (year, locator) if part)
        names = source.authors or (source.editors if source.kind == "book" else ())
        if names:
            return (Run(f"({_short_names(names, apart)}, {rest})"),)
        shown = title_case(title_of(source)) if english(source) else title_of(source)
        if source.kind in ITALIC_TITLES:
            return Run("("), Run(shown, italic=True), Run(f", {rest})")
        if source.kind == "legislation":
            return (Run(f"({title_of(source)}, {rest})"),)
        return (Run(f"(“{shown.replace('“', '‘').replace('”', '’')},” {rest})"),)

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """§9.44 on: by author, then date, then title."""
        issued = source.issued.iso() if source.issued else ""
        return (_authors(source).casefold() or title_of(source).casefold(), issued, title_of(source).casefold())


STYLE = Apa()


def _authors(source: Source) -> str:
    if source.authors:
        return _list(source.authors)
    if source.kind == "book" and source.editors:
        return f"{_list(source.editors)} ({'Ed.' if len(source.editors) == 1 else 'Eds.'})"
    return ""


def _list(names: tuple[Name, ...]) -> str:
    """§9.8: up to twenty, else the first nineteen and the last."""
    shown = [family_first(name, initials(name.given)) for name in names]
    if len(shown) > MOST_AUTHORS:
        return f"{', '.join(shown[:KEPT_AUTHORS])}, … {shown[-1]}"
    return joined(shown, ", & ")


def _short_names(names: tuple[Name, ...], apart: Apart) -> str:
    """§8.17: one or two names, else the first and et al.; more of them, or initials, where that tells works apart."""
    shown = [short(name) for name in names]
    if apart.given:
        shown[0] = given_first(names[0], initials(names[0].given))
    if apart.names and len(shown) > 2:
        return et_al(shown, 0, apart.names, "") if apart.names < len(shown) else joined(shown, ", & ")
    return et_al(shown, 2, 1, " & ")


def _date(source: Source, suffix: str) -> str:
    issued = source.issued
    if issued is None:
        return f"n.d.-{suffix}" if suffix else "n.d."
    year = f"{issued.year}{suffix}"
    if issued.month is None or source.kind not in DATED_TO_THE_DAY:
        return year
    return f"{year}, {MONTHS[issued.month - 1]}" + (f" {issued.day}" if issued.day else "")


def _titled(source: Source) -> Text:
    """The title with what stands behind it in parentheses or brackets (§9.18-9.22)."""
    title = Run(title_of(source), italic=source.kind in ITALIC_TITLES)
    details = "" if source.kind in ("chapter", "article-journal") else _details(source)
    bracket = GENRES.get(source.kind, "")
    if source.kind == "thesis":
        school = f", {source.publisher}" if source.publisher and address(source) else ""
        bracket = f"{source.genre or 'Thesis'}{school}"
    return title, Run(f" ({details})" if details else ""), Run(f" [{bracket}]" if bracket else "")


def _details(source: Source) -> str:
    parts = [
        f"{ordinal(source.edition)} ed." if source.edition else "",
        f"Vol. {source.volume}" if source.volume else "",
    ]
    if source.kind == "report" and source.number:
        parts.append(f"{title_case(source.genre) or 'Report No.'} {source.number}")
    return ", ".join(part for part in parts if part)


def _inside(source: Source) -> Text:
    """What the work appeared in; not said twice where it is the author's name as well (§9.24)."""
    if source.kind == "chapter":
        return _book_of(source)
    if source.container in {short(name) for name in source.authors} or not source.container:
        return ()
    if source.kind == "article-journal":
        return _journal(source)
    pages = f", {source.pages}" if source.pages else ""
    return (Run(source.container, italic=source.kind not in ITALIC_TITLES), Run(pages))


def _book_of(source: Source) -> Text:
    editors = [given_first(name, initials(name.given)) for name in source.editors]
    by = f"{joined(editors, ', & ', ' & ')} ({'Ed.' if len(editors) == 1 else 'Eds.'}), " if editors else ""
    pages = f"{'pp.' if '–' in source.pages or '-' in source.pages else 'p.'} {source.pages}" if source.pages else ""
    details = ", ".join(part for part in (_details(source), pages) if part)
    return Run(f"In {by}"), Run(source.container, italic=True), Run(f" ({details})" if details else "")


def _journal(source: Source) -> Text:
    issue = f"({source.issue})" if source.issue else ""
    pages = f", {source.pages}" if source.pages else ""
    volume = [Run(", "), Run(source.volume, italic=True)] if source.volume else []
    return Run(source.container, italic=True), *volume, Run(f"{issue}{pages}")


def _publisher(source: Source) -> Text:
    if source.kind == "thesis" and address(source):
        return ()
    said = {short(name) for name in source.authors} | {source.container}
    return () if source.publisher in said else (Run(source.publisher),)


def _with_address(runs: Text, source: Source) -> Text:
    """§9.34: without a stop; with the day of retrieval where the work has no date of its own (§9.16)."""
    where = address(source)
    if not where:
        return runs
    retrieved = source.issued is None and source.accessed is not None and not source.doi
    before = f"Retrieved {long_date(source.accessed)}, from " if retrieved and source.accessed else ""
    return *runs, Run(f" {before}{where}")


def _legislation(source: Source) -> Text:
    """§11.5: name, reporter or number, year."""
    year = f"({source.issued.year})" if source.issued else "(n.d.)"
    report = (
        " ".join(part for part in (source.volume, source.container, source.pages) if part) if source.container else ""
    )
    report = report or (f"Pub. L. No. {source.number}" if source.number else "")
    head = f"{title_of(source)}, {report} {year}." if report else f"{title_of(source)} {year}."
    return _with_address((Run(head),), source)
