"""Cursor movements over a layout. Pure: a layout, a cursor and a count in, a cursor out.

The *head* is the code point offset of the cluster under the cursor. The *goal* is the cell that vertical movement tries to
keep, so that a short row does not move the cursor to the left for good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from reader.text.layout.text_layout import Layout, Row
from reader.text.movement import motions


class Cursor(Struct, frozen=True):
    """A place in the text; `goal` in cells, None unless the last movement was vertical."""

    head: int = 0
    goal: int | None = None


Move = Callable[[Layout, Cursor, int], Cursor]


def by_rows(layout: Layout, cursor: Cursor, count: int) -> Cursor:
    """Move `count` rows down (up if negative), skipping empty rows."""
    row = layout.row_of(cursor.head)
    goal = layout.cell_of(row, cursor.head) if cursor.goal is None else cursor.goal
    step = layout.after if count > 0 else layout.before
    for _ in range(abs(count)):
        found = _next_with_text(step, row)
        if found is None:
            break
        row = found
    return Cursor(layout.offset_at(row, goal), goal)


def _next_with_text(step: Callable[[Row], Row | None], row: Row) -> Row | None:
    found = step(row)
    while found is not None and found.kind == "gap":
        found = step(found)
    return found


def onto(layout: Layout, row: Row, goal: int | None) -> Cursor:
    """Return the cursor on `row`, or on the nearest row with text if `row` is empty."""
    if row.kind == "gap":
        row = _next_with_text(layout.after, row) or _next_with_text(layout.before, row) or row
    return Cursor(layout.offset_at(row, goal or 0), goal)


def _row_start(layout: Layout, cursor: Cursor, _count: int) -> Cursor:
    return Cursor(layout.row_of(cursor.head).start)


def _row_end(layout: Layout, cursor: Cursor, _count: int) -> Cursor:
    row = layout.row_of(cursor.head)
    return Cursor(layout.offset_at(row, layout.width * 2))


def _first(layout: Layout, _cursor: Cursor, _count: int) -> Cursor:
    return onto(layout, layout.first(), 0)


def _last(layout: Layout, _cursor: Cursor, _count: int) -> Cursor:
    row = layout.last()
    if row.kind == "gap":
        row = _next_with_text(layout.before, row) or row
    return Cursor(layout.offset_at(row, 0), 0)


def _of_text(move: Callable[[str, int, int], int]) -> Move:
    def moved(layout: Layout, cursor: Cursor, count: int) -> Cursor:
        return Cursor(motions.on_cluster(layout.text, move(layout.text, cursor.head, count)))

    return moved


def _paragraph_next(layout: Layout, cursor: Cursor, count: int) -> Cursor:
    head = cursor.head
    for _ in range(count):
        end = layout.display_paragraph(head).end
        row = layout.row_of(min(end, max(0, len(layout.text) - 1)))
        if row.end <= head or end >= len(layout.text):
            return _last(layout, cursor, 1)
        head = max(end, row.start)
    return Cursor(head)


def _paragraph_previous(layout: Layout, cursor: Cursor, count: int) -> Cursor:
    head = cursor.head
    for _ in range(count):
        start = layout.display_paragraph(head).start
        if start == head and start > 0:
            start = layout.display_paragraph(_last_letter_before(layout.text, start)).start
        head = start
    return Cursor(head)


def _last_letter_before(text: str, offset: int) -> int:
    """Return the offset of the last character before `offset` that is not white space, else 0."""
    while offset > 0 and text[offset - 1].isspace():
        offset -= 1
    return max(0, offset - 1)


MOVES: Mapping[str, Move] = {
    "row.next": by_rows,
    "row.previous": lambda layout, cursor, count: by_rows(layout, cursor, -count),
    "row.start": _row_start,
    "row.end": _row_end,
    "text.first": _first,
    "text.last": _last,
    "char.next": _of_text(motions.char_next),
    "char.previous": _of_text(motions.char_prev),
    "word.next": _of_text(motions.word_next),
    "word.previous": _of_text(motions.word_prev),
    "word.end": _of_text(motions.word_end),
    "sentence.next": _of_text(motions.sentence_next),
    "sentence.previous": _of_text(motions.sentence_prev),
    "paragraph.next": _paragraph_next,
    "paragraph.previous": _paragraph_previous,
}
"""Movements of the cursor by command id. Scrolling by pages moves the viewport and is not among them."""

JUMPS = frozenset({"text.first", "text.last"})
"""Movements that are recorded in the jump history."""
