"""Formatting of dates, titles and full stops that the styles share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotations.citations.typography import DOUBLE_FIRST, Pairs, levelled
from annotations.markup.rich_text import Run
from annotations.model.source import MONTH_NAMES, PartialDate, Source

PAGED = re.compile(r"pp?\.\s*(.+)", re.DOTALL)
"""A locator that names pages."""
UNTITLED = "[Untitled]"
SMALL = frozenset(
    "a about an and as at but by d de down for from in into nor of on onto or over so the till to up "
    "v van von via vs with yet".split()
)
"""Words that title case leaves small inside a title (as citeproc, after CSL 1.0.2, `title` text case)."""

ENDS = re.compile(r"[.!?…][\"'”’»]*$")
EDITION_WORD = re.compile(r"\s*\b(?:eds?\b\.?|edns?\b\.?|editions?)\s*$", re.IGNORECASE)
PUBLIC_LAW = re.compile(r"\d+\s*[-–]\s*\d+")
NUMERIC = re.compile(r"[A-Za-z]?\d+[A-Za-z]?(?:[-–,&]\d+)*")
"""A number that bears `no.` before it (CSL 1.0.2, `is-numeric`)."""
JOINTS = re.compile(r"([-–—/])")
"""Marks that join two words to one without blanks."""
ABBREVIATED = re.compile(r"(?:\b[^\W\d_](?:\.[^\W\d_])+|\b(?:Mrs?|Ms|Dr|Prof|St|vs?|No|Jr|Sr|etc|[A-Z]))\.\Z")
BEGINS_AGAIN = re.compile(r"[:.?!][”’)\]]*\Z")
"""Behind these title case begins anew."""


def title_of(source: Source, pairs: Pairs = DOUBLE_FIRST) -> str:
    """Return the title on one line, with the first of the quotation marks outside; [Untitled] if there is none."""
    return levelled(" ".join(source.title.split()), pairs) or UNTITLED


def container_of(source: Source) -> str:
    """Return the container title, in title case if it is English."""
    container = levelled(" ".join(source.container.split()))
    return title_case(container) if english(source) else container


def english(source: Source) -> bool:
    """Return whether the title's case may be changed: the language is English, or not known."""
    return not source.language or source.language.lower().startswith("en")


def title_case(text: str) -> str:
    """Return the text with every word capitalised but small ones inside; words that have capitals already stay as they are."""
    words = text.split(" ")
    return " ".join(_cased(word, n, words) for n, word in enumerate(words))


def _cased(word: str, n: int, words: Sequence[str]) -> str:
    plain = word.strip("“”‘’\"'([{<>}]),.;:!?…")
    first = n == 0 or _begins_again(words[n - 1]) or n == len(words) - 1
    if plain in SMALL and not first:
        return word
    parts = JOINTS.split(word)
    for k in range(0, len(parts), 2):
        part = parts[k]
        wanted = k == 0 or parts[k - 1] not in "-–" or part.strip(".,;:!?”’)") not in SMALL
        if part == part.lower():
            parts[k] = _capital(part, wanted)
    return "".join(parts)


def _begins_again(word: str) -> bool:
    """Return whether title case begins anew behind a word: behind a colon or full stop, not behind an abbreviation."""
    return bool(BEGINS_AGAIN.search(word)) and not ABBREVIATED.search(word)


def _capital(part: str, wanted: bool) -> str:
    found = re.search(r"[^\W_]", part)
    if not wanted or found is None or (found.start() > 0 and part[found.start() - 1] in "’'"):
        return part
    at = found.start()
    return part[:at] + part[at].upper() + part[at + 1 :]


def nested(text: str) -> str:
    """Return a title for use inside quotation marks: its double marks become single."""
    return levelled(text, DOUBLE_FIRST, 1)


def closed(text: str, stop: str = ".") -> str:
    """Return `text` with a stop, unless it ends with one, or with a question or exclamation mark."""
    return text if ENDS.search(text) else text + stop


def ordinal(number: str) -> str:
    """Return `3rd` for `3`, and a text that is no number unchanged."""
    if not number.isdecimal():
        return number
    teen = number[-2:] in ("11", "12", "13")
    return number + ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def edition_of(source: Source, word: str = "ed.") -> str:
    """Return the edition with `word` behind it, which is not said twice: `3rd ed.`, `Rev. ed.`."""
    said = EDITION_WORD.sub("", source.edition.strip())
    return f"{ordinal(said)} {word}" if said else source.edition and word


def act_number(source: Source) -> str:
    """Return the number of an act: `Pub. L. No. 111-148` of an American one, else as it is given: `c. 40`."""
    return f"Pub. L. No. {source.number}" if PUBLIC_LAW.fullmatch(source.number) else source.number


def act_year(source: Source) -> str:
    """Return the year in parentheses with a blank before it, unless the name of the act has it: `Harbours Act 1964`."""
    year = str(source.issued.year) if source.issued else ""
    return f" ({year})" if year and not source.title.rstrip().endswith(year) else ""


def long_date(date: PartialDate) -> str:
    """Return a date as `July 4, 2025`, `July 2025` or `2025`."""
    if date.month is None:
        return str(date.year)
    month = MONTH_NAMES[date.month - 1]
    return f"{month} {date.year}" if date.day is None else f"{month} {date.day}, {date.year}"


def report_number(source: Source) -> str:
    """Return a report's genre and number: `Working paper no. 17`, `Technical report MSB-118`, `no. 17`."""
    number = f"no. {source.number}" if NUMERIC.fullmatch(source.number) else source.number
    return f"{source.genre} {number}".strip()


def page_label(pages: str) -> str:
    """Return `pp.` for a range or a list of pages, `p.` for one page."""
    return "pp." if re.search(r"(?:\d|\b[ivxlcdm]+)\s*[–,&-]\s*(?:\w?\d|[ivxlcdm]+\b)", pages) else "p."


def address(source: Source) -> str:
    """Return the DOI as a URL, else the URL, else nothing."""
    if source.doi:
        doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", source.doi.strip(), flags=re.IGNORECASE)
        return f"https://doi.org/{doi}"
    return source.url


def sentences(parts: Iterable[Sequence[Run]]) -> tuple[Run, ...]:
    """Join the parts of a reference, each closed by a stop, with spaces between; empty ones are left out."""
    runs: list[Run] = []
    for part in parts:
        text = "".join(run.text for run in part)
        if not text.strip():
            continue
        runs += [Run(" ")] if runs else []
        runs += [run for run in part if run.text]
        if not ENDS.search(text):
            runs[-1:] = _stopped(runs[-1])
    return tuple(runs)


def _stopped(run: Run) -> tuple[Run, ...]:
    """Return the run with its stop, which goes inside a closing quotation mark if both are upright."""
    if run.italic or not run.text.endswith("”"):
        return run, Run(".")
    return (Run(run.text[:-1] + ".”"),)
