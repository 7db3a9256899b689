"""Chicago 17, author-date: The Chicago Manual of Style, 17th ed. (2017), chapter 15."""

from __future__ import annotations

from annotations.citations.formatting import address, container_of, english, nested, sentences, title_case, title_of
from annotations.citations.names import given_first, joined, people, sort_form
from annotations.citations.style_api import Apart, Composed, Narrative, Text
from annotations.citations.styles import chicago_common as parts
from annotations.markup.rich_text import Run
from annotations.model.source import Source

DAY_ONLY = frozenset(("webpage", "press-release"))
"""Source kinds whose entry shows the day alone, since the year stands before the title."""


class Chicago(Composed):
    """The style Chicago 17, author-date."""

    name, title, block_from, numbered, dated = "chicago", "Chicago 17 (author-date)", 100, False, True
    footnotes = False
    names_apart = True
    narrative = Narrative(3, ", and ")

    def entry(self, source: Source, year_suffix: str) -> Text:
        """Return author, year, title, container (CMOS 15.6 on)."""
        if source.kind == "legislation":
            return sentences([(Run(parts.statute(source)),), (Run(address(source)),)])
        who = parts.authors_of(source)
        year = (Run(f"{source.issued.year}{year_suffix}" if source.issued else f"n.d.{year_suffix}"),)
        title = parts.titled(source, ".")
        head = [(Run(who),), year, title] if who else [title, year]
        return sentences(
            [*head, *_published(source), (Run(parts.accessed(source, "Accessed")),), (Run(address(source)),)]
        )

    def citation(self, source: Source, locator: str, year_suffix: str, *, number: int, apart: Apart) -> Text:
        """Return author and year, the page behind a comma (CMOS 15.22 on)."""
        year = f" {source.issued.year}{year_suffix}" if source.issued else f", n.d.{year_suffix}"
        rest = year + (f", {parts.point(locator)}" if locator else "")
        names = people(source)
        if names:
            return (Run(f"({parts.short_names(names, apart)}{rest})"),)
        if source.kind == "legislation" or parts.giver(source):
            return (Run(f"({parts.giver(source) or title_of(source)}{rest})"),)
        title = title_case(title_of(source)) if english(source) else title_of(source)
        if parts.alone(source):
            return Run("("), Run(title, italic=True), Run(f"{rest})")
        inside = "," if rest.startswith(",") else ""
        return (Run(f"(“{nested(title)}{inside}”{rest.removeprefix(inside)})"),)

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Sort by author, then year, then title (CMOS 15.11, 15.16)."""
        return (*parts.sort_head(source), source.issued.iso() if source.issued else "9999", sort_form(title_of(source)))


STYLE = Chicago()


def _published(source: Source) -> list[Text]:
    """Return the parts between title and address."""
    if source.kind == "article-journal":
        return [_journal(source)]
    if source.kind == "chapter":
        return [_book_of(source), (Run(parts.imprint(source)),)]
    if source.kind == "thesis":
        return [(Run(", ".join(part for part in (source.genre, source.publisher) if part)),)]
    if source.kind in ("report", "book"):
        genre = parts.listed_genre(source)
        volume = f"Vol. {source.volume}" if source.volume else ""
        return [(Run(part),) for part in (parts.edition(source), volume, genre, parts.imprint(source))]
    date = parts.day_of_year(source) if source.kind in DAY_ONLY else parts.day(source)
    container = "" if parts.giver(source) == container_of(source) else container_of(source)
    if source.issued and source.issued.month is None:
        wanted = source.kind == "interview" or (source.container and source.kind in ("news", "blog"))
        date = str(source.issued.year) if wanted else ""
    elif parts.giver(source) and source.kind == "news":
        date = parts.day(source)
    italic = source.kind not in DAY_ONLY
    between = ", " if container and date else ""
    if source.kind == "press-release":
        publisher = "" if parts.giver(source) == source.publisher else source.publisher
        return [(Run(parts.genre(source)),), (Run(parts.commas(container, publisher, date)),)]
    return [(Run(parts.genre(source)),), (Run(container, italic=italic), Run(between + date))]


def _journal(source: Source) -> Text:
    unnumbered = parts.unnumbered(source) if source.issued or source.issue else ""
    volume = f" {source.volume}" if source.volume else unnumbered
    issue = f" ({source.issue or parts.month(source)})" if source.volume and (source.issue or source.issued) else ""
    rest = f"{volume}{issue}{parts.journal_pages(source)}"
    return Run(container_of(source), italic=True), Run(rest if source.container else rest.lstrip(" :,"))


def _book_of(source: Source) -> Text:
    editors = joined([given_first(name, name.given) for name in source.editors], ", and ", " and ")
    rest = [parts.edition(source), f"edited by {editors}" if editors else "", parts.pages(source.pages)]
    if not source.container:
        return (Run(parts.opened(parts.commas(*rest))),)
    return (
        Run("In "),
        Run(container_of(source), italic=True),
        Run("".join(f", {part}" for part in rest if part)),
    )
