"""Detection of the format of a file by its content, and parsing to drafts. Files without text are named for what they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePath

from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.content.decode import binary_format
from reader.importers.registry import Importer, Registry
from reader.text.cleaning import clean_line

MAX_FILE_BYTES = 100_000_000
"""Bytes of the largest file that is read."""

BLANK_BYTES = b"\x00 \t\r\n"
TRUSTED_CONFIDENCE = 0.65
"""Confidence from which an importer is trusted even if the bytes do not look like text."""
CONVERSION_HINT = "save it as HTML, text or PDF"
OFFICE_FOLDERS = {"word/": "a Word document", "xl/": "a spreadsheet", "ppt/": "a slide show"}


def parse_file(path: Path, form: str, registry: Registry) -> list[Draft]:
    """Return the drafts in a file. Raise ImportFailed or OSError."""
    return parse(bytes_in(path), str(path), form, registry)


def bytes_in(path: Path) -> bytes:
    """Return the content of a file. Raise ImportFailed if it is too large, or OSError."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise ImportFailed(f"{size // 1_000_000} MB is more than the {MAX_FILE_BYTES // 1_000_000} MB that are read")
    return path.read_bytes()


def parse(data: bytes, origin: str, form: str, registry: Registry) -> list[Draft]:
    """Return the drafts in content that came from `origin`.

    Raise ImportFailed with half a line that says what is wrong, without naming the origin.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ImportFailed(
            f"{len(data) // 1_000_000} MB is more than the {MAX_FILE_BYTES // 1_000_000} MB that are read"
        )
    if not data.strip(BLANK_BYTES):
        raise ImportFailed("the file is empty")
    importer = _importer_for(data, origin, form, registry)
    drafts = importer.read(data, origin)
    if not drafts:
        raise ImportFailed(f"no article was found in it (read as {importer.name})")
    return drafts


def _importer_for(data: bytes, origin: str, form: str, registry: Registry) -> Importer:
    if form != "auto":
        importer = registry.get(form)
        what = binary_format(data)
        if what and not importer.recognises(data, origin) and importer.name in ("text", "digest", "markdown", "html"):
            raise ImportFailed(f"this is {what}, not a text")
        return importer
    importer, sureness = registry.best(data, origin)
    what = _binary_name(data) if sureness < TRUSTED_CONFIDENCE else None
    if what:
        raise ImportFailed(f"this is {what}, {_hint(what, origin)}")
    return importer


def _hint(what: str, origin: str) -> str:
    suffix = PurePath(origin).suffix.lower()
    if suffix in (".epub", ".pdf", ".html", ".htm"):
        return f"though it is called {clean_line(suffix)}"
    return f"not a text: {CONVERSION_HINT}" if "document" in what else "not a text"


def _binary_name(data: bytes) -> str | None:
    """Return what bytes without text are, or None for text."""
    what = binary_format(data)
    if what != "a ZIP archive":
        return what
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:200]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, OverflowError):
        return "a broken ZIP archive"
    office = (kind for part, kind in OFFICE_FOLDERS.items() if any(name.startswith(part) for name in names))
    return next(office, "an OpenDocument text" if "content.xml" in names else what)


def line_for(origin: str, reason: str) -> str:
    """Return one clean line that names the origin and the reason."""
    return f"{clean_line(origin)}: {clean_line(reason)}"
