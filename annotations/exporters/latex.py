"""A LaTeX document of its own, for LuaLaTeX, XeLaTeX or pdfLaTeX, with csquotes."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.citations import listing
from annotations.exporters.excerpt import Excerpt, grouped
from annotations.exporters.registry import ExportOptions, Format
from annotations.markup import latex, written
from annotations.markup.passages import one_line, paragraphs

HEAD = r"""\documentclass{article}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage{textcomp}\else\usepackage{fontspec}\fi
\usepackage{csquotes}
\begin{document}
\section*{Annotated excerpts}
"""


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    parts = [HEAD]
    for heading, each in grouped(excerpts, options.group):
        parts.append(f"\\subsection*{{{latex.escape(one_line(heading)) or 'Untitled'}}}\n")
        parts += [_excerpt(one, written(references.in_text(one.source, one.locator), "latex")) for one in each]
    if excerpts:
        parts.append("\\subsection*{References}\n")
        parts += [f"{written(reference, 'latex')}\n" for reference in references.references()]
    return "\n".join([*parts, "\\end{document}\n"])


def _excerpt(one: Excerpt, citation: str) -> str:
    parts = [latex.block_quote(paragraphs(one.quotation), f" {citation}")]
    if one.shows_source:
        before, passage, after = (one_line(each) for each in (one.before, one.passage, one.after))
        parts.append(f"{latex.escape(before)} {latex.strong(passage)} {latex.escape(after)}")
    parts += map(latex.escape, paragraphs(one.annotation.note))
    if one.annotation.tags:
        parts.append(" ".join(f"\\texttt{{\\#{latex.escape(one_line(tag))}}}" for tag in one.annotation.tags))
    return "\n\n".join(parts) + "\n"


FORMAT = Format("LaTeX", "tex", render)
