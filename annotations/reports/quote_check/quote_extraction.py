"""Extraction of the quotations in a report: in quotation marks of any kind, or as block quotes, from four words on.

Of nested quotations only the outermost counts: what is quoted in it must stand in the source with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from msgspec import Struct

from annotations.alignment.word_diff import DENSE, words
from annotations.model.quotation_rules import CHANGE
from annotations.model.span import Span
from annotations.reports.quote_check.masked_text import MASKED, MaskedReport

MIN_QUOTATION_WORDS = 4
"""Two characters of a script without spaces count as one word."""
PAIRS = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "〝": "〞〟", "＂": "＂",
    '"': '"', "”": "”", "‘": "’", "‚": "‘’", "'": "'", "›": "‹",
}  # fmt: skip
SINGLE = frozenset("‘'‚")
ALWAYS = frozenset("“„«「『〝‹")
"""Marks that open wherever they stand; the others only at the beginning of a word."""
CHARACTERS_BEFORE, CHARACTERS_BEHIND = 220, 320
"""Characters around a quotation that may hold its citation."""
PARENTHESIS = r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*@[^\[\]]*\]"
ELIDED = re.compile(r"(?i)(?:tis|twas|til|em|cause|cos|n|bout|round|neath|gainst|s|d|ll|re|ve)\b")
"""Words that begin with an apostrophe."""
ABBREVIATED = re.compile(r"\b(?:p|pp|para|paras|cf|vol|no|al|ed|eds|[A-Z])$")
ATTRIBUTION = re.compile(r"(?:\n|^)[ \t\0>]*(?:[—–―]|--+)[ \t\0]*\S[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*\s*\Z")


class Quotation(Struct, frozen=True):
    """A quotation. `spans` of the report: one, or several possible ones, likeliest first; `line` is where it begins.

    `before` and `behind` are the words around it; `notes` its footnotes, `links` its addresses.
    """

    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    line: int
    block: bool
    before: str
    behind: str
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def quotations(report: MaskedReport) -> list[Quotation]:
    """Return all quotations that a comment does not exclude, in order."""
    found: list[Quotation] = []
    for block in report.blocks:
        found += _block(report, block)
    for start, end in _paragraphs(report):
        found += _marked(report, start, end)
    kept = (each for each in found if not _is_ignored(report, each.spans[0]))
    return sorted(kept, key=lambda each: each.spans[0].start)


def _is_ignored(report: MaskedReport, span: Span) -> bool:
    return any(each.start < span.end and span.start < each.end for each in report.ignored)


def long_enough(text: str) -> bool:
    """Return whether a text has MIN_QUOTATION_WORDS words, without insertions and omissions."""
    found = words(CHANGE.sub(" ", text))
    dense = sum(bool(DENSE.match(form)) for form in found.forms)
    return len(found) - dense + dense / 2 >= MIN_QUOTATION_WORDS


def readings(report: MaskedReport, span: Span) -> list[str]:
    """Return the words of a span in one line; a hyphen at the end of a line is read with and without."""
    parts = re.split(r"(?<=\w)-[ \t\0]*\n[ \t\0>]*(?=\w)", span.of(report.text).replace(MASKED, ""))
    if len(parts) == 1:
        return [report.shown(span)]
    if len(parts) > 4:
        return [" ".join("".join(parts).split()), " ".join("-".join(parts).split())]
    made = []
    for joints in product(("", "-", "- "), repeat=len(parts) - 1):
        made.append(" ".join("".join(part + joint for part, joint in zip(parts, [*joints, ""], strict=True)).split()))
    return made


# Block quotes


def _block(report: MaskedReport, block: Span) -> Iterator[Quotation]:
    text = block.of(report.text)
    end, said = block.end, ""
    attribution = ATTRIBUTION.search(text)
    if attribution and attribution.start() > 0:
        said, end = report.shown(Span(block.start + attribution.start(), end)), block.start + attribution.start()
    cited = re.search(rf"(?s)\s*((?:{PARENTHESIS})[\s\0]*)+[.]?[\s\0]*\Z", report.text[block.start : end])
    if cited and re.search(r"\d|@|n\.\s?d\.", cited.group()):
        place = Span(block.start + cited.start(), end)
        said, end = f"{report.shown(place)} {said}", block.start + cited.start()
    whole = _bared(report, Span(block.start, end))
    shown = report.shown(whole)
    if not long_enough(shown) or re.match(r"[—–―]|--+", shown):
        return
    after = _following(report, block.end) if not said else ""
    texts = tuple(readings(report, whole))
    yield Quotation(
        (whole,) * len(texts),
        texts,
        report.line(_first(report, whole)),
        True,
        _introduction(report, block.start),
        " ".join(part for part in (said, after) if part),
        _notes(report, block.start, block.end + 3),
        _links(report, block.start, block.end + 3),
    )


def _bared(report: MaskedReport, span: Span) -> Span:
    """Return the span without surrounding space, and without quotation marks around the whole."""
    text = report.text
    start, end = _first(report, span), span.end
    while end > start and (text[end - 1].isspace() or text[end - 1] == MASKED):
        end -= 1
    if end - start > 2 and text[start] in PAIRS and text[end - 1] in PAIRS[text[start]]:
        inside = text[start + 1 : end - 1]
        if text[start] not in inside:
            start, end = start + 1, end - 1
    return Span(start, max(start, end))


def _first(report: MaskedReport, span: Span) -> int:
    at = span.start
    while at < span.end and (report.text[at].isspace() or report.text[at] == MASKED):
        at += 1
    return at


def _following(report: MaskedReport, end: int) -> str:
    """Return a paragraph behind a block quote that begins as a citation does: with a dash, or in brackets."""
    found = re.compile(r"[\s\0]*(\S.*?)(?=\n[ \t\0]*\n|\Z)", re.DOTALL).match(report.text, end, end + CHARACTERS_BEHIND)
    shown = report.shown(Span(*found.span(1))) if found else ""
    begins = re.match(rf"(?:[—–―]|--+)\s*\S|(?:{PARENTHESIS})[.]?$", shown)
    return shown if begins else ""


# Quotation marks


def _paragraphs(report: MaskedReport) -> Iterator[tuple[int, int]]:
    """Yield stretches between empty lines, without block quotes."""
    at = 0
    bounds = [*report.blocks, Span(len(report.text), len(report.text))]
    for block in bounds:
        if block.start > at:
            start = at
            for gap in re.finditer(r"\n[ \t\0]*\n[\s\0]*", report.text[at : block.start]):
                yield start, at + gap.start()
                start = at + gap.end()
            yield start, block.start
        at = max(at, block.end)


def _marked(report: MaskedReport, start: int, end: int) -> Iterator[Quotation]:
    text, at, left = report.text, start, start
    while at < end:
        mark = text[at]
        if mark not in PAIRS or not _opens(text, at, start):
            at += 1
            continue
        ends = _ends(text, at, end)
        if not ends:
            at += 1
            continue
        spans = tuple(Span(at + 1, close) for close in ends)
        kept = [(span, shown) for span in spans for shown in readings(report, span) if long_enough(shown)]
        if kept:
            behind = _behind(report, ends[0] + 1, end)
            yield Quotation(
                tuple(span for span, _ in kept),
                tuple(shown for _, shown in kept),
                report.line(_first(report, kept[0][0])),
                False,
                _before(report, at, left, following=left > start),
                behind,
                _notes(report, at, _sentence_end(report, ends[0], end)),
                _links(report, max(left, at - CHARACTERS_BEFORE), _sentence_end(report, ends[0], end)),
            )
        if kept or mark not in SINGLE:
            left = at = ends[0] + 1
        else:
            at += 1


def _seen_before(text: str, at: int, least: int) -> str:
    at -= 1
    while at >= least and text[at] == MASKED:
        at -= 1
    return text[at] if at >= least else " "


def _seen_behind(text: str, at: int) -> str:
    at += 1
    while at < len(text) and text[at] == MASKED:
        at += 1
    return text[at] if at < len(text) else " "


def _opens(text: str, at: int, least: int) -> bool:
    mark, before, behind = text[at], _seen_before(text, at, least), _seen_behind(text, at)
    if behind.isspace() and mark not in "«":
        return False
    if mark in ALWAYS:
        return True
    free = before.isspace() or before in "([{—–-/¡¿:" or before in PAIRS
    if mark in "'‘" and ELIDED.match(text, at + 1):
        return False
    if mark == "'":
        return free and behind.isalpha()
    if mark in "»›”":
        return free and behind.isalnum()
    return free


def _ends(text: str, at: int, end: int) -> list[int]:
    """Return where the quotation that opens at `at` may close, likeliest first; a double mark has one such place."""
    mark, closing, depth = text[at], PAIRS[text[at]], 0
    found: list[int] = []
    for n in range(at + 1, end):
        character = text[n]
        if character in closing and _closes(text, n, mark):
            if depth and mark != '"':
                depth -= 1
                continue
            found.append(n)
            if mark not in SINGLE:
                return found
        elif character == mark and mark in ALWAYS:
            depth += 1
        elif mark in SINGLE and character in '"“”«»':
            break
    ended = [n for n in found if _seen_before(text, n, at) in ".,!?…;。"]
    return (ended + [n for n in reversed(found) if n not in ended])[:6] if found else _unclosed(text, at, end)


def _unclosed(text: str, at: int, end: int) -> list[int]:
    """Return the end of a paragraph if the next one begins with the same mark: the quotation continues there."""
    if text[at] in SINGLE:
        return []
    following = re.compile(r"[\s\0]*").match(text, end)
    goes_on = following is not None and text[following.end() : following.end() + 1] == text[at]
    return [end] if goes_on and text[at] in '“"«„' else []


def _closes(text: str, at: int, mark: str) -> bool:
    before, behind = _seen_before(text, at, 0), _seen_behind(text, at)
    if mark in SINGLE:
        return not before.isspace() and not behind.isalnum()
    if mark == '"':
        return not before.isspace() and not (before in "([{" or behind.isalpha())
    if mark == "»":
        return not before.isspace()
    return True


# Around


def _introduction(report: MaskedReport, at: int) -> str:
    """Return the sentence before a block quote, if it ends in a colon."""
    before = _before(report, at, 0)
    return before if before.endswith(":") else ""


def _before(report: MaskedReport, at: int, least: int, *, following: bool = False) -> str:
    """Return the sentence before a quotation, up to it, without a citation that belongs to the quotation before."""
    text = report.text[max(least, at - CHARACTERS_BEFORE) : at].rstrip(" \t\n" + MASKED)
    gap = [found.end() for found in re.finditer(r"\n[ \t\0]*\n", text)]
    shown = " ".join(text[gap[-1] if gap else 0 :].replace(MASKED, "").split())
    shown = re.sub(rf"^[\s.,;:!?]*(?:{PARENTHESIS})", "", shown) if following else shown
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])", shown)[-1]


def _behind(report: MaskedReport, at: int, end: int) -> str:
    """Return the text behind a quotation, to the end of the sentence, or of the brackets that begin behind it."""
    return report.shown(Span(min(at, end), max(min(at, end), _sentence_end(report, at, end))))


def _sentence_end(report: MaskedReport, at: int, end: int) -> int:
    text, limit = report.text, min(end, at + CHARACTERS_BEHIND)
    first = re.compile(rf"[\s\0.,;:!?”\"'’»]*(?:{PARENTHESIS})").match(text, at, limit)
    at = first.end() if first else at
    depth = 0
    for n in range(at, limit):
        depth += (text[n] in "([") - (text[n] in ")]")
        if depth <= 0 and text[n] in '“„«「"' and n > at + 1 and not first:
            return n
        ended = text[n] in ".!?" and _seen_behind(text, n).isspace()
        if depth <= 0 and ended and not ABBREVIATED.search(text[max(0, n - 6) : n]):
            return n + 1
    return limit


def _notes(report: MaskedReport, start: int, end: int) -> tuple[str, ...]:
    labels = [label for at, label in sorted(report.marks.items()) if start <= at <= end]
    return tuple(report.notes[label] for label in labels if label in report.notes)


def _links(report: MaskedReport, start: int, end: int) -> tuple[str, ...]:
    return tuple(address for at, address in sorted(report.links.items()) if start <= at <= end)
