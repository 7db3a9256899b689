"""Commands about articles: list, show, remove, restore, search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from msgspec.structs import asdict

from annotations.model.errors import UnknownAnnotation
from reader.cli.completion import complete_article, complete_article_or_annotation, complete_trashed
from reader.cli.context import Context, json_option, pass_context, print_json, say, say_text
from reader.cli.echoes import related_records
from reader.cli.json_views import article_record, entry_record
from reader.errors import ReaderError, UnknownArticle
from reader.library.catalog.catalog import SORTS
from reader.library.db.models import ArticleSummary, ArticleVersion, SearchHit
from reader.services.plain_view import aloud
from reader.text.cleaning import clean_line


@click.command("list")
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(SORTS), default="date", show_default=True)
@click.option("--limit", type=click.IntRange(min=0), help="Maximum number of results.")
@json_option
@pass_context
def list_(context: Context, query: tuple[str, ...], sort: str, limit: int | None, as_json: bool) -> None:
    """List articles, optionally filtered by QUERY."""
    print_list(context, " ".join(query), sort, limit, as_json)


def print_list(context: Context, query: str, sort: str, limit: int | None, as_json: bool) -> None:
    """Print the list as a table or as JSON."""
    workspace = context.workspace
    context.catch_up()
    entries = workspace.library.entries(query, sort, limit)
    context.warn_of_index()
    if as_json:
        print_json([entry_record(entry, entry.notes) for entry in entries])
        return
    for entry in entries:
        say_entry(entry, entry.notes)
    if not entries:
        say(
            "No article matches."
            if query
            else "No articles yet: gloss add FILE adds a digest, a text, or a folder of them."
        )


def say_entry(entry: ArticleSummary, notes: int) -> None:
    """One article in two lines."""
    facts = [entry.container, entry.issued or "no date", f"{entry.words:,} words"]
    facts += [f"{notes} note{'s' if notes != 1 else ''}"] if notes else []
    facts += [f"{entry.versions} versions"] if entry.versions > 1 else []
    say(f"{entry.id}")
    click.echo(f"    {clean_line(entry.title)}\n    {clean_line(' · '.join(fact for fact in facts if fact))}")


@click.command()
@click.argument("article", shell_complete=complete_article)
@click.option(
    "--text", "only_text", is_flag=True, help="The text alone, headings marked with #, quoted paragraphs with >."
)
@click.option("--version", type=click.IntRange(min=1), help="An older text of it, counted from 1.")
@click.option("--versions", "only_versions", is_flag=True, help="List the texts that the library has kept of it.")
@json_option
@pass_context
def show(
    context: Context, article: str, only_text: bool, version: int | None, only_versions: bool, as_json: bool
) -> None:
    """Show one article: its data and its text, the newest or an older one."""
    workspace, library = context.workspace, context.workspace.library
    article_id = library.resolve(article)
    if only_versions:
        _show_versions(library.versions(article_id), as_json)
        return
    found = library.article(article_id) if version is None else library.article_at(article_id, version)
    entry, notes = library.entry(found.id), len(workspace.store.for_article(found.id))
    if as_json:
        said = {"related": related_records(context, found), "version": version or entry.versions}
        print_json(article_record(found, entry, notes) | said)
        return
    if not only_text:
        say_entry(entry, notes)
        for warning in found.warnings:
            say(f"! {warning}")
        for each in related_records(context, found):
            say(f"    related: {each['article']}  {each['container']} · {each['date'] or 'no date'}")
        click.echo()
    say_text(aloud(found))


def _show_versions(versions: Sequence[ArticleVersion], as_json: bool) -> None:
    if as_json:
        print_json([asdict(one) for one in versions])
        return
    titled = len({one.title for one in versions}) > 1
    for one in versions:
        say(f"{one.number:4}  {one.added}  {one.words:,} words" + (f"  {clean_line(one.title)}" if titled else ""))


@click.command()
@click.argument("ids", metavar="ARTICLE|ID...", nargs=-1, required=True, shell_complete=complete_article_or_annotation)
@pass_context
def remove(context: Context, ids: tuple[str, ...]) -> None:
    """Move articles, with their annotations, or single annotations to the trash."""
    workspace, now = context.workspace, context.workspace.clock()
    for one_id, is_annotation in [_named(context, part) for part in ids]:
        if is_annotation:
            workspace.store.update(one_id, lambda one: one.trashed(now))
        else:
            workspace.library.article_states.trash(one_id, now)
        say(f"Moved to trash: {one_id} (gloss restore {one_id} brings it back)")


def _named(context: Context, part: str) -> tuple[str, bool]:
    """Return the id that a name means, and whether it is an annotation's."""
    try:
        return context.workspace.store.find(part).id, True
    except UnknownAnnotation:
        pass
    try:
        return context.workspace.library.resolve(part), False
    except UnknownArticle as error:
        raise ReaderError(f"no article and no annotation {part!r}: gloss list and gloss notes show the ids") from error


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_trashed)
@pass_context
def restore(context: Context, ids: tuple[str, ...]) -> None:
    """Bring articles or annotations back from the trash."""
    workspace = context.workspace
    for part in ids:
        try:
            article_id = workspace.library.resolve(part, trashed=True)
        except UnknownArticle:
            _restore_annotation(context, part)
        else:
            workspace.library.article_states.restore(article_id)
            say(f"Restored: {article_id}")


def _restore_annotation(context: Context, part: str) -> None:
    store, now = context.workspace.store, context.workspace.clock()
    try:
        found = store.find(part)
    except UnknownAnnotation as error:
        raise ReaderError(
            f"nothing in the trash is called {part!r}: gloss list is:trashed, gloss notes is:trashed"
        ) from error
    if found.deleted is not None:
        store.update(found.id, lambda one: one.restored(now))
    say(f"Restored: {found.id}")


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@json_option
@pass_context
def search(context: Context, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search articles and notes; the best match first."""
    context.catch_up()
    hits = context.workspace.library.search(" ".join(query), limit, notes=True)
    context.warn_of_index()
    if as_json:
        print_json([_hit_record(hit) for hit in hits])
        return
    for hit in hits:
        say(f"{hit.article_id}  {hit.title}" + (f"  [{hit.annotation}]" if hit.annotation else ""))
        click.echo(f"    {_lit(hit)}")
    if not hits:
        say("Nothing was found.")


def _lit(hit: SearchHit) -> str:
    """Return the passage with its matches in bold if stdout is a terminal."""
    at, parts = 0, []
    for span in hit.lit:
        if span.start >= at:
            parts += [_piece(hit.passage[at : span.start]), click.style(_piece(span.of(hit.passage)), bold=True)]
            at = span.end
    return "".join([*parts, _piece(hit.passage[at:])]).strip()


def _piece(text: str) -> str:
    """Part of a line, cleaned; a blank at its ends is kept."""
    before, after = text[:1].isspace(), text[1:] and text[-1].isspace()
    return (" " if before else "") + clean_line(text) + (" " if after else "")


def _hit_record(hit: SearchHit) -> dict[str, Any]:
    return {
        "kind": "note" if hit.annotation else "article",
        "article": hit.article_id,
        "id": hit.annotation or None,
        "title": hit.title,
        "start": hit.start,
        "end": hit.end,
        "passage": hit.passage,
        "score": round(hit.score, 4),
    }
