"""The command that lists deleted articles and annotations and brings them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from annotations.model.annotation import Annotation
from reader.config.key_parser import Invocation
from reader.library.db.models import ArticleSummary
from reader.text.cleaning import clean_line, clean_text
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import Item

EMPTY = "The trash is empty.\n\nd puts a highlight or an article here."


class TrashCommands:
    """The list of deleted articles and annotations; the newest first."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def show(self, call: Invocation) -> None:
        workspace = self._context.workspace
        entries = workspace.entries("is:trashed")
        notes = sorted(workspace.store.all(trashed=True), key=lambda one: one.deleted or one.modified, reverse=True)
        titles = workspace.library.titles_of({one.article_id for one in notes})
        rows = [(_of_article(entry), entry.title) for entry in entries]
        rows += [(_of_annotation(one, titles), _search_text(one)) for one in notes]
        by_id = {one.id: one for one in notes}

        def find(words: str) -> tuple[Sequence[Item], str]:
            wanted = words.casefold().split()
            kept = [item for item, text in rows if all(word in f"{text} {item.detail}".casefold() for word in wanted)]
            return kept, f"{len(kept)} of {len(rows)}"

        def preview(value: str) -> str:
            return _description(by_id[value], titles) if value in by_id else "The article with all its notes."

        picker = Picker("Trash", find, self._context.palette, empty=EMPTY, preview=preview, doing="bring back")
        self._context.ask(picker, lambda value: self._restore(value, by_id) if value else None)

    def _restore(self, value: str, notes: dict[str, Annotation]) -> None:
        editor = self._context.editor
        if value in notes:
            editor.restore(notes[value])
            self._context.annotations_changed([notes[value].article_id])
            self._context.notify("Brought back · u puts it in the trash again.")
        else:
            editor.restore_article(value)
            self._context.article_list.refresh()
            self._context.notify("The article is back, notes and all · u puts it in the trash again.")


def _of_article(entry: ArticleSummary) -> Item:
    return Item(entry.id, clean_line(entry.title) or "(untitled)", clean_line(entry.container), "□")


def _of_annotation(one: Annotation, titles: dict[str, str]) -> Item:
    tags = " ".join("#" + clean_line(tag) for tag in one.tags)
    facts = [clean_line(one.note)[:120], tags, clean_line(titles.get(one.article_id, one.article_id))]
    return Item(one.id, clean_line(one.target.quote.exact), " · ".join(fact for fact in facts if fact), "▪")


def _search_text(one: Annotation) -> str:
    return " ".join((one.target.quote.exact, one.note, *one.tags))


def _description(one: Annotation, titles: dict[str, str]) -> str:
    """Return the preview of a deleted annotation."""
    title = clean_line(titles.get(one.article_id, one.article_id))
    lines = [f"“{clean_text(one.target.quote.exact)}”", clean_text(one.note), f"{title} · deleted {_day(one.deleted)}"]
    return "\n".join(line for line in lines if line)


def _day(time: datetime | None) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}" if time else ""
