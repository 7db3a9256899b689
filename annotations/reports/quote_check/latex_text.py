"""LaTeX with its commands masked: quotation marks of csquotes and babel, quotation environments, citations."""

from __future__ import annotations

import re
import unicodedata

from annotations.model.span import Span
from annotations.reports.quote_check.masked_text import Mask, MaskedReport, numbered_notes

OPEN = r"(?:\s*\[(?:[^\[\]]|\[[^\[\]]*\])*\])*"
"""Optional arguments, one pair of brackets within another."""
CITES = r"\\(?:[A-Za-z]*cites?|[A-Za-z]*cite(?:p|t|alp|alt|author|year|title|text)?)\*?"
QUOTING = {
    "enquote": 0, "textquote": 0, "blockquote": 0, "textcquote": 1, "blockcquote": 1, "foreignquote": 1, "hyphenquote": 1,
    "foreigntextquote": 1, "foreignblockquote": 1, "foreigntextcquote": 2, "foreignblockcquote": 2, "quoted": 0, "say": 0,
}  # fmt: skip
"""Commands that set their last argument in quotation marks, and how many arguments stand before it."""
ENVIRONMENTS = "quote|quotation|displayquote|displaycquote|verse|quoting|blockquote"
VERBATIM = "verbatim|Verbatim|lstlisting|minted|comment|equation|align|tikzpicture|thebibliography"
NO_TEXT = "label|ref|pageref|autoref|cref|Cref|includegraphics|input|include|bibliography|bibliographystyle|usepackage"
NO_TEXT += "|documentclass|hypersetup|vspace|hspace|setlength|addbibresource|pagestyle|index|graphicspath|newcommand"
ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
ACCENTS |= {"c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323"}
SIGNS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
    "i": "ı", "ldots": "…", "dots": "…", "textellipsis": "…", "textquotedblleft": "“", "textquotedblright": "”",
    "textquoteleft": "‘", "textquoteright": "’", "lq": "‘", "rq": "’", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘",
    "flqq": "«", "frqq": "»", "guillemotleft": "«", "guillemotright": "»", "og": "«", "fg": "»", "textendash": "–",
    "textemdash": "—", "textelp": "[…]", "quotedblbase": "„", "textbackslash": "\\", "slash": "/", "textasciitilde": "~",
}  # fmt: skip


def latex_report(source: str) -> MaskedReport:
    """Return the report of a document, or of a part of one."""
    mask = Mask(source)
    mask.hide_each(rf"(?s)\\begin\{{({VERBATIM})\*?\}}.*?\\end\{{\1\*?\}}")
    mask.hide_each(r"(?m)(?<!\\)%[^\n]*")
    mask.hide_each(r"\\verb\*?([^\sA-Za-z])[^\n]*?\1")
    begin = re.search(r"\\begin\{document\}", mask.text)
    if begin:
        mask.hide(0, begin.end())
    _cites(mask)
    _notes(mask)
    _quoting(mask)
    _environments(mask)
    _insertions(mask)
    _links(mask)
    _marks(mask)
    _letters(mask)
    mask.hide_each(rf"\\(?:{NO_TEXT})\b\*?{OPEN}(?:\s*\{{[^{{}}]*\}})*")
    mask.hide_each(rf"\\(?:begin|end)\{{[A-Za-z*]+\}}{OPEN}")
    mask.each(r"\\\\\*?(?:\[[^\]]*\])?|\\[ ,;:!/]|~", lambda found: mask.put(*found.span(), " "))
    mask.hide_each(r"\\[A-Za-z]+\*?(?:\[[^\[\]]*\])*")
    mask.hide_each(r"(?<!\\)[{}]")
    mask.hide_each(r"(\\)[&%$#_{}]", 1)
    mask.each(r"---?", lambda found: mask.put(*found.span(), "—" if len(found.group()) == 3 else "–"))
    numbered_notes(mask)
    return mask.done()


def _cites(mask: Mask) -> None:
    r"""Replace `\cite[12]{a,b}` by `[@a;@b]`, so that one parser of citations is enough."""

    def cite(found: re.Match[str]) -> None:
        keys = [key.strip() for key in found["keys"].split(",") if key.strip()]
        mask.put(*found.span(), f"[{';'.join('@' + key for key in keys)}]")

    mask.each(rf"{CITES}{OPEN}\s*\{{(?P<keys>[^{{}}]*)\}}", cite)


def _argument(text: str, at: int) -> tuple[int, int] | None:
    """Return the inside of the braces that begin at or behind `at`, past white space; None if there are none."""
    found = re.compile(r"\s*\{").match(text, at)
    if not found:
        return None
    depth, start = 1, found.end()
    for n in range(start, len(text)):
        depth += (text[n] == "{" and text[n - 1] != "\\") - (text[n] == "}" and text[n - 1] != "\\")
        if depth == 0:
            return start, n
    return None


def _notes(mask: Mask) -> None:
    text = mask.text
    for found in re.finditer(rf"\\(?:foot|end|side|margin)note(?:text)?{OPEN}", text):
        inside = _argument(text, found.end())
        if inside:
            label = f"note {found.start()}"
            mask.notes[label] = _plain(text[slice(*inside)])
            mask.mark(found.start(), inside[1] + 1, label)


def _plain(text: str) -> str:
    """Return the words of an argument in one line, ties as spaces."""
    return " ".join(re.sub(r"[\0{}]", "", text.replace("~", " ")).split())


def _quoting(mask: Mask) -> None:
    text = mask.text
    for found in re.finditer(rf"\\({'|'.join(QUOTING)})\*?(?![A-Za-z])({OPEN})", text):
        at, keys = found.end(), ""
        for _ in range(QUOTING[found[1]]):
            inside = _argument(text, at)
            if inside is None:
                break
            keys, at = text[slice(*inside)], inside[1] + 1
        inside = _argument(text, at)
        if inside is None:
            continue
        mask.put(found.start(), inside[0], "“")
        mask.put(inside[1], inside[1] + 1, "”")
        cited = re.search(r"\[@[^\]]*\]", found[2])
        if "cquote" in found[1] or cited:
            label = f"cite {found.start()}"
            said = cited.group() if cited else ";".join("@" + key.strip() for key in keys.split(","))
            mask.notes[label], mask.marks[inside[1]] = said, label
        elif found[1].endswith(("textquote", "blockquote")) and found[2].strip("\0 \n[]"):
            label = f"cite {found.start()}"
            mask.notes[label], mask.marks[inside[1]] = _plain(found[2].strip().strip("[]")), label


def _insertions(mask: Mask) -> None:
    """Replace csquotes' marks for insertions and omissions by brackets."""
    text = mask.text
    for found in re.finditer(r"\\text(?:ins|elp)\*?(?=\s*\{)", text):
        inside = _argument(text, found.end())
        if inside is not None and text[slice(*inside)].strip("\0 "):
            mask.put(found.start(), inside[0], "[… " if "elp" in found.group() else "[")
            mask.put(inside[1], inside[1] + 1, "]")


def _environments(mask: Mask) -> None:
    for found in re.finditer(rf"(?s)\\begin\{{({ENVIRONMENTS})\}}(.*?)\\end\{{\1\}}", mask.text):
        start = found.start(2)
        head = re.match(r"(?:\s*\[[^\[\]]*\])*(?:\s*\{([^{}]*)\})?", found[2])
        if head and found[1].startswith("display"):
            if head[1]:
                label = f"cite {found.start()}"
                mask.notes[label] = ";".join("@" + key.strip() for key in head[1].split(","))
                mask.marks[found.end(2)] = label
            mask.hide(start, start + head.end())
            start += head.end()
        for part in re.finditer(r"(?s)\S.*?(?=\n[ \t\0]*\n|\Z)", mask.text[start : found.end(2)]):
            mask.blocks.append(Span(start + part.start(), start + part.end()))


def _links(mask: Mask) -> None:
    def link(found: re.Match[str]) -> None:
        mask.links[found.start()] = found[1]
        mask.hide(found.start(), found.end())

    mask.each(r"\\href\{([^{}]*)\}", link)
    mask.each(r"\\url\{([^{}]*)\}", lambda found: mask.put(*found.span(), f" {found[1]} "))


def _marks(mask: Mask) -> None:
    mask.each(r"``|(?<!\\)\"`", lambda found: mask.put(*found.span(), "“" if found.group() == "``" else "„"))
    mask.each(r"''|(?<!\\)\"'", lambda found: mask.put(*found.span(), "”" if found.group() == "''" else "“"))
    mask.each(r"(?<![\\`])`(?!`)", lambda found: mask.put(*found.span(), "‘"))
    mask.each(r"<<|>>", lambda found: mask.put(*found.span(), "«" if found.group() == "<<" else "»"))


def _letters(mask: Mask) -> None:
    def accented(found: re.Match[str]) -> None:
        letter = {"\\i": "i", "\\j": "j"}.get(found[2], found[2])
        mask.put(*found.span(), unicodedata.normalize("NFC", letter + ACCENTS[found[1]]))

    mask.each(r"\\(['`^\"~=.])\s*\{?(\\[ij]|[A-Za-z])\}?", accented)
    mask.each(r"\\([cvuHkrd])(?:\s*\{(\\[ij]|[A-Za-z])\}|\s+([A-Za-z]))", lambda found: _under(mask, found))
    names = "|".join(sorted(SIGNS, key=len, reverse=True))
    mask.each(rf"\\({names})(?![A-Za-z])(?:\{{\}}|\s)?", lambda found: mask.put(*found.span(), _sign(found)))


def _under(mask: Mask, found: re.Match[str]) -> None:
    letter = (found[2] or found[3]).removeprefix("\\")
    mask.put(*found.span(), unicodedata.normalize("NFC", letter + ACCENTS[found[1]]))


def _sign(found: re.Match[str]) -> str:
    return SIGNS[found[1]]
