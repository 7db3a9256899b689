"""Two copies of one annotation that were edited apart become one, and nothing that was written is lost.

Each part is as its newest change left it; of tags each one is a part; where two notes were written apart both texts stay.
A deletion is a change like any other: the tombstone keeps what was written on the other side. `merged` is commutative,
associative and idempotent (a join of semilattices), so that any number of machines that merge in any order, as often as
they like, end with the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from annotations.model.annotation import Annotation
from annotations.model.change_clock import TAG, Trail, Version, joined, mark, newest_marks
from annotations.model.selectors import Target


class _Note(Struct, frozen=True):
    """A note's versions by their marks, and the marks of all versions that were known when they were written."""

    versions: dict[str, Version]
    known: frozenset[str]


def merged(one: Annotation, other: Annotation) -> Annotation:
    """Merge two copies of an annotation, which have the same id."""
    if one == other:
        return one
    created = min(one.created, other.created)
    passage = max(one, other, key=_passage)
    color = max(one, other, key=lambda each: (each.time("color"), each.color))
    deleted = max(one, other, key=_deleted)
    note, tags = _merged_note(one, other), _merged_tags(one, other)
    versions = tuple(sorted(note.versions.values()))
    times = {part: each.time(part) for part, each in (("passage", passage), ("color", color), ("deleted", deleted))}
    times |= {"note": max(written for written, _ in versions)}
    changed = {part: time for part, time in times.items() if time != created} | {
        TAG + key: time for key, (time, there, _) in tags.items() if time != created or not there
    }  # a part that is not named is as old as the annotation; a clock that stood behind makes one older than that
    seen = newest_marks(note.known - note.versions.keys())
    return Annotation(
        id=one.id,
        article_id=min(one.article_id, other.article_id),
        target=passage.target,
        created=created,
        modified=max(one.modified, other.modified),
        note=joined(versions) if len(versions) > 1 else versions[0][1],
        tags=_in_order(one.tags, other.tags, {tag for _, there, tag in tags.values() if there}),
        color=color.color,
        deleted=deleted.deleted,
        quotation=passage.quotation,
        was=passage.was,
        trail=Trail(tuple(sorted(changed.items())), seen, versions if len(versions) > 1 else ()),
    )


def merged_all(annotations: Iterable[Annotation]) -> dict[str, Annotation]:
    """Return the union by id, copies merged."""
    found: dict[str, Annotation] = {}
    for one in annotations:
        found[one.id] = merged(found[one.id], one) if one.id in found else one
    return found


def edited_apart(one: Annotation, other: Annotation) -> bool:
    """Whether merging the two leaves two texts in the note where each has one."""
    return len(_merged_note(one, other).versions) > max(len(one.note_versions), len(other.note_versions))


def _passage(each: Annotation) -> tuple[object, ...]:
    quote = each.target.quote
    said = quote.exact, quote.prefix, quote.suffix, each.quotation
    return each.time("passage"), each.target.position, *said, _key(each.was)


def _key(target: Target | None) -> tuple[object, ...]:
    """Something to order by; no target comes first."""
    quote = target.quote if target else None
    return (target.position, quote.exact, quote.prefix, quote.suffix) if target and quote else ()


def _deleted(each: Annotation) -> tuple[datetime, bool, str]:
    return each.time("deleted"), each.deleted is not None, each.deleted.isoformat() if each.deleted else ""


def _note(each: Annotation) -> _Note:
    versions = {mark(version): version for version in each.note_versions}
    outdated = {mark(version) for version in each.trail.versions}
    return _Note(versions, frozenset((*each.trail.seen, *outdated, *versions)))


def _merged_note(one: Annotation, other: Annotation) -> _Note:
    """Merge two notes: the versions that both have, and those that only one has."""
    here, there = _note(one), _note(other)
    kept = {
        name: version
        for name, version in (here.versions | there.versions).items()
        if (name in here.versions or name not in here.known) and (name in there.versions or name not in there.known)
    }
    if not kept:  # each calls the other outdated, which only a file from elsewhere can say: neither is given up
        kept = here.versions | there.versions
    return _Note(kept, here.known | there.known)


def _tags(each: Annotation) -> dict[str, tuple[datetime, bool, str]]:
    """Each tag that is there or was, folded: since when, whether it is there, and how it is written."""
    found = {name.removeprefix(TAG): (time, False, "") for name, time in each.trail.changed if name.startswith(TAG)}
    found |= {tag.casefold(): (each.time(TAG + tag.casefold()), True, tag) for tag in each.tags}
    return found


def _merged_tags(one: Annotation, other: Annotation) -> dict[str, tuple[datetime, bool, str]]:
    here, there = _tags(one), _tags(other)
    return {key: max(each[key] for each in (here, there) if key in each) for key in here.keys() | there.keys()}


def _in_order(here: tuple[str, ...], there: tuple[str, ...], kept: set[str]) -> tuple[str, ...]:
    """In the order that both have, else by the alphabet: an order that does not hang on which was merged first."""
    return here if here == there else tuple(sorted(kept, key=lambda tag: (tag.casefold(), tag)))
