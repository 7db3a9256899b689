"""Words as vim's `w b e` and a double click see them, for all scripts.

A word is a run of letters, digits and marks, with apostrophes between letters; ideographs, hiragana, katakana and
punctuation each make runs of their own.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from annotations.model.span import Span

APOSTROPHES = "'’ʼ"


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith(("CJK UNIFIED", "CJK COMPAT")):
        return "han"
    if name.startswith("HIRAGANA"):
        return "hiragana"
    if name.startswith(("KATAKANA", "HALFWIDTH KATAKANA")):
        return "katakana"
    category = unicodedata.category(character)
    if category[0] == "M" or character in "\u200c\u200d_":
        return "mark"
    return "word" if category[0] in "LN" else "punctuation"


def _kind(text: str, offset: int) -> str:
    """Return the kind of run that the character at `offset` belongs to; `space` for white space."""
    character = text[offset]
    if character.isspace():
        return "space"
    if character.isascii() and character.isalnum():
        return "word"
    if character in APOSTROPHES:
        between = 0 < offset < len(text) - 1 and text[offset - 1].isalnum() and text[offset + 1].isalnum()
        return "word" if between else "punctuation"
    kind = _script(character)
    if kind == "mark":
        return _kind(text, offset - 1) if offset > 0 and not text[offset - 1].isspace() else "word"
    return kind


def word_at(text: str, offset: int) -> Span:
    """Return the run at `offset`; empty on white space or in an empty text."""
    if not 0 <= offset < len(text) or (kind := _kind(text, offset)) == "space":
        return Span(max(0, min(offset, len(text))), max(0, min(offset, len(text))))
    start, end = offset, offset + 1
    while start > 0 and _kind(text, start - 1) == kind:
        start -= 1
    while end < len(text) and _kind(text, end) == kind:
        end += 1
    return Span(start, end)


def words_between(text: str, span: Span) -> list[Span]:
    """Return the complete words that overlap `span`, without white space and punctuation."""
    found, at = [], span.start
    while at < min(span.end, len(text)):
        word = word_at(text, at)
        if word and _kind(text, at) != "punctuation":
            found.append(word)
        at = max(word.end, at + 1)
    return found


def next_word(text: str, offset: int) -> int:
    """Return the start of the next run, or the end of the text."""
    at = max(word_at(text, offset).end, min(offset, len(text)))
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def prev_word(text: str, offset: int) -> int:
    """Return the start of this run, or of the previous one if `offset` is at a start; 0 at the beginning."""
    at = min(offset, len(text)) - 1
    while at > 0 and text[at].isspace():
        at -= 1
    return word_at(text, at).start if at > 0 else 0


def word_end(text: str, offset: int) -> int:
    """Return the last character of this run, or of the next one if `offset` is at an end."""
    at = offset + 1
    while at < len(text) and text[at].isspace():
        at += 1
    return max(offset, word_at(text, at).end - 1) if at < len(text) else max(0, len(text) - 1)
