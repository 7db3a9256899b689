"""The command that mends citation data: edit."""

from __future__ import annotations

from typing import Any

import click
from msgspec.structs import asdict

from annotations.model.annotation import clean_tags
from annotations.model.source import KINDS, Source
from reader.articles.article import Article
from reader.cli.completion import complete_article, complete_tag
from reader.cli.context import Context, json_option, pass_context, print_json, say
from reader.cli.json_views import entry_record
from reader.services.citation_form import Suggestion, mended, suggestions, written
from reader.text.cleaning import clean_line

OPTIONS = {
    "authors": "author", "editors": "editor", "issued": "date",
}  # fmt: skip
"""The options that are not called as the field is."""


@click.command()
@click.argument("article", shell_complete=complete_article)
@click.option("--title", help="The title.")
@click.option(
    "--author", "authors", multiple=True, help='"Family, Given", or "{Corporate Name}"; may be given several times.'
)
@click.option("--date", "issued", help="2025-06-30, 2025-06 or 2025; empty for none.")
@click.option("--container", help="The newspaper, site, journal or book that it appeared in.")
@click.option("--publisher", help="Who published it.")
@click.option("--url", help="Its address.")
@click.option("--doi", help="Its DOI.")
@click.option("--accessed", help="When it was read.")
@click.option("--language", help="en, ru, pt-BR ...")
@click.option("--kind", help=f"{', '.join(KINDS)}.")
@click.option("--editor", "editors", multiple=True, help="As --author.")
@click.option("--volume", help="Of a journal or a work.")
@click.option("--issue", help="Of a journal.")
@click.option("--pages", help="3-5, or one page.")
@click.option("--edition", help="A number, or words.")
@click.option("--number", help="A report's or an act's.")
@click.option("--place", help="Where the publisher is.")
@click.option("--genre", help="What the work calls itself: PhD thesis, technical report ...")
@click.option(
    "--key", help="The citation key for BibTeX and pandoc: letters, digits and -_:; empty for one made by gloss."
)
@click.option(
    "--tag",
    "tags",
    multiple=True,
    help="A tag for the article itself; may be given several times.",
    shell_complete=complete_tag,
)
@click.option(
    "--untag", "untags", multiple=True, help="A tag to take from the article itself.", shell_complete=complete_tag
)
@click.option("--suggestions", "show", is_flag=True, help="Show the data and what might be right; change nothing.")
@click.option("--take", is_flag=True, help="Take the likeliest suggestion for each field that is empty.")
@json_option
@pass_context
def edit(
    context: Context,
    /,
    article: str,
    authors: tuple[str, ...],
    editors: tuple[str, ...],
    tags: tuple[str, ...],
    untags: tuple[str, ...],
    show: bool,
    take: bool,
    as_json: bool,
    **values: str | None,
) -> None:
    """Edit the citation data of an article."""
    library = context.workspace.library
    found = library.article(library.resolve(article))
    offers = suggestions(found, library.imported_source(found.id), library.entry(found.id).added)
    if show:
        _show(found, offers, as_json)
        return
    given = {name: value for name, value in values.items() if value is not None}
    given |= {name: "; ".join(each) for name, each in (("authors", authors), ("editors", editors)) if each}
    if not given and not take and not tags and not untags:
        raise click.UsageError("say what to change, for instance --title or --date; --suggestions shows what there is")
    taken = _likeliest(found.source, offers) if take else {}
    source, now = _mended(found.source, taken | given), context.workspace.clock()
    if tags or untags:
        more, fewer = (clean_tags(clean_line(tag) for tag in each) for each in (tags, untags))
        library.article_states.tag([found.id], more, fewer, now)
    if source != found.source:
        library.edit_source(found.id, source, now)
    if as_json:
        print_json(entry_record(library.entry(found.id), len(context.workspace.store.for_article(found.id))))
        return
    say(f"Mended: {found.id}")
    for name, value in taken.items():
        say(f"    --{OPTIONS.get(name, name)} {value}")


def _likeliest(source: Source, offers: list[Suggestion]) -> dict[str, str]:
    """For each empty field the first suggestion."""
    empty = {name for name, value in written(source).items() if not value}
    return {one.field: one.value for one in reversed(offers) if one.field in empty}


def _mended(source: Source, values: dict[str, str]) -> Source:
    try:
        return mended(source, values)
    except ValueError as error:
        name, _, message = str(error).partition(": ")
        raise click.UsageError(f"--{OPTIONS.get(name, name)}: {message}") from error


def _show(article: Article, offers: list[Suggestion], as_json: bool) -> None:
    present = written(article.source)
    if as_json:
        document: dict[str, Any] = {"id": article.id, "source": present, "suggestions": [asdict(one) for one in offers]}
        print_json(document)
        return
    for name, value in present.items():
        if value:
            say(f"{OPTIONS.get(name, name):10} {value}")
    for one in offers:
        click.echo(f"  ? --{OPTIONS.get(one.field, one.field)} {clean_line(one.value)}  ({one.why})")
