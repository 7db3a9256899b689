"""Commands about reports: report and what it does, bib."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from annotations.citations import DEFAULT_STYLE
from annotations.exporters.csl_json import item
from annotations.exporters.file_names import file_name
from annotations.exporters.report_document import bib as bib_file
from annotations.exporters.report_forms import get_report_form, report_forms
from annotations.model.errors import ReportFault
from annotations.reports.report import MAX_HEADING_LEVEL, Report, ReportPart
from reader.cli.completion import complete_annotation, complete_report_format, complete_style
from reader.cli.context import Context, json_option, pass_context, print_json, say, say_text, warn
from reader.cli.export import STYLE_HELP
from reader.errors import ReaderError
from reader.importers.content.decode import binary_format, decode
from reader.platform.atomic_write import write_whole
from reader.platform.pandoc import find_style
from reader.services.report_service import (
    add_quotes,
    as_text,
    begin,
    choose,
    cited_keys,
    current,
    excerpt_of,
    files_of,
    own_part,
    sources_by_key,
    write_report,
)

DIALECTS = ("biblatex", "bibtex", "csl-json")
report_option = click.option("--report", "name", help="Its title or a part of it (default: the current report).")
at_option = click.option("--at", type=click.IntRange(min=1), help="Before this part; else last.")


@click.group()
def report() -> None:
    """Put quotes in order, with headings and words between, and write them with citations and references."""


def _at_hand(context: Context, name: str | None) -> Report:
    if name is not None:
        return files_of(context.workspace).find(name)
    found = current(context.workspace)
    if found is None:
        raise ReportFault("no report yet: gloss report new TITLE begins one, r in the reader too")
    return found


def _record(context: Context, found: Report) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    for part in found.parts:
        excerpt = excerpt_of(context.workspace, part)
        record: dict[str, Any] = {"kind": part.kind, "text": excerpt.quotation if excerpt else part.text}
        record |= {"annotation": part.annotation} if part.kind == "quote" else {}
        record |= {"level": part.level} if part.kind == "heading" else {}
        if excerpt:
            record |= {"article": excerpt.annotation.article_id, "key": excerpt.key, "locator": excerpt.locator}
        parts.append(record)
    return {"id": found.id, "title": found.title, "modified": found.modified.isoformat(), "parts": parts}


@report.command("list")
@json_option
@pass_context
def list_(context: Context, as_json: bool) -> None:
    """List reports; the one at hand is marked."""
    found, chosen = files_of(context.workspace).all(), current(context.workspace)
    for problem in files_of(context.workspace).problems():
        warn(problem)
    if as_json:
        hand = chosen.id if chosen else None
        print_json([_record(context, each) | {"at_hand": each.id == hand} for each in found])
        return
    for each in found:
        say(
            f"{'*' if chosen and each.id == chosen.id else ' '} {each.id[-8:]}  {each.title}  ({len(each.quoted())} quotes)"
        )
    if not found:
        say("No report yet: gloss report new TITLE begins one.")


@report.command()
@click.argument("title")
@pass_context
def new(context: Context, title: str) -> None:
    """Begin a report; it is at hand from now on."""
    say(begin(context.workspace, title).id)


@report.command()
@click.argument("name", required=False)
@json_option
@pass_context
def show(context: Context, name: str | None, as_json: bool) -> None:
    """Show the parts of a report with their numbers."""
    found = _at_hand(context, name)
    if as_json:
        print_json(_record(context, found))
        return
    say(found.title)
    for number, part in enumerate(found.parts, 1):
        excerpt = excerpt_of(context.workspace, part)
        words = excerpt.quotation if excerpt else part.text
        mark = {"heading": "#" * part.level, "words": " ", "quote": "“" if excerpt else "?"}[part.kind]
        say(f"{number:3} {mark} {' '.join(words.split())[:100]}")


@report.command()
@click.argument("name")
@pass_context
def use(context: Context, name: str) -> None:
    """Take a report to hand: r in the reader puts passages into it."""
    found = files_of(context.workspace).find(name)
    choose(context.workspace, found)
    say(f"At hand: {found.title}")


@report.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_annotation)
@report_option
@at_option
@pass_context
def add(context: Context, ids: tuple[str, ...], name: str | None, at: int | None) -> None:
    """Put annotated passages into a report; one is begun where there is none."""
    workspace = context.workspace
    annotations = [workspace.store.find(part) for part in ids]
    found = _at_hand(context, name) if name or current(workspace) else begin(workspace, "Report")
    changed = add_quotes(workspace, found, annotations, at - 1 if at else None)
    say(f"{changed.title}: {len(changed.quoted())} quotes")


@report.command()
@click.argument("text")
@click.option(
    "--level", type=click.IntRange(1, MAX_HEADING_LEVEL), default=1, show_default=True, help="1 is the highest."
)
@report_option
@at_option
@pass_context
def heading(context: Context, text: str, level: int, name: str | None, at: int | None) -> None:
    """Put a heading into a report."""
    _insert(context, own_part("heading", text, level), name, at)


@report.command()
@click.argument("text")
@report_option
@at_option
@pass_context
def words(context: Context, text: str, name: str | None, at: int | None) -> None:
    """Put words of one's own into a report."""
    _insert(context, own_part("words", text), name, at)


def _insert(context: Context, part: ReportPart, name: str | None, at: int | None) -> None:
    now, found = context.workspace.clock(), _at_hand(context, name)
    place = at - 1 if at else None
    changed = files_of(context.workspace).update(found.id, lambda each: each.with_part(part, now, place))
    say(f"{changed.title}: {len(changed.parts)} parts")


@report.command()
@click.argument("number", type=click.IntRange(min=1))
@click.argument("to", type=click.IntRange(min=1))
@report_option
@pass_context
def move(context: Context, number: int, to: int, name: str | None) -> None:
    """Move a part to another place."""
    now, found = context.workspace.clock(), _at_hand(context, name)
    files_of(context.workspace).update(found.id, lambda each: each.moved(number - 1, to - 1, now))
    say(f"{found.title}: {number} stands at {to}")


@report.command()
@click.argument("number", type=click.IntRange(min=1))
@report_option
@pass_context
def drop(context: Context, number: int, name: str | None) -> None:
    """Take a part out of a report; the highlight that it quotes stays."""
    now, found = context.workspace.clock(), _at_hand(context, name)
    changed = files_of(context.workspace).update(found.id, lambda each: each.without(number - 1, now))
    say(f"{changed.title}: {len(changed.parts)} parts")


@report.command()
@click.argument("title")
@report_option
@pass_context
def rename(context: Context, title: str, name: str | None) -> None:
    """Give a report another title."""
    now, found, words = context.workspace.clock(), _at_hand(context, name), own_part("heading", title).text
    files_of(context.workspace).update(found.id, lambda each: each.titled(words, now))
    say(f"Renamed: {words}")


@report.command()
@click.argument("name")
@pass_context
def remove(context: Context, name: str) -> None:
    """Put a report in the trash; report restore brings it back."""
    files, now = files_of(context.workspace), context.workspace.clock()
    found = files.find(name)
    files.update(found.id, lambda each: each.trashed(now))
    say(f"In the trash: {found.title} (gloss report restore {found.id} brings it back)")


@report.command()
@click.argument("report_id", metavar="ID")
@pass_context
def restore(context: Context, report_id: str) -> None:
    """Bring a report back from the trash."""
    now = context.workspace.clock()
    say(f"Restored: {files_of(context.workspace).update(report_id.upper(), lambda each: each.restored(now)).title}")


@report.command()
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    shell_complete=complete_report_format,
    default="markdown",
    show_default=True,
    help=", ".join(report_forms()),
)
@click.option("--style", help=STYLE_HELP, shell_complete=complete_style)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file to write, or a folder to write one in.")
@click.option("--force", is_flag=True, help="Replace the files where they are there.")
@pass_context
def export(context: Context, name: str | None, form: str, style: str | None, output: Path | None, force: bool) -> None:
    """Write a report with its citations and references; formats that cite by key get a .bib file beside them."""
    wanted, found = get_report_form(form), _at_hand(context, name)
    chosen = find_style(style or context.settings.style or DEFAULT_STYLE, context.environ)
    if output is not None:
        output = output / file_name((), wanted.extension, found.title) if output.is_dir() else output
        written = write_report(context.workspace, found, wanted, chosen, context.environ, output, force)
        warn(f"written: {', '.join(str(path) for path in written)}")
        return
    if wanted.office:
        raise ReaderError(f"{form} is no text: name a file with -o")
    say_text(as_text(context.workspace, found, wanted, chosen).rstrip("\n"))
    if wanted.by_key:
        warn("with -o FILE its sources are written to a .bib file beside it")


@click.command()
@click.argument("files", metavar="REPORT...", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(DIALECTS), default=DIALECTS[0], show_default=True, help="What reads it."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file to write; it must not be there yet.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@pass_context
def bib(context: Context, files: tuple[str, ...], form: str, output: Path | None, force: bool) -> None:
    """Write the sources that Markdown files cite as [@key], exactly those; - is standard input."""
    keys = list(dict.fromkeys(key for name in files for key in cited_keys(_text(name))))
    sources = sources_by_key(context.workspace, keys)
    if form == "csl-json":
        text = json.dumps([item(key, each) for key, each in sources.items()], ensure_ascii=False, indent=2) + "\n"
    else:
        text = bib_file(sources, form)
    if output is not None and output.exists() and not force:
        raise ReaderError(f"{output}: file exists; not overwritten (--force overwrites it)")
    if output is not None:
        write_whole(output, text)
    else:
        say_text(text.rstrip("\n"))
    unknown = [key for key in keys if key not in sources]
    if unknown:
        warn(f"not in the library: {', '.join(f'@{key}' for key in unknown)}")
        sys.exit(1)


def _text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).expanduser().read_bytes()
    except OSError as error:
        raise ReaderError(f"{name}: {(error.strerror or str(error)).lower()}") from error
    what = binary_format(data)
    if what:
        raise ReaderError(f"{name}: this is {what}, no Markdown")
    return decode(data)
