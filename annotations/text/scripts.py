r"""Ranges of code points by script, as the inside of a character class of `re` (`f"[{HAN}{KANA}]"`).

Most rules need one of the sets at the end: which scripts write without spaces depends on the purpose, and each set says
which one it is for. Everything above them is a Unicode block, or a named part of one.
"""

from __future__ import annotations

THAI_LAO = "\u0e00-\u0eff"
BURMESE = "\u1000-\u109f"
BURMESE_EXTENDED = "\ua9e0-\ua9fe\uaa60-\uaa7f"
KHMER = "\u1780-\u17ff"
KANA = "\u3040-\u30ff"
"""Hiragana and katakana."""

KANA_EXTENDED = "\u31f0-\u31ff"
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
"""Unified ideographs of the Basic Multilingual Plane."""

HEXAGRAMS = "\u4dc0-\u4dff"
"""Yijing hexagrams, which stand between the two blocks of HAN."""

HAN_COMPATIBILITY = "\uf900-\ufaff"
HAN_SUPPLEMENTARY = "\U00020000-\U0003ffff"
"""Ideographs beyond the Basic Multilingual Plane."""

HANGUL = "\uac00-\ud7a3"
HANGUL_BLOCK = "\uac00-\ud7af"
"""HANGUL with the unassigned end of its block."""

EAST_ASIAN = "\u2e80-\u9fff"
"""Radicals, punctuation, kana, bopomofo, letters in circles and HAN: all blocks from CJK Radicals on."""

FULL_WIDTH = "\uff00-\uffef"
"""Half-width and full-width forms."""

SYMBOLS = "\u00a9\u00ae\u00b0\u2100-\u218f\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff"
"""Letterlike symbols, arrows, technical signs, pictographs and emoji."""

PICTOGRAPHS = "\u2190-\u2bff\U0001f000-\U0001faff"
"""Arrows, mathematical operators, box drawing, pictographs and emoji."""

ZERO_WIDTH = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Soft hyphen and characters without width, which stand inside words and have no meaning for a comparison."""

COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0dca-\u0ddf"
)
"""Combining marks of Latin, Cyrillic, Hebrew, Arabic and the scripts of India, which belong to the letter before them."""

COMMON_COMBINING = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f"
"""The most frequent combining marks, for expressions that run over whole texts."""

IDEOGRAPHS = KANA + HAN + HEXAGRAMS
"""Sentence ends and ruby: ideographs and kana."""

NAMES_CJK = IDEOGRAPHS + HAN_COMPATIBILITY
"""Names and readings in Chinese or Japanese characters."""

COLLATION_IDEOGRAPHS = "\u3005\u3007" + KANA + KANA_EXTENDED + HAN + HAN_COMPATIBILITY + HAN_SUPPLEMENTARY
"""Collation: ideographs and kana, each a word; \u3005 repeats the character before it, \u3007 is zero."""

COLLATION_SYLLABLES = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
"""Collation: Thai, Lao, Burmese and Khmer without their punctuation, each character a word."""

ALIGNMENT_SINGLE = THAI_LAO + BURMESE + KHMER + IDEOGRAPHS + HAN_COMPATIBILITY + HAN_SUPPLEMENTARY
"""Alignment of two versions: characters that are a token each."""

INDEX_SINGLE = (
    "\u0e01-\u0eff" + BURMESE + KHMER + "\u3005-\u3007" + KANA + KANA_EXTENDED + HAN + BURMESE_EXTENDED + HANGUL
    + HAN_COMPATIBILITY + HAN_SUPPLEMENTARY + SYMBOLS
)  # fmt: skip
"""Full-text index: characters that are a word each. A change makes it necessary to build the indexes anew."""

QUOTE_SCAN_SINGLE = "\u0e00-\u0e7f" + IDEOGRAPHS + HANGUL_BLOCK
"""Search for imported quotes: characters that count as a word each."""

NO_SPACE_QUOTES = EAST_ASIAN + HANGUL_BLOCK + FULL_WIDTH
"""Quotation marks: letters and punctuation beside which a mark needs no space."""

NO_SPACE_LINES = EAST_ASIAN + HAN_COMPATIBILITY + FULL_WIDTH
"""Lines of a PDF: characters between which no space is put when two lines are joined. Korean has spaces."""
