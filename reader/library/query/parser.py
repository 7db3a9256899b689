"""Parser of the query language: one pass over the text; errors name the character.

    query  = { term [ "OR" term ] | phrase ("NEAR" | "NEAR/" digits) phrase }
    term   = [ "-" ] ( [ field ":" ] phrase | "NEAR(" phrase phrase... [ "," digits ] ")" )
    phrase = ( word | '"' anything but a quotation mark '"' ) [ "*" ]

Terms side by side must all hold; `AND` may be written between them. `*` matches the beginning of a word.
With `typing`, an unfinished part (an open quotation mark, `tag:`, `date:2025-0`) is left out instead of refused, and the last
word matches as a beginning.
"""

from __future__ import annotations

import re
from functools import lru_cache

from annotations.text.folding import fold_query
from annotations.text.lazy_regex import expression
from reader.errors import QueryError
from reader.library.query.ast import Phrase, Query, Term
from reader.library.query.fields import FIELDS, InvalidValue, WordField

FIELD = expression(r"([A-Za-z]+):")
WORD = expression(r'[^\s"]+')
NEAR_GROUP = expression(r"NEAR\s*\(")
OPERATOR = expression(r"(?:AND|OR|NEAR(?:/\d{1,4})?)(?=\s|$)")
GROUP_END = expression(r"(?:,\s*(\d{1,4})\s*)?\)")
DEFAULT_NEAR_WORDS = 10
"""Words that may stand between the operands of NEAR if no number is given (as in FTS5)."""


def parse_query(text: str, *, typing: bool = False) -> Query:
    """Parse a query; QueryError names the character and the remedy."""
    return _parsed(text, typing)


@lru_cache(maxsize=64)
def _parsed(text: str, typing: bool) -> Query:
    return _Parser(text, typing).query()


class _Parser:
    """The state of parsing one text, from left to right."""

    def __init__(self, text: str, typing: bool) -> None:
        self._text, self._typing, self._at = text, typing, 0

    def query(self) -> Query:
        terms: list[Term] = []
        while self._skip_blanks():
            began, operator = self._at, self._operator()
            if operator and (not terms or not self._skip_blanks()):
                if self._typing and terms:
                    break
                raise self._wrong(began, f"{operator} stands between two terms; in quotes it is looked for as a word")
            if operator:
                at, second = self._at, self._operator()
                if second:
                    raise self._wrong(
                        at, f"{second} stands right behind {operator}: between two terms there is one of them"
                    )
            operator = "" if operator == "AND" else operator
            found = self._near_group() or self._term()
            if found is None:
                continue
            terms[len(terms) - 1 if operator else len(terms) :] = [self._combined(operator, terms, found, began)]
        return Query(tuple(terms))

    def _operator(self) -> str:
        """Consume and return `AND`, `OR`, `NEAR` or `NEAR/5` if one stands here as a word of its own."""
        found = OPERATOR.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found.group()

    def _combined(self, operator: str, terms: list[Term], found: Term, began: int) -> Term:
        if not operator:
            return found
        before = terms[-1]
        if operator == "OR":
            return Term("", "", any=(*(before.any or (before,)), found))
        if any(one.field or one.negated or one.near or one.any for one in (before, found)):
            raise self._wrong(began, "NEAR stands between two words or phrases")
        within = int(operator.partition("/")[2] or DEFAULT_NEAR_WORDS)
        return Term("", f"{before.value} {found.value}", near=(*before.phrases, *found.phrases), within=within)

    def _near_group(self) -> Term | None:
        """Parse `NEAR(one two, 5)`."""
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
        within = int(ended[1]) if ended and ended[1] else DEFAULT_NEAR_WORDS
        return Term("", " ".join(value for value, _ in phrases), negated, near=tuple(phrases), within=within)

    def _term(self) -> Term | None:
        began = self._at
        negated = self._text.startswith("-", began)
        self._at += negated
        field = self._field(began)
        if field and not self._has_value():
            if self._typing:
                return None  # the value is still to come
            raise self._wrong(began, f"{field}: needs a value right after it; in quotes it is searched for as a word")
        value, prefix = self._phrase(WORD.pattern)
        descriptor = FIELDS.get(field)
        if descriptor is None or isinstance(descriptor, WordField):
            is_typed = self._typing and self._at == len(self._text) and not value.endswith(" ")
            by_beginning = descriptor is not None and descriptor.matches_beginnings
            term = Term(field, fold_query(value), negated, prefix or is_typed or by_beginning)
        else:
            try:
                term = Term(field, descriptor.parse(value, typing=self._typing), negated, prefix)
            except InvalidValue as error:
                raise self._wrong(began, str(error)) from None
        return term if term.value else None

    def _field(self, began: int) -> str:
        found = FIELD.match(self._text, self._at)
        if found is None:
            return ""
        name = found[1].lower()
        if name in FIELDS:
            self._at = found.end()
            return name
        from difflib import get_close_matches  # noqa: PLC0415 - saves 1 ms of the start; only for a mistyped field

        near = get_close_matches(name, FIELDS, n=1, cutoff=0.7)
        if near and not (self._typing and found.end() == len(self._text)):
            raise self._wrong(began, f"unknown field {name}:, did you mean {near[0]}:?")
        return ""

    def _has_value(self) -> bool:
        return self._at < len(self._text) and not self._text[self._at].isspace()

    def _phrase(self, word: str) -> Phrase:
        """Parse a word or quoted phrase; return it and whether a star follows it."""
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

    def _skip_blanks(self) -> bool:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at < len(self._text)

    def _wrong(self, at: int, said: str) -> QueryError:
        return QueryError(f"{said} (at character {at + 1})")
