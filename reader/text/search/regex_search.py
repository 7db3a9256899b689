r"""RegexMatches by regular expression (`/\v` and a pattern), with limits on time and matches.

The `regex` package supports a timeout and releases the interpreter lock while it searches. The standard library's `re` has
neither: a pattern such as `(a+)+b` would block the program for an exponential time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from msgspec import Struct

from annotations.model.span import Span

PREFIX = "\\v"
"""Start of a query that is a regular expression, as in vim."""

PATTERN_SYNTAX = re.compile(r"\\[pP]\{[^}]*\}|\\.|\(\?P?<\w+>|\(\?[A-Za-z]+[:)]", re.DOTALL)
"""Parts of a pattern whose capital letters are syntax, not text to match."""


class BadPattern(ValueError):
    """A pattern that cannot be compiled; the message says what is wrong and where."""


class RegexMatches(Struct, frozen=True):
    """Matches in order; `whole` is False if the time or the limit was reached before the end of the text."""

    found: Sequence[Span]
    whole: bool


def check(pattern: str) -> None:
    """Raise BadPattern if `pattern` cannot be compiled."""
    _compiled(pattern)


def search(text: str, pattern: str, budget_s: float, limit: int) -> RegexMatches:
    """Return the non-empty matches, at most `limit`, found within `budget_s` seconds. Raise BadPattern."""
    compiled, end = _compiled(pattern), time.monotonic() + budget_s
    text = str(text)
    found: list[Span] = []
    try:
        for match in compiled.finditer(text, timeout=max(0.01, end - time.monotonic()), concurrent=True):
            if match.end() > match.start():
                found.append(Span(match.start(), match.end()))
            if len(found) >= limit or time.monotonic() > end:
                return RegexMatches(found, False)
    except TimeoutError:
        return RegexMatches(found, False)
    return RegexMatches(found, True)


def _compiled(pattern: str):  # type: ignore[no-untyped-def]  # the package has no types
    import regex  # noqa: PLC0415 - 20 ms at import, needed by these searches only

    letters = PATTERN_SYNTAX.sub("", pattern)
    flags = regex.MULTILINE | (0 if any(map(str.isupper, letters)) else regex.IGNORECASE)
    try:
        return regex.compile(pattern, flags)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        place: int | None = getattr(error, "pos", None)
        said = getattr(error, "msg", "") or str(error)
        raise BadPattern(said if place is None else f"{said} at character {place + 1}") from error
