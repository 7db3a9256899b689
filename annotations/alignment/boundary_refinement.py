"""The boundaries of a passage in the new text, to the character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from annotations.alignment.alignment import Alignment
from annotations.alignment.char_mapping import MappedStretch
from annotations.alignment.move_detection import APART
from annotations.alignment.tokens import Tokens
from annotations.model.span import Span
from annotations.text.folding import fold


def hull(alignment: Alignment, span: Span, found: Sequence[MappedStretch]) -> Span | None:
    """Return the span from the passage's first letter in the new text to its last, as far as whole words go."""
    if not found or not any(piece.same for piece in found):
        return None
    start, end = _start(span, found), _end(span, found)
    if start >= end:
        return None
    return trimmed(alignment, span, *_bordered(alignment, span, start, end))


def _bordered(alignment: Alignment, span: Span, start: int, end: int) -> tuple[int, int]:
    """Return the ends moved out to the borders of paragraphs or sentences at which the passage began and ended.

    They move only over unaligned words, and only over about as many as are missing.
    """
    old, new = alignment.old, alignment.new
    first, last = old.within(span.start, span.end)
    here, there = new.within(start, end)
    lost_head = next((n for n, word in enumerate(range(first, last)) if alignment.to_new[word] >= here), 0)
    if lost_head and alignment.rank_old(first) >= 2:
        at = _border(alignment, here, -1, lost_head)
        start = start if at is None else new.starts[at]
    lost_tail = next(
        (n for n, word in enumerate(range(last - 1, first - 1, -1)) if 0 <= alignment.to_new[word] < there), 0
    )
    if lost_tail and alignment.rank_old(last) >= 2:
        at = _border(alignment, there, 1, lost_tail)
        end = end if at is None else new.ends[at - 1]
    return start, end


def _border(alignment: Alignment, word: int, step: int, lost: int) -> int | None:
    """Return the word behind the nearest border, at most twice as many words away as were lost."""
    for count in range(2 * lost + 2):
        at = word + count * step
        if not 0 <= at <= len(alignment.new):
            return None
        if alignment.rank_new(at) >= 2:
            return at if count else None
        beyond = at if step > 0 else at - 1
        if not 0 <= beyond < len(alignment.new) or not _loose(alignment, beyond):
            return None
    return None


def _loose(alignment: Alignment, word: int) -> bool:
    """Return whether a word of the new text is unaligned, or aligned with a word whose neighbours have moved elsewhere."""
    to_old = alignment.to_old
    if to_old[word] == APART:
        return True
    near = [to_old[word + by] - by for by in (-1, 1) if 0 <= word + by < len(to_old)]
    return to_old[word] not in near


def _start(span: Span, found: Sequence[MappedStretch]) -> int:
    for piece in found:
        if piece.same or (piece.start >= span.start and _replaced(piece, span)):
            ahead = max(0, span.start - piece.start)
            return min(piece.to_end, piece.to + ahead) if ahead else piece.to
    return found[0].to_end


def _end(span: Span, found: Sequence[MappedStretch]) -> int:
    for piece in reversed(found):
        if piece.same or (piece.end <= span.end and _replaced(piece, span)):
            back = max(0, piece.end - span.end)
            return max(piece.to, piece.to_end - back) if back else piece.to_end
    return found[-1].to


def _replaced(piece: MappedStretch, span: Span) -> bool:
    """Return whether a rewritten stretch at the end of a passage may belong to it."""
    was, now = piece.end - piece.start, piece.to_end - piece.to
    return now <= 2 * was + 16 and 2 * was <= span.length


def trimmed(alignment: Alignment, span: Span, start: int, end: int) -> Span | None:
    """Return the span without white space at its ends that the passage did not have, and without halves of words."""
    old, new = alignment.old, alignment.new
    first, last = old.within(span.start, span.end)
    if not _cuts(old.starts, old.ends, span.start):
        start = _whole(alignment, start, _word(old, first - 1), ahead=False)
    if not _cuts(old.starts, old.ends, span.end):
        end = _whole(alignment, end, _word(old, last), ahead=True)
    while start < end and new.text[start].isspace() and not old.text[span.start].isspace():
        start += 1
    while start < end and new.text[end - 1].isspace() and not old.text[span.end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _cuts(starts: Sequence[int], ends: Sequence[int], offset: int) -> bool:
    """Return whether an offset lies inside a word."""
    word = bisect_right(starts, offset) - 1
    return word >= 0 and starts[word] < offset < ends[word]


def _word(tokens: Tokens, number: int) -> str:
    return tokens.text[tokens.starts[number] : tokens.ends[number]] if 0 <= number < len(tokens) else ""


def _whole(alignment: Alignment, offset: int, neighbour: str, *, ahead: bool) -> int:
    """Return the nearer end of the word of the new text in which an offset lies.

    If the rest of that word is the neighbour of the passage, joined to it because a space is missing, it is cut off.
    """
    new = alignment.new
    if not _cuts(new.starts, new.ends, offset):
        return offset
    first, _ = new.within(offset, offset + 1)
    start, end = new.starts[first], new.ends[first]
    rest = new.text[offset:end] if ahead else new.text[start:offset]
    if neighbour and fold(rest).text == fold(neighbour).text:
        return offset
    return start if offset - start <= end - offset else end
