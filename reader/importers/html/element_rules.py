"""How elements of HTML are treated: which divide the text, which mark it, which are skipped."""

from __future__ import annotations

import re
from typing import Any

from annotations.text.scripts import NAMES_CJK
from reader.articles.article import InlineKind
from reader.text.cleaning import clean_line

SKIPPED_ELEMENTS = frozenset(
    """
    script style noscript template head title svg iframe object embed canvas select option button input textarea audio
    video source track applet frame frameset map datalist dialog rp math
    """.split()
)
BLOCK_ELEMENTS = frozenset(
    """
    p div section article main header footer aside figure figcaption dl dt dd address center fieldset form details
    summary hr body html nav hgroup legend caption table thead tbody tfoot tr td th ul ol menu li blockquote pre
    """.split()
)
HEADING_LEVELS = {f"h{n}": n for n in range(1, 7)}
INLINE_KINDS: dict[str, InlineKind] = {
    "em": "emphasis", "i": "emphasis", "cite": "emphasis", "dfn": "emphasis", "var": "emphasis",
    "strong": "strong", "b": "strong", "dt": "strong",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
FOOTNOTE_ROLES = frozenset({"footnote", "rearnote", "endnote", "doc-footnote", "doc-endnote"})
FOOTNOTE_MARK_ROLES = frozenset({"noteref", "doc-noteref"})
BACKLINK_ROLES = frozenset({"backlink", "doc-backlink", "referrer"})
PAGE_BREAK_ROLES = frozenset({"pagebreak", "doc-pagebreak"})
FOOTNOTE_ELEMENTS = ("p", "li", "div", "dd", "aside", "td")
NOTE_LABEL = re.compile(r"\[?(\d{1,4}|[*†‡§¶]{1,3}|[a-z]|[ivxlc]{1,6})\]?\Z")
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
CJK = re.compile(f"[{NAMES_CJK}]")
LINK_SCHEMES = ("http", "https", "mailto")
MAX_LIST_LEVEL = 9
MAX_DATA_CELLS = 20_000
MAX_MEAN_CELL = 300
"""Mean characters per cell up to which a table is data; with more, it is layout."""


def local_name(element: Any) -> str:
    """Return the tag without its namespace; an empty string for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Return the value of an attribute, or an empty string."""
    value = element.get(name)
    return value if isinstance(value, str) else ""


def number_of(value: str | None, otherwise: int) -> int:
    """Return a whole number of at most four digits from an attribute, else `otherwise`."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,4}", value.strip()) else otherwise


def roles(element: Any) -> frozenset[str]:
    """Return the element's roles: `epub:type` (with its namespace or, in HTML, without), `role`, and footnote classes."""
    said = (element.get(EPUB_TYPE), element.get("epub:type"), element.get("role"))
    found = {word for words in said if words for word in words.lower().split()}
    if "footnote-ref" in attribute(element, "class").split():
        found.add("noteref")
    if "footnote-backref" in attribute(element, "class").split():
        found.add("backlink")
    if "footnote-item" in attribute(element, "class").split():
        found.add("footnote")
    return frozenset(found)


def is_hidden(element: Any) -> bool:
    """Whether a browser would not show the element."""
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and HIDDEN.search(style) is not None)
    )


def page_label(element: Any) -> str:
    """Return the label of a page break."""
    said = attribute(element, "title") or attribute(element, "aria-label") or "".join(element.itertext())
    if not said.strip():
        said = re.sub(r"^\D*", "", attribute(element, "id"))
    return re.sub(r"^(?:page|p\.)\s*", "", clean_line(said), flags=re.I).strip(" .")[:20]


def small_figures(text: str, name: str) -> str:
    """Return raised or lowered digits as the Unicode characters for them, so that 10⁶ does not become 106."""
    table = RAISED if name == "sup" else LOWERED
    if any(map(str.isdigit, text)) and all(ord(letter) in table or letter.isspace() for letter in text):
        return text.translate(table)
    return text


def is_data_table(table: Any) -> bool:
    """Whether a table contains data, as opposed to the layout of a page."""
    if roles(table) & {"presentation", "none"}:
        return False
    rows = cells = widest = width = size = 0
    for element in table.iterdescendants():
        name = local_name(element)
        if name in ("table", "ul", "ol", "blockquote", "pre", "section", "article") or name in HEADING_LEVELS:
            return False
        if name == "tr":
            rows, width = rows + 1, 0
        elif name in ("td", "th"):
            cells, width = cells + 1, width + 1
            widest = max(widest, width)
        size += len(element.text or "") + len(element.tail or "")
    return rows >= 2 and widest >= 2 and cells <= MAX_DATA_CELLS and size <= cells * MAX_MEAN_CELL
