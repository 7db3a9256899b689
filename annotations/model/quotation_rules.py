"""A passage as it is to be quoted: what an author may leave out (`…`) and add (`[insertions]`), and nothing else.

The rule is the style guides' (APA 7 §8.31, CMOS 17 13.50-13.66, MLA 9 6.54-6.66): an omission shows as an ellipsis, a word
of one's own stands in square brackets, every other word is the source's, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.text.lazy_regex import expression

ELLIPSIS = r"\[?(?:…|\.\s?\.\s?\.)\]?"
CHANGE = expression(rf"{ELLIPSIS}|\[[^\[\]]*\]")
"""Marks of an omission or insertion: `…`, `...`, `. . .`, `[…]`, `[word]`."""
ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"})
SHOWN = 40


def problem(quotation: str, passage: str) -> str:
    """Return the words of `quotation` that are neither the passage's nor marked as a change, or an empty string.

    White space and the shape of quotation marks make no difference. Words may be left out at either end unmarked, but no
    word may be cut: `able` is not what a source said that said `unable`. Beside an insertion it may: `[T]he`.
    """
    if not quotation.strip():
        return "nothing is left of the passage"
    words, end = _levelled(passage), 0
    if _place(_levelled(quotation), words, 0, (True, True)) is not None:
        return ""
    for piece, edges in _pieces(quotation):
        found = _place(piece, words, end, edges)
        if found is None:
            return f"not in the passage: “{_short(piece)}” · what is yours stands in [brackets], what is left out as …"
        end = found
    return ""


def _pieces(quotation: str) -> Iterator[tuple[str, tuple[bool, bool]]]:
    """Yield the source's words between the changes, and whether each piece begins and ends with a whole word."""
    at, whole = 0, True
    for found in [*CHANGE.finditer(quotation), None]:
        piece = _levelled(quotation[at : found.start() if found else None])
        cut = found is not None and not re.fullmatch(ELLIPSIS, found.group())
        if piece:
            yield piece, (whole, not cut)
        at, whole = found.end() if found else 0, not cut


def _place(piece: str, words: str, start: int, edges: tuple[bool, bool]) -> int | None:
    """Return the end of the first occurrence of `piece` at or after `start`."""
    before = r"(?<!\w)" if edges[0] and piece[:1].isalnum() else ""
    behind = r"(?!\w)" if edges[1] and piece[-1:].isalnum() else ""
    found = re.compile(before + re.escape(piece) + behind).search(words, start)
    return found.end() if found else None


def _levelled(text: str) -> str:
    return " ".join(text.translate(ALIKE).split())


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
