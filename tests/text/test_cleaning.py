"""The cleaning function: what passes, what never does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from reader.text.cleaning import clean_line, clean_text
from tests.strategies import wild_text

TABLE = {
    "plain text": "plain text",
    "a\r\nb\rc\u2028d\x85e": "a\nb\nc\nd\ne",
    "tab\tstays": "tab\tstays",
    "\ufeffBOM": "BOM",
    "nul\x00l": "null",
    "\x1b[31mred\x1b[0m": "red",
    "\x1b]0;title\x07shown": "shown",
    "\x1b]52;c;SGVsbG8=\x07x": "x",
    "\x1b]52;c;SGVsbG8=\x1b\\x": "x",
    "\x1bPq#0\x1b\\x": "x",
    "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\": "link",
    "cut \x1b]52;c;SGVs": "cut ]52;c;SGVs",
    "c1 \x9b31m\x9d0;t\x07 end": "c1  end",
    "user\u202egnp.exe": "usergnp.exe",
    "\u2066isolate\u2069": "isolate",
    "zero\u200bwidth\u2060": "zerowidth",
    "soft\u00adhyphen": "softhyphen",
    "e\u0301": "é",
    "👩‍👩‍👧 stays": "👩‍👩‍👧 stays",
    "नमस्\u200dते": "नमस्\u200dते",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "hidden\U000e0068\U000e0069 tags": "hidden tags",
    "\ud800lone": "\ufffdlone",
}


@pytest.mark.parametrize(("given_text", "cleaned"), TABLE.items())
def test_table(given_text: str, cleaned: str) -> None:
    assert clean_text(given_text) == cleaned


@given(wild_text)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)


@given(wild_text)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    cleaned = clean_text(text)
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert not [
        c
        for c in cleaned
        if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]
    assert unicodedata.is_normalized("NFC", cleaned)


@given(wild_text)
def test_a_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line
    assert "  " not in line
    assert line == line.strip()
