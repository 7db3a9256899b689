"""Undo and redo: what was changed, and how to take it back. A step is only forgotten once the store has followed it.

A step gives back just what it changed, and only where that still stands as it left it: what another window, the command
line or another machine wrote since is never taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from annotations.model.annotation import Annotation
from annotations.storage.api import AnnotationStore

KEPT = 1_000


class Change(Struct, frozen=True):
    """One annotation as it was (None: it was not there) and as it became."""

    before: Annotation | None
    after: Annotation

    def turned(self) -> tuple[Annotation, Annotation]:
        """Return the annotation before and after undoing; a new annotation goes to the trash."""
        return self.after, self.before or self.after.trashed(self.after.modified)

    def again(self) -> tuple[Annotation, Annotation]:
        """Return the annotation before and after redoing."""
        return self.before or self.after.trashed(self.after.modified), self.after


class Step(Struct, frozen=True):
    """The changes of one user action; `title` is its name in notices."""

    title: str
    changes: tuple[Change, ...]


class History:
    """Two stacks of steps. StoreError comes through from undo and redo and leaves both as they were."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def push(self, step: Step) -> None:
        """Something new was done; what had been undone can no longer be redone."""
        self._done.append(step)
        del self._done[:-KEPT]
        self._undone.clear()

    def join(self, count: int, title: str) -> None:
        """Join the last steps into one that is undone together (a highlight made for its note)."""
        if count > 1 and len(self._done) >= count:
            steps = self._done[-count:]
            changes = tuple(change for step in steps for change in step.changes)
            self._done[-count:] = [replace(steps[0], title=title, changes=changes)]

    def undo(self, store: AnnotationStore, now: datetime) -> Step | None:
        """Take the last step back; None without one."""
        if not self._done:
            return None
        step = self._done[-1]
        _lead(store, [change.turned() for change in reversed(step.changes)], now)
        self._undone.append(self._done.pop())
        return step

    def redo(self, store: AnnotationStore, now: datetime) -> Step | None:
        """Do the last step that was undone again; None without one."""
        if not self._undone:
            return None
        step = self._undone[-1]
        _lead(store, [change.again() for change in step.changes], now)
        self._done.append(self._undone.pop())
        return step


def _lead(store: AnnotationStore, ways: Iterable[tuple[Annotation, Annotation]], now: datetime) -> None:
    """Bring annotations from one state to another; all that one step did is written at once."""
    current: dict[str, Annotation] = {}
    for origin, goal in ways:
        one = current.get(goal.id) or store.get(goal.id)
        current[goal.id] = _led(one, origin, goal, now)
    store.put(*current.values())


def _led(one: Annotation, origin: Annotation, goal: Annotation, now: datetime) -> Annotation:
    """`one` with each part that stands as in `origin` brought to where it stands in `goal`."""
    if origin.note != goal.note and one.note == origin.note:
        one = one.with_note(goal.note, now)
    if origin.tags != goal.tags and set(one.tags) == set(origin.tags):
        one = one.with_tags(goal.tags, now)
    if origin.color != goal.color and one.color == origin.color:
        one = one.with_color(goal.color, now)
    if (origin.target, origin.quotation) != (goal.target, goal.quotation) and one.target == origin.target:
        one = replace(one.moved_to(goal.target, now), quotation=goal.quotation, was=goal.was)
    if (origin.deleted is None) != (goal.deleted is None):
        one = one.restored(now) if goal.deleted is None else one.trashed(now)
    return one
