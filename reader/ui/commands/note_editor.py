"""Dialogs in which the note, the tags and the wording of a highlight are edited."""

from __future__ import annotations

from contextlib import suppress

from annotations.model.annotation import Annotation
from reader.text.cleaning import clean_line, clean_text
from reader.ui.commands.annotation_changes import make_change, try_change
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.quotation import QuotationDialog
from reader.ui.dialogs.text_dialogs import LineDialog, NoteDialog, Written, tags_as_line, tags_of


class NoteEditor:
    """Opens the dialogs. `is_new` says that a highlight was made only to be annotated: then both are one step of undo."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def edit_note(self, annotation: Annotation, is_new: bool) -> None:
        """Edit the note, going on with a draft where there is one."""
        draft = self._context.workspace.drafts.read(annotation.id)

        def closed(written: Written | None) -> None:
            if written is not None and written.saved:
                self._context.notify("Note saved.")
            elif written is not None:
                self._leave_note(annotation, written.text, is_new)

        dialog = NoteDialog(
            annotation.target.quote.exact,
            annotation.note if draft is None else draft,
            draft is not None,
            lambda text: self._keep_draft(annotation, text),
            lambda text: self._save_note(annotation, text, is_new),
        )
        self._context.ask(dialog, closed)

    def _keep_draft(self, annotation: Annotation, text: str) -> bool:
        """Keep what is written so far; False, with a notice, if the disk refuses."""
        try:
            self._context.workspace.drafts.write(annotation.id, text)
        except OSError as error:
            self._context.notify(f"The draft could not be kept: {error.strerror}", warning=True)
            return False
        return True

    def _save_note(self, annotation: Annotation, text: str, is_new: bool) -> str:
        """Save a note and drop its draft; return why it could not be saved, while the draft is kept."""
        with suppress(OSError):
            self._context.workspace.drafts.write(annotation.id, text)
        problem = try_change(self._context, lambda: self._context.editor.note(annotation, clean_text(text)))
        if not problem:
            self._context.workspace.drafts.drop(annotation.id)
            if is_new:
                self._context.editor.together(2, "Note")
        return problem

    def _leave_note(self, annotation: Annotation, text: str, is_new: bool) -> None:
        """Keep what was written as a draft; remove a highlight that was made only for a note never begun."""
        if text != annotation.note and text.strip():
            if self._keep_draft(annotation, text):
                self._context.notify("Draft saved · a to continue.")
            return
        self._context.workspace.drafts.drop(annotation.id)
        if is_new:
            make_change(self._context, self._context.editor.undo)

    def edit_tags(self, annotation: Annotation, is_new: bool) -> None:
        """Edit the tags in one line."""

        def save(line: str) -> str:
            problem = try_change(
                self._context, lambda: self._context.editor.tag(annotation, map(clean_line, tags_of(line)))
            )
            if is_new and not problem:
                self._context.editor.together(2, "Tags")
            return problem

        def closed(line: str | None) -> None:
            if line is not None:
                self._context.notify("Tags saved.")
            elif is_new:
                make_change(self._context, self._context.editor.undo)

        known = sorted(self._context.workspace.store.tags(), key=str.casefold)
        hint = "⏎ save   Tab complete   , divides tags of several words   Esc close"
        dialog = LineDialog("Tags, separated by spaces or commas", tags_as_line(annotation.tags), hint, known, save)
        self._context.ask(dialog, closed)

    def edit_quotation(self, annotation: Annotation) -> None:
        """Edit the wording in which the passage is quoted."""

        def closed(wording: str | None) -> None:
            if wording is not None:
                self._context.notify(
                    "Y quotes it so; the passage stays as it is." if wording else "Quoted word for word."
                )

        def save(wording: str) -> str:
            return try_change(self._context, lambda: self._context.editor.quote(annotation, wording))

        self._context.ask(QuotationDialog(annotation.target.quote.exact, annotation.quotation, save), closed)
