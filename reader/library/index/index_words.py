"""Words of the full-text index, and the positions of a query's words in a text.

A word is a run of letters, marks and digits, folded as in the page. Scripts that are written without spaces (Chinese,
Japanese, Thai, Lao, Khmer, Burmese), Korean syllables and symbols such as emoji are words of one character each, so that
a phrase of them finds any part of a text. The same cutting is done to texts and to queries, and the index itself
(`TOKENIZER`) only splits at what stands between.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from annotations.model.span import Span
from annotations.text.folding import fold, fold_query, folded_text, put
from annotations.text.lazy_regex import expression
from annotations.text.scripts import INDEX_SINGLE

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* Co So'"
"""FTS5's own tokenizer, told to fold nothing more and to keep marks and symbols as parts of words."""

SINGLE = expression(f"[{INDEX_SINGLE}]")
JAMO = expression("[\u1100-\u11ff]")
WORDLIKE = ("L", "M", "N", "Co", "So")
GAP = r"[\W_]*"
CUTTING = 1
"""The version of folding, cutting and splitting (TOKENIZER); raise it with each change, so that indexes are rebuilt."""


def cut(text: str) -> str:
    """`text` folded, its words apart from each other by at least one character that is in no word."""
    folded = folded_text(text)
    if folded.isascii():
        return folded
    if JAMO.search(folded):
        folded = unicodedata.normalize("NFC", folded)
    return put(folded, {each: f" {each} " for each in set(folded) if SINGLE.match(each)})


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` in order; none if it is only punctuation."""
    return tuple(split(cut(text)))


def split(text: str) -> list[str]:
    """Return the words of a text that `cut` has separated."""
    return text.translate(BLANKS).split()


class _Blanks(dict[int, str]):
    """A translation table that turns characters outside words into blanks, filled on demand."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = self[code] = character if unicodedata.category(character).startswith(WORDLIKE) else " "
        return kept


BLANKS = _Blanks()


def marker() -> str:
    """Return a marker of the way texts are cut; it changes with the rules and with the Unicode version."""
    return f"{CUTTING}-{unicodedata.unidata_version}"


@lru_cache(maxsize=256)
def pattern(phrase: str, prefix: bool = False) -> re.Pattern[str] | None:
    """Return an expression that finds a phrase in folded text: whole words, with `prefix` the last one by its beginning.

    None where the phrase has no word in it.
    """
    words = words_of(phrase)
    if not words:
        return None
    begins = "" if SINGLE.match(words[0]) else r"(?<![^\W_])"
    ends = "" if SINGLE.match(words[-1]) else r"[^\W_]*" if prefix else r"(?![^\W_])"
    gaps = [GAP if SINGLE.match(one) or SINGLE.match(two) else r"[\W_]+" for one, two in itertools.pairwise(words)]
    body = "".join(_escaped(word) + gap for word, gap in zip(words, [*gaps, ""], strict=True))
    return re.compile(begins + body + ends)


def _escaped(word: str) -> str:
    """Return a word as it occurs in folded text, where Korean syllables may be decomposed, escaped."""
    return re.escape(fold(word).text)


def find_words(text: str, wanted: Iterable[tuple[str, bool]], at: int = 0) -> list[Span]:
    """Every place of every (phrase, prefix) in `text`, sorted, as code points counted from `at`."""
    folded = fold(text)
    found = set()
    for phrase, prefix in wanted:
        compiled = pattern(phrase, prefix)
        for match in compiled.finditer(folded.text) if compiled else ():
            last, following = folded.offsets[match.end() - 1], folded.offsets[match.end()]
            found.add(Span(at + folded.offsets[match.start()], at + (following if following > last else last + 1)))
    return sorted(found)


def tag_key(tag: str) -> str:
    """Return a tag as it is compared: folded, without blanks around the `/` between its levels."""
    return "/".join(part.strip() for part in fold_query(tag).split("/"))
