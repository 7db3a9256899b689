"""Commands that make, merge, colour, annotate and delete highlights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.model.annotation import COLORS, Annotation
from annotations.model.span import Span
from reader.config.key_parser import Invocation
from reader.services.article_editor import Placed
from reader.text.cleaning import clean_line
from reader.ui.commands.annotation_changes import make_change
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.highlight_ends import HighlightEnds
from reader.ui.commands.note_editor import NoteEditor
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.text_dialogs import excerpt
from reader.ui.lists.row_list import Item

COLOR_BY_LETTER = {color[0]: color for color in COLORS}

WithHighlight = Callable[[Annotation, bool], object]
"""A function that is called with a highlight, and whether it was made just now."""


class AnnotationCommands:
    """Commands about the highlight under the cursor, or a new one over the selection or the sentence.

    A change that the store refuses becomes a notice; it is not shown. `on_next_enter` is called by the next Enter, and says
    whether the key was meant for it.
    """

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._notes = NoteEditor(context)
        self.ends = HighlightEnds(context)
        self.on_next_enter: Callable[[], bool] | None = None
        context.subscribe(context.article_opened, lambda _: self.leave())

    def here(self) -> Annotation | None:
        """Return the highlight under the cursor, while nothing is selected."""
        page = self._context.page
        return None if page.selection else self._context.editor.at(page.cursor.head)

    def grab_ends(self) -> bool:
        """Begin to move the ends of the highlight under the cursor; False if there is none."""
        found = self.here()
        return found is not None and self.ends.grab(found)

    def leave(self) -> int | None:
        """Leave what was begun with a highlight; return the cursor's offset before its ends were grabbed, if they were."""
        self.on_next_enter = None
        return self.ends.release()

    def with_passage(self, then: Callable[[Annotation], object]) -> None:
        """Call `then` with the highlight under the cursor, else with a new one over the selection or the sentence."""
        found = self.here()
        if found is not None:
            then(found)
        else:
            self._highlight_passage(lambda made, is_new: then(made))

    def _with_subject(self, then: WithHighlight, color: str = "") -> None:
        """Call `then` with the highlight whose ends are moved or that is under the cursor, else with a new one."""
        found = self.ends.set() if self.ends.grabbed is not None else self.here()
        if found is not None:
            then(found, False)
        else:
            self._highlight_passage(then, color)

    # Highlighting

    def highlight(self, call: Invocation) -> None:
        """Set moved ends, else open the highlight under the cursor, else make a new one."""
        on_next_enter, self.on_next_enter = self.on_next_enter, None
        if on_next_enter is not None and on_next_enter():
            return
        page = self._context.page
        here = [] if page.selection else self._context.editor.all_at(page.cursor.head)
        if self.ends.grabbed is not None:
            if self.ends.set() is not None:
                self._context.notify("The highlight has new ends · u brings the old ones back.")
        elif len(here) > 1:
            self._choose_among(here, self._open)
        elif here:
            self._open(here[0])
        else:
            self._highlight_passage(self._report_made)

    def _report_made(self, made: Annotation, is_new: bool) -> None:
        self._context.notify(
            "Highlighted · a adds a note, t tags, u takes it back."
            if is_new
            else "This passage is highlighted already."
        )

    def _highlight_passage(self, then: WithHighlight, color: str = "") -> None:
        """Highlight the selection, or the sentence under the cursor.

        Over another highlight the user is asked whether both become one; the same passage again is the same highlight.
        """
        page, editor = self._context.page, self._context.editor
        span = page.passage()
        if span is None or editor.article is None:
            self._context.notify("There is no text here to highlight.")
            return
        overlapping = editor.over(span)
        same = next((item.annotation for item in overlapping if item.span == span), None)
        if same is not None:
            page.select(None)
            page.go_to(span.start)
            then(same, False)
        elif overlapping:
            self._merge_or_keep(span, overlapping, then, color)
        else:
            self._create(span, then, color)

    def _create(self, span: Span, then: WithHighlight, color: str) -> None:
        page, editor = self._context.page, self._context.editor
        chosen = color or self._context.settings.recall("color", COLORS[0])
        made: list[Annotation] = []
        page.selection = None
        if make_change(
            self._context, lambda: made.append(editor.highlight(span, chosen if chosen in COLORS else COLORS[0]))
        ):
            page.go_to(span.start)
            then(made[0], True)

    def _merge_or_keep(self, span: Span, overlapping: Sequence[Placed], then: WithHighlight, color: str) -> None:
        count = len(overlapping)
        others = f"{count} others" if count > 1 else "the other one"
        offers = [
            Item("keep", "Keep both" if count == 1 else "Keep all", "a new highlight that lies over " + others),
            Item("merge", "Merge into one", "over all of it, with every note and tag"),
        ]

        def chosen(value: str | None) -> None:
            if value == "keep":
                self._create(span, then, color)
            elif value == "merge":
                self._merge(span, overlapping, then, color)

        title = "A highlight lies here already" if count == 1 else f"{count} highlights lie here already"
        self._context.ask(Picker(title, lambda words: (offers, ""), self._context.palette, brief=True), chosen)

    def _merge(self, span: Span, overlapping: Sequence[Placed], then: WithHighlight, color: str) -> None:
        page, editor = self._context.page, self._context.editor
        made: list[Annotation] = []
        page.selection = None
        if make_change(self._context, lambda: made.append(editor.merge(span, overlapping, color))):
            found = editor.span_of(made[0].id)
            page.go_to(found.start if found else span.start)
            then(made[0], False)
            self._context.notify("Merged into one highlight · u takes it apart again.")

    # The highlight under the cursor

    def _choose_among(self, here: Sequence[Annotation], then: Callable[[Annotation], object]) -> None:
        """Ask which one is meant of several highlights that lie over each other."""
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
        """Offer what can be done with a highlight; the first choice is the note."""
        offers = [
            Item("note.edit", "Note", found.note or "none yet"),
            Item("tags.edit", "Tags", " ".join("#" + tag for tag in found.tags) or "none yet"),
            Item("quotation.edit", "Quotation", found.quotation or "word for word"),
            Item("color", "Colour", found.color),
            Item("ends", "Move the ends", "o takes the other end, ⏎ sets them"),
            Item("highlight.delete", "Delete", "u brings it back"),
        ]
        actions: dict[str, Callable[[], object]] = {
            "ends": lambda: self.ends.grab(found),
            "color": lambda: self._choose_color(found),
            "note.edit": lambda: self._notes.edit_note(found, is_new=False),
            "tags.edit": lambda: self._notes.edit_tags(found, is_new=False),
            "quotation.edit": lambda: self._notes.edit_quotation(found),
            "highlight.delete": lambda: self._delete(found),
        }
        title = excerpt(found.target.quote.exact, 80)
        picker = Picker(title, lambda words: (offers, ""), self._context.palette, brief=True)
        self._context.ask(picker, lambda value: actions[value]() if value is not None else None)

    def _choose_color(self, found: Annotation) -> None:
        items = [Item(color, color, f"H {color[0]}") for color in COLORS]
        picker = Picker("Colour", lambda words: (items, ""), self._context.palette, chosen=found.color, brief=True)
        self._context.ask(picker, lambda color: self._recolor(found, color) if color else None)

    def _recolor(self, found: Annotation, color: str) -> None:
        self._context.settings.remember("color", color)
        make_change(self._context, lambda: self._context.editor.recolor(found, color))

    def set_color(self, call: Invocation) -> None:
        """Recolour the highlight, or make one in the colour whose first letter follows the key."""
        color = COLOR_BY_LETTER.get(call.argument)
        if color is None:
            colors = ", ".join(f"{letter} {name}" for letter, name in COLOR_BY_LETTER.items())
            self._context.notify(f"Colours: {colors}")
            return
        self._context.settings.remember("color", color)
        self._with_subject(lambda found, _: None if found.color == color else self._recolor(found, color), color)

    def edit_note(self, call: Invocation) -> None:
        self._with_subject(self._notes.edit_note)

    def edit_tags(self, call: Invocation) -> None:
        self._with_subject(self._notes.edit_tags)

    def edit_quotation(self, call: Invocation) -> None:
        found = self.here()
        if found is None:
            self._context.notify("No highlight at the cursor · ⏎ makes one.")
        else:
            self._notes.edit_quotation(found)

    def delete(self, call: Invocation) -> None:
        found = self.here()
        if found is None:
            self._context.notify("No highlight at the cursor.")
        else:
            self._delete(found)

    def _delete(self, found: Annotation) -> None:
        if make_change(self._context, lambda: self._context.editor.delete(found)):
            self._context.notify("Highlight deleted · u brings it back.")
