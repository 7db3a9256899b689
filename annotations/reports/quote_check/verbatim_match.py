"""Verbatim matches: whether a quotation stands in a text word for word, with the changes that an author may make.

Allowed without a bracket is what APA 7 §8.31 and the Chicago Manual 13.7 allow: other shapes of quotation marks and dashes,
footnote marks left out, the first letter's case, and a comma or full stop at the end (or beside an ellipsis). Everything
else - a word, a number, an accent, a comma inside - must be the text's. Omissions are marked by an ellipsis, insertions by
square brackets; both are allowed, and listed as changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from msgspec import Struct

from annotations.model.quotation_rules import CHANGE, ELLIPSIS
from annotations.model.span import Span
from annotations.reports.quote_check.quote_tokens import DASH, DOTS, QuoteTokens, tokens

MAX_INSERTED_TOKENS = 12
"""Tokens of the text that a bracket may stand for, at most."""
SHORT_PIECE_TOKENS, MAX_SHORT_PIECE_GAP = 3, 80
"""A piece of fewer than SHORT_PIECE_TOKENS must stand within MAX_SHORT_PIECE_GAP tokens of the others."""
MAX_TRIED_PLACES = 50
"""Places of one piece that are tried."""
ENDS = frozenset({".", ",", ";", ":", DASH, DOTS, "。", "、", "，", "．"})
"""Signs that may be put in or left out at the end of a quotation, and beside an ellipsis."""

ChangeKind = Literal["left out", "put in", "capital"]


class Change(NamedTuple):
    """A marked change: `text` is what a quotation leaves out or puts in, or the letter whose case differs."""

    kind: ChangeKind
    text: str


class MatchPart(NamedTuple):
    """A stretch of a quotation beside the text: `same` if `quoted` and `found` differ in typography at most."""

    same: bool
    quoted: str
    found: str


class Match(Struct, frozen=True):
    """The place of a quotation in a text, and its words there.

    Only an altered quotation has parts that differ; `score` is 1 for a verbatim one.
    """

    span: Span
    found: str
    parts: tuple[MatchPart, ...]
    changes: tuple[Change, ...] = ()
    score: float = 1.0

    @property
    def verbatim(self) -> bool:
        """Whether all differences are marked as changes."""
        return all(part.same for part in self.parts)


class QuotedPiece(NamedTuple):
    """The source's words between two changes: tokens `first:last` of the quotation.

    `whole` says whether its first and last token are whole words, `apart` whether an ellipsis stands before and behind it.
    """

    first: int
    last: int
    whole: tuple[bool, bool]
    apart: tuple[bool, bool]


class Quoted(Struct, frozen=True):
    """A quotation, parsed once for all the texts it is compared with."""

    text: str
    tokens: QuoteTokens
    pieces: tuple[QuotedPiece, ...]
    changes: tuple[str, ...]
    """The brackets and ellipses, in order."""


def read_quotation(text: str) -> Quoted:
    """Parse a quotation into pieces. `verbatim` tries first whether an ellipsis or bracket is the source's own."""
    blanked, gaps = [], list[tuple[int, int, str]]()
    at = 0
    for found in CHANGE.finditer(text):
        blanked.append(text[at : found.start()] + "\0" * len(found.group()))
        gaps.append((found.start(), found.end(), found.group()))
        at = found.end()
    read = tokens("".join([*blanked, text[at:]]).replace("\0", "\u2028"))
    return Quoted(text, read, tuple(_pieces(text, read, gaps)), tuple(gap for _, _, gap in gaps))


def _pieces(text: str, read: QuoteTokens, gaps: Sequence[tuple[int, int, str]]) -> Iterator[QuotedPiece]:
    bounds = [(0, 0, ""), *gaps, (len(text), len(text), "")]
    for (_, start, before), (end, _, after) in pairwise(bounds):
        inside = [n for n, at in enumerate(read.starts) if start <= at < end]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        dots = bool(re.fullmatch(ELLIPSIS, before)) or not before, bool(re.fullmatch(ELLIPSIS, after)) or not after
        if dots[0]:
            while first < last and read.forms[first] in ENDS:
                first += 1
        if dots[1]:
            while last > first and read.forms[last - 1] in ENDS:
                last -= 1
        if first < last:
            whole = dots[0] or read.starts[first] != start, dots[1] or read.ends[last - 1] != end
            yield QuotedPiece(first, last, whole, dots)


def verbatim(quoted: Quoted, source: QuoteTokens) -> Match | None:
    """Return the first place where the quotation stands word for word, apart from its changes; None if there is none."""
    plain = tokens(quoted.text) if quoted.changes else quoted.tokens
    ends = _trimmed(plain)
    found = _find_whole(plain, ends, source)
    if found is not None:
        return found
    return _find_by_pieces(quoted, source) if quoted.changes and quoted.pieces else None


def _trimmed(read: QuoteTokens) -> tuple[int, int]:
    first, last = 0, len(read)
    while last > first and read.forms[last - 1] in ENDS:
        last -= 1
    while first < last and read.forms[first] in ENDS:
        first += 1
    return first, last


def _find_whole(read: QuoteTokens, ends: tuple[int, int], source: QuoteTokens) -> Match | None:
    first, last = ends
    if first >= last:
        return None
    for forms, capital in _first_letters(read.forms[first:last]):
        at = source.joined.find(f" {' '.join(forms)} ")
        if at >= 0:
            start = source.at(at + 1)
            span = source.span(start, start + last - first)
            changes = (Change("capital", span.of(source.text)[:1]),) if capital else ()
            said = span.of(source.text)
            return Match(span, said, (MatchPart(True, read.text, said),), changes)
    return None


def _first_letters(forms: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield the tokens, and the tokens with the first letter's case swapped."""
    yield list(forms), False
    letter = forms[0][:1]
    if letter.swapcase() != letter and len(letter.swapcase()) == 1:
        yield [letter.swapcase() + forms[0][1:], *forms[1:]], True


class Place(NamedTuple):
    """The place of a piece in `joined`."""

    start: int
    end: int


def _find_by_pieces(quoted: Quoted, source: QuoteTokens) -> Match | None:
    """Match every piece in order, from the longest one outward, with gaps that the changes account for."""
    longest = max(range(len(quoted.pieces)), key=lambda n: quoted.pieces[n].last - quoted.pieces[n].first)
    if quoted.pieces[longest].last - quoted.pieces[longest].first < SHORT_PIECE_TOKENS:
        return None
    best: list[Place] | None = None
    for place in _places(quoted, longest, source):
        chain = _chain(quoted, longest, place, source)
        if chain and (best is None or chain[-1].end - chain[0].start < best[-1].end - best[0].start):
            best = chain
    return None if best is None else _match(quoted, best, source)


def _patterns(quoted: Quoted, number: int) -> list[str]:
    piece = quoted.pieces[number]
    forms = quoted.tokens.forms[piece.first : piece.last]
    before, behind = " " if piece.whole[0] else "", " " if piece.whole[1] else ""
    turned = _first_letters(forms) if piece.apart[0] and piece.whole[0] else [(forms, False)]
    return [f"{before}{' '.join(each)}{behind}" for each, _ in turned]


def _places(quoted: Quoted, number: int, source: QuoteTokens) -> Iterator[Place]:
    for pattern in _patterns(quoted, number):
        at = source.joined.find(pattern)
        for _ in range(MAX_TRIED_PLACES):
            if at < 0:
                break
            yield Place(at + pattern.startswith(" "), at + len(pattern) - pattern.endswith(" "))
            at = source.joined.find(pattern, at + 1)


def _chain(quoted: Quoted, longest: int, place: Place, source: QuoteTokens) -> list[Place] | None:
    chain = [place]
    for number in range(longest + 1, len(quoted.pieces)):
        found = _beside(quoted, number, chain[-1].end, source, onward=True)
        if found is None:
            return None
        chain.append(found)
    for number in range(longest - 1, -1, -1):
        found = _beside(quoted, number, chain[0].start, source, onward=False)
        if found is None:
            return None
        chain.insert(0, found)
    return chain


def _beside(quoted: Quoted, number: int, edge: int, source: QuoteTokens, *, onward: bool) -> Place | None:
    """Return the nearest place of a piece before or behind an edge, within the gap that the change between may span."""
    piece = quoted.pieces[number]
    ellipsis = piece.apart[0] if onward else piece.apart[1]
    room = (
        MAX_INSERTED_TOKENS
        if not ellipsis
        else MAX_SHORT_PIECE_GAP
        if piece.last - piece.first < SHORT_PIECE_TOKENS
        else len(source)
    )
    best: Place | None = None
    for pattern in _patterns(quoted, number):
        lead, tail = pattern.startswith(" "), pattern.endswith(" ")
        at = (
            source.joined.find(pattern, max(0, edge - lead)) if onward else source.joined.rfind(pattern, 0, edge + tail)
        )
        if at < 0:
            continue
        found = Place(at + lead, at + len(pattern) - tail)
        near = found.start - edge if onward else edge - found.end
        if best is None or near < (best.start - edge if onward else edge - best.end):
            best = found
    if best is None:
        return None
    between = source.joined[edge : best.start] if onward else source.joined[best.end : edge]
    return best if len(between.split()) <= room else None


def _match(quoted: Quoted, chain: Sequence[Place], source: QuoteTokens) -> Match:
    spans = [Span(source.starts[source.at(a)], source.ends[source.at(z - 1)]) for a, z in chain]
    whole = Span(spans[0].start, spans[-1].end)
    changes = [Change("put in", gap) for gap in quoted.changes if not re.fullmatch(ELLIPSIS, gap)]
    for before, after in pairwise(spans):
        omitted = " ".join(source.text[before.end : after.start].split())
        if omitted:
            changes.append(Change("left out", omitted))
    said = whole.of(source.text)
    return Match(whole, said, (MatchPart(True, quoted.text, said),), tuple(changes))
