"""Commands that cite and export excerpts: cite, export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from annotations.citations import DEFAULT_STYLE, style_names
from annotations.exporters.excerpt import GROUPS, Excerpt
from annotations.exporters.file_names import file_name
from annotations.exporters.quote import QUOTE_FORMATS, WITHOUT_PREFIX, Wanted, bare_reference, cited_quote
from annotations.exporters.registry import format_names, get_format
from annotations.model.errors import UnknownAnnotation, UnknownName
from reader.cli.completion import (
    complete_article,
    complete_article_or_annotation,
    complete_export_format,
    complete_quote_format,
    complete_style,
    complete_tag,
)
from reader.cli.context import Context, pass_context, say, warn
from reader.cli.templates import find_template
from reader.errors import AmbiguousArticle, ReaderError, UnknownArticle
from reader.platform.atomic_write import write_whole
from reader.platform.clipboard import copy
from reader.platform.pandoc import find_style
from reader.text.cleaning import clean_line, clean_text

STYLE_HELP = (
    f"{', '.join(style_names())} ({DEFAULT_STYLE} where nothing else is set); with pandoc also any CSL style, "
    "by its file or its name."
)


DEFAULT_FORMAT = "markdown"

clip_option = click.option(
    "--clip", "--copy", "to_clipboard", is_flag=True, help="Copy to the clipboard instead of printing."
)


@click.command()
@click.argument("what", metavar="ID|ARTICLE", shell_complete=complete_article_or_annotation)
@click.option("--style", help=STYLE_HELP, shell_complete=complete_style)
@click.option(
    "--format",
    "form",
    shell_complete=complete_quote_format,
    help=f"{', '.join(QUOTE_FORMATS)}; {QUOTE_FORMATS[0]} where nothing else is set.",
)
@click.option("--note", is_flag=True, help="With the note.")
@click.option("--tags", is_flag=True, help="With the tags.")
@click.option("--link", is_flag=True, help="With the address gloss://ID, which gloss open takes.")
@click.option(
    "--narrative", is_flag=True, help="Name the author before the quote, unless it is a block: Kerr (2024) writes: …"
)
@click.option("--prefix", default="", help="Words before the citation, inside its brackets, such as: see")
@click.option("--suffix", default="", help="Words behind it, inside its brackets, such as: emphasis added")
@clip_option
@pass_context
def cite(
    context: Context,
    what: str,
    style: str | None,
    form: str | None,
    note: bool,
    tags: bool,
    link: bool,
    narrative: bool,
    prefix: str,
    suffix: str,
    to_clipboard: bool,
) -> None:
    """Print one cited quote, or the reference of an article."""
    chosen = find_style(style or context.settings.style or DEFAULT_STYLE, context.environ)
    wanted = form or context.settings.format or QUOTE_FORMATS[0]
    if wanted not in QUOTE_FORMATS:
        raise UnknownName("format", wanted, QUOTE_FORMATS)
    if prefix and wanted in WITHOUT_PREFIX:
        raise click.UsageError(f"--prefix: a citation in {wanted} has no words before it")
    excerpt = _excerpt(context, what)
    if excerpt is None:
        article = context.workspace.library.article(context.workspace.library.resolve(what))
        text = bare_reference(article.source, chosen, wanted)
    else:
        text = cited_quote(
            excerpt, chosen, wanted, Wanted(note, tags, link, narrative, *map(clean_line, (prefix, suffix)))
        )
    if not to_clipboard:
        _print(text.rstrip("\n") + "\n")
        return
    _copy(context, text)


def _copy(context: Context, text: str) -> None:
    """Copy a text and say where it went; exit with 1 if it could not be copied."""
    outcome = copy(text, context.environ, context.home.last_excerpt, _terminal if sys.stdout.isatty() else None)
    say(outcome.sentence)
    if outcome.route == "none":
        sys.exit(1)


def _terminal(sequence: str) -> None:
    sys.stdout.write(sequence)
    sys.stdout.flush()


def _excerpt(context: Context, what: str) -> Excerpt | None:
    """Return the excerpt that a name means, or None if it means an article; the error names both."""
    try:
        return context.workspace.excerpt(context.workspace.store.find(what))
    except UnknownAnnotation:
        try:
            context.workspace.library.resolve(what)
        except UnknownArticle as error:
            message = (
                f"neither an annotation nor an article is called {what!r}: gloss notes and gloss list show the ids"
            )
            raise ReaderError(message) from error
        except AmbiguousArticle:
            raise
        return None


@click.command()
@click.argument("query", nargs=-1)
@click.option(
    "--format",
    "form",
    shell_complete=complete_export_format,
    help=f"{', '.join(format_names())} (default: {DEFAULT_FORMAT}).",
)
@click.option(
    "--template", metavar="FILE|NAME", help="A Jinja2 template in place of a format; gloss template prints one."
)
@click.option("--style", help=STYLE_HELP, shell_complete=complete_style)
@click.option("--article", help="Only this article's.", shell_complete=complete_article)
@click.option("--tag", "tags", multiple=True, help="Only those with this tag.", shell_complete=complete_tag)
@click.option("--group", type=click.Choice(GROUPS), default=GROUPS[0], show_default=True, help="What stands together.")
@click.option("--sentence", is_flag=True, help="With the whole sentence round each passage.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file to write, or a folder to write one in.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@clip_option
@pass_context
def export(
    context: Context,
    query: tuple[str, ...],
    form: str | None,
    template: str | None,
    style: str | None,
    article: str | None,
    tags: tuple[str, ...],
    group: str,
    sentence: bool,
    output: Path | None,
    force: bool,
    to_clipboard: bool,
) -> None:
    """Export annotated excerpts with their citations, optionally filtered by QUERY."""
    if form is not None and template is not None:
        raise click.UsageError("--format and --template exclude each other")
    if to_clipboard and output is not None:
        raise click.UsageError("--clip and --output exclude each other")
    wanted = get_format(form or DEFAULT_FORMAT) if template is None else None
    own = find_template(template, context.environ) if template is not None else None
    chosen = find_style(style or context.settings.style or DEFAULT_STYLE, context.environ)
    excerpts = context.workspace.find_notes(" ".join([*query, *(f'tag:"{tag}"' for tag in tags)]))
    if article is not None:
        article_id = context.workspace.library.resolve(article)
        excerpts = [one for one in excerpts if one.annotation.article_id == article_id]
    if output is not None and output.is_dir():
        output /= file_name(excerpts, wanted.extension if wanted else "txt", " ".join([*query, *tags]))
    if output is not None and output.exists() and not force:
        raise ReaderError(f"{output}: file exists; not overwritten (--force overwrites it)")
    if own is not None:
        text = context.workspace.export_template(excerpts, own, chosen, group, sentence)
    elif wanted is not None:
        text = context.workspace.export(excerpts, wanted, chosen, group, sentence)
    if to_clipboard:
        _copy(context, text)
        return
    if output is None:
        _print(text)
        return
    write_whole(output, text)
    warn(f"{len(excerpts)} {'excerpt' if len(excerpts) == 1 else 'excerpts'} written to {output}")


def _print(text: str) -> None:
    """Print a document on stdout, on a terminal without control characters; its line ends stay.

    A pipe or a file gets what `-o` writes: some markups have invisible characters of their own.
    """
    if sys.stdout.isatty():
        ends = "\r\n" if "\r\n" in text else "\n"
        text = ends.join(clean_text(line) for line in text.split(ends))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
