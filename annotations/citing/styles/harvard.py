"""Harvard as in Cite Them Right: Pears and Shields, 12th ed. (2022)."""

from __future__ import annotations

from annotations.citing.names import et_al, family_first, given_first, initials, joined, short
from annotations.citing.richtext import Run
from annotations.citing.style import ALONE, Apart, Text
from annotations.citing.wording import ENDS, MONTHS, address, ordinal, title_of
from annotations.source import Name, PartialDate, Source

QUOTED = frozenset(("news", "blog", "chapter", "article-journal", "interview"))
"""Parts of something larger, whose titles stand in quotation marks."""


class Harvard:
    """See the module's docstring."""

    name, title, block_from, numbered, dated = "harvard", "Harvard (Cite Them Right)", 40, False, True
    footnotes = False

    def reference(self, source: Source, year_suffix: str = "") -> Text:
        """Author, year in parentheses, title, where it appeared, where it is to be had."""
        who, year = _authors(source), f"({_year(source)}{year_suffix})"
        rest = _published(source)
        if who:
            return _closed((Run(f"{who} {year} "), *_titled(source, bool(rest)), *rest), source)
        head = (Run(title_of(source), italic=True), Run(f" {year}"))
        own = source.kind in ("webpage", "legislation") and source.container
        first = " " if own else ". "
        said = "".join(run.text for run in rest).lstrip(",. ")
        return _closed((*head, Run(first if said else ""), *_without_lead(rest)), source)

    def in_text(
        self, source: Source, locator: str = "", year_suffix: str = "", *, number: int = 1, apart: Apart = ALONE
    ) -> Text:
        """Author, year, page; up to three authors."""
        rest = ", ".join(part for part in (f"{_year(source)}{year_suffix}", locator) if part)
        names = source.authors or (source.editors if source.kind == "book" else ())
        if names:
            shown = [short(name) for name in names]
            if apart.given:
                shown[0] = given_first(names[0], _initials(names[0]))
            wanted = apart.names if len(shown) > 3 else 0
            who = et_al(shown, 0, wanted, "") if wanted else et_al(shown, 3, 1, " and ")
            return (Run(f"({who}, {rest})"),)
        if _authors(source):
            return (Run(f"({source.container}, {rest})"),)
        return Run("("), Run(title_of(source), italic=True), Run(f", {rest})")

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """By author, then year, then title."""
        who = _authors(source) or title_of(source)
        return (who.casefold(), source.issued.iso() if source.issued else "9999", title_of(source).casefold())


STYLE = Harvard()


def _initials(name: Name) -> str:
    return initials(name.given).replace(". ", ".")


def _year(source: Source) -> str:
    return str(source.issued.year) if source.issued else "no date"


def _authors(source: Source) -> str:
    if source.authors:
        return _list(source.authors)
    if source.editors and source.kind == "book":
        return f"{_list(source.editors)} ({'ed.' if len(source.editors) == 1 else 'eds'})"
    return source.container if source.kind == "news" else ""


def _list(names: tuple[Name, ...]) -> str:
    return et_al([family_first(name, _initials(name)) for name in names], 3, 1, " and ")


def _titled(source: Source, more: bool) -> Text:
    title = title_of(source)
    if source.kind not in QUOTED:
        return (Run(title, italic=True),)
    inner = title.replace("“", "\0").replace("‘", "“").replace("”", "\1").replace("\0", "“").replace("\1", "”")
    return (Run(f"‘{inner}’"),)


def _published(source: Source) -> Text:
    """What stands between title and address, with the comma or stop that leads it."""
    if source.kind == "article-journal":
        return _journal(source)
    if source.kind == "chapter":
        return _book_of(source)
    if source.kind in ("book", "report", "thesis"):
        edition = f"{ordinal(source.edition)} edn" if source.edition else ""
        genre = f"{source.genre} {source.number}".strip() if source.kind == "report" else source.genre
        parts = [edition, genre if source.kind != "book" else "", _imprint(source)]
        return (Run("".join(f"{_stop(source, n)} {part}" for n, part in enumerate(part for part in parts if part))),)
    if source.kind == "news" and not source.authors:
        return (Run(_commas([_day(source.issued) if source.issued else ""], source)),)
    dated = source.kind in ("news", "blog") and source.issued
    pages = f"p. {source.pages}" if source.pages and source.kind == "news" else ""
    rest = [_day(source.issued) if dated and source.issued else "", pages]
    if not source.container:
        return (Run(_commas(rest, source)),)
    return Run(_lead(source)), Run(source.container, italic=True), Run("".join(f", {part}" for part in rest if part))


def _stop(source: Source, n: int) -> str:
    return "" if n == 0 and ENDS.search(title_of(source)) else "."


def _lead(source: Source) -> str:
    return ", "


def _commas(parts: list[str], source: Source) -> str:
    return "".join(f", {part}" for part in parts if part)


def _journal(source: Source) -> Text:
    issue = f"({source.issue})" if source.issue else ""
    pages = f"pp. {source.pages}" if source.pages else ""
    parts = [part for part in (f"{source.volume}{issue}", pages) if part]
    return Run(_lead(source)), Run(source.container, italic=True), Run("".join(f", {part}" for part in parts))


def _book_of(source: Source) -> Text:
    editors = joined([given_first(name, _initials(name)) for name in source.editors], " and ")
    by = f"in {editors} ({'ed.' if len(source.editors) == 1 else 'eds'}) " if editors else "in "
    said, rest = source.container, ""
    for part in (f"{ordinal(source.edition)} edn" if source.edition else "", _imprint(source)):
        if part:
            rest += f"{'' if ENDS.search(said + rest) else '.'} {part}"
    pages = f", pp. {source.pages}" if source.pages else ""
    return Run(f", {by}"), Run(source.container, italic=True), Run(rest + pages)


def _imprint(source: Source) -> str:
    return ": ".join(part for part in (source.place if source.publisher else "", source.publisher) if part)


def _without_lead(runs: Text) -> Text:
    if not runs:
        return ()
    return (Run(runs[0].text.lstrip(",. "), runs[0].italic), *runs[1:])


def _closed(runs: Text, source: Source) -> Text:
    """The stop; then where it is to be had, with the day of access but for a DOI."""
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
    """`30 June`."""
    return " ".join(part for part in (str(date.day or ""), MONTHS[date.month - 1] if date.month else "") if part)
