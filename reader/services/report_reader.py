"""A report as a file: told by its name or content, decoded, and read by what knows its markup.

Markdown, plain text, HTML, LaTeX, Org, docx and odt are read here, each quotation with its line (of docx and odt: its
paragraph). What else pandoc knows is read through pandoc where that is found.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

from annotations.model.span import Span
from annotations.reports.quote_check.latex_text import latex_report
from annotations.reports.quote_check.markup_text import html_report, markdown_report, org_report, plain_report
from annotations.reports.quote_check.masked_text import Mask, MaskedReport, numbered_notes
from reader.errors import ReaderError
from reader.platform.pandoc import find_pandoc

READERS: Mapping[str, Callable[[str], MaskedReport]] = {
    **dict.fromkeys(("md", "markdown", "mdown", "mkd", "qmd", "rmd", "mdx"), markdown_report),
    **dict.fromkeys(("txt", "text", ""), plain_report),
    **dict.fromkeys(("html", "htm", "xhtml"), html_report),
    **dict.fromkeys(("tex", "latex", "ltx"), latex_report),
    "org": org_report,
}
BY_PANDOC = {
    "rst": "rst", "typ": "typst", "rtf": "rtf", "epub": "epub", "textile": "textile", "wiki": "mediawiki", "ipynb": "ipynb",
    "fb2": "fb2", "t2t": "t2t", "muse": "muse", "dbk": "docbook", "jats": "jats", "djot": "djot",
}  # fmt: skip
LARGEST = 50_000_000
"""Bytes of a report, and of what is in one that is packed."""
TIMEOUT_S = 60
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def read_report(path: Path, environ: Mapping[str, str]) -> MaskedReport:
    """Read the report in a file; ReaderError, in one line, if it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise ReaderError(f"{path}: a report of more than {LARGEST // 1_000_000} MB is not read")
        data = path.read_bytes()
    except OSError as error:
        raise ReaderError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    return report_of(path, data, environ)


def report_of(path: Path, data: bytes, environ: Mapping[str, str]) -> MaskedReport:
    """Read a report from its bytes; `path` gives the name."""
    kind = path.suffix.lower().lstrip(".")
    if kind in ("docx", "odt"):
        return _packed(path, data, kind)
    if kind in BY_PANDOC:
        return _by_pandoc(path, data, BY_PANDOC[kind], environ)
    if data[:4] == b"PK\x03\x04" or (b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise ReaderError(f"{path}: not a text: reports are Markdown, plain text, HTML, LaTeX, Org, docx or odt")
    text = decoded(path, data)
    reader = READERS.get(kind) or (
        html_report if re.match(r"\s*(?:<!doctype html|<html)", text, re.I) else plain_report
    )
    return reader(text)


def decoded(path: Path, data: bytes) -> str:
    """Decode a text: UTF-8, UTF-16 with a BOM, else Windows-1252 if it can be."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search("[\x00-\x08\x0e-\x1f]", text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ReaderError(f"{path}: its encoding cannot be told: save it as UTF-8")


# docx and odt


def _packed(path: Path, data: bytes, kind: str) -> MaskedReport:
    """Return the paragraphs of a docx or odt file, block quotations included."""
    name = path.name
    try:
        from io import BytesIO  # noqa: PLC0415 - only for packed documents

        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST:
                raise ReaderError(f"{path}: it unpacks to more than {LARGEST // 1_000_000} MB")
            files = {each: _xml(archive.read(each)) for each in archive.namelist() if each in _PARTS[kind]}
        return _docx(files) if kind == "docx" else _odt(files)
    except (
        zipfile.BadZipFile,
        KeyError,
        ElementTree.ParseError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise ReaderError(f"{path}: {name} is no {kind} document, or a damaged one: save it again") from error


_PARTS = {"docx": ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"), "odt": ("content.xml",)}


def _xml(data: bytes) -> ElementTree.Element:
    """Parse an XML document that declares no document type, so that entities cannot expand."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("a document type is declared")
    return ElementTree.fromstring(data)


class _Paragraphs:
    """The text of a document as it grows, and what is known of it."""

    def __init__(self) -> None:
        self.text = ""
        self.breaks: list[int] = []
        self.blocks: list[Span] = []
        self.notes: dict[str, str] = {}
        self.marks: dict[int, str] = {}

    def add(self, text: str, marks: Mapping[int, str], quoted: bool) -> None:
        start = len(self.text)
        self.marks |= {start + at: label for at, label in marks.items()}
        self.text += text
        if quoted and text.strip():
            self.blocks.append(Span(start, len(self.text)))
        self.text += "\n\n"
        self.breaks.append(len(self.text) - 1)

    def done(self) -> MaskedReport:
        mask = Mask(self.text)
        numbered_notes(mask)
        notes, marks = mask.notes | self.notes, mask.marks | self.marks
        return MaskedReport(mask.text, tuple(self.breaks), tuple(self.blocks), notes, marks, unit="paragraph")


def _docx(files: Mapping[str, ElementTree.Element]) -> MaskedReport:
    made = _Paragraphs()
    for part, kind in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        for note in files[part].iter(f"{WORD}{kind}") if part in files else ():
            made.notes[f"{kind} {note.get(f'{WORD}id')}"] = " ".join(_word_text(note)[0].split())
    for paragraph in files["word/document.xml"].iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        name = (style.get(f"{WORD}val") or "") if style is not None else ""
        text, marks = _word_text(paragraph)
        made.add(text, marks, bool(re.search(r"quot|zitat|citation|block ?text", name, re.I)))
    return made.done()


def _word_text(element: ElementTree.Element) -> tuple[str, dict[int, str]]:
    text, marks = "", dict[int, str]()
    for each in element.iter():
        tag = each.tag.removeprefix(WORD)
        if tag == "t":
            text += each.text or ""
        elif tag in ("tab", "br", "cr"):
            text += " "
        elif tag == "noBreakHyphen":
            text += "\u2011"
        elif tag in ("footnoteReference", "endnoteReference"):
            marks[len(text)] = f"{tag.removesuffix('Reference')} {each.get(f'{WORD}id')}"
    return text, marks


def _odt(files: Mapping[str, ElementTree.Element]) -> MaskedReport:
    made, root = _Paragraphs(), files["content.xml"]
    parents = {
        style.get(f"{STYLE}name", ""): style.get(f"{STYLE}parent-style-name", "")
        for style in root.iter(f"{STYLE}style")
    }
    inside_notes = {each for note in root.iter(f"{TEXT}note") for each in note.iter()}
    for paragraph in root.iter():
        if paragraph.tag not in (f"{TEXT}p", f"{TEXT}h") or paragraph in inside_notes:
            continue
        text, marks = _odt_text(paragraph, made.notes)
        style = paragraph.get(f"{TEXT}style-name", "")
        made.add(text, marks, bool(re.search(r"quot|zitat", f"{style} {parents.get(style, '')}", re.I)))
    return made.done()


def _odt_text(element: ElementTree.Element, notes: dict[str, str]) -> tuple[str, dict[int, str]]:
    text, marks = element.text or "", dict[int, str]()
    for each in element:
        if each.tag == f"{TEXT}note":
            label = f"note {each.get(f'{TEXT}id')}"
            body = each.find(f"{TEXT}note-body")
            notes[label] = " ".join("".join(body.itertext()).split()) if body is not None else ""
            marks[len(text)] = label
        elif each.tag == f"{TEXT}s":
            text += " " * int(each.get(f"{TEXT}c", "1"))
        elif each.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            text += " "
        else:
            inner, inside = _odt_text(each, notes)
            marks |= {len(text) + at: label for at, label in inside.items()}
            text += inner
        text += each.tail or ""
    return text, marks


# Through pandoc


def _by_pandoc(path: Path, data: bytes, form: str, environ: Mapping[str, str]) -> MaskedReport:
    program = find_pandoc(environ)
    if program is None:
        raise ReaderError(f"{path}: reading {form} needs pandoc: install it, or `pip install 'glossator[pandoc]'`")
    command = [program, "--sandbox", f"--from={form}", "--to=markdown-smart", "--wrap=none"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReaderError(f"{path}: pandoc did not answer: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReaderError(f"{path}: pandoc cannot read it: {said[0] if said else done.returncode}")
    return markdown_report(done.stdout.decode("utf-8", "replace"))
