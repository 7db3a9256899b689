"""A report ready to be written: its parts with the excerpts that they quote, the style, and the list of references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from annotations.citations import Listing, Run, Style, listing
from annotations.citations.formatting import english, title_case
from annotations.exporters import biblatex, bibtex
from annotations.exporters.excerpt import Excerpt
from annotations.exporters.quote import key_of, quote_body
from annotations.markup import Markup
from annotations.markup.passages import paragraphs
from annotations.model.source import Source
from annotations.reports.report import ReportPart

Text = tuple[Run, ...]
HEADINGS = {"chicago-notes": "Bibliography", "mla": "Works Cited"}
"""The headings of reference lists by style; the default is References."""

SHORT_TITLE_WORDS = 4
ITALIC_KINDS = frozenset({"book", "report", "thesis"})
ARTICLES = frozenset({"a", "an", "the"})


class ManuscriptPart(Struct, frozen=True):
    """A part of the report; `excerpt` is set for a quote whose annotation is there."""

    part: ReportPart
    excerpt: Excerpt | None = None


class Manuscript(Struct, frozen=True):
    """A report with its excerpts and style; `bibliography` is the name of the file of sources that a document refers to."""

    title: str
    pieces: tuple[ManuscriptPart, ...]
    style: Style
    bibliography: str = "references.bib"

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """The quoted excerpts, in order."""
        return tuple(piece.excerpt for piece in self.pieces if piece.excerpt)

    @property
    def references(self) -> Listing:
        """The list of references: each source once, in the style's order."""
        return listing(((one.source, one.locator) for one in self.excerpts), self.style)

    @property
    def list_heading(self) -> str:
        """The style's heading of the list of references."""
        return HEADINGS.get(self.style.name, "References")


def numbered_pieces(manuscript: Manuscript) -> Iterator[tuple[ManuscriptPart, int]]:
    """Yield each part with the number of its quote, from 1; 0 for a part that quotes no annotation."""
    count = 0
    for piece in manuscript.pieces:
        count += piece.excerpt is not None
        yield piece, count if piece.excerpt else 0


def report_parts(
    manuscript: Manuscript,
    markup: Markup,
    mark: Callable[[Excerpt, int], str],
    heading: Callable[[str, int], str],
    *,
    stop: bool = True,
) -> list[str]:
    """Return the parts of a report in a markup, each a block of it.

    `mark` writes what stands behind a quote, given its excerpt and number; `heading` a heading, given its text and level.
    `stop`: a full stop closes the sentence behind the mark. A quote whose annotation is gone keeps its words, as a block.
    """
    found: list[str] = []
    for piece, number in numbered_pieces(manuscript):
        part = piece.part
        if piece.excerpt:
            behind = mark(piece.excerpt, number)
            found.append(quote_body(piece.excerpt, manuscript.style, markup, behind, stop=stop, collapse=True))
        elif part.kind == "heading":
            found.append(heading(part.text, part.level))
        elif part.kind == "quote":
            found += [markup.block_quote([line]) for line in paragraphs(part.text)]
        else:
            found += map(markup.escape, paragraphs(part.text))
    return found


def notes(manuscript: Manuscript) -> list[Text]:
    """Return the footnotes of a notes style, one for each quote: full for the first of a source, then short.

    CMOS 17 14.30 to 14.34: the author's family name, the short title, the place; preferred to `ibid.`.
    """
    references, found = manuscript.references, list[Text]()
    seen: set[Source] = set()
    for one in manuscript.excerpts:
        short = one.source in seen
        seen.add(one.source)
        found.append(short_note(one.source, one.locator) if short else references.in_text(one.source, one.locator))
    return found


def short_note(source: Source, locator: str) -> Text:
    """Return a subsequent note: `Bell and Dahl, “Who Measured the Sea,” para. 4`, with its stop."""
    who, title = _families(source), _short_title(source)
    before = (Run(f"{who}, "),) if who else ()
    end = f", {locator}." if locator else "."
    if source.kind in ITALIC_KINDS:
        return (*before, Run(title, italic=True), Run(end))
    if locator:
        return (*before, Run(f"“{title},” {locator}."))
    return (*before, Run(f"“{title}{'' if title.endswith(('.', '?', '!')) else '.'}”"))


def _families(source: Source) -> str:
    """Return the family names of a short note; of four or more the first alone, with `et al.`."""
    families = [name.family or name.literal for name in source.authors]
    if len(families) > 3:
        return f"{families[0]} et al."
    head, last = families[:-1], families[-1:]
    joined = ", ".join(head) + "," if len(head) > 1 else "".join(head)
    return " and ".join(part for part in (joined, *last) if part)


def _short_title(source: Source) -> str:
    """Return the title before its colon, in title case; of a long one the first words without the article (CMOS 14.33)."""
    title = source.title or "Untitled"
    cased = title_case(title) if english(source) else title
    words = cased.split(":", maxsplit=1)[0].split()
    if len(words) > SHORT_TITLE_WORDS and words[0].lower() in ARTICLES:
        words = words[1:]
    return " ".join(words[:SHORT_TITLE_WORDS]) if len(words) > SHORT_TITLE_WORDS + 1 else " ".join(words)


def sources_of(excerpts: Sequence[Excerpt]) -> dict[str, Source]:
    """Return the sources by their citation keys, each once, in the order in which they are first quoted."""
    found: dict[str, Source] = {}
    for one in excerpts:
        found.setdefault(key_of(one), one.source)
    return found


def bib(sources: Mapping[str, Source], dialect: str = "biblatex") -> str:
    """Return the sources as a `.bib` file (`biblatex` or `bibtex`), without notes."""
    write = biblatex.entry if dialect == "biblatex" else bibtex.entry
    return "\n".join(write(key, source) for key, source in sources.items()) or "% No source is cited.\n"
