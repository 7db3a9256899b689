"""The open article with its annotations, and everything that can be done to them: what the screen calls, without a screen.

Durable before visible: each change is in the store before it stands here, and a change that the store refuses raises
StoreError and leaves all as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.anchoring import Anchored, anchor
from annotations.annotation import Annotation
from annotations.history import Change, History, Step
from annotations.span import Span
from annotations.target import describe
from reader.article import Article
from reader.session import Workspace


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation and where its passage stands in the text at hand."""

    annotation: Annotation
    span: Span


@dataclass(frozen=True, slots=True)
class Removal(Step):
    """An article went to the trash; in the history as changes to annotations are."""

    article_id: str = ""


class Desk:
    """One article at a time; the history goes on across articles."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.article: Article | None = None
        self.placed: tuple[Placed, ...] = ()
        self.orphans: tuple[Annotation, ...] = ()
        self.history = History()

    def open(self, article_id: str) -> Article:
        """Take up another article; UnknownArticle where there is none."""
        self.article = self.workspace.library.article(article_id)
        self.reload()
        return self.article

    def close(self) -> None:
        """Nothing on the desk."""
        self.article, self.placed, self.orphans = None, (), ()

    def reload(self) -> None:
        """Read the annotations of the open article again."""
        if self.article is None:
            return
        placed, orphans = [], []
        for annotation in self.workspace.store.for_article(self.article.id):
            found = anchor(self.article.text, annotation.target)
            if isinstance(found, Anchored):
                placed.append(Placed(annotation, found.span))
            else:
                orphans.append(annotation)
        placed.sort(key=lambda item: (item.span, item.annotation.id))
        self.placed, self.orphans = tuple(placed), tuple(orphans)

    def at(self, offset: int) -> Annotation | None:
        """The annotation under the cursor, the shortest where several lie over each other."""
        here = [item for item in self.placed if offset in item.span]
        return min(here, key=lambda item: item.span.length).annotation if here else None

    def span_of(self, annotation_id: str) -> Span | None:
        """Where an annotation stands in the open article."""
        return next((item.span for item in self.placed if item.annotation.id == annotation_id), None)

    def beside(self, offset: int, forward: bool) -> int | None:
        """The start of the next highlight after `offset`, or of the one before it."""
        starts = [item.span.start for item in self.placed]
        if forward:
            return min((start for start in starts if start > offset), default=None)
        return max((start for start in starts if start < offset), default=None)

    def highlight(self, span: Span, color: str) -> Annotation:
        """A new highlight over `span`."""
        article = self._open_article()
        now = self.workspace.clock()
        new_id = self.workspace.new_id()
        made = Annotation(new_id, article.id, describe(article.text, span), created=now, modified=now, color=color)
        self._write("Highlight", [Change(None, made)])
        return made

    def recolor(self, annotation: Annotation, color: str) -> None:
        """Another colour."""
        self._change("Colour", annotation, annotation.with_color(color, self.workspace.clock()))

    def note(self, annotation: Annotation, text: str) -> None:
        """Another note."""
        self._change("Note", annotation, annotation.with_note(text.strip(), self.workspace.clock()))

    def tag(self, annotation: Annotation, tags: Iterable[str]) -> None:
        """These tags instead of the ones there were."""
        self._change("Tags", annotation, annotation.with_tags(tags, self.workspace.clock()))

    def quote(self, annotation: Annotation, quotation: str) -> None:
        """Another wording of its quotation; ValueError for words that are not the passage's."""
        self._change("Quotation", annotation, annotation.quoted_as(quotation, self.workspace.clock()))

    def move(self, annotation: Annotation, span: Span) -> None:
        """The same annotation over other words."""
        target = describe(self._open_article().text, span)
        self._change("Moved ends", annotation, annotation.moved_to(target, self.workspace.clock()))

    def delete(self, annotation: Annotation) -> None:
        """To the trash."""
        self._change("Deletion", annotation, annotation.trashed(self.workspace.clock()))

    def undo(self) -> Step | None:
        """Take the last change back; None where there is none."""
        step = self.history.undo(self.workspace.store, self.workspace.clock())
        if isinstance(step, Removal):
            self.workspace.library.restore(step.article_id)
        self.reload()
        return step

    def redo(self) -> Step | None:
        """Do again what was taken back."""
        step = self.history.redo(self.workspace.store, self.workspace.clock())
        if isinstance(step, Removal):
            self.workspace.library.trash(step.article_id, self.workspace.clock())
        self.reload()
        return step

    def trash(self, article_id: str) -> None:
        """An article to the trash, its notes with it."""
        self.workspace.library.trash(article_id, self.workspace.clock())
        self.history.push(Removal("Removal", (), article_id))
        if self.article is not None and self.article.id == article_id:
            self.close()

    def _open_article(self) -> Article:
        if self.article is None:
            raise ValueError("no article is open")
        return self.article

    def _change(self, title: str, before: Annotation, after: Annotation) -> None:
        self._write(title, [Change(before, after)])

    def _write(self, title: str, changes: list[Change]) -> None:
        self.workspace.store.put(*(change.after for change in changes))
        self.history.push(Step(title, tuple(changes)))
        self.reload()
