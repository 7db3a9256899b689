"""Commands about annotations: highlight, note, notes, tags."""

from __future__ import annotations

import click

from annotations.exporters.excerpt import Excerpt, public_record
from annotations.model.annotation import COLORS, Annotation, clean_tags
from annotations.model.errors import UnknownName
from annotations.model.span import Span
from reader.articles.article import Article
from reader.cli.completion import complete_annotation, complete_article, complete_tag
from reader.cli.context import Context, json_option, pass_context, print_json, say
from reader.errors import ReaderError
from reader.library.query.ast import renamed_tag
from reader.services.excerpts import find_quote
from reader.text.cleaning import clean_line, clean_text

STATES = {
    "moved": "moved: the same words, elsewhere in a later text",
    "changed": "! changed: a later text has other words here",
    "orphan": "? its passage is no longer in the text",
}


@click.command()
@click.argument("article", shell_complete=complete_article)
@click.option("--quote", help="The passage, as it stands in the text.")
@click.option("--occurrence", type=click.IntRange(min=1), help="Which one, where the quote stands several times.")
@click.option("--start", type=click.IntRange(min=0), help="Start offset.")
@click.option("--end", type=click.IntRange(min=1), help="End offset (exclusive).")
@click.option("--note", "text", default="", help="A note on it.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.", shell_complete=complete_tag)
@click.option("--color", default=COLORS[0], show_default=True, help=", ".join(COLORS))
@json_option
@pass_context
def highlight(
    context: Context,
    article: str,
    quote: str | None,
    occurrence: int | None,
    start: int | None,
    end: int | None,
    text: str,
    tags: tuple[str, ...],
    color: str,
    as_json: bool,
) -> None:
    """Annotate a passage, given by its words or by its offsets; prints the new id."""
    workspace = context.workspace
    found = workspace.library.article(workspace.library.resolve(article))
    by_offsets = start is not None and end is not None
    if (quote is None) == (not by_offsets) or (not by_offsets and (start is not None or end is not None)):
        raise click.UsageError("say which passage: --quote TEXT, or --start N --end N")
    span = find_quote(found, quote, occurrence) if quote is not None else _span(found, start or 0, end or 0)
    made = workspace.annotate(found, span, color, text, tags)
    if as_json:
        print_json(public_record(workspace.excerpt(made)))
    else:
        say(made.id)


def _span(article: Article, start: int, end: int) -> Span:
    if not start < end <= len(article.text):
        raise ReaderError(f"{article.id}: no passage at {start}..{end}: its text has {len(article.text)} characters")
    return Span(start, end)


@click.command()
@click.argument("annotation", metavar="ID", shell_complete=complete_annotation)
@click.option("--text", help="The note; empty for none.")
@click.option("--tag", "tags", multiple=True, help="A tag to add.", shell_complete=complete_tag)
@click.option("--untag", "untags", multiple=True, help="A tag to take away.", shell_complete=complete_tag)
@click.option("--color", help=", ".join(COLORS))
@click.option("--quotation", help="How to quote it, with … and [insertions]; empty for word for word.")
@json_option
@pass_context
def note(
    context: Context,
    annotation: str,
    text: str | None,
    tags: tuple[str, ...],
    untags: tuple[str, ...],
    color: str | None,
    quotation: str | None,
    as_json: bool,
) -> None:
    """Change the note, tags, colour or wording of the quotation of an annotation."""
    if color is not None and color not in COLORS:
        raise UnknownName("color", color, COLORS)
    workspace = context.workspace
    found = workspace.store.find(annotation)
    changed = workspace.store.update(found.id, lambda one: _changed(context, one, text, tags, untags, color, quotation))
    if as_json:
        print_json(public_record(workspace.excerpt(changed)))
    else:
        say(f"Changed: {changed.id}")


def _changed(
    context: Context,
    one: Annotation,
    text: str | None,
    tags: tuple[str, ...],
    untags: tuple[str, ...],
    color: str | None,
    quotation: str | None,
) -> Annotation:
    now = context.workspace.clock()
    if quotation is not None:
        try:
            one = one.quoted_as(clean_text(quotation).strip(), now)
        except ValueError as error:
            raise ReaderError(f"{one.id}: {error}") from error
    if text is not None:
        one = one.with_note(clean_text(text).strip(), now)
    if tags or untags:
        away = {tag.casefold() for tag in clean_tags(untags)}
        kept = [tag for tag in (*one.tags, *(clean_line(tag) for tag in tags)) if tag.casefold() not in away]
        one = one.with_tags(kept, now)
    return one if color is None else one.with_color(color, now)


@click.command()
@click.argument("query", nargs=-1)
@json_option
@pass_context
def notes(context: Context, query: tuple[str, ...], as_json: bool) -> None:
    """List annotations, optionally filtered by QUERY; orphans are marked."""
    found = context.workspace.find_notes(" ".join(query))
    if as_json:
        print_json([public_record(excerpt) for excerpt in found])
        return
    for excerpt in found:
        _say_note(excerpt)
    if not found:
        say(
            "No annotation matches." if query else "No annotations yet: gloss highlight ARTICLE --quote TEXT makes one."
        )


def _say_note(excerpt: Excerpt) -> None:
    one = excerpt.annotation
    place = "" if excerpt.state == "orphan" else excerpt.locator
    say(" · ".join(part for part in (one.id, one.article_id, place, STATES.get(excerpt.state, ""), one.color) if part))
    click.echo(f"    {clean_line(excerpt.passage)}")
    if excerpt.state == "changed" and one.was is not None:
        click.echo(f"    was: {clean_line(one.was.quote.exact)}")
    tags = " ".join(f"#{clean_line(tag)}" for tag in one.tags)
    for line in filter(None, (clean_line(one.note), tags)):
        click.echo(f"    > {line}")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def tags(command: click.Context, as_json: bool) -> None:
    """List tags with how often each is used."""
    if command.invoked_subcommand is not None:
        return
    workspace = command.ensure_object(Context).workspace
    counts = dict(workspace.store.tags())
    for entry in workspace.library.article_states.tagged_articles():
        for tag in entry.tags:
            counts[tag] = counts.get(tag, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))
    if as_json:
        print_json([{"tag": tag, "count": count} for tag, count in ordered])
        return
    for tag, count in ordered:
        say(f"{count:5} #{tag}")
    if not ordered:
        say("No tags yet: t in the reader, or gloss note ID --tag TAG.")


@tags.command()
@click.argument("old", shell_complete=complete_tag)
@click.argument("new")
@pass_context
def rename(context: Context, old: str, new: str) -> None:
    """Rename a tag everywhere, with what is below it (war/navy); onto an existing one merges the two."""
    wanted, cleaned = old.lstrip("#").strip(), clean_tags([clean_line(new)])
    if not cleaned:
        raise click.UsageError("the new tag is empty")
    now = context.workspace.clock()

    def renamed(one: Annotation) -> Annotation | None:
        tags = [renamed_tag(tag, wanted, cleaned[0]) for tag in one.tags]
        return one.with_tags(tags, now) if tags != list(one.tags) else None

    changed = context.workspace.store.update_all(renamed)
    articles = context.workspace.library.article_states.rename_tag(wanted, cleaned[0], now)
    if not changed and not articles:
        raise ReaderError(f"no annotation has the tag {old!r}: gloss tags lists them")
    if articles:
        say(f"Renamed on {articles} article{'s' if articles != 1 else ''}: #{cleaned[0]}")
    if changed:
        say(f"Renamed on {len(changed)} annotation{'s' if len(changed) != 1 else ''}: #{cleaned[0]}")
