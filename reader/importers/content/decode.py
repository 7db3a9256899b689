"""From bytes to text: BOM, UTF-16 by its shape, UTF-8, what the file declares, and last a guess by its letters."""

from __future__ import annotations

import codecs
import unicodedata
from functools import lru_cache

from reader.errors import ImportFailed

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
GUESSED_FROM = 16_384
FEW = 40
"""Where fewer than one byte in so many is no ASCII, those are typographic marks or an accent here and there."""
WESTERN = "cp1252"
GUESSES = (
    WESTERN, "cp1251", "koi8_r", "cp866", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
    "mac_roman", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
"""What texts without Unicode are in by and large: Windows' code pages, and those of Russia and East Asia."""
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
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _mostly_utf8(data, error):
                return data.decode(encoding, "replace")
        except LookupError:
            continue
    return data.decode(guessed(data), "replace")


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether UTF-8 is what it was before some bytes were damaged, or it was cut off within a character."""
    if error.reason == "unexpected end of data" and error.start > len(data) - 4:
        return True
    sample = data[:SAMPLE].decode("utf-8", "replace")
    foreign = sum(not character.isascii() for character in sample)
    return sample.count("\ufffd") * 10 < foreign


def guessed(data: bytes) -> str:
    """The encoding that text of no known one is most likely in."""
    sample = data[:GUESSED_FROM]
    return _guess(sample) if sum(byte > 127 for byte in sample) * FEW > len(sample) else WESTERN


@lru_cache(maxsize=8)
def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - hardly a text is without an encoding

    found = from_bytes(sample, cp_isolation=list(GUESSES))
    best = found.best()
    if best is None or WESTERN in best.could_be_from_charset:
        return WESTERN
    western = next((one for one in found if one.encoding == WESTERN), None)
    as_likely = western is not None and (western.chaos, -western.coherence) <= (best.chaos, -best.coherence)
    return WESTERN if as_likely else best.encoding


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


def from_encoding(data: bytes, encoding: str) -> bytes:
    """Text in the encoding that somebody has named, marked as UTF-8; what is packed (EPUB, PDF) as it is. ImportFailed."""
    if any(data.startswith(magic) for magic in MAGIC):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(encoding).removeprefix("\ufeff").encode("utf-8", "replace")
    except UnicodeDecodeError as error:
        raise ImportFailed(f"it is not in {encoding}: its byte {error.start + 1:,} means nothing there") from error


def utf16_shape(data: bytes) -> str | None:
    """UTF-16 without a BOM: of western text nearly every second byte is zero, of other text the high bytes are much alike."""
    sample = data[:SAMPLE]
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
    """Whether it is words in one script, with spaces or lines between them."""
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
    """The high byte, one and the same for all ideographs, and for all Korean syllables."""
    high = code >> 8
    return 0x4E if 0x4E <= high <= 0x9F else 0xAC if 0xAC <= high <= 0xD7 else high
