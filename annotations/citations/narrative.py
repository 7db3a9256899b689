"""The narrative form of a citation: the author in the sentence, the year and the place in brackets.

APA 7, 8.11; MLA 9, 6.3; CMOS 17, 15.24 and 14.147; Cite Them Right; IEEE. A source without authors is only cited in brackets.
"""

from __future__ import annotations

from annotations.citations.names import et_al, people, short
from annotations.citations.style_api import Style, Text
from annotations.citations.typography import typographic
from annotations.markup.rich_text import Run, render
from annotations.model.source import Source


def has_narrative(source: Source, style: Style) -> bool:
    """Return whether the narrative form exists for a source in a style."""
    return style.narrative is not None and bool(people(source))


def lead(source: Source, style: Style) -> str:
    """Return the words before the quotation: `Kerr (2024) writes:`, `Bell and Dahl write:` in MLA; empty without a form."""
    form, names = style.narrative, people(typographic(source))
    if form is None or not names:
        return ""
    who = et_al([short(name) for name in names], form.most, 1, form.last, " and ")
    year = f" ({source.issued.year if source.issued else form.undated})" if style.dated else ""
    return f"{who}{year} {verb(source)}:"


def verb(source: Source) -> str:
    """Return `writes` for one author, `write` for several."""
    return "writes" if len(people(source)) == 1 else "write"


def place(source: Source, style: Style, locator: str) -> Text:
    """Return what stands behind the quotation: the place in brackets, nothing without one; in IEEE the number."""
    if style.numbered or style.footnotes:
        return style.in_text(source, locator)
    if not locator:
        return ()
    bare = render(style.in_text(source))[1:-1]
    whole = render(style.in_text(source, locator))[1:-1]
    return (Run(f"({whole.removeprefix(bare).lstrip(', ')})"),)


def with_affixes(citation: Text, prefix: str, suffix: str) -> Text:
    """Return a citation with words before and behind it inside its brackets: `(see Kerr, 2024, p. 3, emphasis added)`."""
    affixes = ", ".join(part.strip() for part in (prefix, suffix) if part.strip())
    if not citation:
        return (Run(f"({affixes})"),) if affixes else ()
    runs = list(citation)
    if prefix:
        first = runs[0].text
        opening = first[:1] if first[:1] in "([" else ""
        runs[:1] = [Run(f"{opening}{prefix.strip()} "), Run(first[len(opening) :], runs[0].italic)]
    if suffix:
        last = runs[-1].text
        closing = last[-1:] if last[-1:] in ")]." else ""
        runs[-1:] = [Run(last[: len(last) - len(closing)], runs[-1].italic), Run(f", {suffix.strip()}{closing}")]
    return tuple(runs)
