"""`gloss echoes`: who else says so; and the related articles that `gloss show` names."""

from __future__ import annotations

from typing import Any

import click

from annotations.model.errors import UnknownAnnotation
from annotations.model.span import Span
from reader.articles.article import Article
from reader.cli.context import Context, json_option, pass_context, print_json, say
from reader.cli.progress import progress_bar
from reader.errors import AmbiguousArticle, ReaderError, UnknownArticle
from reader.library.db.models import ArticleSummary
from reader.library.similar.parallel_passages import ComparedText, ParallelPassage, ParallelPassageFinder
from reader.services.excerpts import find_quote
from reader.text.cleaning import clean_line

INDEXED_AT_ONCE = 500
"""Texts that a command takes into the index on the way; a greater library is indexed when echoes are asked for."""


@click.command()
@click.argument("what", metavar="ARTICLE|ID")
@click.option("--quote", help="Only this passage of the article, as it stands in its text.")
@click.option("--occurrence", type=click.IntRange(min=1), help="Which one, where the quote stands several times.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many articles.")
@json_option
@pass_context
def echoes(context: Context, what: str, quote: str | None, occurrence: int | None, limit: int, as_json: bool) -> None:
    """Show where other articles say the same, word for word or nearly so; the earliest first.

    ID is a highlight's: its passage is looked for. Of an ARTICLE everything is that it shares with others. What differs is
    marked: [-these words stand in the passage-] {+these in the other article+}.
    """
    article, span = _subject(context, what)
    if quote is not None:
        span = find_quote(article, quote, occurrence)
    finder = context.workspace.echoes
    catch_up(finder)
    found = finder.of_article(article.id, limit) if span is None else finder.of_passage(article.id, span, limit)
    entry = context.workspace.library.entry(article.id)
    if as_json:
        print_json(_document(article, entry, span, found))
        return
    _say_asked(entry, article, span)
    said = None
    for echo in found:
        if echo.entry.id != said:
            _say_source(echo.entry)
        _say_echo(echo)
        said = echo.entry.id
    if not found:
        say("Nothing else in the library says so.")


def _subject(context: Context, what: str) -> tuple[Article, Span | None]:
    """Return the article that a name means, and the passage if it means a highlight; the error names both."""
    workspace = context.workspace
    try:
        annotation = workspace.store.find(what)
    except UnknownAnnotation:
        try:
            return workspace.library.article(workspace.library.resolve(what)), None
        except AmbiguousArticle:
            raise
        except UnknownArticle as error:
            names = f"neither an annotation nor an article is called {what!r}: gloss notes and gloss list show the ids"
            raise ReaderError(names) from error
    found = workspace.excerpt(annotation)
    if found.span is None:
        raise ReaderError(
            f"{annotation.id}: its passage is no longer in the text: gloss notes is:orphan lists such notes"
        )
    return workspace.library.article(annotation.article_id), found.span


def catch_up(finder: ParallelPassageFinder, at_most: int | None = None) -> None:
    """Bring the index up to date, with a progress bar on a terminal where that takes a while."""
    with progress_bar("Indexing") as bar:
        finder.catch_up(bar.update, at_most)


def _say_asked(entry: ArticleSummary, article: Article, span: Span | None) -> None:
    say(" · ".join(part for part in (entry.issued or "no date", entry.container, entry.title) if part))
    if span is not None:
        click.echo(f"    {clean_line(span.of(article.text))}")
    click.echo()


def _say_source(entry: ArticleSummary) -> None:
    say(" · ".join(part for part in (entry.issued or "no date", entry.container, entry.title) if part))
    say(entry.id)


def _say_echo(echo: ParallelPassage) -> None:
    how = "word for word" if echo.kind == "verbatim" else f"{echo.score:.0%} match"
    click.echo(f"  {how}, {echo.span.start}..{echo.span.end}")
    click.echo(f"    {clean_line(marked(echo.parts))}")


def marked(parts: tuple[ComparedText, ...]) -> str:
    """Both sides in one line, as wdiff writes them: `[-only here-] {+only there+}`."""
    said: list[str] = []
    for same, here, there in parts:
        if same:
            said.append(there)
        else:
            said += [f"[-{here.strip()}-] "] if here.strip() else []
            said += [f"{{+{there.strip()}+}} "] if there.strip() else []
    return "".join(said)


def _document(
    article: Article, entry: ArticleSummary, span: Span | None, found: list[ParallelPassage]
) -> dict[str, Any]:
    asked = span or Span(0, len(article.text))
    return {
        "article": entry.id,
        "title": entry.title,
        "container": entry.container,
        "date": entry.issued or None,
        "start": asked.start,
        "end": asked.end,
        "text": asked.of(article.text),
        "echoes": [_record(echo) for echo in found],
    }


def _record(echo: ParallelPassage) -> dict[str, Any]:
    entry = echo.entry
    return {
        "article": entry.id,
        "title": entry.title,
        "container": entry.container,
        "date": entry.issued or None,
        "start": echo.span.start,
        "end": echo.span.end,
        "text": echo.there,
        "kind": echo.kind,
        "score": round(echo.score, 4),
        "passage": {"start": echo.passage.start, "end": echo.passage.end, "text": echo.here},
        "parts": [{"same": part.same, "passage": part.here, "echo": part.there} for part in echo.parts],
    }


def related_records(context: Context, article: Article) -> list[dict[str, Any]]:
    """Articles about the same event by others, as JSON."""
    finder = context.workspace.echoes
    catch_up(finder, INDEXED_AT_ONCE)
    return [
        {
            "article": each.entry.id,
            "title": each.entry.title,
            "container": each.entry.container,
            "date": each.entry.issued or None,
            "score": round(each.score, 4),
        }
        for each in finder.related(article.id)
    ]
