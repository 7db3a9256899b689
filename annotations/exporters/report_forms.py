"""The formats in which a report is written, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from annotations.exporters import report_keys, report_prose
from annotations.exporters.report_document import Manuscript
from annotations.model.errors import UnknownName


class ReportForm(Struct, frozen=True):
    """A format of reports; `by_key` ones refer to a file of sources, `office` ones are made from Markdown by pandoc."""

    name: str
    title: str
    extension: str
    write: Callable[[Manuscript], str]
    by_key: bool = False
    office: bool = False


_FORMS: Mapping[str, ReportForm] = MappingProxyType(
    {
        each.name: each
        for each in (
            ReportForm("markdown", "Markdown", "md", report_prose.markdown),
            ReportForm("pandoc", "pandoc's Markdown and a .bib file", "md", report_keys.pandoc, by_key=True),
            ReportForm("org", "Org with citations, and a .bib file", "org", report_keys.org_cite, by_key=True),
            ReportForm(
                "latex", "LaTeX with biblatex, and a .bib file", "tex", report_keys.biblatex_document, by_key=True
            ),
            ReportForm("typst", "Typst, and a .bib file", "typ", report_keys.typst_document, by_key=True),
            ReportForm("html", "HTML, one page", "html", report_prose.page),
            ReportForm("text", "Plain text", "txt", report_prose.plain),
            ReportForm("docx", "Word, through pandoc", "docx", report_prose.markdown, office=True),
            ReportForm("odt", "OpenDocument, through pandoc", "odt", report_prose.markdown, office=True),
        )
    }
)


def report_forms() -> Mapping[str, ReportForm]:
    return _FORMS


def get_report_form(name: str) -> ReportForm:
    """Return the format of this name; UnknownName for one that is not there."""
    if name not in _FORMS:
        raise UnknownName("format", name, _FORMS)
    return _FORMS[name]
