"""Reports that cite by key and leave the style to the tool that reads them: pandoc, Org, LaTeX with biblatex, Typst."""

from __future__ import annotations

import json

from annotations.exporters.quote import key_of
from annotations.exporters.report_document import Manuscript, report_parts
from annotations.markup import latex, markdown, org, typst
from annotations.markup.passages import one_line

BIBLATEX = {"ieee": "numeric-comp", "chicago-notes": "verbose-ibid", "mla": "authortitle"}
"""biblatex's own style that is nearest to one of ours; the others are `authoryear`, which comes with biblatex."""

TYPST = {
    "apa": "apa",
    "chicago": "chicago-author-date",
    "chicago-notes": "chicago-notes",
    "mla": "mla",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
}

LATEX_HEAD = r"""\documentclass{article}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage{textcomp}\else\usepackage{fontspec}\fi
\usepackage{csquotes}
"""


def pandoc(manuscript: Manuscript) -> str:
    """Return pandoc's Markdown; the metadata name the file of sources, and the style's file where it has one."""
    csl = getattr(manuscript.style, "path", None)
    meta = {"title": one_line(manuscript.title), "bibliography": manuscript.bibliography}
    meta |= {"csl": str(csl)} if csl else {}
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in meta.items())
    body = report_parts(
        manuscript, markdown, lambda one, _: f" {markdown.citation(key_of(one), one.locator)}", markdown.heading
    )
    tail = [f"# {manuscript.list_heading}", "::: {#refs}\n:::"] if manuscript.excerpts else []
    return "\n\n".join(["\n".join(["---", *lines, "---"]), *body, *tail]) + "\n"


def org_cite(manuscript: Manuscript) -> str:
    """Return Org with citations of Org 9.5."""
    head = f"#+title: {one_line(manuscript.title)}\n#+bibliography: {manuscript.bibliography}"
    body = report_parts(manuscript, org, lambda one, _: f" {org.citation(key_of(one), one.locator)}", org.heading)
    tail = [f"* {manuscript.list_heading}", "#+print_bibliography:"] if manuscript.excerpts else []
    return "\n\n".join([head, *body, *tail]) + "\n"


def biblatex_document(manuscript: Manuscript) -> str:
    """Return LaTeX (LuaLaTeX, XeLaTeX, pdfLaTeX) with csquotes and biblatex, to be run through biber."""
    style = BIBLATEX.get(manuscript.style.name, "authoryear")
    head = (
        f"{LATEX_HEAD}\\usepackage[backend=biber,style={style}]{{biblatex}}\n"
        f"\\addbibresource{{{manuscript.bibliography}}}\n\\title{{{latex.escape(one_line(manuscript.title))}}}\n"
        "\\date{}\n\\begin{document}\n\\maketitle"
    )
    body = report_parts(manuscript, latex, lambda one, _: f" {latex.citation(key_of(one), one.locator)}", latex.heading)
    tail = [f"\\printbibliography[title={{{manuscript.list_heading}}}]"] if manuscript.excerpts else []
    return "\n\n".join([head, *body, *tail, "\\end{document}"]) + "\n"


def typst_document(manuscript: Manuscript) -> str:
    """Return a Typst document."""
    title, heading = typst.string(one_line(manuscript.title)), typst.string(manuscript.list_heading)
    style = getattr(manuscript.style, "path", None)
    named = str(style) if style else TYPST.get(manuscript.style.name, "apa")
    head = f"#set document(title: {title})\n\n= #{title}"
    body = report_parts(
        manuscript,
        typst,
        lambda one, _: f" {typst.citation(typst.label(key_of(one)), one.locator)}",
        lambda text, level: typst.heading(text, level + 1),
    )
    file = typst.string(manuscript.bibliography)
    tail = [f"#bibliography({file}, title: {heading}, style: {typst.string(named)})"] if manuscript.excerpts else []
    return "\n\n".join([head, *body, *tail]) + "\n"
