"""Chicago 17, notes and bibliography: The Chicago Manual of Style, 17th ed. (2017), chapter 14."""

from __future__ import annotations

from msgspec.structs import replace

from annotations.citations.formatting import ENDS, address, container_of, sentences, title_of
from annotations.citations.names import given_first, joined, sort_form
from annotations.citations.style_api import Apart, Composed, Narrative, Text
from annotations.citations.styles import chicago_common as parts
from annotations.markup.rich_text import Run, merge
from annotations.model.source import Source


class ChicagoNotes(Composed):
    """The style Chicago 17, notes and bibliography; its in-text citation is the full footnote."""

    name, title, block_from, numbered, dated = "chicago-notes", "Chicago 17 (notes and bibliography)", 100, False, False
    footnotes = True
    names_apart = False
    narrative = Narrative(3, ", and ")

    def entry(self, source: Source, year_suffix: str) -> Text:
        """Return the entry in the bibliography (CMOS 14.20 on)."""
        if source.kind == "legislation":
            return sentences([(Run(parts.statute(source)),), (Run(address(source)),)])
        head = [(Run(parts.authors_of(source)),), parts.titled(source, ".")]
        access = (Run(parts.accessed(source, "Accessed")),)
        return sentences([*head, *_published(source), access, (Run(address(source)),)])

    def citation(self, source: Source, locator: str, year_suffix: str, *, number: int, apart: Apart) -> Text:
        """Return the footnote (CMOS 14.19 on): names in order, commas, the facts of publication in parentheses."""
        if source.kind == "legislation":
            rest = [parts.point(locator), address(source)]
            return _closed((Run(parts.statute(source) + "".join(f", {part}" for part in rest if part)),))
        runs = [Run(f"{who}, ")] if (who := _note_authors(source)) else []
        return _closed((*runs, *_note_title(source), *_note_rest(source, parts.point(locator))))

    def sort_key(self, source: Source) -> tuple[str, ...]:
        """Sort by author, then title (CMOS 14.65 on)."""
        return (*parts.sort_head(source), sort_form(title_of(source)))


STYLE = ChicagoNotes()


def _closed(runs: Text) -> Text:
    """Close a note with a stop, in place of a comma or blank that nothing follows."""
    left = list(merge(runs))
    while left and not left[-1].text.rstrip(", "):
        left.pop()
    if left:
        said = left[-1].text.rstrip(", ")
        left[-1] = Run(said[:-2] + "”" if said.endswith(",”") else said, left[-1].italic)
    return sentences([left])


# The bibliography


def _published(source: Source) -> list[Text]:
    year = str(source.issued.year) if source.issued else "n.d."
    if source.kind == "article-journal":
        return [_journal(source, parts.journal_pages(source))]
    imprint = ", ".join(part for part in (parts.imprint(source), year) if part)
    if source.kind == "chapter":
        return [_book_of(source, "In ", "edited by", [parts.pages(source.pages)]), (Run(imprint),)]
    if source.kind == "thesis":
        return [(Run(", ".join(part for part in (source.genre, source.publisher, year) if part)),)]
    if source.kind in ("report", "book"):
        volume = f"Vol. {source.volume}" if source.volume else ""
        return [(Run(part),) for part in (parts.edition(source), volume, parts.listed_genre(source), imprint)]
    giver = parts.giver(source)
    container = "" if giver == container_of(source) else container_of(source)
    told = replace(source, publisher="" if giver == source.publisher else source.publisher)
    return [
        (Run(parts.genre(source)),),
        _dated(told, container, parts.day(source) or _undated(source, source.container)),
    ]


def _undated(source: Source, container: str) -> str:
    return "n.d." if source.kind == "interview" or (source.kind in ("news", "blog") and container) else ""


def _dated(source: Source, container: str, date: str) -> Text:
    between = ", " if container and date else ""
    if source.kind == "press-release":
        return (Run(parts.commas(container, source.publisher, date)),)
    return Run(container, italic=source.kind != "webpage"), Run(between + date)


def _journal(source: Source, pages: str) -> Text:
    year = f" ({parts.month(source) or 'n.d.'})"
    issue = f", no. {source.issue}" if source.issue else ""
    rest = (f" {source.volume}{issue}{year}" if source.volume else parts.unnumbered(source)) + pages
    return Run(container_of(source), italic=True), Run(rest if source.container else rest.lstrip(" ,:"))


def _book_of(source: Source, into: str, by: str, behind: list[str]) -> Text:
    shown = [given_first(name, name.given) for name in source.editors]
    editors = parts.in_order(source.editors) if by == "ed." else joined(shown, ", and ", " and ")
    rest = [parts.edition(source), f"{by} {editors}" if editors else "", *behind]
    if not source.container:
        said = parts.commas(*rest)
        return (Run(parts.opened(said) if by == "edited by" else f" {said}" if said else ""),)
    return Run(into), Run(container_of(source), italic=True), Run("".join(f", {part}" for part in rest if part))


# The note


def _note_authors(source: Source) -> str:
    if source.authors:
        return parts.in_order(source.authors)
    if source.editors and source.kind == "book":
        return f"{parts.in_order(source.editors)}, {'ed.' if len(source.editors) == 1 else 'eds.'}"
    return ""


def _note_title(source: Source) -> Text:
    """Return the title, its comma inside the quotation marks; no comma before parentheses or behind `?` or `!`."""
    title = parts.titled(source, "" if source.kind == "thesis" or not _note_follows(source) else ",")
    unhoused = parts.alone(source) and source.kind not in parts.ALONE
    return (*title, Run(",")) if unhoused and not ENDS.search(title_of(source)) else title


def _note_follows(source: Source) -> bool:
    return bool(source.container or source.issued or address(source) or source.publisher or source.editors)


def _note_rest(source: Source, point: str) -> Text:
    tail = [point, parts.accessed(source, "accessed"), address(source)]
    if source.kind == "article-journal":
        return Run(" "), *_journal(source, parts.journal_pages(source, point)), Run(_commas(tail[1:]))
    if source.kind == "chapter":
        book = _book_of(source, " in ", "ed.", [])
        return *book, Run(f" ({_facts(source)})" + _commas([point or parts.pages(source.pages), *tail[1:]]))
    if source.kind == "thesis":
        return (Run(f" ({', '.join(part for part in (source.genre, _facts(source)) if part)})" + _commas(tail)),)
    if source.kind in ("report", "book"):
        volume = f", vol. {source.volume}" if source.volume and not point else ""
        tail[0] = f"{source.volume}:{point}" if source.volume and point else point
        between = _commas([parts.edition(source), parts.genre(source)]) + volume
        return (Run(f"{between} ({_facts(source)})" + _commas(tail)),)
    date = parts.day(source) or _undated(source, source.container)
    told = _dated(source, container_of(source), date)
    follows = ", " if any(run.text for run in told) else ""
    genre = [Run(f"{parts.genre(source)}{follows}")] if parts.genre(source) else []
    rest = [part for part in tail if part]
    said = "".join(run.text for run in (*genre, *told))
    return Run(" "), *genre, *told, Run((", " if said.strip(", ") and rest else "") + ", ".join(rest))


def _facts(source: Source) -> str:
    year = str(source.issued.year) if source.issued else "n.d."
    return ", ".join(part for part in (parts.imprint(source), year) if part)


def _commas(facts: list[str]) -> str:
    return "".join(f", {part}" for part in facts if part)
