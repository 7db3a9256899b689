"""Names of people as citation styles write them. Names of corporate authors and agencies stay whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, normalize

from annotations.citations.style_api import Apart
from annotations.model.source import Name, Source

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u04ff]")
"""Scripts whose names are written given name first and may be shortened to initials."""


def western(name: Name) -> bool:
    """Return whether a name may be inverted and abbreviated; Korean, Chinese and Japanese ones are written as they are."""
    return bool(LATIN.search(name.family + name.given))


def initials(given: str, gap: str = " ") -> str:
    """Return the initials of a given name: `M. A.` for `Mary Ann`, `A.-S.` for `Anne-Sophie`, `M. del C.` for `Maria del Carmen`.

    Of a hyphenated name only capitalised parts count (`S.` for `Sun-hee`), but for a particle (`al-R.` for `al-Rahman`).
    `gap` stands between two initials; a small word always has its spaces.
    """
    made = ""
    for word in given.replace(".", ". ").split():
        small = word.islower() and not word.endswith(".")
        between = "" if not made else gap if word[:1].isupper() and made.endswith(".") else " "
        made += between + (word if small else _initial(word))
    return made


def _initial(word: str) -> str:
    parts = [part.rstrip(".") for part in word.split("-") if part.rstrip(".")]
    kept = [part for n, part in enumerate(parts) if n == 0 or part[:1].isupper()]
    return "-".join(part if part.islower() and len(kept) > 1 else f"{part[:1]}." for part in kept)


def short(name: Name) -> str:
    """Return the name for an in-text citation: the family name, or the whole of a corporate one."""
    return name.literal or name.family or name.given


def family_first(name: Name, given: str) -> str:
    """Return the family name and `given`, the form of the given name: `Kim, J.`."""
    if name.literal or not given:
        return short(name)
    return f"{name.family}, {given}" if western(name) else name.family + name.given


def given_first(name: Name, given: str) -> str:
    """Return `given`, the form of the given name, and the family name: `J. Kim`."""
    if name.literal or not given:
        return short(name)
    return f"{given} {name.family}" if western(name) else name.family + name.given


def joined(names: Sequence[str], last: str, two: str = "") -> str:
    """Join names to `A, B, and C`: `last` stands before the last of three or more, `two` (else `last`) between two."""
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return f"{names[0]}{two or last}{names[1]}"
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


PARTICLE = re.compile(r"((?:[^\W\d_A-Z]+['’]?\s+)+)(?=\S)")


def people(source: Source) -> tuple[Name, ...]:
    """Return the names that head a reference: the authors, else the editors of a book."""
    return source.authors or (source.editors if source.kind == "book" else ())


def sort_form(text: str) -> str:
    """Return letters and digits alone, without accents and case, to sort a list by (ISO 999, letter by letter in words)."""
    plain = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return " ".join(re.sub(r"[^\w\s]", "", plain).casefold().split())


def sorted_by(names: Sequence[Name], *, demoted: bool = False) -> str:
    """Return the sort key of a list of names: a work of one author sorts before those with others.

    `demoted` sorts `van Dijk` under D.
    """
    return "\x02".join(f"{_family(name, demoted)}\x01{sort_form(name.given)}" for name in names)


def _family(name: Name, demoted: bool) -> str:
    family = name.literal or name.family
    return sort_form(
        PARTICLE.sub("", family, count=1) if demoted and not name.literal and family[:1].islower() else family
    )


def et_al(names: Sequence[str], most: int, kept: int, last: str, two: str = "", others: str = " et al.") -> str:
    """Return all names if there are at most `most`, else the first `kept` and `others`."""
    if len(names) <= most:
        return joined(names, last, two)
    return ", ".join(names[:kept]) + ("," if kept > 1 and not others.startswith(",") else "") + others


def in_text_names(names: Sequence[Name], apart: Apart, conjunction: str) -> str:
    """Return the names of an in-text citation: one or two, else the first and `et al.` (APA 7 §8.17, MLA 9 6.5).

    `apart` shows the first author's initials or more of the names, where that tells works apart.
    """
    shown = [short(name) for name in names]
    if apart.given:
        shown[0] = given_first(names[0], initials(names[0].given))
    if apart.names and len(shown) > 2:
        if apart.names < len(shown):
            return et_al(shown, 0, apart.names, "")
        return joined(shown, f", {conjunction} ")
    return et_al(shown, 2, 1, f" {conjunction} ")
