"""Cursor motions by character, word and sentence: pure functions of text, offset and count, independent of rows."""

from __future__ import annotations

from collections.abc import Callable

from reader.text.segments import words
from reader.text.segments.sentences import sentence_at
from reader.text.unicode.graphemes import cluster_start, next_boundary, prev_boundary

Step = Callable[[str, int], int]


def _repeat(step: Step, text: str, offset: int, count: int) -> int:
    for _ in range(count):
        moved = step(text, offset)
        if moved == offset:
            break
        offset = moved
    return offset


def on_cluster(text: str, offset: int) -> int:
    """Return the start of the cluster under a cursor at `offset`, moved off line breaks: back if possible, else on."""
    at = cluster_start(text, max(0, min(offset, len(text) - 1)))
    back = at
    while back > 0 and text[back] == "\n":
        back -= 1
    if text[back : back + 1] != "\n":
        return cluster_start(text, back)
    while at < len(text) - 1 and text[at] == "\n":
        at += 1
    return at


def char_next(text: str, offset: int, count: int = 1) -> int:
    """Move `count` clusters forward, skipping line breaks."""
    return _repeat(_char_next, text, offset, count)


def char_prev(text: str, offset: int, count: int = 1) -> int:
    """Move `count` clusters back, skipping line breaks."""
    return _repeat(_char_prev, text, offset, count)


def _char_next(text: str, offset: int) -> int:
    at = next_boundary(text, offset)
    while at < len(text) and text[at] == "\n":
        at += 1
    return at if at < len(text) else offset


def _char_prev(text: str, offset: int) -> int:
    at = prev_boundary(text, offset)
    while at > 0 and text[at] == "\n":
        at = prev_boundary(text, at)
    return offset if text[at : at + 1] == "\n" else at


def word_next(text: str, offset: int, count: int = 1) -> int:
    """Move to the start of the `count`th word after this one."""
    return _repeat(words.next_word, text, offset, count)


def word_prev(text: str, offset: int, count: int = 1) -> int:
    """Move to the start of this word, or of an earlier one."""
    return _repeat(words.prev_word, text, offset, count)


def word_end(text: str, offset: int, count: int = 1) -> int:
    """Move to the last character of this word, or of a later one."""
    return _repeat(words.word_end, text, offset, count)


def sentence_next(text: str, offset: int, count: int = 1) -> int:
    """Move to the start of the `count`th sentence after this one, or to the last character if there is none."""
    return _repeat(_sentence_next, text, offset, count)


def sentence_prev(text: str, offset: int, count: int = 1) -> int:
    """Move to the start of this sentence, or of an earlier one."""
    return _repeat(_sentence_prev, text, offset, count)


def _sentence_next(text: str, offset: int) -> int:
    end = max(sentence_at(text, offset).end, offset)
    while end < len(text) and text[end].isspace():
        end += 1
    if end >= len(text):
        return max(offset, len(text.rstrip()) - 1)
    start = sentence_at(text, end).start
    return start if start > offset else end


def _sentence_prev(text: str, offset: int) -> int:
    start = sentence_at(text, offset).start
    if start < offset:
        return start
    at = offset - 1
    while at > 0 and text[at].isspace():
        at -= 1
    return min(offset, sentence_at(text, max(0, at)).start)
