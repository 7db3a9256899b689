"""Typographic quotation marks: curly, and alternating with their depth."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from annotations.model.source import Name, Source

STRAIGHT = re.compile(r"(?<=[\w.,!?;:…”’)\]])['\"]|['\"]")
RANGE = re.compile(r"(?:(?<=\d)|(?<=\b[ivxlcdm])|(?<=[ivxlcdm]{2}))\s*[-–]+\s*(?=[A-Za-z]?\d|[ivxlcdm]+\b)")
Pairs = tuple[tuple[str, str], ...]
DOUBLE_FIRST, SINGLE_FIRST = (("“", "”"), ("‘", "’")), (("‘", "’"), ("“", "”"))


def curly(text: str) -> str:
    """Return the text with straight quotation marks and apostrophes made curly."""
    if "'" not in text and '"' not in text:
        return text
    return STRAIGHT.sub(lambda found: _turned(found.group(), found.start(), text), text)


def _turned(mark: str, at: int, text: str) -> str:
    before = text[at - 1 : at]
    closing = bool(before) and not before.isspace() and before not in "([{–—-/“‘\"'"
    if mark == "'" and not closing and text[at + 1 : at + 3].isdecimal():
        closing = True  # the ’90s
    return ("”" if closing else "“") if mark == '"' else ("’" if closing else "‘")


def dashed(pages: str) -> str:
    """Return ranges of pages with an en dash: `3–10`, `xii–xv`, `A1–A3`."""
    return RANGE.sub("–", pages)


def levelled(text: str, pairs: Pairs = DOUBLE_FIRST, depth: int = 0) -> str:
    """Return the text with English quotation marks alternating by depth: `pairs` in turn, from the one of `depth` on.

    If double ones stand outside, as in America, a comma or stop behind a closing mark goes before it.
    """
    made: list[str] = []
    opened: list[str] = []
    closing: set[int] = set()
    for at, mark in enumerate(text):
        if mark in "“‘":
            made.append(pairs[(depth + len(opened)) % 2][0])
            opened.append(mark)
        elif mark in "”’" and opened and not _apostrophe(mark, opened[-1], text, at):
            opened.pop()
            closing.add(at + 1)
            made.append(pairs[(depth + len(opened)) % 2][1])
        elif mark in ",." and pairs is DOUBLE_FIRST and at in closing:
            made.insert(len(made) - 1, mark)
        else:
            made.append(mark)
    return "".join(made) if not opened else text


def _apostrophe(mark: str, opened: str, text: str, at: int) -> bool:
    """Return whether `’` stands inside a word, or closes no open mark."""
    return mark == "’" and (opened != "‘" or text[at + 1 : at + 2].isalnum())


@lru_cache(maxsize=4096)
def typographic(source: Source) -> Source:
    """Return the source with curly marks in everything that is shown as words."""
    return replace(
        source,
        title=curly(source.title),
        pages=dashed(source.pages),
        container=curly(source.container),
        publisher=curly(source.publisher),
        place=curly(source.place),
        genre=curly(source.genre),
        authors=tuple(_name(name) for name in source.authors),
        editors=tuple(_name(name) for name in source.editors),
    )


def _name(name: Name) -> Name:
    return Name(*map(curly, (name.family, name.given, name.literal, name.particles, name.suffix)))
