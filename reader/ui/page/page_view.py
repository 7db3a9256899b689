"""The reading pane: a page of text, the cursor on it, and the notes beside it.

It knows the text, what lies over it and where the cursor is; it knows no store. What the reader does here goes out as a
message, and what follows from it comes back as `marks`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from annotations.model.span import Span
from reader.text.layout.text_layout import Row, row_width, sideways_to
from reader.text.layout.viewport import Viewport
from reader.text.movement.navigator import MOVES, Cursor, onto
from reader.text.movement.selection import Selection
from reader.text.segments.sentences import sentence_at
from reader.text.unicode.graphemes import next_boundary
from reader.ui.page.hint_mode import Labelling
from reader.ui.page.mouse import Pointed, Pointing
from reader.ui.page.page_columns import Geometry, divide
from reader.ui.page.page_decorations import Notes, exactly, header_line, margin_line, overview, screen_row, with_label
from reader.ui.page.page_document import Sheet
from reader.ui.render.row_painter import Mark, Marks, Scene, Spans, gutter, paint_text
from reader.ui.render.theme import Palette

if TYPE_CHECKING:
    from reader.text.layout.margin_notes import PlacedNote


class Page(Pointed, can_focus=True):
    """Shows one Sheet; see the module's docstring."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Page { width: 1fr; height: 1fr; }"

    class Moved(Message):
        """The cursor has moved or the selection has changed."""

        def can_replace(self, message: Message) -> bool:
            """Keep only the last of several queued messages: they carry no data."""
            return isinstance(message, Page.Moved)

    class Chosen(Message):
        """A sentence was chosen by its label, or a passage with the mouse."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.palette = palette
        self.sheet = Sheet.empty()
        self.measure = 72
        self.margin_wanted = True
        self.last_selection: Selection | None = None
        self._selection: Selection | None = None
        self.selections_begun = 0
        self.labels = Labelling()
        self.marks = Marks()
        self._colors: dict[str, str] = {}
        self.notes = Notes()
        self.matches = Spans()
        self.match_starts: Sequence[int] = ()
        self.cursor = Cursor()
        self.pointing = Pointing(self)
        self.shift = 0
        self._painted: tuple[int | None, str | None] = (None, None)
        self._rows: list[Row] = []
        self._placed: list[PlacedNote] = []
        self.geometry: Geometry = self._geometry(80)
        self.view: Viewport = Viewport.at_start(self.sheet.layout(self.geometry.column), 24, 0)
        self._fresh = True
        self._fitted = (0, 0)

    @property
    def selection(self) -> Selection | None:
        """The selected span; the last one is remembered when the selection ends."""
        return self._selection

    @selection.setter
    def selection(self, wanted: Selection | None) -> None:
        if wanted is None and self._selection is not None:
            self.last_selection = self._selection
        self.selections_begun += wanted is not None and self._selection is None
        self._selection = wanted

    # What is shown

    def show(self, sheet: Sheet, offset: int) -> None:
        """Show a text, with the cursor at `offset`."""
        self.sheet = sheet
        self.selection = self.last_selection = None
        self.labels = Labelling()
        self.matches, self.match_starts = Spans(), ()
        self.cursor = Cursor(max(0, min(offset, max(0, len(sheet.text) - 1))))
        self._fresh = True
        if all(self.size):
            self._lay_out()
        else:  # nothing is laid out before there is a size: the first rows that are made are those that are painted
            self.view = Viewport.at_start(self.sheet.layout(self.geometry.column, self.view.layout), 24, 0)
        self._changed(whole=True)

    def mark(self, marks: Marks, notes: Notes) -> None:
        """Replace the highlights and notes over the text."""
        appears = bool(notes) != bool(self.notes)
        self.marks, self.notes = marks, notes
        if appears and self.margin_wanted:
            self.relay()
        self._changed(whole=True)

    def restyle(self, palette: Palette) -> None:
        """Repaint in the colours of another theme."""
        self.palette = palette
        self.refresh()

    def relay(self) -> None:
        """Lay the text out anew: after a resize, a fold, another column width."""
        if all(self.size):
            self._lay_out()
            self._changed(whole=True)

    def _geometry(self, width: int) -> Geometry:
        return divide(max(20, width), self.measure, self.margin_wanted and bool(self.notes))

    def on_resize(self) -> None:
        if self._fit():
            self._changed(whole=True)

    def _fit(self) -> bool:
        """Lay the text out for the size that the page has now; False where it is laid out for it."""
        size = (self.size.width, self.size.height)
        if size == self._fitted or not all(size):
            return False
        self._fitted = size
        self._lay_out()
        return True

    def _lay_out(self) -> None:
        self.geometry = self._geometry(self.size.width)
        header = len(self.sheet.header(self.geometry.column))
        layout = self.sheet.layout(self.geometry.column, self.view.layout)
        if self._fresh:
            self.view = Viewport.at_start(layout, self.size.height, header)
            self._fresh = False
            if self.cursor.head:
                self.view = self.view.showing(self.cursor.head)
        else:
            self.view = self.view.relaid(layout, self.size.height, header).showing(self.cursor.head)

    @property
    def progress(self) -> float:
        """How far the cursor is, 0-1."""
        return self.cursor.head / max(1, len(self.sheet.text) - 1)

    # The cursor

    def passage(self) -> Span | None:
        """Return the selection, else the sentence at the cursor."""
        text = self.sheet.text
        span = self.selection.span(text) if self.selection else sentence_at(text, self.cursor.head)
        return span or None

    def marks_here(self) -> list[Mark]:
        """Return the highlights at the cursor, the shortest first."""
        return self.marks.at(self.cursor.head)

    def move(self, command: str, count: int | None) -> None:
        """One of the navigator's movements."""
        self.go(MOVES[command](self.view.layout, self.cursor, count or 1))

    def go(self, cursor: Cursor, *, turned: bool = False) -> None:
        """Move the cursor, the view and the end of a selection; `turned` if the view has moved."""
        selecting = self.selection
        self.cursor = cursor
        if selecting:
            self.selection = selecting.moved(cursor.head)
        before, shift = self.view, self.shift
        self.view = before.showing(cursor.head)
        self.shift = sideways_to(self.view.layout, cursor.head, shift)
        self._changed(whole=turned or bool(selecting) or self.view != before or self.shift != shift)

    def go_to(self, offset: int) -> None:
        """Move the cursor to an offset."""
        self.go(Cursor(max(0, min(offset, max(0, len(self.sheet.text) - 1)))))

    def come_back(self, cursor: Cursor, view: Viewport | None, selection: Selection | None) -> None:
        """Restore the cursor, the selection and, if the layout is unchanged, the view."""
        self.cursor, self.selection = cursor, selection
        if view is not None and view.layout.width == self.view.layout.width:
            self.view = replace(self.view, top=self.view.layout.row_of(view.top.start), lead=view.lead)
        self.view = self.view.showing(cursor.head)
        self._changed(whole=True)

    def turn(self, rows: int) -> None:
        """Scroll by `rows`; the cursor keeps its place on the screen, and goes to the end of the text at the ends."""
        y = self.view.index_of(self.view.layout.row_of(self.cursor.head))
        before, self.view = self.view, self.view.scrolled(rows)
        shown = self.view.rows()
        if self.view == before or not shown:
            row = shown[-1 if rows > 0 else 0] if shown else self.view.top
        else:
            row = shown[max(0, min((y or 0) - self.view.lead, len(shown) - 1))]
        goal = self.cursor.goal
        if goal is None:
            goal = self.view.layout.cell_of(self.view.layout.row_of(self.cursor.head), self.cursor.head)
        self.go(onto(self.view.layout, row, goal), turned=True)

    def look_sideways(self, cells: int) -> bool:
        """Move rows that are wider than the column by so many cells; False where there is none on the screen."""
        layout = self.view.layout
        wide = [row_width(layout, row) for row in self.view.rows() if row.sideways]
        furthest = max(0, *wide, 0) - layout.width
        moved = max(0, min(self.shift + cells, furthest))
        if moved != self.shift:
            self.shift = moved
            self._changed(whole=True)
        return furthest > 0 or moved != 0

    def select(self, selection: Selection | None) -> None:
        """Set or clear the selection and move the cursor to its head."""
        self.selection = selection
        if selection is not None:
            self.cursor = Cursor(selection.head)
            self.view = self.view.showing(selection.head)
        self._changed(whole=True)

    # What the mouse asks for

    def point(self, cursor: Cursor, selection: Selection | None) -> None:
        """Set the cursor and the selection without scrolling."""
        self.labels = Labelling()
        self.cursor, self.selection = cursor, selection
        self._changed(whole=True)

    def chosen(self, selection: Selection) -> None:
        """Set the selection and post that a passage was chosen."""
        self.point(Cursor(selection.head), selection)
        self.post_message(self.Chosen())

    def follow_mouse(self, on: bool) -> None:
        """Capture the mouse outside the page, or release it."""
        self.capture_mouse(on)

    def every(self, seconds: float, act: Callable[[], object]) -> Timer:
        """Call a function at an interval."""
        return self.set_interval(seconds, act)

    def look_ahead(self) -> bool:
        """Prepare a little more of what the next keys may show; False where all of it is."""
        layout = self.view.layout
        return layout.look_ahead(layout.row_of(self.cursor.head))

    # Labels

    @property
    def labelled(self) -> Mapping[str, Span]:
        """The passages that have a label now."""
        return self.labels.spans

    def label(self, labelling: Labelling) -> bool:
        """Put a label on some passages, or on none any more; whether there is one."""
        self.labels = labelling
        self._changed(whole=True)
        return labelling.on

    def feed_label(self, key: str) -> bool:
        """One more letter of a label; none, or a wrong one, leaves. False where the key is not for the labels at all."""
        before = self.labels
        if not before.takes(key) and key:
            self.label(Labelling())
            return False
        after, chosen = before.fed(key)
        self.label(after)
        if chosen is not None and (question := after.then(chosen, after.capital)):
            self.label(before.asking(question))
        return True

    def choose(self, span: Span) -> None:
        """Select a passage, or extend the selection over it."""
        text = self.sheet.text
        now = self.selection
        self.select(now.reaching(text, span) if now else Selection.over(text, span))
        self.post_message(self.Chosen())

    # Painting

    def _changed(self, *, whole: bool) -> None:
        if whole:
            self.refresh()
        else:
            self._refresh_rows()
        self.post_message(self.Moved())

    def _refresh_rows(self) -> None:
        """Repaint only the rows that the cursor left and reached, unless a note came into focus."""
        y = self.view.index_of(self.view.layout.row_of(self.cursor.head))
        focus = self._focus()
        old_y, old_focus = self._painted
        if y is None or old_y is None or focus != old_focus:
            self.refresh()
            return
        for row in {y, old_y}:
            self.refresh(Region(0, row, self.size.width, 1))
        self._painted = (y, focus)

    def _focus(self) -> str | None:
        here = self.marks_here()
        return here[0].id if here else None

    def prepare(self) -> None:
        """Everything that holds for the whole picture is worked out once."""
        self._fit()
        self._rows = self.view.rows()
        self._scene = self._make_scene()
        self._placed = self._place_notes()
        self._painted = (self.view.index_of(self.view.layout.row_of(self.cursor.head)), self._focus())

    def _make_scene(self) -> Scene:
        text, head = self.sheet.text, self.cursor.head
        return Scene(
            marks=self.marks,
            matches=self.matches,
            quiet=self.sheet.quiet,
            inlays=self.sheet.inlays,
            selection=self.selection.span(text) if self.selection else None,
            cursor=Span(head, next_boundary(text, head)) if text else None,
            labels=tuple((max(span.start, self._first_shown()), label) for label, span in self.labelled.items()),
            labelling=self.labels.on,
            shift=self.shift,
        )

    def _first_shown(self) -> int:
        """Where the text on the screen begins: the label of a sentence that began before stands there."""
        return next((row.start for row in self._rows if row.kind not in ("gap", "fold")), 0)

    def render_line(self, y: int) -> Strip:
        """Return one row: left padding, gutter, text, overview, margin."""
        geometry, palette = self.geometry, self.palette
        index = y - self.view.lead
        if index < 0:
            header = self.sheet.header(geometry.column)
            segments = header_line(*header[len(header) - self.view.lead + y], geometry.left, palette)
        elif index < len(self._rows):
            segments = self._text_segments(index)
        else:
            segments = []
        length, height = max(1, len(self.sheet.text)), max(1, self._fitted[1])
        bar = overview(y, height, length, self._rows, self.marks, self.match_starts, palette)
        width, room = self._fitted[0], self._fitted[0] - geometry.bar - 1
        line = [*exactly(segments, geometry.bar, palette.text), bar]
        beside = []
        if geometry.margin:
            between = Segment(" " * (geometry.margin_left - geometry.bar - 1), palette.text)
            beside = [between, *margin_line(y, self._placed, self._colors, palette)]
        if room < 0:
            return Strip(exactly(line, width, palette.text), width)
        return Strip(line + exactly(beside, room, palette.text), width)

    def _text_segments(self, index: int) -> list[Segment]:
        row, layout, palette = self._rows[index], self.view.layout, self.palette
        words = paint_text(layout, row, self._scene, palette)
        blank = palette.text if words and words[0].style == palette.quiet else palette.quiet  # not theirs, see paint.py
        air = Segment(" " * (self.geometry.left - 2), blank)
        segments = [air, gutter(layout, row, self._scene, palette), Segment(" ", blank), *words]
        for start, label in self._scene.labels:
            if row.start <= start < row.end:
                cell = self.geometry.left + layout.cell_of(row, start) - (self.shift if row.sideways else 0)
                segments = with_label(segments, cell, label, self.labels.typed, palette)
        return segments

    # The margin

    def _place_notes(self) -> list[PlacedNote]:
        if not self.geometry.margin:
            return []
        from reader.text.layout.margin_notes import MarginNote, place  # noqa: PLC0415 - where there are notes beside the text

        width, rows = self.geometry.margin - 4, self._rows
        if not rows:
            return []
        notes, shown = [], self.notes.between(rows[0].start, max(rows[-1].next, rows[-1].start + 1))
        self._colors = {note.id: note.color for note in shown}
        for note in shown:
            y = screen_row(rows, note.start)
            if y is not None:
                notes.append(MarginNote(note.id, self.view.lead + y, Sheet.note_lines(note.text, note.tags, width)))
        notes.sort(key=lambda note: note.row)
        return place(notes, self.size.height, self._focus())
