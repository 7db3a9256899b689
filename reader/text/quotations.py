"""The quotation around a place: curly, straight, guillemets, one inside another."""

from __future__ import annotations

from annotations.span import Span
from reader.text.sentences import line_at

PAIRS = {"“": "”", "«": "»", "「": "」", "『": "』", "„": "“", "‹": "›", "‘": "’"}
STRAIGHT = "\"'"


def quotation_at(text: str, offset: int, around: bool) -> Span | None:
    """The innermost quotation that `offset` lies in or on, with its marks where `around`; None where there is none."""
    found = [pair for pair in _pairs(text, line_at(text, offset)) if pair.start <= offset < pair.end]
    if not found:
        return None
    inner = min(found, key=lambda pair: pair.length)
    return inner if around else Span(inner.start + 1, inner.end - 1)


def _pairs(text: str, line: Span) -> list[Span]:
    """Each quotation of a line, from its opening mark to behind its closing one."""
    pairs: list[Span] = []
    open_marks: list[tuple[str, int]] = []
    for at in range(line.start, line.end):
        mark = text[at]
        if _closes(text, at, mark, open_marks):
            while open_marks and open_marks[-1][0] != mark:
                open_marks.pop()
            pairs.append(Span(open_marks.pop()[1], at + 1))
        elif _opens(text, at, mark):
            open_marks.append((PAIRS.get(mark, mark), at))
    return pairs


def _opens(text: str, at: int, mark: str) -> bool:
    if mark in STRAIGHT:
        before = text[at - 1] if at else " "
        return not before.isalnum() and text[at + 1 : at + 2].strip() != ""
    return mark in PAIRS


def _closes(text: str, at: int, mark: str, open_marks: list[tuple[str, int]]) -> bool:
    if not any(closing == mark for closing, _ in open_marks):
        return False
    if mark in "'’":
        return not text[at + 1 : at + 2].isalnum()
    return mark != '"' or text[at - 1 : at].strip() != ""
