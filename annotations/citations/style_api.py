"""The interface of a citation style, and what the built-in styles share."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from annotations.citations.typography import dashed, typographic
from annotations.markup.rich_text import Run
from annotations.model.source import Source

Text = tuple[Run, ...]


class Apart(Struct, frozen=True):
    """The details by which an in-text citation differs from another one in the same list.

    `given` shows the initials of the first author, `full` the whole given name in styles that know it. `names` is how many
    authors are shown before et al. (0: the style's own number). `title` adds the title (in a style without years).
    """

    given: bool = False
    names: int = 0
    title: bool = False
    full: bool = False


ALONE = Apart()


class Narrative(Struct, frozen=True):
    """How a style names the authors in the sentence: up to `most`, with `last` before the last of three or more.

    `undated` stands in place of the year of a source that has none.
    """

    most: int
    last: str = " and "
    undated: str = "n.d."


class Style(Protocol):
    """A citation style. Styles are values without state: every method is a pure function of its arguments.

    `block_from` is the number of words from which a quote becomes a block quote.
    `numbered` styles cite by the position in the list; the others sort the list by `sort_key`.
    """

    @property
    def name(self) -> str:
        """The name by which users ask for the style: `apa`."""

    @property
    def title(self) -> str:
        """The style guide and its edition: `APA 7`."""

    @property
    def block_from(self) -> int:
        """The number of words from which a quote is set as a block."""

    @property
    def numbered(self) -> bool:
        """Whether sources are cited by their number in the list."""

    @property
    def dated(self) -> bool:
        """Whether the in-text citation shows the year, so that a suffix (2025a) can tell two works apart."""

    @property
    def names_apart(self) -> bool:
        """Whether authors with one family name are told apart in every citation, or only where the years are the same."""

    @property
    def footnotes(self) -> bool:
        """Whether `in_text` is a footnote; the quote itself then has only a footnote mark."""

    @property
    def narrative(self) -> Narrative | None:
        """How authors are named in the sentence; None if the style only cites in brackets."""

    def reference(self, source: Source, year_suffix: str = "") -> Text:
        """Return the entry in the list of references."""

    def in_text(
        self, source: Source, locator: str = "", year_suffix: str = "", *, number: int = 1, apart: Apart = ALONE
    ) -> Text:
        """Return the citation beside the quote, with its brackets; in a notes style the footnote."""

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Return the key that the list of references is sorted by."""


class Composed:
    """The base of the built-in styles, which are given a source with typographic quotation marks."""

    def reference(self, source: Source, year_suffix: str = "") -> Text:
        return self.entry(typographic(source), year_suffix)

    def in_text(
        self, source: Source, locator: str = "", year_suffix: str = "", *, number: int = 1, apart: Apart = ALONE
    ) -> Text:
        return self.citation(typographic(source), dashed(locator), year_suffix, number=number, apart=apart)

    def entry(self, source: Source, year_suffix: str) -> Text:
        """Return the style's entry."""
        raise NotImplementedError

    def citation(self, source: Source, locator: str, year_suffix: str, *, number: int, apart: Apart) -> Text:
        """Return the style's citation."""
        raise NotImplementedError
