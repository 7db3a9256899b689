"""Highlights, notes, tags, and taking all of it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from msgspec import Struct

from annotations.model.annotation import COLORS, Annotation
from annotations.model.errors import AnnotationsError
from annotations.model.span import Span
from annotations.storage.undo_history import Step
from reader.config.key_parser import Invocation
from reader.errors import ReaderError
from reader.services.article_editor import Placed
from reader.text.cleaning import clean_line, clean_text
from reader.text.movement.selection import Selection
from reader.ui.commands.context import Handler, Host
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.quotation import QuotationDialog
from reader.ui.dialogs.text_dialogs import LineDialog, NoteDialog, Written, excerpt, tags_as_line, tags_of
from reader.ui.lists.row_list import Item

LETTERS = {color[0]: color for color in COLORS}


class Taken(Struct, frozen=True):
    """A highlight whose ends are being moved: it, which of the page's selections they are, where the cursor was before."""

    annotation: Annotation
    selection: int
    cursor: int


class Annotating:
    """Commands that change annotations. What the store refuses becomes a notice, and nothing is shown that is not kept.

    `waiting` is asked first by the next Enter, and says whether that was meant for it.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._taken: Taken | None = None
        self.waiting: Callable[[], bool] | None = None

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

    def with_passage(self, then: Callable[[Annotation], object]) -> None:
        """`then` gets the highlight under the cursor, else a new one over the selection or the sentence."""
        found = self.here()
        if found is not None:
            then(found)
        else:
            self._new(lambda made, fresh: then(made))

    # The ends of a highlight

    @property
    def taken(self) -> Taken | None:
        """The highlight whose ends are being moved, while what was selected for it is still selected."""
        page, taken = self._host.page, self._taken
        return taken if taken and page.selection and page.selections_begun == taken.selection else None

    def take_up(self, found: Annotation | None = None) -> bool:
        """`v` on a highlight: its ends become the selection; False where there is none."""
        page, found = self._host.page, found or self.here()
        span = self._host.desk.span_of(found.id) if found else None
        if found is None or span is None:
            return False
        cursor = page.cursor.head
        page.select(Selection.over(page.sheet.text, span))
        self._taken = Taken(found, page.selections_begun, cursor)
        self._host.notice("Move the end, o takes the other one, ⏎ sets them · v again selects afresh from the cursor.")
        return True

    def let_go(self) -> int | None:
        """The ends that were taken up stay where they were; where the cursor was before, or None where none were."""
        taken, self._taken, self.waiting = self.taken, None, None
        return taken.cursor if taken else None

    def _set_ends(self) -> Annotation | None:
        """The highlight whose ends are moved gets them; None where there is none, or the store refuses."""
        page, desk, taken = self._host.page, self._host.desk, self.taken
        span = page.passage()
        if taken is None or span is None:
            return None
        self._taken, page.selection = None, None
        if not self._keep(lambda: desk.move(taken.annotation, span)):
            return None
        page.go_to(span.start)
        return next((item.annotation for item in desk.placed if item.annotation.id == taken.annotation.id), None)

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

    # New highlights

    def _new(self, then: Callable[[Annotation, bool], object], color: str = "") -> None:
        """A highlight over the selection, or the sentence under the cursor; `then` gets it, and whether it is fresh.

        Over another one it is for the user to say whether they become one; the same passage again is the same highlight.
        """
        page, desk = self._host.page, self._host.desk
        span = page.passage()
        if span is None or desk.article is None:
            self._host.notice("There is no text here to highlight.")
            return
        over = desk.over(span)
        same = next((item.annotation for item in over if item.span == span), None)
        if same is not None:
            page.select(None)
            page.go_to(span.start)
            then(same, False)
        elif over:
            self._merge_or_keep(span, over, then, color)
        else:
            self._highlight(span, then, color)

    def _highlight(self, span: Span, then: Callable[[Annotation, bool], object], color: str) -> None:
        page, desk = self._host.page, self._host.desk
        chosen = color or self._host.recall("color", COLORS[0])
        made: list[Annotation] = []
        page.selection = None
        if self._keep(lambda: made.append(desk.highlight(span, chosen if chosen in COLORS else COLORS[0]))):
            page.go_to(span.start)
            then(made[0], True)

    def _merge_or_keep(
        self, span: Span, over: Sequence[Placed], then: Callable[[Annotation, bool], object], color: str
    ) -> None:
        others = f"{len(over)} others" if len(over) > 1 else "the other one"
        offers = [
            Item("keep", "Keep both" if len(over) == 1 else "Keep all", "a new highlight that lies over " + others),
            Item("merge", "Merge into one", "over all of it, with every note and tag"),
        ]

        def chosen(value: str | None) -> None:
            if value == "keep":
                self._highlight(span, then, color)
            elif value == "merge":
                self._merge(span, over, then, color)

        title = "A highlight lies here already" if len(over) == 1 else f"{len(over)} highlights lie here already"
        self._host.ask(Picker(title, lambda words: (offers, ""), self._host.palette, brief=True), chosen)

    def _merge(
        self, span: Span, over: Sequence[Placed], then: Callable[[Annotation, bool], object], color: str
    ) -> None:
        page, desk = self._host.page, self._host.desk
        made: list[Annotation] = []
        page.selection = None
        if self._keep(lambda: made.append(desk.merge(span, over, color))):
            found = desk.span_of(made[0].id)
            page.go_to(found.start if found else span.start)
            then(made[0], False)
            self._host.notice("Merged into one highlight · u takes it apart again.")

    def _make(self, call: Invocation) -> None:
        waiting, self.waiting = self.waiting, None
        if waiting is not None and waiting():
            return
        page = self._host.page
        here = [] if page.selection else self._host.desk.all_at(page.cursor.head)
        if self.taken is not None:
            if self._set_ends() is not None:
                self._host.notice("The highlight has new ends · u brings the old ones back.")
        elif len(here) > 1:
            self._which(here, self._open)
        elif here:
            self._open(here[0])
        else:
            self._new(self._made)

    def _made(self, made: Annotation, fresh: bool) -> None:
        said = (
            "Highlighted · a adds a note, t tags, u takes it back." if fresh else "This passage is highlighted already."
        )
        self._host.notice(said)

    def _which(self, here: Sequence[Annotation], then: Callable[[Annotation], object]) -> None:
        """Where several highlights lie over each other, ask which one is meant."""
        by_id = {one.id: one for one in here}
        items = [
            Item(one.id, excerpt(one.target.quote.exact, 60), f"{one.color} · {clean_line(one.note) or 'no note'}")
            for one in here
        ]

        def chosen(value: str | None) -> None:
            if value is not None:
                then(by_id[value])

        title = f"{len(here)} highlights lie here: which one?"
        self._host.ask(Picker(title, lambda words: (items, ""), self._host.palette), chosen)

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
            act: dict[str, Callable[[], object]] = {
                "ends": lambda: self.take_up(found),
                "color": lambda: self._choose_color(found),
                "note.edit": lambda: self._write_note(found, False),
                "tags.edit": lambda: self._write_tags(found, False),
                "quotation.edit": lambda: self._word(found),
                "highlight.delete": lambda: self._drop(found),
            }
            if value is not None:
                act[value]()

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
        self._host.remember("color", color)
        self._subject(lambda found, fresh: None if found.color == color else self._recolor(found, color), color)

    # Notes and tags

    def _subject(self, then: Callable[[Annotation, bool], object], color: str = "") -> None:
        """The highlight whose ends are moved or under the cursor, else a new one; `then` also gets whether it is fresh."""
        found = self._set_ends() if self.taken is not None else self.here()
        if found is not None:
            then(found, False)
        else:
            self._new(then, color)

    def _note(self, call: Invocation) -> None:
        self._subject(self._write_note)

    def _write_note(self, found: Annotation, fresh: bool) -> None:
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
        self._subject(self._write_tags)

    def _write_tags(self, found: Annotation, fresh: bool) -> None:
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

        known = sorted(self._host.workspace.store.tags(), key=str.casefold)
        hint = "⏎ save   Tab complete   , divides tags of several words   Esc leave"
        self._host.ask(LineDialog("Tags, with spaces between", tags_as_line(found.tags), hint, known, save), left)

    def _quotation(self, call: Invocation) -> None:
        found = self.here()
        if found is None:
            self._host.notice("The cursor stands on no highlight · ⏎ makes one.")
        else:
            self._word(found)

    def _word(self, found: Annotation) -> None:
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
        else:
            self._drop(found)

    def _drop(self, found: Annotation) -> None:
        if self._keep(lambda: self._host.desk.delete(found)):
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
