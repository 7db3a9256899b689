"""RTF 1.9."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.markup.passages import quoted


def escape(text: str) -> str:
    """Return RTF that shows `text`: characters outside ASCII as UTF-16 code units."""
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    if character.isascii():
        return character
    units = character.encode("utf-16-le")
    codes = [int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2)]
    return "{\\uc0" + "".join(f"\\u{code} " for code in codes) + "}"


def emphasis(text: str) -> str:
    """Return `text` in italics."""
    return f"{{\\i {escape(text)}}}"


def inline_quote(passage: str) -> str:
    """Return the passage in quotation marks."""
    return escape(quoted(passage))


def block_quote(paragraphs: Sequence[str], mark: str = "") -> str:
    """Return indented paragraphs, the last one with `mark` behind it."""
    lines = [escape(line) for line in paragraphs]
    return "".join(f"\\pard\\li720 {line}\\par\n" for line in [*lines[:-1], lines[-1] + mark])


def paragraph(markup: str) -> str:
    """Return a paragraph of RTF that is written already."""
    return f"\\pard {markup}\\par\n"


def document(body: str) -> str:
    """Return a whole RTF file."""
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\n{body}}}"
