"""Names of people as citation styles write them. Names of corporate authors and agencies stay whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, normalize

from msgspec.structs import replace

from annotations.citations.style_api import Apart
from annotations.model.source import Name, Source

ABBREVIATED = re.compile(
    r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f\u0531-\u0587\u10a0-\u10ff\u1c90-\u1cbf]"
)
"""Scripts whose given names are shortened to initials: Latin, Greek, Cyrillic, Armenian, Georgian."""
GEORGIAN = re.compile("[\u10d0-\u10ff]")
"""A script without capitals in names."""
LETTER = re.compile(r"[ʻʿʾʼ‘’']?[^\W\d_]")
JOINED = re.compile(
    r"[\u1100-\u11ff\u3005-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts whose names are written family name first and without a blank: Han, kana, Hangul."""


def western(name: Name) -> bool:
    """Return whether a name may be inverted; Korean, Chinese and Japanese ones are written as they are."""
    return not JOINED.search(name.family + name.given) or bool(ABBREVIATED.search(name.family + name.given))


def initials(given: str, gap: str = " ") -> str:
    """Return the initials of a given name: `M. A.` for `Mary Ann`, `A.-S.` for `Anne-Sophie`, `M. del C.` for `Maria del Carmen`.

    Of a hyphenated name only capitalised parts count (`S.` for `Sun-hee`), but for a particle (`al-R.` for `al-Rahman`).
    `gap` stands between two initials; a small word always has its spaces. A name in a script that has no initials, such as
    Arabic, is returned whole.
    """
    if given and not ABBREVIATED.search(given):
        return given
    made = ""
    for word in re.sub(r"\.(?!-)", ". ", given).split():
        small = word.islower() and not word.endswith(".") and not GEORGIAN.match(word)
        between = "" if not made else gap if word[:1].isupper() and made.endswith(".") else " "
        made += between + (word if small else _initial(word))
    return made


def _initial(word: str) -> str:
    parts = [part.rstrip(".") for part in word.split("-") if part.rstrip(".")]
    kept = [part for n, part in enumerate(parts) if n == 0 or part[:1].isupper()]
    return "-".join(part if part.islower() and len(kept) > 1 else f"{_first_letter(part)}." for part in kept)


def _first_letter(part: str) -> str:
    """Return the first letter, with an ayin or apostrophe before it: `ʻU` of `ʻUmar`."""
    found = LETTER.match(part)
    return found[0] if found else part[:1]


def short(name: Name) -> str:
    """Return the name for an in-text citation: the family name, or the whole of a corporate one."""
    return name.literal or name.surname.strip() or name.given


def family_first(name: Name, given: str) -> str:
    """Return the family name, `given`, the form of the given name, and the suffix: `Kim, J.`, `King, M. L., Jr.`."""
    if name.literal or not western(name):
        return short(name) if name.literal or not given else name.family + name.given
    return ", ".join(part for part in (short(name), given if name.family else "", name.suffix) if part)


def given_first(name: Name, given: str) -> str:
    """Return `given`, the form of the given name, the family name and the suffix: `J. Kim`, `M. L. King Jr.`."""
    if name.literal or not western(name):
        return short(name) if name.literal or not given else name.family + name.given
    return " ".join(part for part in (given if name.family else "", short(name), name.suffix) if part)


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
    family = name.literal or name.surname
    return sort_form(
        PARTICLE.sub("", family, count=1) if demoted and not name.literal and family[:1].islower() else family
    )


def et_al(names: Sequence[str], most: int, kept: int, last: str, two: str = "", others: str = " et al.") -> str:
    """Return all names if there are at most `most`, else the first `kept` and `others`."""
    if len(names) <= most:
        return joined(names, last, two)
    return ", ".join(names[:kept]) + ("," if kept > 1 and not others.startswith(",") else "") + others


def told_apart(name: Name, full: bool) -> str:
    """Return a name for a citation that must differ from that of another person: with initials, or with the given name."""
    return given_first(replace(name, suffix=""), name.given if full else initials(name.given))


def in_text_names(names: Sequence[Name], apart: Apart, conjunction: str) -> str:
    """Return the names of an in-text citation: one or two, else the first and `et al.` (APA 7 §8.17, MLA 9 6.5).

    `apart` shows the first author's initials or more of the names, where that tells works apart.
    """
    shown = [short(name) for name in names]
    if apart.given:
        shown[0] = told_apart(names[0], apart.full)
    if apart.names and len(shown) > 2:
        if apart.names < len(shown):
            return et_al(shown, 0, apart.names, "")
        return joined(shown, f", {conjunction} ")
    return et_al(shown, 2, 1, f" {conjunction} ")
