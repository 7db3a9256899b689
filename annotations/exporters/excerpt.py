"""Excerpts: annotations with what a citation of them needs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from annotations.anchoring.reanchor import State
from annotations.citations import unique_keys
from annotations.model.annotation import Annotation
from annotations.model.source import Source
from annotations.model.span import Span
from annotations.storage.file_format import to_dict


class Excerpt(Struct, frozen=True):
    """An annotation, its source, and how both are cited.

    `locator` is formatted already (`para. 4`), or empty; `span` is where the passage stands now, None for an orphan; `key` is
    the source's citation key in its library, empty if it is not known. `before` and `after` are the rest of the sentence
    around the passage, if that was asked for.
    """

    annotation: Annotation
    source: Source
    locator: str = ""
    state: State = "exact"
    span: Span | None = None
    key: str = ""
    before: str = ""
    after: str = ""

    @property
    def passage(self) -> str:
        """The words themselves, verbatim."""
        return self.annotation.target.quote.exact

    @property
    def quotation(self) -> str:
        """The words as they are to be quoted: the passage, or the user's version of it with … and [insertions]."""
        return self.annotation.quotation or self.passage

    @property
    def shows_source(self) -> bool:
        """Whether a document also shows the source's own words: its sentence, or those that the quotation changed."""
        return bool(self.before or self.after or self.annotation.quotation)


def public_record(excerpt: Excerpt) -> dict[str, Any]:
    """Return an annotation as the command line and the exports show it: with its current span and the state of its anchor."""
    record = to_dict(excerpt.annotation)
    span = None if excerpt.state == "orphan" else excerpt.span or excerpt.annotation.target.position
    record |= {"start": span.start if span else None, "end": span.end if span else None}
    deleted, was = record.pop("deleted"), record.pop("was")
    return record | {"state": excerpt.state} | ({"deleted": deleted} if deleted else {}) | ({"was": was} if was else {})


Group = tuple[str, list[Excerpt]]


def by_article(excerpts: Sequence[Excerpt]) -> list[tuple[str, list[Excerpt]]]:
    """Return the excerpts grouped by article, articles in the order in which they first come."""
    order = {one.annotation.article_id: None for one in excerpts}
    rank = {article_id: n for n, article_id in enumerate(order)}
    ordered = sorted(excerpts, key=lambda one: rank[one.annotation.article_id])
    return [(article_id, list(each)) for article_id, each in groupby(ordered, lambda one: one.annotation.article_id)]


def keyed(excerpts: Sequence[Excerpt]) -> list[Group]:
    """Return the excerpts of each article by citation key; articles with equal sources still have different keys."""
    groups = [each for _, each in by_article(excerpts)]
    made = unique_keys([each[0].source for each in groups])
    found: dict[str, list[Excerpt]] = {}
    for key, each in zip(made, groups, strict=True):
        wanted = each[0].key or key
        found[wanted if wanted not in found else f"{wanted}-{len(found)}"] = each
    return list(found.items())


GROUPS = ("article", "tag", "date")
"""The ways to group excerpts."""


def grouped(excerpts: Sequence[Excerpt], by: str) -> list[Group]:
    """Return headings with their excerpts: an article's title, a tag (an excerpt is under each of its tags), a day."""
    if by == "article":
        return [(each[0].source.title, each) for _, each in by_article(excerpts)]
    found: dict[str, list[Excerpt]] = {}
    for one in excerpts:
        for name in _names(one, by):
            found.setdefault(name, []).append(one)
    last = UNTAGGED if by == "tag" else ""
    return sorted(found.items(), key=lambda group: (group[0] == last, group[0].casefold()))


UNTAGGED = "Untagged"


def _names(one: Excerpt, by: str) -> Sequence[str]:
    if by == "date":
        return (one.annotation.created.date().isoformat(),)
    return tuple(f"#{tag}" for tag in one.annotation.tags) or (UNTAGGED,)
