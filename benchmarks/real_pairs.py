"""Real pages, each as two extractors see it, and the sentences of the one sought in the other.

Where the words of a sentence stand exactly once in both, folded, the right place is known; where nothing of the other text
is much like it, there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from importlib import import_module
from pathlib import Path

from annotations.anchoring.reanchor import Anchored, relocate
from annotations.model.selectors import describe
from annotations.model.span import Span
from annotations.text.folding import fold

SENTENCE = re.compile(r"[^\s.?!][^.?!\n]{25,}[.?!]")
UNLIKE = 60.0
"""Percent: what is less like any part of a text than this is not in it."""


def report_pairs(folder: Path) -> None:
    """Print, for each page, how many of its sentences were found where they are, elsewhere, or not at all."""
    try:
        extract = import_module("trafilatura").extract
    except ImportError:
        print("trafilatura is not installed: there is no second extractor")
        return
    total: Counter[str] = Counter()
    for page in sorted(one.parent for one in folder.glob("*/source.html")):
        one = extract((page / "source.html").read_text("utf-8", "replace")) or ""
        other = _visible((page / "expected.html").read_text("utf-8", "replace"))
        for old, new, way in ((one, other, "there"), (other, one, "back")):
            counts = _compare(old, new)
            total += counts
            print(f"{page.name:20}{way:8}" + "   ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    print(f"{'all':28}" + "   ".join(f"{name} {count}" for name, count in sorted(total.items())))


def _visible(html: str) -> str:
    html = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", "", html)
    html = re.sub(r"(?i)</(p|div|h\d|li|blockquote|tr|figcaption|pre)>|<br\s*/?>", "\n\n", html)
    lines = unescape(re.sub(r"<[^>]+>", "", html)).split("\n\n")
    return "\n\n".join(" ".join(line.split()) for line in lines if line.strip())


def _compare(old: str, new: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    folded_old, folded_new = _letters(old), _letters(new)
    for found in SENTENCE.finditer(old):
        span = Span(*found.span())
        answer = relocate(old, describe(old, span), new)
        words = _letters(span.of(old))
        places = folded_new.count(words)
        if places == 1 and folded_old.count(words) == 1:
            right = isinstance(answer, Anchored) and _letters(answer.span.of(new)) == words
            counts["right" if right else "wrong" if isinstance(answer, Anchored) else "orphaned"] += 1
        elif places == 0 and _likeness(words, folded_new) < UNLIKE:
            counts["false anchor" if isinstance(answer, Anchored) else "rightly orphaned"] += 1
        else:
            counts["not known"] += 1
    return counts


def _letters(text: str) -> str:
    """The folded letters and figures of a text."""
    return "".join(char for char in fold(text).text if char.isalnum())


def _likeness(words: str, text: str) -> float:
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - as the program does

    return float(partial_ratio(words, text))
