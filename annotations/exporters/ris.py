"""RIS (Reference Manager's tags, as Zotero and EndNote read them), with passages and notes in `N1`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.exporters.excerpt import Excerpt, keyed
from annotations.exporters.registry import ExportOptions, Format
from annotations.model.source import Name, PartialDate, Source

TYPES = {
    "news": "NEWS",
    "webpage": "ELEC",
    "blog": "BLOG",
    "press-release": "ELEC",
    "report": "RPRT",
    "book": "BOOK",
    "chapter": "CHAP",
    "article-journal": "JOUR",
    "thesis": "THES",
    "interview": "PCOMM",
    "legislation": "STAT",
}


def render(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """Return one record for each article; each ends with `ER`."""
    records = []
    for key, each in keyed(excerpts):
        lines = [f"{tag}  - {_line(value)}" for tag, value in _fields(key, each[0].source, each) if _line(value)]
        records.append("\r\n".join([*lines, "ER  - "]) + "\r\n")
    return "\r\n".join(records) or "\r\n"


def _line(value: str) -> str:
    """Return a value on one line, so that none of it is read as another tag."""
    return " ".join(value.split())


def _fields(key: str, source: Source, excerpts: Sequence[Excerpt]) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES.get(source.kind, "GEN")
    yield "ID", key
    yield from (("AU", _name(name)) for name in source.authors)
    yield from (("ED", _name(name)) for name in source.editors)
    yield "TI", source.title or "[Untitled]"
    yield "T2", source.container
    yield "PB", source.publisher
    yield "CY", source.place
    if source.issued:
        yield "PY", f"{source.issued.year:04}"
        yield "DA", _date(source.issued)
    if source.accessed:
        yield "Y2", _date(source.accessed)
    yield from (
        ("VL", source.volume),
        ("IS", source.issue),
        ("SP", source.pages),
        ("ET", source.edition),
        ("SN" if source.kind == "report" else "M1", source.number),
        ("M3", source.genre or ("Press release" if source.kind == "press-release" else "")),
        ("LA", source.language),
    )
    yield from (("DO", source.doi), ("UR", source.url))
    tags = dict.fromkeys(tag for one in excerpts for tag in one.annotation.tags)
    yield from (("KW", tag) for tag in tags)
    yield from (("N1", _note(one)) for one in excerpts)


def _name(name: Name) -> str:
    """Return `Family, Given, Suffix`; a comma in a corporate name, which would divide it, is written as a full-width one."""
    if name.literal:
        return name.literal.replace(",", "，")
    return ", ".join(part for part in (name.surname, name.given, name.suffix) if part)


def _date(date: PartialDate) -> str:
    """Return `2025/06/30/`; empty parts keep their slashes."""
    return (
        f"{date.year:04}/{date.month or '':0>2}/{date.day or '':0>2}/"
        if date.day
        else f"{date.year:04}/{_two(date.month)}//"
    )


def _two(number: int | None) -> str:
    return f"{number:02}" if number else ""


def _note(one: Excerpt) -> str:
    where = f" ({one.locator})" if one.locator else ""
    return f"“{one.passage}”{where}" + (f" — {one.annotation.note}" if one.annotation.note.strip() else "")


FORMAT = Format("RIS", "ris", render)
