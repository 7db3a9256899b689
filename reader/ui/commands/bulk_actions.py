"""Commands on several articles at once: mark, star, tag, mark as read, trash."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.exporters.excerpt import Excerpt
from annotations.model.annotation import clean_tags
from reader.config.key_parser import Invocation
from reader.errors import UnknownArticle
from reader.library.db.models import ArticleSummary
from reader.library.index.index_words import tag_key
from reader.text.cleaning import clean_line
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.text_dialogs import LineDialog, tags_as_line, tags_of
from reader.ui.page.page_document import Sheet

TAG_KEYS = "⏎ save   Esc close   commas for tags of several words"
MAX_MARKED_ARTICLES = 5_000


class BulkActions:
    """Commands on the marked articles; without marks, on the chosen one."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    @property
    def marked_ids(self) -> list[str]:
        """The marked articles, while the list has the keys."""
        return sorted(self._context.rows.marked) if self._context.rows.has_focus else []

    def excerpts(self) -> list[Excerpt]:
        """Return the annotations of the marked articles, by article and place."""
        workspace = self._context.workspace
        return workspace.excerpts(one for each in self.marked_ids for one in workspace.store.for_article(each))

    def _targets(self) -> list[ArticleSummary]:
        """Return the entries of the marked articles, else of the chosen one."""
        item = self._context.rows.item
        wanted = sorted(self._context.rows.marked) or ([item.value] if item is not None else [])
        found = []
        for article_id in wanted:
            try:
                found.append(self._context.workspace.library.entry(article_id))
            except UnknownArticle:
                continue  # gone meanwhile, from another window
        return found

    def _done(self, said: str) -> None:
        self._context.rows.marked.clear()
        self._context.article_list.refresh()
        self._context.notify(said)

    def mark(self, call: Invocation) -> None:
        rows = self._context.rows
        for _ in range(call.count or 1):
            rows.toggle_mark()
            rows.move(1)
        self._say_marks()

    def mark_all(self, call: Invocation) -> None:
        rows = self._context.rows
        if rows.marked:
            rows.marked.clear()
        elif len(rows.items) > MAX_MARKED_ARTICLES:
            self._context.notify(
                f"At most {MAX_MARKED_ARTICLES:,} articles can be marked at once · / narrows the list.", warning=True
            )
            return
        else:
            rows.marked.update(item.value for item in rows.items if item.value)
        rows.refresh()
        self._say_marks()

    def _say_marks(self) -> None:
        count = len(self._context.rows.marked)
        self._context.notify(
            f"{_many(count)} marked · t tag, r read, * star, x export, d trash, M none" if count else "No marks."
        )

    def star(self, call: Invocation) -> None:
        self._turn("starred", "Starred", "No star any more")

    def mark_read(self, call: Invocation) -> None:
        self._turn("finished", "Marked as read", "Unread again")

    def _turn(self, state: str, on: str, off: str) -> None:
        """Put all targets into a state, or out of it if all are in it."""
        targets = self._targets()
        if not targets:
            return
        turn_on = not all(getattr(entry, state) for entry in targets)
        states = {state: self._context.workspace.clock() if turn_on else None}
        if state == "finished" and not turn_on:
            states["opened"] = None
        title = {"starred": "Starring", "finished": "Marking as read"}[state] if turn_on else off
        self._context.editor.mark_articles(title, states, [entry.id for entry in targets])
        self._done(f"{on if turn_on else off}: {_named(targets)} · u takes it back")

    def edit_tags(self, call: Invocation) -> None:
        targets = self._targets()
        if not targets:
            return
        shared = [tag for tag in targets[0].tags if all(tag_key(tag) in map(tag_key, each.tags) for each in targets)]
        known = self._context.workspace.library.catalog.facet_values("tag", "", 200)
        dialog = LineDialog(
            f"Tags of {_named(targets)}",
            tags_as_line(shared),
            TAG_KEYS,
            known,
        )
        self._context.ask(dialog, lambda line: self._set_tags(targets, shared, line))

    def _set_tags(self, targets: Sequence[ArticleSummary], before: Sequence[str], line: str | None) -> None:
        if line is None:
            return
        wanted = clean_tags(clean_line(tag) for tag in tags_of(line))
        kept = set(map(tag_key, wanted))
        fewer = [tag for tag in before if tag_key(tag) not in kept]
        self._context.editor.tag_articles(targets, wanted, fewer)
        self._done(f"Tagged {_named(targets)}: {' '.join('#' + tag for tag in wanted) or 'no tags'}")

    def trash(self, call: Invocation) -> None:
        targets = self._targets()
        if not targets:
            return
        self._context.editor.trash(*(entry.id for entry in targets))
        self._context.rows.marked.clear()
        self._context.article_list.refresh()
        following = self._context.rows.item
        if self._context.editor.article is None:
            if following is not None:
                self._context.view.open_article(following.value)
                self._context.rows.focus()
            else:
                self._context.page.show(Sheet.empty(), 0)
        self._context.notify(
            f"In the trash: {_named(targets)} · u brings {'it' if len(targets) == 1 else 'them'} back, notes and all."
        )


def _many(count: int) -> str:
    return f"{count:,} article{'s' if count != 1 else ''}"


def _named(entries: Sequence[ArticleSummary]) -> str:
    return clean_line(entries[0].title) if len(entries) == 1 else _many(len(entries))
