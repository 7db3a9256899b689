"""A stand-in until the style's own file is written."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.citing.richtext import Run
from annotations.citing.style import ALONE, Apart, Text
from annotations.source import Source


@dataclass(frozen=True, slots=True)
class Draft:
    """Author, year, title, container, address."""

    name: str
    title: str
    block_from: int
    numbered: bool = False
    dated: bool = True

    def _author(self, source: Source) -> str:
        return ", ".join(name.literal or name.family for name in source.authors) or source.title or "[Untitled]"

    def _year(self, source: Source, suffix: str) -> str:
        return (f"{source.issued.year}{suffix}") if source.issued else "n.d."

    def reference(self, source: Source, year_suffix: str = "") -> Text:
        """The entry in the list of references."""
        head = f"{self._author(source)} ({self._year(source, year_suffix)}). "
        return (Run(head), Run(source.title, italic=True), Run(f". {source.container}. {source.url}"))

    def in_text(
        self, source: Source, locator: str = "", year_suffix: str = "", *, number: int = 1, apart: Apart = ALONE
    ) -> Text:
        """The citation beside the quote."""
        if self.numbered:
            return (Run(f"[{number}, {locator}]" if locator else f"[{number}]"),)
        parts = [self._author(source), self._year(source, year_suffix), locator]
        return (Run(f"({', '.join(part for part in parts if part)})"),)

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Author, year, title."""
        return (self._author(source).casefold(), self._year(source, ""), source.title)
