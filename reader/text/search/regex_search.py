r"""Regular expressions in a text, kept from running away: `/\v` and then a pattern.

The engine is the `regex` package, which can be told when to give up and lets other threads run meanwhile; the standard
library's cannot, and a pattern such as `(a+)+b` would hold the program for as long as the universe lasts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from msgspec import Struct

from annotations.model.span import Span

PREFIX = "\\v"
"""What a query begins with that is a pattern, as in vim."""

ESCAPED = re.compile(r"\\[pP]\{[^}]*\}|\\.|\(\?P?<\w+>|\(\?[A-Za-z]+[:)]", re.DOTALL)
"""Parts of a pattern whose capitals are not letters to be found."""


class BadPattern(ValueError):
    """The pattern cannot be read; the message says what is wrong and where."""


class Search(Struct, frozen=True):
    """What was found, in order; `whole` is False where time or room ran out before the end."""

    found: Sequence[Span]
    whole: bool


def check(pattern: str) -> None:
    """BadPattern where `pattern` cannot be read."""
    _compiled(pattern)


def search(text: str, pattern: str, budget_s: float, limit: int) -> Search:
    """Every match that is not empty, at most `limit`, as far as `budget_s` seconds reach; BadPattern."""
    compiled, end = _compiled(pattern), time.monotonic() + budget_s
    text = str(text)
    found: list[Span] = []
    try:
        for match in compiled.finditer(text, timeout=max(0.01, end - time.monotonic()), concurrent=True):
            if match.end() > match.start():
                found.append(Span(match.start(), match.end()))
            if len(found) >= limit or time.monotonic() > end:
                return Search(found, False)
    except TimeoutError:
        return Search(found, False)
    return Search(found, True)


def _compiled(pattern: str):  # type: ignore[no-untyped-def]  # the package has no types
    import regex  # noqa: PLC0415 - 20 ms that only those pay who search so

    letters = ESCAPED.sub("", pattern)
    flags = regex.MULTILINE | (0 if any(map(str.isupper, letters)) else regex.IGNORECASE)
    try:
        return regex.compile(pattern, flags)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        place: int | None = getattr(error, "pos", None)
        said = getattr(error, "msg", "") or str(error)
        raise BadPattern(said if place is None else f"{said} at character {place + 1}") from error
