"""The one cleaning function: what may stand in a text that a terminal is going to show.

`clean_text` makes an article's canonical text; `clean_line` is what every foreign string passes on its way to the screen.
Both are idempotent.
"""

from __future__ import annotations

import unicodedata

from annotations.text.lazy_regex import expression

LINE_BREAKS = expression("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

ESCAPES = expression(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI, seven bits
    r"|\x9b[0-9;?]+[A-Za-z]"  # CSI, eight bits
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]+[0-~]"  # designations of character sets
)
"""Whole control sequences of ECMA-48; what is cut short loses its ESC below and stays as harmless letters."""

FLAG_TAGS = expression("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e0fff]")
"""Tag characters: part of a flag such as Scotland's, hidden text anywhere else (UTS #51, C.1)."""

STARTS = expression("[\x1b\x90\x98\x9b\x9d-\x9f]")
"""What such a sequence begins with."""

TAGS = expression("[\U000e0000-\U000e0fff]")

FORBIDDEN = expression(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u00ad\u061c\u180e"  # soft hyphen, Arabic letter mark, Mongolian vowel separator
    "\u200b\u200e\u200f\u202a-\u202e"  # zero width space, marks and overrides of direction
    "\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible operators, isolates, BOM, interlinear annotation
    "\ufdd0-\ufdef\ufffe\uffff]"
    "|[" + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)) + "]"
)
SURROGATES = expression("[\ud800-\udfff]")
BLANKS = expression(r"[\s\u3164\u2800]+")


def clean_text(text: str) -> str:
    r"""Canonical text: NFC, `\n` alone between lines, no control sequence, control character or bidi control."""
    lines = text.replace("\n", " ").replace("\t", " ")
    if lines.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text  # nothing that is forbidden counts as printable
    present = "".join(set(text))  # a long text is only gone through for what it holds
    if STARTS.search(present):
        text = ESCAPES.sub("", text)
    if LINE_BREAKS.search(present):
        text = LINE_BREAKS.sub("\n", text)
    if FORBIDDEN.search(present):
        text = FORBIDDEN.sub("", text)
    if SURROGATES.search(present):
        text = SURROGATES.sub("\ufffd", text)
    if TAGS.search(present):
        text = FLAG_TAGS.sub(lambda found: found.group(1) or "", text)
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """One line: cleaned, each run of white space one space, none at the ends."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return BLANKS.sub(" ", clean_text(text)).strip()
