"""The sources that the citations of a report mean, and whether a citation is true of the text that a quotation is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from annotations.citations import citation_key
from annotations.citations.keys import letters
from annotations.model.source import Source
from annotations.reports.quote_check.citation_context import Citation, attributed, judge
from annotations.reports.quote_check.quote_extraction import Quotation
from annotations.reports.quote_check.verbatim_match import Match
from reader.library.db.models import ArticleSummary
from reader.library.library import Library

NAMED_AT_MOST = 60
"""Articles that a citation by name and year may mean, and still be gone through one by one."""


class Cited(Struct, frozen=True):
    """The citation beside a quotation. `article` is the one it names, where the library has it.

    `source` says whether it names the article that the quotation is from, `date` whether its date is that one's; None
    where nothing can be said.
    """

    text: str
    article: str | None = None
    source: bool | None = None
    date: bool | None = None
    author_unknown: bool = False
    """Whether it names a person where the source names no author, so that nothing can be said."""

    @property
    def wrong(self) -> bool:
        """Whether something in it is not so."""
        return self.source is False or self.date is False


class Found(Struct, frozen=True):
    """Where a quotation, or what it is a change of, stands: a version of an article. `newest` tells of the version."""

    entry: ArticleSummary
    source: Source
    version: int
    match: Match

    @property
    def newest(self) -> bool:
        """Whether the article still says so."""
        return self.version == self.entry.versions


class CitedSources:
    """Finds the articles of a library that citations name, and judges citations."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._containers: list[str] | None = None
        self._years: dict[str, list[tuple[str, Source]]] = {}

    def named(self, citation: Citation) -> list[str]:
        """Return the articles that citation keys and URLs name."""
        found = [article for key in citation.keys if (article := self._by_key(key))]
        found += [article for address in citation.addresses for article in self._library.ids_at_url(address)]
        return list(dict.fromkeys(found))

    def by_name(self, citation: Citation) -> list[str]:
        """Return the articles that names and a date mean, if they are few."""
        found: list[str] = []
        for named in citation.named:
            for year in sorted(named.years):
                for article, source in self._of_year(str(year)):
                    verdict = judge(named, source)
                    if verdict.source and verdict.date is not False:
                        found.append(article)
        return found if len(found) <= NAMED_AT_MOST else []

    def _of_year(self, year: str) -> list[tuple[str, Source]]:
        """Return the articles of a year with their sources; of all years for `*`."""
        if year not in self._years:
            self._years[year] = self._library.sources(None if year == "*" else year)
        return self._years[year]

    def _by_key(self, key: str) -> str | None:
        """Return the article with a citation key; only keys of its year are computed."""
        years = [key[n : n + 4] for n in range(len(key) - 3) if key[n : n + 4].isdigit()] or [""]
        for year in dict.fromkeys([*years, "", "*"]):
            seen = dict[str, int]()
            for article, source in self._of_year(year):
                base = citation_key(source)
                seen[base] = seen.get(base, 0) + 1
                if key == (base if seen[base] == 1 else base + letters(seen[base] - 1)):
                    return article
        return None

    def cited(self, found: Found, citation: Citation, quotation: Quotation, named: Sequence[str]) -> Cited | None:
        """Return what the citation says about a text, or None."""
        if citation.keys or citation.addresses:
            wrong = None if not named else found.entry.id in named
            if wrong is None and not citation.named:
                return Cited(citation.text)
            if wrong is not None:
                dated = [judge(each, found.source).date for each in citation.named]
                return Cited(citation.text, named[0], wrong, _any(dated) if wrong else None)
        if citation.named:
            verdicts = [judge(each, found.source) for each in citation.named]
            best = min(verdicts, key=lambda each: (each.source is not True, each.date is False))
            if best.source is False and self._is_unknown_author(citation, found.source):
                dates = [each.date for each in verdicts]
                return Cited(citation.text, None, None, _any(dates), author_unknown=True)
            date = best.date if best.source is not False else None
            return Cited(citation.text, found.entry.id if best.source else None, best.source, date)
        return self._mentioned(found, quotation)

    def _is_unknown_author(self, citation: Citation, source: Source) -> bool:
        """Return whether a citation names one person, the source names no author, and no other source is meant."""
        if source.authors or source.editors or self.by_name(citation):
            return False
        return all(len(each.names) == 1 or re.search(r"&| et al\b|\b[A-Z]\.", each.text) for each in citation.named)

    def _mentioned(self, found: Found, quotation: Quotation) -> Cited | None:
        """Return the newspaper or site that the sentence gives the words to without a year, or None."""
        if self._containers is None:
            self._containers = self._library.containers()
        for text in (quotation.behind, quotation.before):
            named = attributed(text, self._containers)
            if named:
                right = any(each.casefold() in found.source.container.casefold() for each in named)
                return Cited(", ".join(sorted(named)), found.entry.id if right else None, right, None)
        return None


def _any(values: Iterable[bool | None]) -> bool | None:
    said = [value for value in values if value is not None]
    return any(said) if said else None
