"""Removal of what a terminal must not be given from a text.

`clean_text` makes an article's canonical text; every foreign string goes through `clean_line` before it is shown. Both
are idempotent.
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
"""Complete control sequences of ECMA-48. An incomplete one loses its ESC to FORBIDDEN and stays as harmless letters."""

FLAG_TAGS = expression("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e0fff]")
"""Tag characters: part of a flag such as Scotland's (kept), hidden text anywhere else (UTS #51, C.1)."""

ESCAPE_STARTS = expression("[\x1b\x90\x98\x9b\x9d-\x9f]")
"""First characters of the sequences in ESCAPES."""

TAG_CHARACTERS = expression("[\U000e0000-\U000e0fff]")

FORBIDDEN = expression(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u00ad\u061c\u180e"  # soft hyphen, Arabic letter mark, Mongolian vowel separator
    "\u200b\u200e\u200f\u202a-\u202e"  # zero width space, marks and overrides of direction
    "\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible operators, isolates, BOM, interlinear annotation
    "\ufdd0-\ufdef\ufffe\uffff]"
    "|[" + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)) + "]"
)
SURROGATES = expression("[\ud800-\udfff]")
WHITE_SPACE = expression(r"[\s\u3164\u2800]+")


def clean_text(text: str) -> str:
    r"""Return the canonical text: NFC, lines ended by `\n`, no control sequence, control character or bidi control."""
    lines = text.replace("\n", " ").replace("\t", " ")
    if lines.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text  # every forbidden character is non-printable
    present = "".join(set(text))  # each expression runs over the whole text only if one of its characters occurs
    if ESCAPE_STARTS.search(present):
        text = ESCAPES.sub("", text)
    if LINE_BREAKS.search(present):
        text = LINE_BREAKS.sub("\n", text)
    if FORBIDDEN.search(present):
        text = FORBIDDEN.sub("", text)
    if SURROGATES.search(present):
        text = SURROGATES.sub("\ufffd", text)
    if TAG_CHARACTERS.search(present):
        text = FLAG_TAGS.sub(lambda found: found.group(1) or "", text)
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return `text` as one clean line: each run of white space is one space, and there is none at the ends."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return WHITE_SPACE.sub(" ", clean_text(text)).strip()
