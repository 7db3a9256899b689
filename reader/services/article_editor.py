"""The open article with its annotations, and everything that can be done to them: what the screen calls, without a screen.

Durable before visible: each change is in the store before it stands here, and a change that the store refuses raises
StoreError and leaves all as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from annotations.anchoring.reanchor import Anchored, Orphan, State
from annotations.model.annotation import Annotation, clean_tags
from annotations.model.change_clock import BETWEEN
from annotations.model.selectors import describe
from annotations.model.source import Source
from annotations.model.span import Span
from annotations.storage.api import LONG, AnnotationStore, Glimpse
from annotations.storage.undo_history import Change, History, Step
from reader.articles.article import Article
from reader.errors import ReaderError
from reader.library.db.models import ArticleSummary
from reader.library.index.index_words import tag_key
from reader.services.workspace import Workspace

if TYPE_CHECKING:
    from reader.services.reanchoring import Revision


class Placed(Struct, frozen=True):
    """An annotation and where its passage stands in the text at hand."""

    annotation: Annotation
    span: Span
    state: State = "exact"


class ShelfStep(Step, frozen=True):
    """Something done to an article; in the history as changes to annotations are. `back` and `forth` do it."""

    article_id: str
    back: Callable[[], None]
    forth: Callable[[], None]


class Desk:
    """One article at a time; the history goes on across articles."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.article: Article | None = None
        self.glimpse: Glimpse | None = None
        self._placed: tuple[Placed, ...] = ()
        self._orphans: tuple[Annotation, ...] = ()
        self.revision: Revision | None = None
        self.changed = False
        """Whether that is still to be looked at."""
        self.start = 0
        self.history = History()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The annotations of the open article and where they stand, by place; read now where that was put off."""
        if self.glimpse is not None:
            self.reload()
        return self._placed

    @property
    def orphans(self) -> tuple[Annotation, ...]:
        """Those that have lost their passage."""
        if self.glimpse is not None:
            self.reload()
        return self._orphans

    def open(self, article_id: str, *, annotations: bool = True) -> Article:
        """Take up another article; UnknownArticle where there is none.

        Without `annotations` they are read when one of them is first asked for, and `glimpse` shows them until then.

        What was marked in an older text of it is carried over to the newest, for which the annotations are needed now;
        `revision` says what is new to the reader, `start` where reading stopped.
        """
        library, article = self.workspace.library, self.workspace.library.lazy_article(article_id)
        entry = library.entry(article_id)
        self.article, self._placed, self._orphans, self.revision, self.start = article, (), (), None, entry.offset
        self.glimpse = None
        self.changed = False
        if entry.versions > 1:
            from reader.services.reanchoring import place_now, see, settle  # noqa: PLC0415 - few articles have another text than they had

            settle(library, self.workspace.store, article, self.workspace.clock())
            self.start = place_now(library, article, entry.offset)
            self.reload()
            self.revision = see(library, article, self.orphans)
            self.changed = self.revision is not None
        else:
            self.glimpse = None if annotations else self.workspace.store.glimpse(article_id)
            if self.glimpse is None:
                self.reload()
        return article

    def close(self) -> None:
        """Close the current article."""
        self.article, self._placed, self._orphans, self.revision, self.glimpse = None, (), (), None, None

    def looked(self) -> None:
        """Mark the changes of the open article as seen."""
        if self.article is not None and self.changed:
            self.workspace.library.mark_revision_seen(self.article.id)
            self.changed = False

    def reload(self) -> None:
        """Read the annotations of the open article again; those that are as they were stay where they were found."""
        if self.article is None:
            return
        placed, orphans = [], []
        known = {item.annotation.id: item for item in self._placed}
        for annotation in self.workspace.store.for_article(self.article.id):
            before = known.get(annotation.id)
            if before is not None and before.annotation is annotation:
                placed.append(before)
                continue
            found = self._located(self.article, annotation)
            if isinstance(found, Anchored):
                placed.append(Placed(annotation, found.span, found.state))
            else:
                orphans.append(annotation)
        placed.sort(key=lambda item: (item.span.start, item.span.end, item.annotation.id))
        self._placed, self._orphans, self.glimpse = tuple(placed), tuple(orphans), None

    def _located(self, article: Article, annotation: Annotation) -> Anchored | Orphan:
        from reader.services.reanchoring import locate  # noqa: PLC0415 - where nothing is annotated nothing has to be found

        return locate(self.workspace.library, article, annotation)

    def catch_up(self) -> bool:
        """Take in what others wrote about the open article; whether there was anything."""
        if self.article is None:
            return False
        if self.glimpse is not None:
            return self._glimpse_again(self.glimpse, self.article.id)
        mine = {one.id: one for one in (*(item.annotation for item in self.placed), *self.orphans)}
        if {one.id: one for one in self.workspace.store.for_article(self.article.id)} == mine:
            return False
        self.reload()
        return True

    def _glimpse_again(self, before: Glimpse, article_id: str) -> bool:
        self.glimpse = self.workspace.store.glimpse(article_id)
        if self.glimpse is None:
            self.reload()
        return self.glimpse is None or self.glimpse.signature != before.signature

    def at(self, offset: int) -> Annotation | None:
        """Return the annotation at an offset, the shortest if several overlap, or None."""
        if self.glimpse is not None:
            return self._glimpsed_at(self.glimpse, offset)
        here = [item for item in self.placed if offset in item.span]
        return min(here, key=lambda item: item.span.length).annotation if here else None

    def _glimpsed_at(self, glimpse: Glimpse, offset: int) -> Annotation | None:
        """Return the annotation at an offset without reading all: it begins near the offset, or is a long one."""
        near = [*glimpse.begun_in(max(0, offset - LONG), offset + 1, offset), *glimpse.long()]
        here = [one for one in near if offset in one.target.position]
        return min(here, key=lambda one: one.target.position.length) if here else None

    def all_at(self, offset: int) -> list[Annotation]:
        """Every annotation under the cursor, the shortest first."""
        here = [item for item in self.placed if offset in item.span]
        return [item.annotation for item in sorted(here, key=lambda item: item.span.length)]

    def over(self, span: Span) -> list[Placed]:
        """Return the annotations that overlap `span`, in order of place."""
        return [item for item in self.placed if item.span.overlaps(span)]

    def span_of(self, annotation_id: str) -> Span | None:
        """Where an annotation stands in the open article."""
        return next((item.span for item in self.placed if item.annotation.id == annotation_id), None)

    def beside(self, offset: int, forward: bool) -> int | None:
        """Return the start of the next highlight after `offset`, or of the one before it."""
        starts = [item.span.start for item in self.placed]
        if forward:
            return min((start for start in starts if start > offset), default=None)
        return max((start for start in starts if start < offset), default=None)

    def highlight(self, span: Span, color: str) -> Annotation:
        """Highlight `span`; return the new annotation."""
        article = self._open_article()
        now = self.workspace.clock()
        new_id = self.workspace.new_id()
        made = Annotation(new_id, article.id, describe(article.text, span), created=now, modified=now, color=color)
        self.workspace.store.put(made)
        self._done("Highlight", Change(None, made))
        return made

    def merge(self, span: Span, placed: Sequence[Placed], color: str = "") -> Annotation:
        """One highlight over `span` and all of `placed`, which keeps the first one's id and colour, all notes and tags."""
        now = self.workspace.clock()
        for item in placed:
            span = span.union(item.span)
        first, *others = (item.annotation for item in placed)
        made = first.merged_with(others, describe(self._open_article().text, span), now)
        made = made.with_color(color, now) if color else made
        changes = (Change(first, made), *(Change(one, one.trashed(now)) for one in others))
        self.workspace.store.put(*(change.after for change in changes))
        self.history.push(Step("Merging", changes))
        self.reload()
        return made

    def recolor(self, annotation: Annotation, color: str) -> None:
        """Change the colour."""
        self._change("Colour", annotation, lambda one, now: one.with_color(color, now))

    def note(self, annotation: Annotation, text: str) -> None:
        """Replace the note that `annotation` has; a note written meanwhile is kept beside the new one."""
        seen, note = annotation.note, text.strip()

        def edit(one: Annotation, now: datetime) -> Annotation:
            apart = one.note not in ("", seen) and one.note not in note
            return one.with_note(f"{one.note}{BETWEEN}{note}" if apart and note else note, now)

        self._change("Note", annotation, edit)

    def tag(self, annotation: Annotation, tags: Iterable[str]) -> None:
        """Replace the tags that `annotation` has; tags added meanwhile stay."""
        seen, wanted = set(annotation.tags), clean_tags(tags)

        def edit(one: Annotation, now: datetime) -> Annotation:
            return one.with_tags([*wanted, *(tag for tag in one.tags if tag not in seen)], now)

        self._change("Tags", annotation, edit)

    def quote(self, annotation: Annotation, quotation: str) -> None:
        """Change the edited quotation; ValueError for words that are not the passage's."""
        self._change("Quotation", annotation, lambda one, now: one.quoted_as(quotation, now))

    def move(self, annotation: Annotation, span: Span) -> None:
        """Move an annotation to another span."""
        target = describe(self._open_article().text, span)
        self._change("Moved ends", annotation, lambda one, now: one.moved_to(target, now))

    def link(self, annotation: Annotation, span: Span) -> None:
        """Link an orphan to a span that the user chose; its original target is kept."""
        target = describe(self._open_article().text, span)
        self._change("Link", annotation, lambda one, now: one.carried_to(target, now))

    def delete(self, annotation: Annotation) -> None:
        """To the trash."""
        self._change("Deletion", annotation, lambda one, now: one.trashed(now))

    def restore(self, annotation: Annotation) -> None:
        """Back from the trash."""
        self._change("Restoring", annotation, lambda one, now: one.restored(now))

    def together(self, count: int, title: str) -> None:
        """Join the last `count` changes into one step of undo."""
        self.history.join(count, title)

    def undo(self) -> Step | None:
        """Take the last change back; None where there is none."""
        step = self.history.undo(self.workspace.store, self.workspace.clock())
        if isinstance(step, ShelfStep):
            self._follow(step.back, self.history.redo)
        self.reload()
        return step

    def redo(self) -> Step | None:
        """Do again what was taken back."""
        step = self.history.redo(self.workspace.store, self.workspace.clock())
        if isinstance(step, ShelfStep):
            self._follow(step.forth, self.history.undo)
        self.reload()
        return step

    def trash(self, *article_ids: str) -> None:
        """Articles to the trash, their notes with them; one step of the history."""
        library, now = self.workspace.library, self.workspace.clock()
        self._shelve(
            "Removal",
            article_ids[0],
            lambda: library.article_states.set_state("trashed", article_ids, None),
            lambda: library.article_states.set_state("trashed", article_ids, now),
        )
        if self.article is not None and self.article.id in article_ids:
            self.close()

    def mark_articles(self, title: str, states: Mapping[str, datetime | None], article_ids: Sequence[str]) -> None:
        """Articles into some states (since when) or out of them (None); one step of the history."""
        library, forth = self.workspace.library, []
        for state, since in states.items():
            stamp = since.isoformat() if since else ""
            forth += [
                (state, each, before, stamp)
                for each, before in library.article_states.state_stamps(state, article_ids).items()
            ]
        back = [(state, each, after, before) for state, each, before, after in forth]
        self._shelve(
            title,
            article_ids[0],
            lambda: library.article_states.change_states(back),
            lambda: library.article_states.change_states(forth),
        )

    def tag_articles(self, entries: Sequence[ArticleSummary], more: Sequence[str], fewer: Sequence[str]) -> None:
        """Tags of their own for articles, and others from them; one step of the history."""
        library, now = self.workspace.library, self.workspace.clock()
        gone = set(map(tag_key, fewer))
        forth, back = {}, {}
        for entry in entries:
            held = set(map(tag_key, entry.tags))
            added = [tag for tag in more if tag_key(tag) not in held]
            taken = [tag for tag in entry.tags if tag_key(tag) in gone]
            forth[entry.id], back[entry.id] = (added, taken), (taken, added)
        self._shelve(
            "Tagging",
            entries[0].id,
            lambda: library.article_states.tag_articles(back, now),
            lambda: library.article_states.tag_articles(forth, now),
        )

    def restore_article(self, article_id: str) -> None:
        """Restore an article from the trash."""
        library, now = self.workspace.library, self.workspace.clock()
        back, forth = (
            lambda: library.article_states.trash(article_id, now),
            lambda: library.article_states.restore(article_id),
        )
        self._shelve("Restoring", article_id, back, forth)

    def edit_source(self, article: Article, source: Source) -> None:
        """Other citation data."""
        library, now = self.workspace.library, self.workspace.clock()
        self._shelve(
            "Citation data",
            article.id,
            lambda: library.edit_source(article.id, article.source, now),
            lambda: library.edit_source(article.id, source, now),
        )

    def _open_article(self) -> Article:
        if self.article is None:
            raise ValueError("no article is open")
        return self.article

    def _change(self, title: str, annotation: Annotation, edit: Callable[[Annotation, datetime], Annotation]) -> None:
        """Edit the annotation as the store has it now, which another window may have changed since."""
        before: list[Annotation] = []

        def apply(one: Annotation) -> Annotation:
            before.append(one)
            return edit(one, self.workspace.clock())

        after = self.workspace.store.update(annotation.id, apply)
        self._done(title, Change(before[-1], after))

    def _done(self, title: str, change: Change) -> None:
        self.history.push(Step(title, (change,)))
        self.reload()

    def _shelve(self, title: str, article_id: str, back: Callable[[], None], forth: Callable[[], None]) -> None:
        forth()
        self.history.push(ShelfStep(title, (), article_id, back, forth))

    def _follow(self, move: Callable[[], None], otherwise: Callable[[AnnotationStore, datetime], Step | None]) -> None:
        """Apply a step of the history to the article; if that fails, put the history back."""
        try:
            move()
        except ReaderError:
            otherwise(self.workspace.store, self.workspace.clock())
            raise
