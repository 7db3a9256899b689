"""Completion of the last word of a query: names of fields and values that a field has in the library."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from annotations.text.folding import fold_query
from reader.library.query.fields import FIELDS

LAST_WORD = re.compile(r'(?:^|\s)-?(?:(?P<field>[A-Za-z]+):)?(?P<quote>"?)(?P<begun>[^"]*)\Z')
MIN_FIELD_CHARACTERS = 2
"""Characters of a field's name that have to be typed before it is completed."""
FacetValues = Callable[[str, str], Iterable[str]]
"""Return the values of a field (`source`, `tag`) whose folded form begins with the second argument."""


def complete_query(text: str, facet_values: FacetValues) -> str | None:
    """Return `text` with its last word completed, or None if no known value begins so.

    A value of several words is joined by `_` unless a quotation mark is open: both are read as a phrase.
    """
    start = max(text.rfind(" ") + 1, 0)
    is_quoted = text.count('"') % 2 == 1
    found = LAST_WORD.search(text) if is_quoted else LAST_WORD.search(text[start:])
    if found is None or (not found["begun"] and not found["field"]):
        return None
    field, begun = (found["field"] or "").lower(), found["begun"]
    if not field:
        if len(begun) < MIN_FIELD_CHARACTERS or is_quoted:
            return None
        name = next((name for name in FIELDS if name.startswith(begun.lower())), None)
        return f"{text}{name[len(begun) :]}:" if name else None
    for value in _matching_values(field, begun, facet_values):
        rest = value[len(begun) :]
        if rest and (is_quoted or " " not in value):
            return text + rest + ('"' if is_quoted else "")
        if rest and field != "tag":
            return text + rest.replace(" ", "_")
    return None


def _matching_values(name: str, begun: str, facet_values: FacetValues) -> Iterable[str]:
    field = FIELDS.get(name)
    if field is None:
        return ()
    if not field.facet:
        return field.completions(begun)
    wanted = fold_query(begun.removeprefix("#").replace("_", " "))
    return [value for value in facet_values(name, wanted) if fold_query(value[: len(begun)]) == wanted]
