"""What is not an article's own: the headlines that a site puts behind every text, found by comparing texts of one source.

Nothing is deleted; the stretch becomes a block of its own, which is dimmed, folded, and left out of counts and searches.
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
END = re.compile(r"[.!?][\"'”’)]*$")
SHINGLE = 6
"""Words that must stand alike to count as shared."""
SHARED = 0.6
LEAST_WORDS = 20
MARKERS = 50
"""The last so many markers of a text are looked at."""
LEAST_UNMARKED = 50
WORDS_A_SENTENCE = 40
"""Headlines have hardly a full stop among them: fewer than one in so many words."""


def mark_boilerplate(drafts: Sequence[Draft]) -> list[Draft]:
    """The same drafts; those that share a tail with another text of their source have it in a boilerplate block."""
    counted = _counted(drafts)
    marked = []
    for draft in drafts:
        start = _tail(draft.text, counted.get(draft.source.container, {}))
        marked.append(draft if start is None else _with_block(draft, start))
    return marked


def _counted(drafts: Sequence[Draft]) -> Mapping[str, Mapping[int, int]]:
    """By source, in how many different texts each run of words stands; sources of a single text are left out."""
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
    """Each run of SHINGLE words by its hash, in order."""
    return [hash(tuple(words[n : n + SHINGLE])) for n in range(len(words) - SHINGLE + 1)]


def _tail(text: str, shared: Mapping[int, int]) -> int | None:
    """Where the tail that others have too begins; None where there is none."""
    if not shared:
        return None
    found = list(WORD.finditer(text))
    words = [word.group().casefold() for word in found]
    covered = [False] * len(words)
    for n, shingle in enumerate(_shingles(words)):
        if shingle in shared:
            covered[n : n + SHINGLE] = [True] * SHINGLE
    starts = [word.start() for word in found]
    for marker in reversed(list(MARKER.finditer(text))[-MARKERS:]):
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
