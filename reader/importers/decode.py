"""From bytes to text: BOM, UTF-8, UTF-16 by its shape, what the file declares, and last Windows' western code page."""

from __future__ import annotations

import codecs

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF file",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
    b"OggS": "a sound",
    b"ID3": "a sound",
}
SAMPLE = 65_536
CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`; bytes that mean nothing in the encoding become U+FFFD. `declared`: an encoding's name."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    shaped = utf16_shape(data)
    if shaped:
        return data.decode(shaped, "replace")
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def binary(data: bytes) -> str | None:
    """What a file that holds no text seems to be, or None for one that does."""
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            return what
    if any(data.startswith(bom) for bom, _ in BOMS[1:]) or utf16_shape(data):
        return None
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return "a binary file" if controls > max(2, len(sample) // 25) else None


def in_utf8(data: bytes, charset: str) -> bytes:
    """Text whose encoding is known from outside, marked as UTF-8; anything else as it is."""
    if not charset or binary(data) or any(data.startswith(bom) for bom, _ in BOMS):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(charset).encode("utf-8", "replace")
    except (UnicodeDecodeError, LookupError):
        return data


def utf16_shape(data: bytes) -> str | None:
    """UTF-16 without a BOM: nearly every second byte of western text is zero."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half < 4 or len(data) % 2:
        return None
    if sample[1::2].count(0) > half * 0.6 and sample[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None
