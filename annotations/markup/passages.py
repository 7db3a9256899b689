"""Helpers for passages that are common to all markups: lines, paragraphs and quotation marks."""

from __future__ import annotations

import re

PAIRED_MARKS = re.compile(r'"([^"\n]*)"')
FULL_STOP = re.compile(r"(?<![.…?!\s])(\.)([\"'”’»]*)\s*\Z")
ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_](?:\.[^\W\d_])+|(?<![\w’'])[A-Z]|\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|Dr|Mr|Mrs|Ms|Prof|St|No|vs|cf|ca|ed|eds|vol|al))\.\Z"
)
"""A point that belongs to the word before it: `U.S.`, `p.m.`, `Inc.`, `et al.`."""
ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?:\[\d+\])*$")


def one_line(text: str) -> str:
    """Return the text with each run of white space as one blank."""
    return " ".join(text.split())


def paragraphs(text: str) -> list[str]:
    """Return the lines that are not blank, without white space around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def quoted(passage: str) -> str:
    """Return the passage in double quotation marks, those inside it turned to single ones."""
    return f"“{with_inner_marks(passage)}”"


def with_inner_marks(passage: str) -> str:
    """Return the passage for a markup that sets the outer marks itself: double marks inside it become single ones."""
    return PAIRED_MARKS.sub(r"‘\1’", passage).replace("“", "‘").replace("”", "’")


def before_citation(passage: str) -> tuple[str, str]:
    """Return a quotation within a sentence that ends with its citation, and the full stop behind the citation.

    The quotation's own full stop goes behind the citation (APA 7, 8.26; MLA 9, 6.43; CMOS 17, 15.25); a question or
    exclamation mark, an ellipsis and the point of an abbreviation stay, and the sentence is closed all the same.
    """
    found = FULL_STOP.search(passage)
    if found is None or ABBREVIATION.search(passage[: found.end(1)]):
        return passage, "."
    return passage[: found.start(1)] + found[2], "."


def closing_stop(passage: str) -> str:
    """Return the full stop that closes the sentence behind a citation, or nothing if the passage ends with one itself."""
    return "" if ENDS_SENTENCE.search(passage.strip()) else "."
