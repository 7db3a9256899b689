"""Reports in a workspace: which one is at hand, what its parts quote, and writing it in any form, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from annotations.citations import Style, citation_key
from annotations.exporters.csl_json import item
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.report_document import Manuscript, ManuscriptPart, bib, sources_of
from annotations.exporters.report_forms import ReportForm, get_report_form
from annotations.model.annotation import Annotation
from annotations.model.errors import ReportFault, UnknownAnnotation
from annotations.model.source import Source
from annotations.reports.report import Report, ReportPart
from annotations.reports.report_files import ReportFiles
from reader.errors import ReaderError
from reader.platform.atomic_write import write_whole
from reader.platform.pandoc import CslStyle, find_pandoc, write_with_pandoc
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line, clean_text

CURRENT = "report"
FIRST_TITLE = "Report"
TIMEOUT_S = 120
NEEDS_PANDOC = "needs pandoc: install it, or `pip install 'glossator[pandoc]'`"
TARGETS = {"markdown": "commonmark+footnotes", "html": "html5", "text": "plain", "docx": "docx", "odt": "odt"}
CITED = re.compile(r"(?<![\w.@\\])@(?:\{(?P<braced>[^}\s]+)\}|(?P<bare>[^\W_](?:[\w]|[:.#$%&\-+?<>~/](?=\w))*))")
"""pandoc's citation keys (Manual, Citation syntax): letters, digits and `_`, with single marks between them."""

CODE = re.compile(r"(?ms)^(```|~~~).*?^\1|(`+)(?!`).*?(?<!`)\2(?!`)|<!--.*?-->")


def files_of(workspace: Workspace) -> ReportFiles:
    """Where the reports are kept."""
    return ReportFiles(workspace.home.reports, workspace.home.annotations)


def current(workspace: Workspace) -> Report | None:
    """Return the current report: the one chosen last, else the one changed last."""
    live = files_of(workspace).all()
    chosen = workspace.library.setting(CURRENT)
    return next((report for report in live if report.id == chosen), live[0] if live else None)


def choose(workspace: Workspace, report: Report) -> None:
    """Take a report to hand."""
    workspace.library.save_setting(CURRENT, report.id)


def begin(workspace: Workspace, title: str) -> Report:
    """Create a report and make it the current one."""
    now = workspace.clock()
    made = Report(workspace.new_id(), clean_line(title) or FIRST_TITLE, now, now)
    files_of(workspace).put(made)
    choose(workspace, made)
    return made


def quote_part(annotation: Annotation) -> ReportPart:
    """Return the part that quotes an annotation, with its present words."""
    return ReportPart("quote", annotation.quotation or annotation.target.quote.exact, annotation=annotation.id)


def add_quotes(
    workspace: Workspace, report: Report, annotations: Iterable[Annotation], at: int | None = None
) -> Report:
    """Put passages into a report, in their order; durable on return."""
    parts = [quote_part(one) for one in annotations]

    def edit(found: Report) -> Report:
        now = workspace.clock()
        for number, part in enumerate(parts):
            found = found.with_part(part, now, None if at is None else at + number)
        return found

    return files_of(workspace).update(report.id, edit)


def own_part(kind: str, text: str, level: int = 1) -> ReportPart:
    """Return a part with a heading or own text, cleaned; ReportFault if nothing is left."""
    words = clean_line(text) if kind == "heading" else clean_text(text).strip()
    if not words:
        raise ReportFault("there are no words in it")
    return ReportPart("heading", words, level) if kind == "heading" else ReportPart("words", words)


def excerpt_of(workspace: Workspace, part: ReportPart) -> Excerpt | None:
    """Return the excerpt that a part quotes, from the trash too, or None if its annotation is gone."""
    if part.kind != "quote":
        return None
    try:
        return workspace.excerpt(workspace.store.get(part.annotation))
    except UnknownAnnotation:
        return None


def manuscript(workspace: Workspace, report: Report, style: Style, bibliography: str = "references.bib") -> Manuscript:
    """Return the report with all its excerpts."""
    pieces = tuple(ManuscriptPart(part, excerpt_of(workspace, part)) for part in report.parts)
    return Manuscript(report.title, pieces, style, bibliography)


# Writing


def as_text(
    workspace: Workspace, report: Report, form: ReportForm, style: Style, bibliography: str = "references.bib"
) -> str:
    """Return the report as text in a format; ReaderError if pandoc is needed and missing."""
    paper = manuscript(workspace, report, style, bibliography)
    if isinstance(style, CslStyle) and not form.by_key:
        return _through_pandoc(paper, {"PATH": str(Path(style.program).parent)}, TARGETS[form.name], style).decode(
            "utf-8", "replace"
        )
    return form.write(paper)


def write_report(
    workspace: Workspace,
    report: Report,
    form: ReportForm,
    style: Style,
    environ: Mapping[str, str],
    path: Path,
    force: bool = False,
) -> list[Path]:
    """Write a report to a file, and the sources beside it where the form cites by key; what was written.

    Nothing is replaced without `force`, and nothing is half-written: ReaderError.
    """
    beside = (
        path.with_name(f"{re.sub(r'[^A-Za-z0-9._-]+', '-', path.stem) or 'references'}.bib") if form.by_key else None
    )
    for target in filter(None, (path, beside)):
        if target.exists() and not force:
            raise ReaderError(f"{target}: file exists; not overwritten (--force overwrites it)")
    if form.office:
        if find_pandoc(environ) is None:
            raise ReaderError(f"{form.name} {NEEDS_PANDOC}")
        paper = manuscript(workspace, report, style)
        csl = style if isinstance(style, CslStyle) else None
        _write_bytes(path, _through_pandoc(paper, environ, form.name, csl))
        return [path]
    text = as_text(workspace, report, form, style, beside.name if beside else "")
    if beside:
        sources = sources_of(manuscript(workspace, report, style).excerpts)
        write_whole(beside, bib(sources))
    write_whole(path, text)
    return [path, beside] if beside else [path]


def _write_bytes(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise ReaderError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def _through_pandoc(paper: Manuscript, environ: Mapping[str, str], target: str, csl: CslStyle | None) -> bytes:
    """Return the report as pandoc writes it, with citations by a CSL style or written out by one of ours."""
    with tempfile.TemporaryDirectory(prefix="gloss-") as folder:
        written = Path(folder, f"report.{target}")
        command = [f"--to={target}", "--standalone", "--wrap=none"]
        if csl is None:
            text = get_report_form("markdown").write(paper)
            command += ["--from=commonmark+footnotes"]
        else:
            text = get_report_form("pandoc").write(paper).split("\n---\n", 1)[1]
            sources = Path(folder, "sources.json")
            sources.write_text(
                json.dumps([item(key, each) for key, each in sources_of(paper.excerpts).items()]), "utf-8"
            )
            title = f"--metadata=title:{paper.title}"
            command += [
                "--from=markdown-smart",
                "--citeproc",
                f"--csl={csl.path.resolve()}",
                f"--bibliography={sources}",
                title,
            ]
        try:
            return write_with_pandoc(environ, command, text, written)
        except ReaderError as error:
            named = f"{csl.path}: " if csl else ""
            raise ReaderError(f"{named}pandoc cannot write this report: {error}") from error


# The sources of a text that cites by key


def cited_keys(text: str) -> list[str]:
    """Return the citation keys in a Markdown text, each once, in order, without code and comments."""
    found = CITED.finditer(CODE.sub(" ", text))
    return list(dict.fromkeys(match["braced"] or match["bare"] for match in found))


def sources_by_key(workspace: Workspace, keys: Iterable[str]) -> dict[str, Source]:
    """Return the library's sources for citation keys; unknown keys are left out."""
    wanted = dict.fromkeys(keys)
    years = {entry.issued[:4] for query in ("", "is:trashed") for entry in workspace.library.entries(query)}
    known: dict[str, Source] = {}
    for year in sorted(years):
        for source in workspace.library.sources_of_year(year):
            base = citation_key(source)
            if any(key.startswith(base) for key in wanted):
                known.setdefault(workspace.key_of(source), source)
    return {key: known[key] for key in wanted if key in known}
