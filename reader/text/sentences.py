"""Where sentences begin and end. The boundaries are sentencex's, mended where they are known to be wrong.

A sentence leaves out the white space around it, keeps its closing quotes and footnote marks, and never crosses a line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from annotations.span import Span

WINDOW = 8_192
"""Code points of a long line that are looked at together; the cuts depend on the line alone, not on who asks."""

MISSED = re.compile(r'(?:[.!?…]["”’»)\]]+|[.!?](?=\[)|…)(?:\[\d{1,3}\])*\s+(?=["“‘«(\[]?[^\W\d_a-zа-яё])')
"""Between a terminator with closing marks behind it and a capital: sentencex sees no end there."""

TAIL = re.compile(r'^(?:\[\d{1,3}\]|["”’»)\]])+(?=\s|$)')
NO_END = re.compile(
    r"(?:^|[\s(“\"'‘])(?:Nos?|[Vv]ols?|Art|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Hon|St|Mt|cf|vs|pp?|eds?|[Ff]ig|ch)\.\s*$"
)


def sentences(text: str, span: Span) -> list[Span]:
    """The sentences of every line in `span`, cut to it."""
    found = [sentence for line in _lines(text, span) for sentence in _of_line(text, line, span)]
    return [part for sentence in found if (part := sentence.clip(span))]


def sentences_between(text: str, span: Span) -> list[Span]:
    """The whole sentences that touch `span`."""
    return [
        sentence for line in _lines(text, span) for sentence in _of_line(text, line, span) if sentence.overlaps(span)
    ]


def sentence_at(text: str, offset: int) -> Span:
    """The sentence that `offset` lies in, or the one before it where it lies on white space; empty in an empty line."""
    window = _window(text, line_at(text, offset), offset)
    found = _of_window(text, window)
    behind = [sentence for sentence in found if sentence.start <= offset]
    return behind[-1] if behind else found[0] if found else Span(window.start, window.start)


def line_at(text: str, offset: int) -> Span:
    """The line around `offset`, without its newline."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(start, len(text) if end < 0 else max(start, end))


def _lines(text: str, span: Span) -> list[Span]:
    lines, at = [], span.start
    while at <= span.end and at <= len(text):
        line = line_at(text, at)
        lines.append(line)
        at = line.end + 1
    return lines


def _of_line(text: str, line: Span, near: Span) -> list[Span]:
    """The sentences of a line, at least those that touch `near`."""
    windows = _windows(text, line) if line.length > WINDOW else (line,)
    return [sentence for window in windows if window.overlaps(near) for sentence in _of_window(text, window)]


@lru_cache(maxsize=4)
def _windows(text: str, line: Span) -> tuple[Span, ...]:
    """A line in stretches of about WINDOW, cut at a sentence end where there is one near."""
    windows, start = [], line.start
    while start < line.end:
        end = line.end
        if end - start > WINDOW * 3 // 2:
            cuts = [text.rfind(mark, start + WINDOW // 2, start + WINDOW) + len(mark) for mark in (". ", "! ", "? ")]
            cut = max(cuts)
            end = cut if cut > start + WINDOW // 2 else start + WINDOW
        windows.append(Span(start, end))
        start = end
    return tuple(windows)


def _window(text: str, line: Span, offset: int) -> Span:
    if line.length <= WINDOW:
        return line
    return next((window for window in _windows(text, line) if offset < window.end), line)


def _of_window(text: str, window: Span) -> list[Span]:
    return [Span(start, end).shift(window.start) for start, end in _bounds(window.of(text))]


@lru_cache(maxsize=256)
def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence of one stretch of text without line breaks."""
    from sentencex import get_sentence_boundaries  # noqa: PLC0415 - a short page is painted without asking for sentences

    cuts = [int(found["start_index"]) for found in get_sentence_boundaries("en", text)]
    cuts = _split(text, _joined(text, cuts))
    found = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        words = text[start:end]
        if words.strip():
            begin = start + len(words) - len(words.lstrip())
            found.append((begin, begin + len(words.strip())))
    return tuple(found)


def _joined(text: str, cuts: list[int]) -> list[int]:
    """Without the cuts before a footnote mark or closing quote, and behind an abbreviation."""
    kept = [0]
    for cut in cuts:
        tail = TAIL.match(text[cut : cut + 16])
        at = _mended(text, cut + tail.end() if tail else cut)
        if at > kept[-1] and at < len(text) and not NO_END.search(text[max(0, at - 12) : at]):
            kept.append(at)
    return kept


def _mended(text: str, cut: int) -> int:
    """A cut inside a word (`U.|S.`) is none, 0; one behind an opening mark (`. "|Our`) goes before it."""
    if text[cut - 1] in '"“«' and text[cut - 2 : cut - 1].isspace() and text[cut : cut + 1].isalnum():
        return cut - 1
    inside = text[cut - 1].isascii() and text[cut : cut + 1].isalnum() and text[cut : cut + 1].isascii()
    return 0 if inside and not text[cut - 1].isspace() else cut


def _split(text: str, cuts: list[int]) -> list[int]:
    """With the cuts that were missed, unless they stand inside a quotation or brackets."""
    found = set(cuts)
    ends = [*cuts[1:], len(text)]
    for start, end in zip(cuts, ends, strict=True):
        part = text[start:end]
        for missed in MISSED.finditer(part):
            if missed.end() < len(part) and _balanced(part[: missed.end()]):
                found.add(start + missed.end())
    return sorted(found)


def _balanced(text: str) -> bool:
    """Whether no quotation or bracket that opens in `text` is still open."""
    pairs = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
    return all(text.count(opening) <= text.count(closing) for opening, closing in pairs) and text.count('"') % 2 == 0
