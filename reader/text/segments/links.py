"""What leads elsewhere: links, addresses that stand in the text, and footnote marks, which lead there and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from annotations.model.span import Span

ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>\"“”«»「」]+[^\s<>\"“”«»「」.,;:!?)\]}'’]")
MARK = re.compile(r"\[\d{1,3}\]")


class Pointer(Protocol):
    """A stretch of the text set apart; `kind` link or footnote, `target` an address or `#` and an offset."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def span(self) -> Span:
        """Where it stands."""

    @property
    def target(self) -> str:
        """Where it leads."""


class Link(Struct, frozen=True):
    """A stretch of the text that leads to an `address`, or, where that is empty, to the offset `goal` of the same text."""

    span: Span
    address: str = ""
    goal: int = -1


def links_between(text: str, span: Span, pointers: Iterable[Pointer] = ()) -> list[Link]:
    """The links and footnote marks that touch `span`, in order; those that stand in `pointers` go before what is seen."""
    known = list(pointers)
    found = [_of_pointer(one) for one in known if one.span.overlaps(span) and one.kind in ("link", "footnote")]
    found = [link for link in found if link.address or 0 <= link.goal < len(text)]
    part = text[span.start : span.end]
    for seen in ADDRESS.finditer(part):
        found.append(Link(Span(*seen.span()).shift(span.start), _address(seen.group())))
    for seen in MARK.finditer(part):
        at = span.start + seen.start()
        goal = _back(at, known)
        goal = _counterpart(text, seen.group(), at) if goal is None else goal
        if goal is not None:
            found.append(Link(Span(at, at + len(seen.group())), "", goal))
    return _first_come(found)


def _of_pointer(one: Pointer) -> Link:
    if one.target.startswith("#"):
        goal = one.target[1:]
        return Link(one.span, "", int(goal) if goal.isdecimal() else -1)
    return Link(one.span, _address(one.target))


def _address(found: str) -> str:
    return f"https://{found}" if found.startswith("www.") else found


def _back(at: int, known: Iterable[Pointer]) -> int | None:
    """Where the mark stands that leads to the footnote at `at`."""
    return next((one.span.start for one in known if one.kind == "footnote" and one.target == f"#{at}"), None)


def _counterpart(text: str, mark: str, at: int) -> int | None:
    """The same mark elsewhere: the last one is the footnote's own and leads to the first, all others lead to it."""
    first, last = text.find(mark), text.rfind(mark)
    if first == last:
        return None
    return first if at == last else last


def _first_come(found: list[Link]) -> list[Link]:
    kept: list[Link] = []
    for link in found:
        if not any(link.span.overlaps(other.span) for other in kept):
            kept.append(link)
    return sorted(kept, key=lambda link: link.span)
