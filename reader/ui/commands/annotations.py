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
from reader.ui.commands.context import ReaderContext
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


class AnnotationCommands:
    """Commands that change annotations. What the store refuses becomes a notice, and nothing is shown that is not kept.

    `waiting` is asked first by the next Enter, and says whether that was meant for it.
    """

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._taken: Taken | None = None
        self.waiting: Callable[[], bool] | None = None
        context.subscribe(context.article_opened, lambda _: self.release_ends())

    def here(self) -> Annotation | None:
        """The highlight under the cursor, while nothing is selected."""
        page = self._context.page
        return None if page.selection else self._context.editor.at(page.cursor.head)

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
        page, taken = self._context.page, self._taken
        return taken if taken and page.selection and page.selections_begun == taken.selection else None

    def grab_ends(self, found: Annotation | None = None) -> bool:
        """`v` on a highlight: its ends become the selection; False where there is none."""
        page, found = self._context.page, found or self.here()
        span = self._context.editor.span_of(found.id) if found else None
        if found is None or span is None:
            return False
        cursor = page.cursor.head
        page.select(Selection.over(page.sheet.text, span))
        self._taken = Taken(found, page.selections_begun, cursor)
        self._context.notify(
            "Move the end, o takes the other one, ⏎ sets them · v again selects afresh from the cursor."
        )
        return True

    def release_ends(self) -> int | None:
        """The ends that were taken up stay where they were; where the cursor was before, or None where none were."""
        taken, self._taken, self.waiting = self.taken, None, None
        return taken.cursor if taken else None

    def _set_ends(self) -> Annotation | None:
        """The highlight whose ends are moved gets them; None where there is none, or the store refuses."""
        page, editor, taken = self._context.page, self._context.editor, self.taken
        span = page.passage()
        if taken is None or span is None:
            return None
        self._taken, page.selection = None, None
        if not self._keep(lambda: editor.move(taken.annotation, span)):
            return None
        page.go_to(span.start)
        return next((item.annotation for item in editor.placed if item.annotation.id == taken.annotation.id), None)

    def _keep(self, change: Callable[[], object]) -> bool:
        """Make a change and show it; False, with a notice, where the store refuses it."""
        why = self._try(change)
        if why:
            self._context.notify(why, warning=True)
        return not why

    def _try(self, change: Callable[[], object]) -> str:
        """Make a change and show it; why that could not be done, for a dialog to show."""
        try:
            change()
        except (AnnotationsError, ReaderError) as error:
            return str(error)
        self._context.annotations_changed()
        return ""

    # New highlights

    def _new(self, then: Callable[[Annotation, bool], object], color: str = "") -> None:
        """A highlight over the selection, or the sentence under the cursor; `then` gets it, and whether it is fresh.

        Over another one it is for the user to say whether they become one; the same passage again is the same highlight.
        """
        page, editor = self._context.page, self._context.editor
        span = page.passage()
        if span is None or editor.article is None:
            self._context.notify("There is no text here to highlight.")
            return
        over = editor.over(span)
        same = next((item.annotation for item in over if item.span == span), None)
        if same is not None:
            page.select(None)
            page.go_to(span.start)
            then(same, False)
        elif over:
            self._merge_or_keep(span, over, then, color)
        else:
            self._create(span, then, color)

    def _create(self, span: Span, then: Callable[[Annotation, bool], object], color: str) -> None:
        page, editor = self._context.page, self._context.editor
        chosen = color or self._context.settings.recall("color", COLORS[0])
        made: list[Annotation] = []
        page.selection = None
        if self._keep(lambda: made.append(editor.highlight(span, chosen if chosen in COLORS else COLORS[0]))):
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
                self._create(span, then, color)
            elif value == "merge":
                self._merge(span, over, then, color)

        title = "A highlight lies here already" if len(over) == 1 else f"{len(over)} highlights lie here already"
        self._context.ask(Picker(title, lambda words: (offers, ""), self._context.palette, brief=True), chosen)

    def _merge(
        self, span: Span, over: Sequence[Placed], then: Callable[[Annotation, bool], object], color: str
    ) -> None:
        page, editor = self._context.page, self._context.editor
        made: list[Annotation] = []
        page.selection = None
        if self._keep(lambda: made.append(editor.merge(span, over, color))):
            found = editor.span_of(made[0].id)
            page.go_to(found.start if found else span.start)
            then(made[0], False)
            self._context.notify("Merged into one highlight · u takes it apart again.")

    def highlight(self, call: Invocation) -> None:
        waiting, self.waiting = self.waiting, None
        if waiting is not None and waiting():
            return
        page = self._context.page
        here = [] if page.selection else self._context.editor.all_at(page.cursor.head)
        if self.taken is not None:
            if self._set_ends() is not None:
                self._context.notify("The highlight has new ends · u brings the old ones back.")
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
        self._context.notify(said)

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
        self._context.ask(Picker(title, lambda words: (items, ""), self._context.palette), chosen)

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
                "ends": lambda: self.grab_ends(found),
                "color": lambda: self._choose_color(found),
                "note.edit": lambda: self._write_note(found, False),
                "tags.edit": lambda: self._write_tags(found, False),
                "quotation.edit": lambda: self._word(found),
                "highlight.delete": lambda: self._drop(found),
            }
            if value is not None:
                act[value]()

        picker = Picker(
            excerpt(found.target.quote.exact, 80), lambda words: (offers, ""), self._context.palette, brief=True
        )
        self._context.ask(picker, chosen)

    def _choose_color(self, found: Annotation) -> None:
        items = [Item(color, color, f"H {color[0]}") for color in COLORS]
        picker = Picker("Colour", lambda words: (items, ""), self._context.palette, chosen=found.color, brief=True)
        self._context.ask(picker, lambda color: self._recolor(found, color) if color else None)

    def _recolor(self, found: Annotation, color: str) -> None:
        self._context.settings.remember("color", color)
        self._keep(lambda: self._context.editor.recolor(found, color))

    def set_color(self, call: Invocation) -> None:
        color = LETTERS.get(call.argument)
        if color is None:
            self._context.notify("Colours: " + ", ".join(f"{letter} {name}" for letter, name in LETTERS.items()))
            return
        self._context.settings.remember("color", color)
        self._subject(lambda found, fresh: None if found.color == color else self._recolor(found, color), color)

    # Notes and tags

    def _subject(self, then: Callable[[Annotation, bool], object], color: str = "") -> None:
        """The highlight whose ends are moved or under the cursor, else a new one; `then` also gets whether it is fresh."""
        found = self._set_ends() if self.taken is not None else self.here()
        if found is not None:
            then(found, False)
        else:
            self._new(then, color)

    def edit_note(self, call: Invocation) -> None:
        self._subject(self._write_note)

    def _write_note(self, found: Annotation, fresh: bool) -> None:
        drafts = self._context.workspace.drafts
        draft = drafts.read(found.id)

        def left(written: Written | None) -> None:
            if written is not None and written.saved:
                self._context.notify("Note saved.")
            elif written is not None:
                self._leave_note(found, written.text, fresh)

        dialog = NoteDialog(
            found.target.quote.exact,
            found.note if draft is None else draft,
            draft is not None,
            lambda text: self._draft(found, text),
            lambda text: self._save_note(found, text, fresh),
        )
        self._context.ask(dialog, left)

    def _draft(self, found: Annotation, text: str) -> bool:
        """Keep what is written so far; False, with a notice, where the disk refuses."""
        try:
            self._context.workspace.drafts.write(found.id, text)
        except OSError as error:
            self._context.notify(f"The draft could not be kept: {error.strerror}", warning=True)
            return False
        return True

    def _save_note(self, found: Annotation, text: str, fresh: bool) -> str:
        """Why the note could not be saved; it is kept as a draft meanwhile, where at least that can be done."""
        with suppress(OSError):
            self._context.workspace.drafts.write(found.id, text)
        why = self._try(lambda: self._context.editor.note(found, clean_text(text)))
        if not why:
            self._context.workspace.drafts.drop(found.id)
            if fresh:
                self._context.editor.together(2, "Note")
        return why

    def _leave_note(self, found: Annotation, text: str, fresh: bool) -> None:
        """Escape keeps what was written as a draft; a highlight made only for a note that was not begun goes again."""
        if text != found.note and text.strip():
            if self._draft(found, text):
                self._context.notify("Kept as a draft · a takes it up again.")
            return
        self._context.workspace.drafts.drop(found.id)
        if fresh:
            self._keep(self._context.editor.undo)

    def edit_tags(self, call: Invocation) -> None:
        self._subject(self._write_tags)

    def _write_tags(self, found: Annotation, fresh: bool) -> None:
        def save(line: str) -> str:
            why = self._try(lambda: self._context.editor.tag(found, map(clean_line, tags_of(line))))
            if fresh and not why:
                self._context.editor.together(2, "Tags")
            return why

        def left(line: str | None) -> None:
            if line is not None:
                self._context.notify("Tags saved.")
            elif fresh:
                self._keep(self._context.editor.undo)

        known = sorted(self._context.workspace.store.tags(), key=str.casefold)
        hint = "⏎ save   Tab complete   , divides tags of several words   Esc leave"
        self._context.ask(LineDialog("Tags, with spaces between", tags_as_line(found.tags), hint, known, save), left)

    def edit_quotation(self, call: Invocation) -> None:
        found = self.here()
        if found is None:
            self._context.notify("The cursor stands on no highlight · ⏎ makes one.")
        else:
            self._word(found)

    def _word(self, found: Annotation) -> None:
        def left(wording: str | None) -> None:
            if wording is not None:
                self._context.notify(
                    "Y quotes it so; the passage stays as it is." if wording else "Quoted word for word."
                )

        def save(wording: str) -> str:
            return self._try(lambda: self._context.editor.quote(found, wording))

        self._context.ask(QuotationDialog(found.target.quote.exact, found.quotation, save), left)

    def delete(self, call: Invocation) -> None:
        found = self.here()
        if found is None:
            self._context.notify("The cursor stands on no highlight.")
        else:
            self._drop(found)

    def _drop(self, found: Annotation) -> None:
        if self._keep(lambda: self._context.editor.delete(found)):
            self._context.notify("Highlight deleted · u brings it back.")

    # Undo and redo

    def undo(self, call: Invocation) -> None:
        self._again(self._context.editor.undo, "Nothing to undo.", "taken back · Ctrl+R does it again")

    def redo(self, call: Invocation) -> None:
        self._again(self._context.editor.redo, "Nothing to redo.", "done again · u takes it back")

    def _again(self, move: Callable[[], Step | None], none: str, done: str) -> None:
        steps: list[Step | None] = []
        if not self._keep(lambda: steps.append(move())):
            return
        step = steps[0]
        if step is None:
            self._context.notify(none)
            return
        if step.changes:
            self._context.annotations_changed(change.after.article_id for change in step.changes)
        else:
            self._context.article_list.refresh()  # it was a change of articles, not of annotations
        self._context.notify(f"{step.title} {done}.")
        span = self._context.editor.span_of(step.changes[-1].after.id) if step.changes else None
        if span is not None:
            self._context.page.go_to(span.start)
