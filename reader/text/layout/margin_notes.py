"""Placement of notes in the margin: beside their passage, without overlaps, the focused one in full."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class MarginNote(Struct, frozen=True):
    """A note to place: the screen row of its passage and its lines, already wrapped."""

    key: str
    row: int
    lines: tuple[str, ...]


class PlacedNote(Struct, frozen=True):
    """A placed note: the screen row of its first line, the lines that fit, and whether it is the focused one."""

    key: str
    row: int
    lines: tuple[str, ...]
    focused: bool


def place(notes: Sequence[MarginNote], height: int, focus: str | None = None) -> list[PlacedNote]:
    """Move notes down until none overlaps; a note that does not fit is cut with `…`, except the focused one.

    `notes` are in the order of their rows; `height` is in rows. One empty row stays between two notes.
    """
    index = next((n for n, note in enumerate(notes) if note.key == focus), None)
    if index is None:
        return _downwards(notes, 0, height)
    own = notes[index]
    row = max(0, min(own.row, height - len(own.lines)))
    above = _downwards(notes[:index], 0, row - 1)
    below = _downwards(notes[index + 1 :], row + len(own.lines) + 1, height)
    return [*above, PlacedNote(own.key, row, own.lines[:height], True), *below]


def _downwards(notes: Sequence[MarginNote], first: int, end: int) -> list[PlacedNote]:
    placed = []
    for n, note in enumerate(notes):
        row = max(first, note.row)
        room = end - row
        following = notes[n + 1].row - 1 if n + 1 < len(notes) else end
        wanted = min(len(note.lines), max(room, 0))
        if wanted < 1:
            break
        if len(note.lines) > 3 and row + wanted > following:
            wanted = max(3, following - row)
        lines = _cut(note.lines, min(wanted, room))
        placed.append(PlacedNote(note.key, row, lines, False))
        first = row + len(lines) + 1
    return placed


def _cut(lines: tuple[str, ...], room: int) -> tuple[str, ...]:
    if len(lines) <= room:
        return lines
    return (*lines[: room - 1], lines[room - 1][:-1].rstrip(" .,;") + "…")
