"""Import of PDF with the extra `pdf`: text in paragraphs, with the printed page numbers.

PDF has no paragraphs: they are derived from the positions of the lines. Running titles and page numbers are left out, since
they would interrupt sentences; hyphens at line ends are removed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from annotations.model.source import Source
from reader.articles.article import Draft
from reader.errors import ImportFailed
from reader.importers.content.text_builder import Composer, InlineMark, TextPiece
from reader.importers.metadata.byline_names import names_of
from reader.importers.pdf.page_lines import PageLine, page_lines, without_running_lines
from reader.importers.pdf.paragraphs import Paragraph, paragraphs_of
from reader.importers.sandbox.limits import IMPORT_LIMITS
from reader.text.cleaning import clean_line

MAX_PAGES = 5_000
MISSING_EXTRA = "reading PDF needs the extra: pip install 'glossator[pdf]' (with pipx: pipx inject glossator pypdf)"
JUNK_TITLE = re.compile(
    r"^(?:untitled|document\d*|microsoft word - .*|.*\.(?:docx?|pdf|tex|indd|dvi|qxd|rtf))$|^\W*$", re.I
)
DOI = re.compile(r"\b(?:doi\s*[:.]?\s*|doi\.org/)(10\.\d{4,9}/[^\s\"<>,;]+)", re.I)


class PDFImporter:
    """The importer of PDF files."""

    name = "pdf"

    def recognises(self, data: bytes, name: str) -> float:
        """Return 1 for content with a PDF header in its first kilobyte, as PDF viewers accept it."""
        return 1.0 if b"%PDF-" in data[:1_024] else 0.0

    def read(self, data: bytes, origin: str) -> list[Draft]:
        """Return one draft. Raise ImportFailed for a file that is broken, locked, or only pictures of text."""
        reader = _opened(data)
        pages, problems = _pages(reader)
        lines = without_running_lines(pages)
        composer = Composer()
        for paragraph in paragraphs_of(lines):
            _write(composer, paragraph)
        if not composer.length:
            raise ImportFailed(
                "its pages hold no text, only pictures: have it recognised first (OCR, ocrmypdf for one)"
            )
        return [
            Draft(
                text=composer.text,
                source=_source(reader, composer, origin),
                blocks=composer.blocks,
                inlines=composer.inlines,
                warnings=problems,
                origin=origin,
            )
        ]


def _opened(data: bytes) -> Any:
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        raise ImportFailed(MISSING_EXTRA) from error
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ImportFailed("it is locked with a password: save it without one first")
        count = len(reader.pages)
    except (ImportFailed, MemoryError, TimeoutError):
        raise
    except Exception as error:  # the library raises all kinds of errors for broken files
        locked = b"/Encrypt" in data
        raise ImportFailed("it is locked in a way that cannot be opened" if locked else "the PDF is broken") from error
    if not count:
        raise ImportFailed("the PDF is broken: it has no pages")
    if count > MAX_PAGES:
        raise ImportFailed(f"it has more than the {MAX_PAGES:,} pages that are read")
    return reader


def _pages(reader: Any) -> tuple[list[list[PageLine]], tuple[str, ...]]:
    """Return the lines of each page, and a warning that names the pages that could not be read."""
    labels = _labels(reader)
    found: list[list[PageLine]] = []
    failed: list[str] = []
    for number, page in enumerate(reader.pages):
        label = labels[number] if number < len(labels) else str(number + 1)
        try:
            lines = page_lines(page, label)
        except (MemoryError, TimeoutError):
            raise
        except Exception:  # the library does not support the page; the others can be read
            lines = []
            failed.append(label)
        found.append(lines)
        if sum(len(line.text) for line in lines) >= 100:
            IMPORT_LIMITS.get().pulse()
    if failed:
        return found, (f"Of this PDF, page {', '.join(failed[:8])} could not be read.",)
    return found, ()


def _labels(reader: Any) -> list[str]:
    """Return the labels of the pages: i, ii, 1, 2."""
    try:
        return [clean_line(str(label)) for label in reader.page_labels]
    except Exception:  # labels are optional and often broken
        return []


def _write(composer: Composer, paragraph: Paragraph) -> None:
    """Write one paragraph with the pages that it is on."""
    pieces: list[TextPiece] = []
    marks: list[InlineMark] = []
    for text, label in paragraph.parts:
        if marks and marks[-1].target == label:
            marks[-1] = InlineMark("page", marks[-1].first, len(pieces) + 1, label)
        else:
            marks.append(InlineMark("page", len(pieces), len(pieces) + 1, label))
        pieces.append(TextPiece(text))
    composer.write(paragraph.kind, pieces, marks, paragraph.level)


def _source(reader: Any, composer: Composer, origin: str) -> Source:
    title, author = _metadata(reader, "title"), _metadata(reader, "author")
    if JUNK_TITLE.match(title):
        title = _printed_title(composer) or clean_line(PurePath(origin.partition("?")[0]).stem.replace("_", " "))
    found = DOI.search(composer.text[:6_000])
    return Source(
        title=title or "Untitled",
        kind="article-journal" if found else "report",
        authors=names_of(author),
        doi=found[1].rstrip(".") if found else "",
        url=origin if origin.startswith(("http://", "https://")) else "",
    )


def _metadata(reader: Any, name: str) -> str:
    try:
        return clean_line(str(getattr(reader.metadata, name, None) or ""))[:300]
    except Exception:  # metadata is often broken
        return ""


def _printed_title(composer: Composer) -> str:
    """Return the first heading of the highest level near the start."""
    blocks: Sequence[Any] = [block for block in composer.blocks[:8] if block.kind == "heading"]
    best = min(blocks, key=lambda block: block.level, default=None)
    return clean_line(best.span.of(composer.text))[:200] if best else ""
