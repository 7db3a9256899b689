"""Detection of boilerplate: headlines that a site appends to every text, found by comparing texts of one source.

Nothing is deleted: the range becomes a block that is dimmed, folded and left out of counts and searches.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from annotations.model.span import Span
from reader.articles.article import Block, Draft

MARKER = re.compile(
    r"\b(?:read|see)\s+(?:more|also)\b|\b(?:also|must)\s+read\b|\brelated\s+(?:articles|stories|news|posts)\b", re.I
)
WORD = re.compile(r"\S+")
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*$")
SHINGLE_WORDS = 6
"""Consecutive words that must be equal to count as shared."""

MIN_SHARED_RATIO = 0.6
"""Share of the words after a marker that must occur in other texts."""

MIN_TAIL_WORDS = 20
MAX_MARKERS = 50
"""Markers examined from the end of a text."""

MIN_UNMARKED_WORDS = 50
"""Words of the shortest boilerplate without a marker."""

MIN_WORDS_PER_STOP = 40
"""Headlines have fewer than one full stop in this many words."""


def mark_boilerplate(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts; one that shares its end with another text of its source has it in a boilerplate block."""
    counted = _shared_runs(drafts)
    marked = []
    for draft in drafts:
        start = _shared_tail(draft.text, counted.get(draft.source.container, {}))
        marked.append(draft if start is None else _with_block(draft, start))
    return marked


def _shared_runs(drafts: Sequence[Draft]) -> Mapping[str, Mapping[int, int]]:
    """Return by source in how many different texts each run of words occurs; sources with one text are left out."""
    texts: dict[str, set[str]] = {}
    for draft in drafts:
        texts.setdefault(draft.source.container, set()).add(draft.text)
    counted = {}
    for container, own in texts.items():
        if len(own) > 1:
            counts: Counter[int] = Counter()
            for text in own:
                counts.update(set(_shingles(text.casefold().split())))
            counted[container] = {shingle: count for shingle, count in counts.items() if count > 1}
    return counted


def _shingles(words: Sequence[str]) -> list[int]:
    """Return the hash of each run of SHINGLE_WORDS words, in order."""
    return [hash(tuple(words[n : n + SHINGLE_WORDS])) for n in range(len(words) - SHINGLE_WORDS + 1)]


def _shared_tail(text: str, shared: Mapping[int, int]) -> int | None:
    """Return where the shared end of a text begins, or None."""
    if not shared:
        return None
    found = list(WORD.finditer(text))
    words = [word.group().casefold() for word in found]
    covered = [False] * len(words)
    for n, shingle in enumerate(_shingles(words)):
        if shingle in shared:
            covered[n : n + SHINGLE_WORDS] = [True] * SHINGLE_WORDS
    starts = [word.start() for word in found]
    for marker in reversed(list(MARKER.finditer(text))[-MAX_MARKERS:]):
        first = bisect_left(starts, marker.start())
        if len(words) - first >= MIN_TAIL_WORDS and sum(covered[first:]) >= MIN_SHARED_RATIO * (len(words) - first):
            return marker.start() if first > 0 else None
    return _unmarked_tail(words, covered, starts)


def _unmarked_tail(words: Sequence[str], covered: Sequence[bool], starts: Sequence[int]) -> int | None:
    """Return where a long run of shared words at the very end begins if it reads like headlines, else None."""
    first = len(words)
    while first > 0 and covered[first - 1]:
        first -= 1
    tail = words[first:]
    sentences = sum(SENTENCE_END.search(word) is not None for word in tail)
    headlines = len(tail) >= MIN_UNMARKED_WORDS and sentences * MIN_WORDS_PER_STOP < len(tail)
    return starts[first] if headlines and first > 0 else None


def _with_block(draft: Draft, start: int) -> Draft:
    end = len(draft.text)
    kept = []
    for block in draft.blocks:
        if block.span.start < start:
            own = Span(block.span.start, min(block.span.end, start))
            kept.append(replace(block, span=Span(own.start, own.start + len(own.of(draft.text).rstrip()))))
    return replace(draft, blocks=(*kept, Block("boilerplate", Span(start, end))))
