"""What counts as a word to the index, and where the words of a query stand in a text.

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
"""Another number whenever words are folded, cut or split (TOKENIZER) otherwise: indexes are then built anew."""


def cut(text: str) -> str:
    """`text` folded, its words apart from each other by at least one character that is in no word."""
    folded = folded_text(text)
    if folded.isascii():
        return folded
    if JAMO.search(folded):
        folded = unicodedata.normalize("NFC", folded)
    return put(folded, {each: f" {each} " for each in set(folded) if SINGLE.match(each)})


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` in order; none where it consists of punctuation."""
    return tuple(split(cut(text)))


def split(text: str) -> list[str]:
    """The words of a text that has been cut."""
    return text.translate(BLANKS).split()


class _Blanks(dict[int, str]):
    """What is in no word becomes a blank; each character is looked up once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = self[code] = character if unicodedata.category(character).startswith(WORDLIKE) else " "
        return kept


BLANKS = _Blanks()


def marker() -> str:
    """A short name for the way in which texts are cut: another one where that, or Unicode's data, have changed."""
    return f"{CUTTING}-{unicodedata.unidata_version}"


@lru_cache(maxsize=256)
def pattern(phrase: str, prefix: bool = False) -> re.Pattern[str] | None:
    """What finds a phrase in text folded by `annotations.text.folding.fold`: whole words, the last one perhaps only begun.

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
    """A word as it stands in folded text, where syllables may be written otherwise than in the index."""
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
    """A tag as it is compared: folded, its levels divided by `/` without blanks around them."""
    return "/".join(part.strip() for part in fold_query(tag).split("/"))
