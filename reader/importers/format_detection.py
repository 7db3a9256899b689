"""Bytes to drafts: the format is told by the content, and what holds no text is named for what it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePath

from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.content.decode import binary
from reader.importers.registry import Importer, Registry
from reader.text.cleaning import clean_line

LARGEST = 100_000_000
"""Bytes of the largest file that is read."""

BLANK = b"\x00 \t\r\n"
SURE = 0.65
"""From here on an importer is believed even where the bytes look like no text."""
WAY_OUT = "save it as HTML, text or PDF"
OFFICE = {"word/": "a Word document", "xl/": "a spreadsheet", "ppt/": "a slide show"}


def parse_file(path: Path, form: str, registry: Registry) -> list[Draft]:
    """The drafts in a file; ImportFailed, OSError."""
    return parse(bytes_in(path), str(path), form, registry)


def bytes_in(path: Path) -> bytes:
    """What is in a file; ImportFailed where that is too much, OSError."""
    size = path.stat().st_size
    if size > LARGEST:
        raise ImportFailed(f"{size // 1_000_000} MB is more than the {LARGEST // 1_000_000} MB that are read")
    return path.read_bytes()


def parse(data: bytes, origin: str, form: str, registry: Registry) -> list[Draft]:
    """The drafts in what came from `origin`; ImportFailed says in half a line what is wrong, without naming the origin."""
    if len(data) > LARGEST:
        raise ImportFailed(f"{len(data) // 1_000_000} MB is more than the {LARGEST // 1_000_000} MB that are read")
    if not data.strip(BLANK):
        raise ImportFailed("the file is empty")
    importer = _chosen(data, origin, form, registry)
    drafts = importer.read(data, origin)
    if not drafts:
        raise ImportFailed(f"no article was found in it (read as {importer.name})")
    return drafts


def _chosen(data: bytes, origin: str, form: str, registry: Registry) -> Importer:
    if form != "auto":
        importer = registry.get(form)
        what = binary(data)
        if what and not importer.recognises(data, origin) and importer.name in ("text", "digest", "markdown", "html"):
            raise ImportFailed(f"this is {what}, not a text")
        return importer
    importer, sureness = registry.best(data, origin)
    what = _called(data) if sureness < SURE else None
    if what:
        raise ImportFailed(f"this is {what}, {_instead(what, origin)}")
    return importer


def _instead(what: str, origin: str) -> str:
    suffix = PurePath(origin).suffix.lower()
    if suffix in (".epub", ".pdf", ".html", ".htm"):
        return f"though it is called {clean_line(suffix)}"
    return f"not a text: {WAY_OUT}" if "document" in what else "not a text"


def _called(data: bytes) -> str | None:
    """What bytes without text are, or None for a text."""
    what = binary(data)
    if what != "a ZIP archive":
        return what
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:200]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, OverflowError):
        return "a broken ZIP archive"
    office = (kind for part, kind in OFFICE.items() if any(name.startswith(part) for name in names))
    return next(office, "an OpenDocument text" if "content.xml" in names else what)


def line_for(origin: str, reason: str) -> str:
    """One line that names the origin, cleaned."""
    return f"{clean_line(origin)}: {clean_line(reason)}"
