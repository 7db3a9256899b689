"""Excerpts as a LaTeX document that stands by itself: LuaLaTeX, XeLaTeX or pdfLaTeX, with csquotes."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.citations import listing
from annotations.exporters.excerpt import Excerpt, grouped
from annotations.exporters.registry import ExportOptions, Format
from annotations.markup.markups import latex, written

HEAD = r"""\documentclass{article}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage{textcomp}\else\usepackage{fontspec}\fi
\usepackage{csquotes}
\begin{document}
\section*{Annotated excerpts}
"""


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The document."""
    references = listing(((one.source, one.locator) for one in excerpts), options.style)
    parts = [HEAD]
    for heading, each in grouped(excerpts, options.group):
        parts.append(f"\\subsection*{{{latex(_line(heading)) or 'Untitled'}}}\n")
        parts += [_excerpt(one, written(references.in_text(one.source, one.locator), "latex")) for one in each]
    if excerpts:
        parts.append("\\subsection*{References}\n")
        parts += [f"{written(reference, 'latex')}\n" for reference in references.references()]
    return "\n".join([*parts, "\\end{document}\n"])


def _excerpt(one: Excerpt, citation: str) -> str:
    passage = "\n\n".join(latex(line.strip()) for line in one.quotation.splitlines() if line.strip())
    parts = [f"\\begin{{displayquote}}\n{passage} {citation}\n\\end{{displayquote}}"]
    if one.shows_source:
        parts.append(f"{latex(_line(one.before))} \\textbf{{{latex(_line(one.passage))}}} {latex(_line(one.after))}")
    parts += [latex(line.strip()) for line in one.annotation.note.splitlines() if line.strip()]
    if one.annotation.tags:
        parts.append(" ".join(f"\\texttt{{\\#{latex(_line(tag))}}}" for tag in one.annotation.tags))
    return "\n\n".join(parts) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


FORMAT = Format("LaTeX", "tex", render)
