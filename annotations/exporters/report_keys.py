"""Reports that cite by key and leave the style to the tool that reads them: pandoc, Org, LaTeX with biblatex, Typst."""

from __future__ import annotations

import json
from collections.abc import Callable

from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import markdown_block, quoted
from annotations.exporters.report_document import Manuscript, Piece, is_block, key_of, paragraphs, stop
from annotations.markup.markups import latex, markdown, org, typst, typst_string

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
LATEX_LEVELS = ("section", "subsection", "subsubsection", "paragraph")


def _line(text: str) -> str:
    return " ".join(text.split())


def _parts(manuscript: Manuscript, quote: Callable[[Excerpt], str], own: Callable[[Piece], list[str]]) -> list[str]:
    found: list[str] = []
    for piece in manuscript.pieces:
        found += [quote(piece.excerpt)] if piece.excerpt else own(piece)
    return found


def _inside(passage: str) -> str:
    """The passage for a markup that sets the outer marks itself: inner ones are single."""
    return quoted(passage)[1:-1]


def pandoc(manuscript: Manuscript) -> str:
    """Pandoc's Markdown; the metadata name the file of sources, and the style's file where it has one."""
    csl = getattr(manuscript.style, "path", None)
    meta = {"title": _line(manuscript.title), "bibliography": manuscript.bibliography} | (
        {"csl": str(csl)} if csl else {}
    )
    head = "\n".join(
        ["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in meta.items()), "---"]
    )

    def quote(one: Excerpt) -> str:
        locator = f", {markdown(one.locator)}" if one.locator else ""
        mark = f" [@{key_of(one)}{locator}]"
        if is_block(one, manuscript.style):
            return markdown_block(one.quotation.strip(), mark)
        return markdown(quoted(_line(one.quotation))) + mark + stop(one)

    def own(piece: Piece) -> list[str]:
        if piece.part.kind == "heading":
            return [f"{'#' * piece.part.level} {markdown(_line(piece.part.text))}"]
        lead = "> " if piece.part.kind == "quote" else ""
        return [lead + markdown(line) for line in paragraphs(piece.part.text)]

    tail = [f"# {manuscript.list_heading}", "::: {#refs}\n:::"] if manuscript.excerpts else []
    return "\n\n".join([head, *_parts(manuscript, quote, own), *tail]) + "\n"


def org_cite(manuscript: Manuscript) -> str:
    """Org with citations of Org 9.5."""

    def quote(one: Excerpt) -> str:
        mark = f"[cite:@{key_of(one)}{' ' + org(one.locator) if one.locator else ''}]"
        if is_block(one, manuscript.style):
            words = "\n\n".join(org(line) for line in paragraphs(one.quotation))
            return f"#+begin_quote\n{words} {mark}\n#+end_quote"
        return f"{org(quoted(_line(one.quotation)))} {mark}{stop(one)}"

    def own(piece: Piece) -> list[str]:
        if piece.part.kind == "heading":
            return [f"{'*' * piece.part.level} {org(_line(piece.part.text))}"]
        words = [org(line) for line in paragraphs(piece.part.text)]
        return [f"#+begin_quote\n{line}\n#+end_quote" for line in words] if piece.part.kind == "quote" else words

    head = f"#+title: {_line(manuscript.title)}\n#+bibliography: {manuscript.bibliography}"
    tail = [f"* {manuscript.list_heading}", "#+print_bibliography:"] if manuscript.excerpts else []
    return "\n\n".join([head, *_parts(manuscript, quote, own), *tail]) + "\n"


def biblatex_document(manuscript: Manuscript) -> str:
    """LaTeX (LuaLaTeX, XeLaTeX, pdfLaTeX) with csquotes and biblatex, run through biber."""
    style = BIBLATEX.get(manuscript.style.name, "authoryear")
    head = (
        f"{LATEX_HEAD}\\usepackage[backend=biber,style={style}]{{biblatex}}\n"
        f"\\addbibresource{{{manuscript.bibliography}}}\n\\title{{{latex(_line(manuscript.title))}}}\n\\date{{}}\n"
        "\\begin{document}\n\\maketitle"
    )

    def quote(one: Excerpt) -> str:
        mark = f"\\autocite{f'[{{{latex(one.locator)}}}]' if one.locator else ''}{{{key_of(one)}}}"
        if is_block(one, manuscript.style):
            words = "\n\n".join(latex(line) for line in paragraphs(one.quotation))
            return f"\\begin{{displayquote}}\n{words} {mark}\n\\end{{displayquote}}"
        return f"\\enquote{{{latex(_inside(_line(one.quotation)))}}} {mark}{stop(one)}"

    def own(piece: Piece) -> list[str]:
        if piece.part.kind == "heading":
            return [f"\\{LATEX_LEVELS[max(1, piece.part.level) - 1]}{{{latex(_line(piece.part.text))}}}"]
        words = [latex(line) for line in paragraphs(piece.part.text)]
        return (
            [f"\\begin{{displayquote}}\n{line}\n\\end{{displayquote}}" for line in words]
            if piece.part.kind == "quote"
            else words
        )

    tail = [f"\\printbibliography[title={{{manuscript.list_heading}}}]"] if manuscript.excerpts else []
    return "\n\n".join([head, *_parts(manuscript, quote, own), *tail, "\\end{document}"]) + "\n"


def typst_document(manuscript: Manuscript) -> str:
    """A Typst document; foreign words are string literals, so that none of them is read as markup."""

    def quote(one: Excerpt) -> str:
        supplement = f", supplement: [{typst(one.locator)}]" if one.locator else ""
        mark = f"#cite(label({typst_string(key_of(one))}){supplement})"
        if is_block(one, manuscript.style):
            words = "\n\n".join(typst(line) for line in paragraphs(one.quotation))
            return f"#quote(block: true)[{words} {mark}]"
        return f"#quote[{typst(_inside(_line(one.quotation)))}] {mark}{stop(one)}"

    def own(piece: Piece) -> list[str]:
        if piece.part.kind == "heading":
            return [f"{'=' * (piece.part.level + 1)} {typst(_line(piece.part.text))}"]
        words = [typst(line) for line in paragraphs(piece.part.text)]
        return [f"#quote(block: true)[{line}]" for line in words] if piece.part.kind == "quote" else words

    title = typst_string(_line(manuscript.title))
    style = getattr(manuscript.style, "path", None)
    named = str(style) if style else TYPST.get(manuscript.style.name, "apa")
    heading = typst_string(manuscript.list_heading)
    tail = f"#bibliography({typst_string(manuscript.bibliography)}, title: {heading}, style: {typst_string(named)})"
    head = f"#set document(title: {title})\n\n= #{title}"
    return "\n\n".join([head, *_parts(manuscript, quote, own), *([tail] if manuscript.excerpts else [])]) + "\n"
