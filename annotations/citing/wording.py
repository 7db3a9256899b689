"""Dates, titles and stops as styles write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotations.citing.richtext import Run
from annotations.source import PartialDate, Source

MONTHS = ("January February March April May June July August September October November December").split()
UNTITLED = "[Untitled]"
SMALL = frozenset(
    "a about an and as at but by d de down for from in into nor of on onto or over so the till to up van von via with yet".split()
)
"""Words that title case leaves small inside a title (as citeproc, after CSL 1.0.2, `title` text case)."""

ENDS = re.compile(r"[.!?…][\"'”’»]*$")
NESTED = re.compile("[“”]")


def title_of(source: Source) -> str:
    """The title on one line; [Untitled] where there is none."""
    return " ".join(source.title.split()) or UNTITLED


def english(source: Source) -> bool:
    """Whether the title's case may be changed: the language is English, or not said."""
    return not source.language or source.language.lower().startswith("en")


def title_case(text: str) -> str:
    """Every word with a capital but the small ones inside; words that have capitals already stay as they are."""
    words = text.split(" ")
    return " ".join(_cased(word, n, words) for n, word in enumerate(words))


def _cased(word: str, n: int, words: Sequence[str]) -> str:
    plain = word.strip("“”‘’\"'([{<>}]),.;:!?…")
    first = n == 0 or words[n - 1].endswith((":", "?", "!", "—", "–")) or n == len(words) - 1
    if plain != plain.lower() or (plain in SMALL and not first):
        return word
    return "-".join(_capital(part, k == 0 or part not in SMALL) for k, part in enumerate(word.split("-")))


def _capital(part: str, wanted: bool) -> str:
    found = re.search(r"[^\W_]", part)
    if not wanted or found is None or (found.start() > 0 and part[found.start() - 1] in "’'"):
        return part
    at = found.start()
    return part[:at] + part[at].upper() + part[at + 1 :]


def nested(text: str) -> str:
    """Quotation marks of a title that stands in quotation marks itself: double ones become single."""
    return text.replace("“", "‘").replace("”", "’")


def closed(text: str, stop: str = ".") -> str:
    """`text` with a stop, unless it ends with one, or with a question or exclamation mark."""
    return text if ENDS.search(text) else text + stop


def ordinal(number: str) -> str:
    """`3` to `3rd`; what is no number stays."""
    if not number.isdecimal():
        return number
    teen = number[-2:] in ("11", "12", "13")
    return number + ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def long_date(date: PartialDate) -> str:
    """`July 4, 2025`, `July 2025`, `2025`."""
    if date.month is None:
        return str(date.year)
    month = MONTHS[date.month - 1]
    return f"{month} {date.year}" if date.day is None else f"{month} {date.day}, {date.year}"


def address(source: Source) -> str:
    """The DOI as an address, else the URL, else nothing."""
    if source.doi:
        doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", source.doi.strip(), flags=re.IGNORECASE)
        return f"https://doi.org/{doi}"
    return source.url


def sentences(parts: Iterable[Sequence[Run]]) -> tuple[Run, ...]:
    """Parts of a reference, each closed by a stop and apart by a space; empty ones are left out."""
    runs: list[Run] = []
    for part in parts:
        text = "".join(run.text for run in part)
        if not text.strip():
            continue
        runs += [Run(" ")] if runs else []
        runs += part
        if not ENDS.search(text):
            runs.append(Run("."))
    return tuple(runs)
