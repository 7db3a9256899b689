"""The archive of an EPUB, read with care: nothing is written to the disk, nothing unpacks without end.

EPUB Open Container Format: https://www.w3.org/TR/epub-33/#sec-ocf
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from reader.errors import ImportFailed

LARGEST_PART = 30_000_000
LARGEST_WHOLE = 80_000_000
"""Bytes, unpacked, of what is read of a book; its pictures are not."""
MOST_PARTS = 20_000
BROKEN = "the book is broken"
LOCKED = "the book is locked (DRM): only the program that it was sold with can read it"
FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to scramble fonts, which no text depends on."""
ENC = "{http://www.w3.org/2001/04/xmlenc#}"


class Archive:
    """The parts of a book by their paths; ImportFailed for what is broken, locked or too large."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
            raise ImportFailed(f"{BROKEN}: its archive cannot be opened") from error
        if len(self._zip.infolist()) > MOST_PARTS:
            raise ImportFailed(f"the book has more than {MOST_PARTS:,} parts")
        self._names = {_inside(info.filename): info for info in self._zip.infolist() if _inside(info.filename)}
        self._read = 0

    def __contains__(self, path: str) -> bool:
        return self._find(path) is not None

    def _find(self, path: str) -> zipfile.ZipInfo | None:
        inside = _inside(path)
        return self._names.get(inside) or self._names.get(_inside(unquote(path))) if inside else None

    def read(self, path: str) -> bytes:
        """A part of the book; ImportFailed where it is not there or cannot be unpacked."""
        info = self._find(path)
        if info is None:
            raise ImportFailed(f"{BROKEN}: {path or 'a part'} is not in it")
        if info.flag_bits & 1:
            raise ImportFailed("the book is locked with a password")
        try:
            with self._zip.open(info) as part:
                data = part.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise ImportFailed(f"{BROKEN}: {path} cannot be unpacked") from error
        self._read += len(data)
        if len(data) > LARGEST_PART or self._read > LARGEST_WHOLE:
            raise ImportFailed("the book unpacks to more than can be read; it may be made to do harm")
        return data

    def parse(self, path: str) -> Any:
        """A part that is XML; no entity is expanded."""
        from defusedxml import DefusedXmlException  # noqa: PLC0415 - only books pay
        from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

        try:
            return fromstring(self.read(path))
        except DefusedXmlException as error:
            raise ImportFailed(f"{path} defines entities; the book may be made to do harm") from error
        except (ParseError, ValueError, LookupError) as error:
            raise ImportFailed(f"{BROKEN}: {path} is no XML that can be read") from error

    def locked(self) -> frozenset[str]:
        """The parts that are encrypted; scrambled fonts do not count."""
        if "META-INF/encryption.xml" not in self:
            return frozenset()
        found = set()
        for each in self.parse("META-INF/encryption.xml").iter(f"{ENC}EncryptedData"):
            method = each.find(f"{ENC}EncryptionMethod")
            if method is None or method.get("Algorithm") not in FONTS:
                found |= {_inside(unquote(one.get("URI") or "")) for one in each.iter(f"{ENC}CipherReference")}
        return frozenset(found)


def _inside(path: str) -> str:
    """A path as it stands from the book's root; empty for one that leads out of the book."""
    normal = posixpath.normpath(path.replace("\\", "/").lstrip("/")) if path else ""
    return "" if normal.startswith("..") or "\x00" in normal else normal
