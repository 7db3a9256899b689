"""Pairing of quotation marks of many languages, and of brackets, within a range of text.

Marks that look alike are told apart by their neighbours: an opening mark has a space, a dash or another opening mark before
it and a word after it. An apostrophe is neither opening nor closing. A mark without a partner is ignored.
"""

from __future__ import annotations

import re

from msgspec import Struct

from annotations.model.span import Span
from annotations.text.scripts import NO_SPACE_QUOTES

CLOSING = {
    "“": "”“",  # “English”, “German in its second half“
    "„": "“”",
    "‟": "”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«»",  # »German«, »Finnish»
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "《": "》",
    "〈": "〉",
    "”": "”",  # ”Swedish”
    '"': '"',
    "'": "'",
}
"""The marks that may close each opening mark."""

BRACKETS = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "〔": "〕"}
OPENING = CLOSING | BRACKETS
CLOSERS = frozenset("".join(OPENING.values()))
QUOTES = frozenset(CLOSING)
ONE_WAY = frozenset("„‟‚「『｢《〈([（［【〔")
"""Marks that only ever open."""

QUOTE_OR_BRACKET = re.compile("[" + re.escape("".join({*OPENING, *CLOSERS})) + "]")
ELISIONS = re.compile(r"(?:\d0s|tis|twas|twere|em|til|cause|cos|bout|round|neath|n|s|kay)\b", re.IGNORECASE)
"""Shortened words that begin with an apostrophe: ’90s, ’tis, rock ’n’ roll."""

POSSESSIVE = re.compile(r"\s+[^\W\d_]")
NO_SPACES = re.compile(f"[{NO_SPACE_QUOTES}]")
BEFORE_OPENING = frozenset("-–—―/=¿¡:：,，。、") | frozenset(OPENING)


class MarkPair(Struct, frozen=True):
    """An opening and a closing mark with everything between them; `mark` is the opening one."""

    span: Span
    mark: str

    @property
    def inside(self) -> Span:
        """The range between the marks."""
        return Span(self.span.start + 1, self.span.end - 1)


class OpenMark(Struct, frozen=True):
    """An opening mark that has no partner yet."""

    mark: str
    at: int


def pair_marks(
    text: str, span: Span, waiting: tuple[OpenMark, ...] = ()
) -> tuple[list[MarkPair], tuple[OpenMark, ...]]:
    """Return the pairs that close within `span`, by their closing marks, and the marks still open at its end.

    `waiting` are the marks that were open before it, the outermost first.
    """
    pairs: list[MarkPair] = []
    stack = list(waiting)
    for found in QUOTE_OR_BRACKET.finditer(text, span.start, span.end):
        at, mark = found.start(), found.group()
        depth = _closed_by(text, at, mark, stack, span)
        if depth is not None:
            pairs.append(MarkPair(Span(stack[depth].at, at + 1), stack[depth].mark))
            del stack[depth:]
        elif mark in OPENING and _may_open(text, at, mark, span):
            stack.append(OpenMark(mark, at))
    return pairs, tuple(stack)


def _closed_by(text: str, at: int, mark: str, stack: list[OpenMark], span: Span) -> int | None:
    """Return the index of the open mark that the one at `at` closes, or None."""
    if mark not in CLOSERS or not _may_close(text, at, mark, span):
        return None
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth].mark
        if mark in OPENING[opened] and stack[depth].at < at:
            return depth if _really_closes(text, at, mark, opened, span) else None
        if opened in BRACKETS and mark not in BRACKETS.values():
            return None  # a quotation does not end outside its bracket
    return None


def _really_closes(text: str, at: int, mark: str, opened: str, span: Span) -> bool:
    """Whether a mark that may close does; `“` inside `“…` is an opening mark if its neighbours fit one."""
    if mark in OPENING and opened in "“»›" and mark not in ONE_WAY and mark not in "”":
        before = text[at - 1] if at > span.start else " "
        after = text[at + 1] if at + 1 < span.end else " "
        return (not before.isspace() and before not in BEFORE_OPENING) or after.isspace()
    return mark not in "'’" or not _is_possessive(text, at, mark, span)


def _may_open(text: str, at: int, mark: str, span: Span) -> bool:
    if mark in ONE_WAY:
        return True
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    if mark in "“‘«‹":
        return not (after.isspace() and not before.isspace() and mark in "“‘") and not (
            mark == "‘" and before.isalnum()
        )
    if after.isspace() or not (before.isspace() or before in BEFORE_OPENING or NO_SPACES.match(before)):
        return False
    return mark not in "'’" or not ELISIONS.match(text, at + 1)


def _may_close(text: str, at: int, mark: str, span: Span) -> bool:
    if mark not in "'’\"”»«›‹“‘":
        return True
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    if mark in "'’":
        return not before.isspace() and not (after.isalnum() and not NO_SPACES.match(after))
    if mark in "»›«‹":
        return not (before.isspace() and after.isalnum()) or (mark in "»›" and before in "\u00a0\u202f")
    return not before.isspace() or not after.isalnum()


def _is_possessive(text: str, at: int, mark: str, span: Span) -> bool:
    """Whether the mark after an s belongs to the word (`the keepers' book`), because another one closes further on."""
    if text[at - 1 : at] not in "sS" or not POSSESSIVE.match(text, at + 1):
        return False
    for found in re.compile(f"[{mark}‘]").finditer(text, at + 1, span.end):
        place = found.start()
        if found.group() == "‘" or _may_open(text, place, mark, span):
            return False
        if _may_close(text, place, mark, span):
            return True
    return False
