"""An annotation and its edits. Each edit is pure: it returns a new value, stamped with the time it was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from annotations.quotation import problem
from annotations.target import Target

COLORS = ("yellow", "green", "blue", "pink", "orange")
"""The five highlight colours, in the order in which the screen offers them."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A highlighted passage with what its reader says about it.

    `id` is ours (a ULID: 26 characters, sortable by creation); `tags` are unique, in the order given, without `#`;
    `quotation` is the passage as it is to be quoted, with `…` and [insertions] (see `quotation.problem`), empty where that
    is the passage itself. `created` and `modified` carry a time zone; `deleted` is None, or when it went to the trash.
    """

    id: str
    article_id: str
    target: Target
    created: datetime
    modified: datetime
    note: str = ""
    tags: tuple[str, ...] = ()
    color: str = COLORS[0]
    deleted: datetime | None = None
    quotation: str = ""

    def with_note(self, note: str, now: datetime) -> Annotation:
        """The same passage with another note; an empty one removes it."""
        return replace(self, note=note, modified=now)

    def with_tags(self, tags: Iterable[str], now: datetime) -> Annotation:
        """The same passage with exactly these tags."""
        return replace(self, tags=clean_tags(tags), modified=now)

    def with_color(self, color: str, now: datetime) -> Annotation:
        """The same passage in another of COLORS; ValueError for one that is not there."""
        if color not in COLORS:
            raise ValueError(f"no colour {color!r}: there are {', '.join(COLORS)}")
        return replace(self, color=color, modified=now)

    def quoted_as(self, quotation: str, now: datetime) -> Annotation:
        """The same passage, to be quoted so; empty for word for word. ValueError for words that are not the passage's."""
        wrong = problem(quotation, self.target.quote.exact) if quotation else ""
        if wrong:
            raise ValueError(wrong)
        return replace(self, quotation="" if quotation == self.target.quote.exact else quotation, modified=now)

    def moved_to(self, target: Target, now: datetime) -> Annotation:
        """The same words about another passage; a quotation that does not fit it any more is given up."""
        fits = self.quotation and not problem(self.quotation, target.quote.exact)
        return replace(self, target=target, quotation=self.quotation if fits else "", modified=now)

    def trashed(self, now: datetime) -> Annotation:
        """The tombstone."""
        return replace(self, deleted=now, modified=now)

    def restored(self, now: datetime) -> Annotation:
        """Back from the trash."""
        return replace(self, deleted=None, modified=now)


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without `#`, commas and outer space, each once whatever its case, empty ones dropped."""
    kept: dict[str, str] = {}
    for tag in tags:
        cleaned = " ".join(tag.replace(",", " ").split()).lstrip("#").strip()
        if cleaned:
            kept.setdefault(cleaned.casefold(), cleaned)
    return tuple(kept.values())
