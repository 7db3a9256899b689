"""The list of references: sorted as the style demands, with ambiguous citations told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import replace

from annotations.citations.keys import letters
from annotations.citations.names import initials
from annotations.citations.style_api import ALONE, Apart, Style, Text
from annotations.markup.rich_text import render
from annotations.model.source import Source
from annotations.text.common_prefix import common_prefix_length


class Distinction(Struct, frozen=True):
    """The distinction of one source in its list: its number, the suffix of its year, more of its names or its title."""

    number: int = 1
    year_suffix: str = ""
    apart: Apart = ALONE


class Listing(Protocol):
    """The sources of one text in one style, each once, no two with the same citation."""

    def references(self) -> list[Text]:
        """Return the entries in the style's order; those of a numbered style begin with their number."""

    def reference(self, source: Source) -> Text:
        """Return the entry of one source; KeyError if it is not in the list."""

    def in_text(self, source: Source, locator: str = "") -> Text:
        """Return the citation of one source, told apart from the others; KeyError if it is not in the list."""


@runtime_checkable
class ListingStyle(Protocol):
    """A style that makes its lists itself, because it cannot be asked about one source at a time."""

    def list_sources(self, cited: Sequence[tuple[Source, str]]) -> Listing:
        """Return the list for these sources, each with a locator under which it is cited."""


class MarkedListing(Struct, frozen=True):
    """A list in a built-in style; `marks` tell its sources apart."""

    style: Style
    sources: tuple[Source, ...]
    marks: dict[Source, Distinction]

    def references(self) -> list[Text]:
        return [self.reference(source) for source in self.sources]

    def reference(self, source: Source) -> Text:
        return self.style.reference(source, self.marks[source].year_suffix)

    def number(self, source: Source) -> int:
        """Return the position in the list, from 1; KeyError if the source is not in it."""
        return self.marks[source].number

    def in_text(self, source: Source, locator: str = "") -> Text:
        mark = self.marks[source]
        return self.style.in_text(source, locator, mark.year_suffix, number=mark.number, apart=mark.apart)


def listing(cited: Iterable[Source | tuple[Source, str]], style: Style) -> Listing:
    """Return the list of references for sources, or for sources with the locators under which they are cited."""
    pairs = [each if isinstance(each, tuple) else (each, "") for each in cited]
    if isinstance(style, ListingStyle):
        return style.list_sources(pairs)
    return marked([source for source, _ in pairs], style)


def marked(sources: Iterable[Source], style: Style) -> MarkedListing:
    """Sort the sources and tell them apart: by given names first, then more names, then a suffix of the year or the title."""
    once = list(dict.fromkeys(sources))
    ordered = once if style.numbered else sorted(once, key=style.sort_key)
    marks = {source: Distinction(number) for number, source in enumerate(ordered, 1)}
    if not style.numbered:
        marks |= _distinctions(ordered, style)
    return MarkedListing(style, tuple(ordered), marks)


def bibliography(sources: Sequence[Source], style: Style) -> list[Text]:
    """Return the entries of the list of references, in the style's order."""
    return listing(sources, style).references()


def _distinctions(ordered: Sequence[Source], style: Style) -> dict[Source, Distinction]:
    apart = {
        source: Apart(given=style.names_apart and _shares_name(source, ordered), full=_shares_initials(source, ordered))
        for source in ordered
    }
    for group in _clashing(ordered, apart, style):
        for source in group:
            apart[source] = replace(apart[source], names=_names_needed(source, group))
    for group in _clashing(ordered, apart, style):
        for source in group:
            apart[source] = replace(apart[source], given=apart[source].given or _shares_name(source, group))
    suffixes: dict[Source, str] = {}
    for group in _clashing(ordered, apart, style):
        for index, source in enumerate(group):
            suffixes[source] = letters(index) if style.dated else ""
            apart[source] = replace(apart[source], title=not style.dated)
    return {
        source: Distinction(number, suffixes.get(source, ""), apart[source]) for number, source in enumerate(ordered, 1)
    }


def _shares_name(source: Source, others: Sequence[Source]) -> bool:
    """Return whether another first author has the same family name (APA 7 §8.20, CMOS 17 15.22, MLA 9 6.9)."""
    if not source.authors or not source.authors[0].family:
        return False
    first, firsts = source.authors[0], {other.authors[0] for other in others if other.authors}
    return any(other.family == first.family and other.given != first.given for other in firsts)


def _shares_initials(source: Source, others: Sequence[Source]) -> bool:
    """Return whether another first author has the same family name and initials (CMOS 17 15.22, MLA 9 6.9)."""
    if not source.authors or not source.authors[0].family:
        return False
    first, firsts = source.authors[0], {other.authors[0] for other in others if other.authors}
    same = {other.given for other in firsts if other.family == first.family and other.given}
    return any(given != first.given and initials(given) == initials(first.given) for given in same)


def _clashing(ordered: Sequence[Source], apart: dict[Source, Apart], style: Style) -> list[list[Source]]:
    groups: defaultdict[str, list[Source]] = defaultdict(list)
    for source in ordered:
        groups[render(style.in_text(source, apart=apart[source]))].append(source)
    return [group for group in groups.values() if len(group) > 1]


def _names_needed(source: Source, group: Sequence[Source]) -> int:
    """Return how many authors to show before et al. until the names differ from the others' (APA 7 §8.18); 0 if none helps."""
    others = [other.authors for other in group if other.authors != source.authors]
    if not others:
        return 0
    shared = max(common_prefix_length(source.authors, other) for other in others)
    return shared + 1 if shared < len(source.authors) else 0
