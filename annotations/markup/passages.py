"""Helpers for passages that are common to all markups: lines, paragraphs and quotation marks."""

from __future__ import annotations

import re

PAIRED_MARKS = re.compile(r'"([^"\n]*)"')
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


def closing_stop(passage: str) -> str:
    """Return the full stop that closes the sentence behind a citation, or nothing if the passage ends with one itself."""
    return "" if ENDS_SENTENCE.search(passage.strip()) else "."
