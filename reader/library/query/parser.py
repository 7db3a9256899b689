"""The query language read: one pass over the text, and errors that say where.

    query  = { term [ "OR" term ] | phrase ("NEAR" | "NEAR/" digits) phrase }
    term   = [ "-" ] ( [ field ":" ] phrase | "NEAR(" phrase phrase... [ "," digits ] ")" )
    phrase = ( word | '"' anything but a quotation mark '"' ) [ "*" ]

Terms stand side by side where all must hold; `AND` may be written between them. `*` lets the last word be only begun.
With `typing` what is obviously not finished (an open quotation mark, `tag:`, `date:2025-0`) is left out instead of refused,
and the last word counts as only begun.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from annotations.model.annotation import COLORS
from annotations.text.folding import fold_query
from annotations.text.lazy_regex import expression
from reader.errors import QueryError
from reader.library.query.ast import BEGUN_FIELDS, FIELDS, STATES, TEXT_FIELDS, Phrase, Query, Term

FIELD = expression(r"([A-Za-z]+):")
WORD = expression(r'[^\s"]+')
NEAR_GROUP = expression(r"NEAR\s*\(")
JOINT = expression(r"(?:AND|OR|NEAR(?:/\d{1,4})?)(?=\s|$)")
GROUP_END = expression(r"(?:,\s*(\d{1,4})\s*)?\)")
ISO = expression(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")
UNFINISHED_DATE = expression(r"[\d.-]{0,21}\Z")
WITHIN = 10
"""How many words may stand between, where none are given (as in FTS5)."""
DATES = ("date", "added")
STATE_WORDS = {"in-progress": "reading", "read": "finished", "noted": "annotated", "trash": "trashed"}


def parse_query(text: str, *, typing: bool = False) -> Query:
    """The query that `text` says; QueryError names the character and the way out."""
    return _parsed(text, typing)


@lru_cache(maxsize=64)
def _parsed(text: str, typing: bool) -> Query:
    return _Reading(text, typing).query()


class _Reading:
    """One text being read, from left to right."""

    def __init__(self, text: str, typing: bool) -> None:
        self._text, self._typing, self._at = text, typing, 0

    def query(self) -> Query:
        terms: list[Term] = []
        while self._skip_blanks():
            began, joint = self._at, self._joint()
            if joint and (not terms or not self._skip_blanks()):
                if self._typing and terms:
                    break
                raise self._wrong(began, f"{joint} stands between two terms; in quotes it is looked for as a word")
            if joint:
                at, second = self._at, self._joint()
                if second:
                    raise self._wrong(
                        at, f"{second} stands right behind {joint}: between two terms there is one of them"
                    )
            joint = "" if joint == "AND" else joint
            found = self._near_group() or self._term()
            if found is None:
                continue
            terms[len(terms) - 1 if joint else len(terms) :] = [self._joined(joint, terms, found, began)]
        return Query(tuple(terms))

    def _joint(self) -> str:
        """`AND`, `OR`, `NEAR` or `NEAR/5` where one stands here as a word of its own."""
        found = JOINT.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found.group()

    def _joined(self, joint: str, terms: list[Term], found: Term, began: int) -> Term:
        if not joint:
            return found
        before = terms[-1]
        if joint == "OR":
            return Term("", "", any=(*(before.any or (before,)), found))
        if any(one.field or one.negated or one.near or one.any for one in (before, found)):
            raise self._wrong(began, "NEAR stands between two words or phrases")
        within = int(joint.partition("/")[2] or WITHIN)
        return Term("", f"{before.value} {found.value}", near=(*before.phrases, *found.phrases), within=within)

    def _near_group(self) -> Term | None:
        """`NEAR(one two, 5)`."""
        began = self._at
        negated = self._text.startswith("-", began)
        opened = NEAR_GROUP.match(self._text, began + negated)
        if opened is None:
            return None
        self._at, phrases, ended = opened.end(), [], None
        while self._skip_blanks() and not (ended := GROUP_END.match(self._text, self._at)):
            value, prefix = self._phrase(r'[^\s"(),]+')
            if not value:
                break
            phrases.append((fold_query(value), prefix))
        if ended is None and not self._typing:
            raise self._wrong(began, "NEAR( is not closed: write NEAR(one two) or NEAR(one two, 5)")
        self._at = ended.end() if ended else len(self._text)
        if len(phrases) < 2:
            if self._typing:
                return Term("", "")
            raise self._wrong(began, "NEAR( ) wants two words or phrases at least")
        within = int(ended[1]) if ended and ended[1] else WITHIN
        return Term("", " ".join(value for value, _ in phrases), negated, near=tuple(phrases), within=within)

    def _term(self) -> Term | None:
        began = self._at
        negated = self._text.startswith("-", began)
        self._at += negated
        field = self._field(began)
        if field and not self._something_follows():
            return None  # the value is still to come
        value, prefix = self._phrase(WORD.pattern)
        if field == "" or field in TEXT_FIELDS:
            begun = self._typing and self._at == len(self._text) and not value.endswith(" ")
            term = Term(field, fold_query(value), negated, prefix or begun or field in BEGUN_FIELDS)
        else:
            term = Term(field, self._value(field, value, began), negated, prefix)
        return term if term.value else None

    def _field(self, began: int) -> str:
        found = FIELD.match(self._text, self._at)
        if found is None:
            return ""
        name = found[1].lower()
        if name in FIELDS:
            self._at = found.end()
            return name
        from difflib import get_close_matches  # noqa: PLC0415 - only for what may be a mistake

        near = get_close_matches(name, FIELDS, n=1, cutoff=0.7)
        if near and not (self._typing and found.end() == len(self._text)):
            raise self._wrong(began, f"unknown field {name}:, did you mean {near[0]}:?")
        return ""

    def _something_follows(self) -> bool:
        return self._at < len(self._text) and not self._text[self._at].isspace()

    def _phrase(self, word: str) -> Phrase:
        """A word or what quotation marks hold, and whether a star stands behind it."""
        began = self._at
        if self._text.startswith('"', began):
            end = self._text.find('"', began + 1)
            if end < 0 and not self._typing:
                raise self._wrong(began, "this quotation mark is not closed")
            value = self._text[began + 1 : end if end >= 0 else len(self._text)]
            self._at = end + 1 if end >= 0 else len(self._text)
            starred = self._text.startswith("*", self._at)
            self._at += starred
            return value, starred
        found = re.compile(word).match(self._text, began)
        if found is None:
            return "", False
        self._at = found.end()
        value = found.group()
        return value.rstrip("*"), value.endswith("*") and value != "*"

    def _value(self, field: str, value: str, began: int) -> str:
        """The value of a field that is compared as a whole."""
        if field in DATES:
            return self._dates(value, began)
        folded = fold_query(value.removeprefix("#") if field == "tag" else value)
        if field == "color":
            return self._color(folded, began)
        if field != "is":
            return folded
        folded = STATE_WORDS.get(folded, folded)
        if folded in STATES:
            return folded
        if any(state.startswith(folded) for state in STATES):
            return ""  # somebody is still typing it
        raise self._wrong(began, f"unknown state is:{folded}: there are {', '.join(STATES)}")

    def _color(self, folded: str, began: int) -> str:
        if folded in COLORS or (self._typing and any(color.startswith(folded) for color in COLORS)):
            return folded if folded in COLORS else ""  # somebody is still typing it
        raise self._wrong(began, f"unknown color:{folded}: there are {', '.join(COLORS)}")

    def _dates(self, value: str, began: int) -> str:
        bounds = [bound for bound in value.split("..") if bound]
        if len(value.split("..")) <= 2 and all(map(_is_date, bounds)):
            return value if bounds else ""
        if UNFINISHED_DATE.match(value) and not re.search(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}(?!\d)", value):
            return ""
        if self._typing and UNFINISHED_DATE.match(value):
            return ""
        said = f"not a date: {value!r} (write date:2025, date:2025-06-01 or date:2025-06-01..2025-07)"
        raise self._wrong(began, said)

    def _skip_blanks(self) -> bool:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at < len(self._text)

    def _wrong(self, at: int, said: str) -> QueryError:
        return QueryError(f"{said} (at character {at + 1})")


def _is_date(bound: str) -> bool:
    """Whether this is a day, a month or a year that a calendar has."""
    if ISO.match(bound) is None:
        return False
    try:
        date.fromisoformat((bound + "-01-01")[:10])
    except ValueError:
        return False
    return True
