"""Decoding of bytes to text.

In order: a byte order mark, UTF-16 recognised by its pattern of bytes, UTF-8, the declared encoding, a guess by the letters.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import lru_cache

from reader.errors import ImportFailed

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY_SIGNATURES = {
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
SAMPLE_BYTES = 65_536
GUESS_BYTES = 16_384
MAX_BYTES_PER_NON_ASCII = 40
"""With fewer than one non-ASCII byte in this many, those are taken for typographic marks or single accents in cp1252."""
WESTERN = "cp1252"
GUESSED_ENCODINGS = (
    WESTERN, "cp1251", "koi8_r", "cp866", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
    "mac_roman", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
"""Encodings that are guessed: the code pages of Windows, and those of Russia and East Asia."""
CONTROL_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32), 127])


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of `data`; invalid bytes become U+FFFD.

    `declared` is the name of an encoding, used if the data is not valid UTF-8.
    """
    for bom, encoding in BYTE_ORDER_MARKS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    shaped = utf16_without_mark(data)
    if shaped:
        return data.decode(shaped, "replace")
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _mostly_utf8(data, error):
                return data.decode(encoding, "replace")
        except LookupError:
            continue
    return data.decode(guessed_encoding(data), "replace")


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the data is UTF-8 with some damaged bytes, or cut off within a character."""
    if error.reason == "unexpected end of data" and error.start > len(data) - 4:
        return True
    sample = data[:SAMPLE_BYTES].decode("utf-8", "replace")
    foreign = sum(not character.isascii() for character in sample)
    return sample.count("\ufffd") * 10 < foreign


def guessed_encoding(data: bytes) -> str:
    """Return the most likely encoding of text that declares none."""
    sample = data[:GUESS_BYTES]
    return _guess(sample) if sum(byte > 127 for byte in sample) * MAX_BYTES_PER_NON_ASCII > len(sample) else WESTERN


@lru_cache(maxsize=8)
def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import and rarely needed

    found = from_bytes(sample, cp_isolation=list(GUESSED_ENCODINGS))
    best = found.best()
    if best is None or WESTERN in best.could_be_from_charset:
        return WESTERN
    western = next((one for one in found if one.encoding == WESTERN), None)
    as_likely = western is not None and (western.chaos, -western.coherence) <= (best.chaos, -best.coherence)
    return WESTERN if as_likely else best.encoding


def binary_format(data: bytes) -> str | None:
    """Return what a file that contains no text seems to be, or None for text."""
    for magic, what in BINARY_SIGNATURES.items():
        if data.startswith(magic):
            return what
    if any(data.startswith(bom) for bom, _ in BYTE_ORDER_MARKS[1:]) or utf16_without_mark(data):
        return None
    sample = data[:SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    return "a binary file" if controls > max(2, len(sample) // 25) else None


def as_utf8(data: bytes, charset: str) -> bytes:
    """Return text of a known encoding as UTF-8 with a byte order mark; anything else unchanged."""
    if not charset or binary_format(data) or any(data.startswith(bom) for bom, _ in BYTE_ORDER_MARKS):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(charset).encode("utf-8", "replace")
    except (UnicodeDecodeError, LookupError):
        return data


def as_utf8_from(data: bytes, encoding: str) -> bytes:
    """Return text of an encoding chosen by the user as UTF-8 with a byte order mark.

    Archives, PDF and other recognised formats are returned unchanged. Raise ImportFailed if the bytes are not valid.
    """
    if any(data.startswith(magic) for magic in BINARY_SIGNATURES):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(encoding).removeprefix("\ufeff").encode("utf-8", "replace")
    except UnicodeDecodeError as error:
        raise ImportFailed(f"it is not in {encoding}: its byte {error.start + 1:,} means nothing there") from error


def utf16_without_mark(data: bytes) -> str | None:
    """Return the name of UTF-16 without a byte order mark, or None.

    In Western text nearly every second byte is zero; in other text the high bytes are much alike.
    """
    sample = data[:SAMPLE_BYTES]
    half = len(sample) // 2
    if half < 4 or len(data) % 2:
        return None
    if sample[1::2].count(0) > half * 0.6 and sample[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    if 0 not in sample:
        return None
    return next((name for name in ("utf-16-le", "utf-16-be") if _reads_well(sample[:2_000], name)), None)


def _reads_well(sample: bytes, encoding: str) -> bool:
    """Whether the sample is words in one script, with spaces or line breaks between them."""
    text = sample.decode(encoding, "replace")
    letters = [_script(ord(character)) for character in text if unicodedata.category(character)[0] in "LM"]
    if len(letters) < len(text) * 0.6 or not any(mark in text for mark in " \n。、"):
        return False
    sound = sum(
        unicodedata.category(character) not in ("Cn", "Co", "Cs", "Cc") or character in "\t\n\r" for character in text
    )
    main = max(map(letters.count, set(letters)))
    return sound > len(text) * 0.98 and (main > len(letters) * 0.6 or letters.count(0x30) > len(letters) * 0.2)


def _script(code: int) -> int:
    """Return the high byte of a code point, the same for all ideographs and for all Korean syllables."""
    high = code >> 8
    return 0x4E if 0x4E <= high <= 0x9F else 0xAC if 0xAC <= high <= 0xD7 else high
