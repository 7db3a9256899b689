"""Commands that show parallel passages in other articles, and related articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from annotations.model.span import Span
from reader.articles.article import Article
from reader.config.key_parser import Invocation
from reader.library.similar.parallel_passages import ParallelPassage, ParallelPassageFinder
from reader.library.similar.related_articles import RelatedArticle
from reader.services.workspace import Workspace
from reader.ui.commands.context import ReaderContext
from reader.ui.render.row_painter import spans
from reader.ui.screens.parallel_passages import about, echoes_screen, related_screen

MAX_SYNCHRONOUS_TEXTS = 150
"""Texts that are indexed at once; more of them are indexed in a thread."""
MAX_RELATED_LINES = 3
GROUP = "parallel-passages"

Found = TypeVar("Found")


class ParallelPassageCommands:
    """Commands about the passage under the cursor and the open article."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def show_echoes(self, call: Invocation) -> None:
        editor, page = self._context.editor, self._context.page
        here = None if page.selection else editor.at(page.cursor.head)
        span = (editor.span_of(here.id) if here else None) or (page.passage() if editor.article else None)
        if editor.article is None or span is None:
            self._context.notify("There is no passage here.")
            return
        article = editor.article
        self._find(lambda finder: finder.of_passage(article.id, span), lambda found: self._show(article, span, found))

    def show_related(self, call: Invocation) -> None:
        article = self._context.editor.article
        if article is None:
            self._context.notify("No article is open.")
            return
        self._find(lambda finder: finder.related(article.id, 20), self._show_related)

    def _find(
        self, work: Callable[[ParallelPassageFinder], Sequence[Found]], then: Callable[[Sequence[Found]], None]
    ) -> None:
        """Query the index now where it is nearly complete; else complete and query it in a thread."""
        workspace = self._context.workspace
        missing = workspace.echoes.catch_up(at_most=MAX_SYNCHRONOUS_TEXTS)
        if not missing:
            then(work(workspace.echoes))
            return
        self._context.notify(f"Reading {missing:,} texts for their wording, once · the answer comes by itself.")

        def caught_up(other: Workspace) -> Sequence[Found]:
            other.echoes.catch_up()
            return work(other.echoes)

        self._context.background.query(caught_up, then, GROUP)

    def _show(self, article: Article, span: Span, found: Sequence[ParallelPassage]) -> None:
        if not found:
            self._context.notify("Nothing else in the library says so.")
            return
        screen = echoes_screen(article, span, found, self._context.palette)
        self._context.ask(screen, lambda value: self._go(found[int(value)]) if value else None)

    def _go(self, echo: ParallelPassage) -> None:
        """Go to a parallel passage and light it."""
        self._context.jumps.leave_here()
        self._context.view.open_article(echo.entry.id, echo.span.start)
        self._context.page.matches = spans([echo.span])
        self._context.page.refresh()

    def _show_related(self, found: Sequence[RelatedArticle]) -> None:
        if not found:
            self._context.notify("No other source in the library is about the same event.")
            return
        self._context.ask(related_screen(found, self._context.palette), self._go_related)

    def _go_related(self, article_id: str | None) -> None:
        if article_id is not None:
            self._context.jumps.leave_here()
            self._context.view.open_article(article_id)


def complete_index(context: ReaderContext) -> None:
    """Index new articles in a thread, before anybody asks for passages parallel to theirs."""
    context.background.query(
        lambda other: other.echoes.catch_up(), lambda _: None, GROUP, exclusive=False, failed=lambda error: None
    )


def related_lines(context: ReaderContext, article: Article) -> list[str]:
    """Return the nearest related articles, a line each; none while the index is far behind."""
    finder = context.workspace.echoes
    if finder.catch_up(at_most=MAX_SYNCHRONOUS_TEXTS):
        return []
    return [f"Related: {about(each.entry)}" for each in finder.related(article.id, MAX_RELATED_LINES)]
