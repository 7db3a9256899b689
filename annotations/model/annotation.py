"""An annotation and its edits. Each edit is pure: it returns a new value, stamped with the time it was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.model.change_clock import TAG, Trail, Version, after, joined, mark, newest_marks
from annotations.model.quotation_rules import problem
from annotations.model.selectors import Target

COLORS = ("yellow", "green", "blue", "pink", "orange")
"""The five highlight colours, in the order in which the screen offers them."""


class Annotation(Struct, frozen=True):
    """A highlighted passage with what its reader says about it.

    `id` is ours (a ULID: 26 characters, sortable by creation); `tags` are unique, in the order given, without `#`;
    `quotation` is the passage as it is to be quoted, with `…` and [insertions] (see `quotation.problem`), empty where that
    is the passage itself. `was` is the passage as its reader marked it, where it has been carried over to a later text.
    `created` and `modified` carry a time zone; `deleted` is None, or when it went to the trash.
    `trail` is kept by the edits and read by `merging`; nobody else need know it.
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
    was: Target | None = None
    trail: Trail = field(default_factory=Trail)

    def with_note(self, note: str, now: datetime) -> Annotation:
        """Return the annotation with another note; an empty one removes it."""
        if note == self.note and not self.trail.versions:
            return replace(self, modified=now)
        versions = self.note_versions
        time = after(now, *(written for written, _ in versions))
        seen = newest_marks((*self.trail.seen, *map(mark, versions)))
        trail = Trail(self.trail.stamped(note=time).changed, seen)
        return replace(self, note=note, modified=now, trail=trail)

    def with_tags(self, tags: Iterable[str], now: datetime) -> Annotation:
        """Return the annotation with exactly these tags."""
        cleaned = clean_tags(tags)
        before, later = ({tag.casefold(): tag for tag in each} for each in (self.tags, cleaned))
        other = {key for key in before.keys() | later.keys() if before.get(key) != later.get(key)}
        times = {TAG + key: after(now, self.trail.time(TAG + key), self._since(key in before)) for key in other}
        return replace(self, tags=cleaned, modified=now, trail=self.trail.stamped_all(times))

    def with_color(self, color: str, now: datetime) -> Annotation:
        """Return the annotation in another colour; ValueError for one that is not in COLORS."""
        if color not in COLORS:
            raise ValueError(f"no colour {color!r}: there are {', '.join(COLORS)}")
        return replace(self, color=color, modified=now, trail=self._stamped("color", now))

    def quoted_as(self, quotation: str, now: datetime) -> Annotation:
        """Return the annotation with an edited quotation, empty for verbatim; ValueError for words that are not the passage's."""
        wrong = problem(quotation, self.target.quote.exact) if quotation else ""
        if wrong:
            raise ValueError(wrong)
        kept = "" if quotation == self.target.quote.exact else quotation
        return replace(self, quotation=kept, modified=now, trail=self._stamped("passage", now))

    def moved_to(self, target: Target, now: datetime) -> Annotation:
        """Return the annotation on another passage; an edited quotation that no longer fits is dropped."""
        fits = self.quotation and not problem(self.quotation, target.quote.exact)
        trail = self._stamped("passage", now)
        kept = self.quotation if fits else ""
        return replace(self, target=target, quotation=kept, was=None, modified=now, trail=trail)

    def carried_to(self, target: Target, now: datetime) -> Annotation:
        """Return the annotation carried to a later version of its text; the original target is kept as `was`."""
        return replace(self.moved_to(target, now), was=self.was or self.target)

    def merged_with(self, others: Sequence[Annotation], target: Target, now: datetime) -> Annotation:
        """One annotation over `target` that says what this and the others say: all notes, in this order, and all tags."""
        notes = dict.fromkeys(one.note.strip() for one in (self, *others))
        tags = [tag for one in (self, *others) for tag in one.tags]
        said = "\n\n".join(note for note in notes if note)
        return self.moved_to(target, now).with_note(said, now).with_tags(tags, now)

    def trashed(self, now: datetime) -> Annotation:
        """Return the tombstone."""
        return replace(self, deleted=now, modified=now, trail=self._stamped("deleted", now))

    def restored(self, now: datetime) -> Annotation:
        """Back from the trash."""
        return replace(self, deleted=None, modified=now, trail=self._stamped("deleted", now))

    @property
    def note_versions(self) -> tuple[Version, ...]:
        """The note with its time, or where several were written apart all of them."""
        versions = self.trail.versions
        if versions and joined(versions) == self.note:
            return versions
        return ((self.time("note"), self.note),)

    def time(self, part: str) -> datetime:
        """When a part was changed last; see Trail for their names."""
        return self.trail.time(part) or self.created

    def content(self) -> tuple[object, ...]:
        """All that a reader sees of it: equal where only times differ."""
        return self.target, self.was, self.quotation, self.note, self.tags, self.color, self.deleted is not None

    def _since(self, there: bool) -> datetime | None:
        return self.created if there else None

    def _stamped(self, part: str, now: datetime) -> Trail:
        return self.trail.stamped(**{part: after(now, self.time(part))})


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without `#`, commas and outer space, each once whatever its case, empty ones dropped."""
    kept: dict[str, str] = {}
    for tag in tags:
        cleaned = " ".join(tag.replace(",", " ").split()).lstrip("#").strip()
        if cleaned:
            kept.setdefault(cleaned.casefold(), cleaned)
    return tuple(kept.values())
