"""What the last word of a query may be going to be: field names, and the values that a field has in this library. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from annotations.text.folding import fold_query
from reader.library.query.ast import FIELDS, STATES

LAST = re.compile(r'(?:^|\s)-?(?:(?P<field>[A-Za-z]+):)?(?P<quote>"?)(?P<begun>[^"]*)\Z')
Values = Callable[[str, str], Iterable[str]]
"""The values of a field (`source`, `tag`) whose folded form begins with the second argument."""
LISTED = ("source", "author", "category", "topic", "tag", "color")


def completed(text: str, values: Values) -> str | None:
    """`text` with its last word finished, or None where nothing is known that begins so.

    A value of several words is joined by `_` unless a quotation mark was opened: both are read as a phrase.
    """
    at = max(text.rfind(" ") + 1, 0)
    quoted = text.count('"') % 2 == 1
    found = LAST.search(text) if quoted else LAST.search(text[at:])
    if found is None or (not found["begun"] and not found["field"]):
        return None
    field, begun = (found["field"] or "").lower(), found["begun"]
    if not field:
        names = [name for name in FIELDS if name.startswith(begun.lower())] if len(begun) > 1 and not quoted else []
        return f"{text}{names[0][len(begun) :]}:" if names else None
    for value in _values(field, begun, values):
        rest = value[len(begun) :]
        if rest and (quoted or " " not in value):
            return text + rest + ('"' if quoted else "")
        if rest and field != "tag":
            return text + rest.replace(" ", "_")
    return None


def _values(field: str, begun: str, values: Values) -> Iterable[str]:
    if field == "is":
        return [state for state in STATES if state.startswith(begun.lower())]
    wanted = fold_query(begun.removeprefix("#").replace("_", " "))
    found = values(field, wanted) if field in LISTED else ()
    return [value for value in found if fold_query(value[: len(begun)]) == wanted]
