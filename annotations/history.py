"""Undo and redo: what was changed, and how to take it back. A step is only forgotten once the store has followed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from annotations.annotation import Annotation
from annotations.store import AnnotationStore

KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """One annotation as it was (None: it was not there) and as it became."""

    before: Annotation | None
    after: Annotation


@dataclass(frozen=True, slots=True)
class Step:
    """What the user did at once, by the name that a notice gives it."""

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

    def undo(self, store: AnnotationStore, now: datetime) -> Step | None:
        """Take the last step back: a new annotation goes to the trash, any other is as it was; None without a step."""
        if not self._done:
            return None
        step = self._done[-1]
        store.put(*(_taken_back(change, now) for change in reversed(step.changes)))
        self._undone.append(self._done.pop())
        return step

    def redo(self, store: AnnotationStore, now: datetime) -> Step | None:
        """Do the last step that was undone again; None without one."""
        if not self._undone:
            return None
        step = self._undone[-1]
        store.put(*_stamped((change.after for change in step.changes), now))
        self._done.append(self._undone.pop())
        return step


def _taken_back(change: Change, now: datetime) -> Annotation:
    return change.after.trashed(now) if change.before is None else replace(change.before, modified=now)


def _stamped(annotations: Iterable[Annotation], now: datetime) -> list[Annotation]:
    return [replace(one, modified=now) for one in annotations]
