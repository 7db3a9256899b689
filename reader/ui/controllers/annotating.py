"""Highlights, notes, tags, and taking all of it back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from annotations.annotation import COLORS, Annotation
from annotations.errors import AnnotationsError
from annotations.history import Step
from reader.errors import ReaderError
from reader.keys import Invocation
from reader.text.clean import clean_line, clean_text
from reader.text.selection import Selection
from reader.text.words import cluster_start
from reader.ui.controllers.host import Handler, Host
from reader.ui.screens.dialogs import LineDialog, NoteDialog, Written, excerpt, tags_as_line, tags_of
from reader.ui.screens.picker import Picker
from reader.ui.screens.quotation import QuotationDialog
from reader.ui.widgets.row_list import Item

LETTERS = {color[0]: color for color in COLORS}


class Annotating:
    """Commands that change annotations. What the store refuses becomes a notice, and nothing is shown that is not kept."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._moving: Annotation | None = None

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        return {
            "highlight.make": self._make,
            "highlight.color": self._color,
            "note.edit": self._note,
            "tags.edit": self._tags,
            "quotation.edit": self._quotation,
            "highlight.delete": self._delete,
            "edit.undo": self._undo,
            "edit.redo": self._redo,
        }

    def here(self) -> Annotation | None:
        """The highlight under the cursor, while nothing is selected."""
        page = self._host.page
        return None if page.selection else self._host.desk.at(page.cursor.head)

    def take_up(self) -> bool:
        """`v` on a highlight: its ends become the selection; False where there is none."""
        found = self.here()
        span = self._host.desk.span_of(found.id) if found else None
        if found is None or span is None:
            return False
        self._moving = found
        text = self._host.page.sheet.text
        self._host.page.select(Selection(span.start, cluster_start(text, span.end - 1)))
        self._host.notice("Move the end with the cursor, o takes the other one, ⏎ sets them.")
        return True

    def let_go(self) -> None:
        """The ends that were taken up stay where they were."""
        self._moving = None

    def _keep(self, change: Callable[[], object]) -> bool:
        """Make a change and show it; False, with a notice, where the store refuses it."""
        why = self._try(change)
        if why:
            self._host.notice(why, warning=True)
        return not why

    def _try(self, change: Callable[[], object]) -> str:
        """Make a change and show it; why that could not be done, for a dialog to show."""
        try:
            change()
        except (AnnotationsError, ReaderError) as error:
            return str(error)
        self._host.marks_changed()
        return ""

    def _new(self, color: str = "") -> Annotation | None:
        """A highlight over the selection, or the sentence under the cursor."""
        page, desk = self._host.page, self._host.desk
        span = page.passage()
        if span is None or desk.article is None:
            self._host.notice("There is no text here to highlight.")
            return None
        chosen = color or self._host.recall("color", COLORS[0])
        made: list[Annotation] = []
        page.selection = None
        if not self._keep(lambda: made.append(desk.highlight(span, chosen if chosen in COLORS else COLORS[0]))):
            return None
        page.go_to(span.start)
        return made[0]

    def _make(self, call: Invocation) -> None:
        page, found = self._host.page, self.here()
        moving, self._moving = self._moving, None
        if moving is not None and page.selection is not None:
            self._set_ends(moving)
        elif found is not None:
            self._open(found)
        elif self._new() is not None:
            self._host.notice("Highlighted · a adds a note, t tags, u takes it back.")

    def _set_ends(self, moving: Annotation) -> None:
        page = self._host.page
        span = page.passage()
        page.selection = None
        if span is not None and self._keep(lambda: self._host.desk.move(moving, span)):
            page.go_to(span.start)
            self._host.notice("The highlight has new ends · u brings the old ones back.")

    def _open(self, found: Annotation) -> None:
        """On a highlight, Enter offers what can be done with it; the first choice is the note."""
        offers = [
            Item("note.edit", "Note", found.note or "none yet"),
            Item("tags.edit", "Tags", " ".join("#" + tag for tag in found.tags) or "none yet"),
            Item("quotation.edit", "Quotation", found.quotation or "word for word"),
            Item("color", "Colour", found.color),
            Item("ends", "Move the ends", "o takes the other end, ⏎ sets them"),
            Item("highlight.delete", "Delete", "u brings it back"),
        ]

        def chosen(value: str | None) -> None:
            if value == "ends":
                self.take_up()
            elif value == "color":
                self._choose_color(found)
            elif value is not None:
                self.commands()[value](Invocation(value))

        picker = Picker(
            excerpt(found.target.quote.exact, 80), lambda words: (offers, ""), self._host.palette, brief=True
        )
        self._host.ask(picker, chosen)

    def _choose_color(self, found: Annotation) -> None:
        items = [Item(color, color, f"H {color[0]}") for color in COLORS]
        picker = Picker("Colour", lambda words: (items, ""), self._host.palette, chosen=found.color, brief=True)
        self._host.ask(picker, lambda color: self._recolor(found, color) if color else None)

    def _recolor(self, found: Annotation, color: str) -> None:
        self._host.remember("color", color)
        self._keep(lambda: self._host.desk.recolor(found, color))

    def _color(self, call: Invocation) -> None:
        color = LETTERS.get(call.argument)
        if color is None:
            self._host.notice("Colours: " + ", ".join(f"{letter} {name}" for letter, name in LETTERS.items()))
            return
        found = self.here()
        if found is not None:
            self._recolor(found, color)
        else:
            self._host.remember("color", color)
            self._new(color)

    # Notes and tags

    def _subject(self) -> Annotation | None:
        """The highlight under the cursor; where there is none, a new one."""
        return self.here() or self._new()

    def _note(self, call: Invocation) -> None:
        fresh = self.here() is None
        found = self._subject()
        if found is None:
            return
        drafts = self._host.workspace.drafts
        draft = drafts.read(found.id)

        def left(written: Written | None) -> None:
            if written is not None and written.saved:
                self._host.notice("Note saved.")
            elif written is not None:
                self._leave_note(found, written.text, fresh)

        dialog = NoteDialog(
            found.target.quote.exact,
            found.note if draft is None else draft,
            draft is not None,
            lambda text: self._draft(found, text),
            lambda text: self._save_note(found, text, fresh),
        )
        self._host.ask(dialog, left)

    def _draft(self, found: Annotation, text: str) -> bool:
        """Keep what is written so far; False, with a notice, where the disk refuses."""
        try:
            self._host.workspace.drafts.write(found.id, text)
        except OSError as error:
            self._host.notice(f"The draft could not be kept: {error.strerror}", warning=True)
            return False
        return True

    def _save_note(self, found: Annotation, text: str, fresh: bool) -> str:
        """Why the note could not be saved; it is kept as a draft meanwhile, where at least that can be done."""
        with suppress(OSError):
            self._host.workspace.drafts.write(found.id, text)
        why = self._try(lambda: self._host.desk.note(found, clean_text(text)))
        if not why:
            self._host.workspace.drafts.drop(found.id)
            if fresh:
                self._host.desk.together(2, "Note")
        return why

    def _leave_note(self, found: Annotation, text: str, fresh: bool) -> None:
        """Escape keeps what was written as a draft; a highlight made only for a note that was not begun goes again."""
        if text != found.note and text.strip():
            if self._draft(found, text):
                self._host.notice("Kept as a draft · a takes it up again.")
            return
        self._host.workspace.drafts.drop(found.id)
        if fresh:
            self._keep(self._host.desk.undo)

    def _tags(self, call: Invocation) -> None:
        fresh = self.here() is None
        found = self._subject()
        if found is None:
            return

        def save(line: str) -> str:
            why = self._try(lambda: self._host.desk.tag(found, map(clean_line, tags_of(line))))
            if fresh and not why:
                self._host.desk.together(2, "Tags")
            return why

        def left(line: str | None) -> None:
            if line is not None:
                self._host.notice("Tags saved.")
            elif fresh:
                self._keep(self._host.desk.undo)

        known = sorted({tag for one in self._host.workspace.store.all() for tag in one.tags}, key=str.casefold)
        hint = "⏎ save   Tab complete   , divides tags of several words   Esc leave"
        self._host.ask(LineDialog("Tags, with spaces between", tags_as_line(found.tags), hint, known, save), left)

    def _quotation(self, call: Invocation) -> None:
        found = self.here()
        if found is None:
            self._host.notice("The cursor stands on no highlight · ⏎ makes one.")
            return

        def left(wording: str | None) -> None:
            if wording is not None:
                self._host.notice("Y quotes it so; the passage stays as it is." if wording else "Quoted word for word.")

        def save(wording: str) -> str:
            return self._try(lambda: self._host.desk.quote(found, wording))

        self._host.ask(QuotationDialog(found.target.quote.exact, found.quotation, save), left)

    def _delete(self, call: Invocation) -> None:
        found = self.here()
        if found is None:
            self._host.notice("The cursor stands on no highlight.")
        elif self._keep(lambda: self._host.desk.delete(found)):
            self._host.notice("Highlight deleted · u brings it back.")

    # Undo and redo

    def _undo(self, call: Invocation) -> None:
        self._again(self._host.desk.undo, "Nothing to undo.", "taken back · Ctrl+R does it again")

    def _redo(self, call: Invocation) -> None:
        self._again(self._host.desk.redo, "Nothing to redo.", "done again · u takes it back")

    def _again(self, move: Callable[[], Step | None], none: str, done: str) -> None:
        steps: list[Step | None] = []
        if not self._keep(lambda: steps.append(move())):
            return
        step = steps[0]
        if step is None:
            self._host.notice(none)
            return
        self._host.notice(f"{step.title} {done}.")
        span = self._host.desk.span_of(step.changes[-1].after.id) if step.changes else None
        if span is not None:
            self._host.page.go_to(span.start)
