"""Fingerprints of a text: hashes of three words in a row, thinned by winnowing. Pure.

After Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting" (SIGMOD 2003): of every
two neighbouring hashes the lesser is kept. So two texts that share any SHINGLE + WINDOW - 1 = 4 words in a row share a
fingerprint, and a text of n words has about two thirds of n. In scripts without spaces a "word" is an overlapping run of
characters, so that a shingle covers five ideographs or eight letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from annotations.alignment.word_diff import BREAK, DENSE, SYLLABLE, Words, words
from annotations.model.span import Span

SHINGLE = 3
WINDOW = 2
BITS = 21
"""Fingerprints share two million buckets: small enough to cost little, large enough that few fall together by chance."""
MASK = (1 << BITS) - 1
NAME_LENGTH = 3
PIECE, OVERLAP = 200_000, 400
"""Characters: the words of a whole book at once take many times its room."""
SENTENCE_START = re.compile(r"(?:[.!?:…\n\"“”«»‘’'(\[•]\s*|\A\s*)\Z")
IDEOGRAPHS, LETTERS = 3, 6
"""Characters of a dense script that stand for one word."""


def fingerprints(words: Words) -> set[str]:
    """Return the fingerprints of a text for the index: its winnowed shingles, BITS bits each, in hexadecimal."""
    kept: set[int] = set()
    for hashes in _runs(words):
        kept.update(map(min, hashes, hashes[1:]) if len(hashes) > 1 else hashes)
    return {f"{value & MASK:06x}" for value in kept}


def shingles(words: Words) -> set[str]:
    """Return all shingles of a passage to search by, since the index may have kept any of them."""
    return {f"{value & MASK:06x}" for hashes in _runs(words) for value in hashes}


def terms(text: str, boilerplate: Sequence[Span] = ()) -> set[str]:
    """All that an index keeps of a text, its fingerprints and names; a long text is gone through in pieces."""
    found: set[str] = set()
    capital: set[str] = set()
    small: set[str] = set()
    for piece in _pieces(text):
        part = piece.of(text)
        skipped = [kept.shift(-piece.start) for span in boilerplate if (kept := span.clip(piece))]
        own = words(part, skipped)
        found |= fingerprints(own)
        _gather(part, own, capital, small)
    return found | _terms_of_names(capital - small)


def _pieces(text: str) -> Iterator[Span]:
    """Stretches that overlap by some words."""
    start = 0
    while len(text) - start > PIECE:
        end = max(text.rfind(" ", start + PIECE // 2, start + PIECE), start + PIECE // 2)
        yield Span(start, end)
        start = max(text.rfind(" ", end - OVERLAP, end - OVERLAP // 2), end - OVERLAP)
    yield Span(start, len(text))


def names(text: str, words: Words) -> set[str]:
    """Terms for the names in a text: words with a capital within a sentence that never stand there without one."""
    capital: set[str] = set()
    small: set[str] = set()
    _gather(text, words, capital, small)
    return _terms_of_names(capital - small)


def _terms_of_names(forms: Iterable[str]) -> set[str]:
    return {f"n{_code(form) & MASK:06x}" for form in forms}


def _gather(text: str, words: Words, capital: set[str], small: set[str]) -> None:
    """Collect the word forms that occur inside a sentence with a capital, and those without."""
    for start, end, form in zip(words.starts, words.ends, words.forms, strict=True):
        first = text[start:end][:1]
        if first.isupper():
            if end - start >= NAME_LENGTH and not SENTENCE_START.search(text, max(0, start - 3), start):
                capital.add(form)
        elif first.islower():
            small.add(form)


def _runs(words: Words) -> Iterator[list[int]]:
    """Yield the shingle hashes of each stretch between breaks."""
    for units in _stretches(_units(words) if words.dense else words.forms):
        codes = [_code(unit) for unit in units]
        hashes = [
            (a * 0x9E3779B1 + b * 0x85EBCA77 + c * 0xC2B2AE3D) & 0xFFFFFFFF
            for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)
        ]
        if hashes:
            yield hashes


def _stretches(units: Sequence[str]) -> Iterator[Sequence[str]]:
    start = 0
    while BREAK in units[start:]:
        end = units.index(BREAK, start)
        yield units[start:end]
        start = end + 1
    yield units[start:] if start else units


@lru_cache(maxsize=1 << 16)
def _code(unit: str) -> int:
    return crc32(unit.encode("utf-8", "replace"))


def _units(words: Words) -> list[str]:
    """Return the words, with each run of dense characters as overlapping groups."""
    units: list[str] = []
    run: list[str] = []
    end = -1
    for start, until, form in zip(words.starts, words.ends, words.forms, strict=True):
        dense = bool(DENSE.match(form))
        if run and (not dense or start != end):
            units += _groups(run)
            run = []
        if dense:
            run.append(form)
        else:
            units.append(form)
        end = until
    return units + _groups(run)


def _groups(run: Sequence[str]) -> list[str]:
    size = LETTERS if run and SYLLABLE.match(run[0]) else IDEOGRAPHS
    return ["".join(run[n : n + size]) for n in range(max(1, len(run) - size + 1))] if run else []
