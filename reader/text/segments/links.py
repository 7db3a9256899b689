"""Links in a text: those of the source, addresses written in the text, and footnote marks, which lead there and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from annotations.model.span import Span

ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>\"“”«»「」]+[^\s<>\"“”«»「」.,;:!?)\]}'’]")
FOOTNOTE_MARK = re.compile(r"\[\d{1,3}\]")


class Pointer(Protocol):
    """A linked range of the text, as far as this module needs it."""

    @property
    def kind(self) -> str:
        """`link`, `footnote` or another kind."""

    @property
    def span(self) -> Span:
        """The range of text."""

    @property
    def target(self) -> str:
        """An address, or `#` and an offset into the text."""


class Link(Struct, frozen=True):
    """A range that leads to an `address` or, if that is empty, to the offset `goal` of the same text."""

    span: Span
    address: str = ""
    goal: int = -1


def links_between(text: str, span: Span, pointers: Iterable[Pointer] = ()) -> list[Link]:
    """Return the links and footnote marks that touch `span`, in order; `pointers` take precedence over found ones."""
    known = list(pointers)
    found = [_link_of(one) for one in known if one.span.overlaps(span) and one.kind in ("link", "footnote")]
    found = [link for link in found if link.address or 0 <= link.goal < len(text)]
    part = text[span.start : span.end]
    for seen in ADDRESS.finditer(part):
        found.append(Link(Span(*seen.span()).shift(span.start), _address(seen.group())))
    for seen in FOOTNOTE_MARK.finditer(part):
        at = span.start + seen.start()
        goal = _mark_of_footnote(at, known)
        goal = _counterpart(text, seen.group(), at) if goal is None else goal
        if goal is not None:
            found.append(Link(Span(at, at + len(seen.group())), "", goal))
    return _without_overlaps(found)


def _link_of(one: Pointer) -> Link:
    if one.target.startswith("#"):
        goal = one.target[1:]
        return Link(one.span, "", int(goal) if goal.isdecimal() else -1)
    return Link(one.span, _address(one.target))


def _address(found: str) -> str:
    return f"https://{found}" if found.startswith("www.") else found


def _mark_of_footnote(at: int, known: Iterable[Pointer]) -> int | None:
    """Return the offset of the mark that leads to the footnote at `at`, or None."""
    return next((one.span.start for one in known if one.kind == "footnote" and one.target == f"#{at}"), None)


def _counterpart(text: str, mark: str, at: int) -> int | None:
    """Return the offset of the same mark elsewhere, or None.

    The last occurrence is the footnote itself and leads to the first; all others lead to it.
    """
    first, last = text.find(mark), text.rfind(mark)
    if first == last:
        return None
    return first if at == last else last


def _without_overlaps(found: list[Link]) -> list[Link]:
    kept: list[Link] = []
    for link in found:
        if not any(link.span.overlaps(other.span) for other in kept):
            kept.append(link)
    return sorted(kept, key=lambda link: link.span)
