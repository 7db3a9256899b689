"""What is not an article's own: the headlines that a site puts behind every text, found by comparing texts of one source.

Nothing is deleted; the stretch becomes a block of its own, which is dimmed, folded, and left out of counts and searches.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from annotations.span import Span
from reader.article import Block, Draft

MARKER = re.compile(
    r"\b(?:read|see)\s+(?:more|also)\b|\b(?:also|must)\s+read\b|\brelated\s+(?:articles|stories|news|posts)\b", re.I
)
WORD = re.compile(r"\S+")
END = re.compile(r"[.!?][\"'”’)]*$")
SHINGLE = 6
"""Words that must stand alike to count as shared."""
SHARED = 0.6
LEAST_WORDS = 20
LEAST_UNMARKED = 50
WORDS_A_SENTENCE = 40
"""Headlines have hardly a full stop among them: fewer than one in so many words."""


def mark_boilerplate(drafts: Sequence[Draft]) -> list[Draft]:
    """The same drafts; those that share a tail with another text of their source have it in a boilerplate block."""
    shingles = [_shingles(draft.text) for draft in drafts]
    marked = []
    for n, draft in enumerate(drafts):
        others = [
            shingles[m]
            for m, other in enumerate(drafts)
            if m != n and other.source.container == draft.source.container and other.text != draft.text
        ]
        start = _tail(draft.text, set().union(*others)) if others else None
        marked.append(draft if start is None else _with_block(draft, start))
    return marked


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


def _tail(text: str, shared: set[tuple[str, ...]]) -> int | None:
    """Where the tail that others have too begins; None where there is none."""
    found = list(WORD.finditer(text))
    words = [word.group().casefold() for word in found]
    covered = [False] * len(words)
    for n in range(len(words) - SHINGLE + 1):
        if tuple(words[n : n + SHINGLE]) in shared:
            covered[n : n + SHINGLE] = [True] * SHINGLE
    starts = [word.start() for word in found]
    for marker in reversed(list(MARKER.finditer(text))):
        first = bisect_left(starts, marker.start())
        if len(words) - first >= LEAST_WORDS and sum(covered[first:]) >= SHARED * (len(words) - first):
            return marker.start() if first > 0 else None
    return _unmarked(words, covered, starts)


def _unmarked(words: Sequence[str], covered: Sequence[bool], starts: Sequence[int]) -> int | None:
    """Without `read more`: a long run of shared words at the very end that reads like headlines, not like sentences."""
    first = len(words)
    while first > 0 and covered[first - 1]:
        first -= 1
    tail = words[first:]
    sentences = sum(END.search(word) is not None for word in tail)
    headlines = len(tail) >= LEAST_UNMARKED and sentences * WORDS_A_SENTENCE < len(tail)
    return starts[first] if headlines and first > 0 else None


def _with_block(draft: Draft, start: int) -> Draft:
    end = len(draft.text)
    kept = []
    for block in draft.blocks:
        if block.span.start < start:
            own = Span(block.span.start, min(block.span.end, start))
            kept.append(replace(block, span=Span(own.start, own.start + len(own.of(draft.text).rstrip()))))
    return replace(draft, blocks=(*kept, Block("boilerplate", Span(start, end))))
