"""The archive of an EPUB, with limits on its unpacked size; nothing is written to the disk.

EPUB Open Container Format: https://www.w3.org/TR/epub-33/#sec-ocf
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from reader.errors import ImportFailed

MAX_PART_BYTES = 30_000_000
"""Unpacked bytes of the largest part."""

MAX_BOOK_BYTES = 80_000_000
"""Unpacked bytes of all parts that are read of a book; its pictures are not read."""

MAX_PARTS = 20_000
BROKEN = "the book is broken"
LOCKED = "the book is locked (DRM): only the program that it was sold with can read it"
FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Algorithms that obfuscate fonts, which the text does not depend on."""
XML_ENCRYPTION = "{http://www.w3.org/2001/04/xmlenc#}"


class Archive:
    """The parts of a book by path. Methods raise ImportFailed for what is broken, locked or too large."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
            raise ImportFailed(f"{BROKEN}: its archive cannot be opened") from error
        if len(self._zip.infolist()) > MAX_PARTS:
            raise ImportFailed(f"the book has more than {MAX_PARTS:,} parts")
        self._names = {_inside(info.filename): info for info in self._zip.infolist() if _inside(info.filename)}
        self._read = 0

    def __contains__(self, path: str) -> bool:
        return self._find(path) is not None

    def _find(self, path: str) -> zipfile.ZipInfo | None:
        inside = _inside(path)
        return self._names.get(inside) or self._names.get(_inside(unquote(path))) if inside else None

    def read(self, path: str) -> bytes:
        """Return a part of the book. Raise ImportFailed if it is missing or cannot be unpacked."""
        info = self._find(path)
        if info is None:
            raise ImportFailed(f"{BROKEN}: {path or 'a part'} is not in it")
        if info.flag_bits & 1:
            raise ImportFailed("the book is locked with a password")
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_PART_BYTES + 1)
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
        if len(data) > MAX_PART_BYTES or self._read > MAX_BOOK_BYTES:
            raise ImportFailed("the book unpacks to more than can be read; it may be made to do harm")
        return data

    def parse(self, path: str) -> Any:
        """Return the root element of an XML part; no entity is expanded."""
        try:
            return fromstring(self.read(path))
        except DefusedXmlException as error:
            raise ImportFailed(f"{path} defines entities; the book may be made to do harm") from error
        except (ParseError, ValueError, LookupError) as error:
            raise ImportFailed(f"{BROKEN}: {path} is no XML that can be read") from error

    def locked(self) -> frozenset[str]:
        """Return the paths of the encrypted parts, obfuscated fonts excluded."""
        if "META-INF/encryption.xml" not in self:
            return frozenset()
        found = set()
        for each in self.parse("META-INF/encryption.xml").iter(f"{XML_ENCRYPTION}EncryptedData"):
            method = each.find(f"{XML_ENCRYPTION}EncryptionMethod")
            if method is None or method.get("Algorithm") not in FONT_OBFUSCATION:
                found |= {
                    _inside(unquote(one.get("URI") or "")) for one in each.iter(f"{XML_ENCRYPTION}CipherReference")
                }
        return frozenset(found)


def _inside(path: str) -> str:
    """Return a normalised path from the book's root; empty for one that leads out of the book."""
    normal = posixpath.normpath(path.replace("\\", "/").lstrip("/")) if path else ""
    return "" if normal.startswith("..") or "\x00" in normal else normal
