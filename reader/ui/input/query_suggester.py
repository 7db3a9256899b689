"""Completion of a query as it is typed: the rest of its last word stands behind the cursor, the right arrow takes it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.suggester import Suggester

from annotations.model.annotation import COLORS
from reader.errors import ReaderError
from reader.library.library import Library
from reader.library.query.completion import complete_query
from reader.text.cleaning import clean_line


class QuerySuggester(Suggester):
    """Knows the fields, and the sources, authors, categories, topics and tags of a library."""

    def __init__(self, library: Library) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._library = library

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last word completed, or None."""
        found = complete_query(value, self._values)
        return clean_line(found) if found and clean_line(found).startswith(value.strip()) else None

    def _values(self, field: str, beginning: str) -> Iterable[str]:
        if field == "color":
            return [color for color in COLORS if color.startswith(beginning)]
        try:
            return self._library.catalog.facet_values(field, beginning)
        except ReaderError:
            return ()
