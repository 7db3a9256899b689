"""BibTeX in UTF-8, each source with its passages and notes in `annote` (fields after Patashnik, BibTeXing, 1988)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotations.citations.formatting import english
from annotations.exporters.excerpt import Excerpt, keyed
from annotations.exporters.registry import ExportOptions, Format
from annotations.model.source import MONTH_NAMES, Name, Source

TYPES = {
    "news": ("article", "journal"),
    "article-journal": ("article", "journal"),
    "book": ("book", "series"),
    "chapter": ("incollection", "booktitle"),
    "report": ("techreport", "series"),
    "thesis": ("phdthesis", "howpublished"),
}
"""For each kind of source its entry type and the field that its container goes into; the others are `misc`."""

PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
SPECIAL = {
    "\\": "{\\textbackslash}",
    "{": "{\\textbraceleft}",
    "}": "{\\textbraceright}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
    **{mark: f"\\{mark}" for mark in "$&#%_"},
}
VERBATIM = re.compile(r"[\\{}\s]")
CAPITAL = re.compile(r"[^\w]*[^\W\d_a-z]")
INNER_CAPITAL = re.compile(r"\w[^\W\d_a-zß-öø-ÿ]")
SPECIALS = re.compile(r"[\\{}~^$&#%_]")


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return one entry for each article, in the order of the excerpts."""
    entries = [entry(key, each[0].source, each) for key, each in keyed(excerpts)]
    return "\n".join(entries) or "% No excerpts were selected.\n"


def entry(key: str, source: Source, excerpts: Sequence[Excerpt] = ()) -> str:
    kind, _ = TYPES.get(source.kind, ("misc", ""))
    lines = "".join(f"  {name} = {value},\n" for name, value in _fields(source, excerpts))
    return f"@{kind}{{{key},\n{lines}}}\n"


def _fields(source: Source, excerpts: Sequence[Excerpt]) -> Iterator[tuple[str, str]]:
    kind, container = TYPES.get(source.kind, ("misc", "howpublished"))
    for role, people in (("author", source.authors), ("editor", source.editors)):
        if people:
            yield role, "{" + names(people) + "}"
    yield "title", "{" + cased_title(source) + "}"
    if source.issued:
        yield "year", f"{{{source.issued.year}}}"
        if source.issued.month:
            yield "month", MONTH_NAMES[source.issued.month - 1][:3].lower()
        if source.issued.day:
            yield "day", f"{{{source.issued.day}}}"
    yield from (
        (name, "{" + verbatim(value) + "}") for name, value in (("doi", source.doi), ("url", source.url)) if value
    )
    plain = [(container, source.container), (PUBLISHERS.get(kind, "publisher"), source.publisher)]
    plain += [(name, getattr(source, name)) for name in ("language", "volume", "edition")]
    plain += [("pages", ranges(source.pages))]
    plain += [("address", source.place), ("number", source.issue or source.number), ("type", source.genre)]
    yield from ((name, "{" + escaped(value) + "}") for name, value in plain if value)
    if source.accessed:
        yield "urldate", f"{{{source.accessed.iso()}}}"
    if excerpts:
        yield "annote", "{" + "\n    ".join(annotation(one) for one in excerpts) + "}"


def escaped(text: str) -> str:
    """Return `text` on one line, with the characters that LaTeX reads as commands escaped."""
    return SPECIALS.sub(lambda found: SPECIAL[found.group()], " ".join(text.split()))


def verbatim(text: str) -> str:
    """Return an address or DOI for a verbatim field, in which only braces, backslashes and blanks mean something."""
    return VERBATIM.sub(lambda found: f"%{ord(found.group()):02X}", text.strip())


def ranges(pages: str) -> str:
    """Return pages with the double hyphen that BibTeX reads as a range."""
    return escaped(re.sub(r"\s*[–-]+\s*", "--", pages))


def cased_title(source: Source) -> str:
    """Return the title with braces round the words whose capitals must stay.

    Those are capitals inside a word (`NATO`, `iPhone`) and, where the title is in sentence case, every capital behind its
    beginning: a name. A title in another language than English keeps its case as a whole.
    """
    title = " ".join((source.title or "[Untitled]").split())
    if not english(source):
        return "{" + escaped(title) + "}"
    words = title.split(" ")
    capitals = [n for n, word in enumerate(words) if n and CAPITAL.match(word)]
    sentence_case = 2 * len(capitals) < max(2, len(words) - 1)
    kept = {n for n, word in enumerate(words) if INNER_CAPITAL.search(word) or (sentence_case and n in capitals)}
    return " ".join("{" + escaped(word) + "}" if n in kept else escaped(word) for n, word in enumerate(words))


def names(people: Sequence[Name]) -> str:
    """Return names as BibTeX takes them, with `and` between them."""
    return " and ".join(_name(name) for name in people)


def _name(name: Name) -> str:
    """Return `von Family, Suffix, Given`, or a corporate author in braces so that no part of it is taken for a family name."""
    if name.literal:
        return "{" + escaped(name.literal) + "}"
    parts = [_part(part) for part in (name.surname, name.suffix, name.given) if part.strip()]
    return ", ".join(parts) if len(parts) > 1 else "{" + "".join(parts) + "}"


def _part(text: str) -> str:
    """Return a part of a name; in braces if BibTeX would read a comma or `and` in it."""
    return "{" + escaped(text) + "}" if "," in text or " and " in f" {text.lower()} " else escaped(text)


def annotation(one: Excerpt) -> str:
    """Return a passage with its locator, its note and its tags."""
    where = f" ({one.locator})" if one.locator else ""
    tags = " ".join("#" + tag for tag in one.annotation.tags)
    said = " ".join(part for part in (one.annotation.note, tags) if part.strip())
    return escaped(f"“{one.passage}”{where}" + (f" — {said}" if said else ""))


FORMAT = Format("BibTeX", "bib", render)
