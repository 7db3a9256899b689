"""The command that takes in other tools' notes: import-notes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from annotations.importers.model import Reading
from annotations.importers.registry import AUTO, read_notes, tool_names
from annotations.model.errors import AnnotationsError
from reader.cli.context import Context, json_option, pass_context, print_json, say, warn
from reader.importers.content.decode import binary_format, decode
from reader.services.note_import.importer import Gathered, gather

LARGEST = 100_000_000


@click.command("import-notes")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--from", "form", default=AUTO, metavar="TOOL", help=", ".join(tool_names()) + "; auto looks at the file."
)
@click.option("--article", help="All of it is about this article; else each note finds its own.")
@json_option
@pass_context
def import_notes(context: Context, files: tuple[str, ...], form: str, article: str | None, as_json: bool) -> None:
    """Take in highlights and notes from other tools; - is standard input.

    Each finds its article by address, title and author or by its words, and its passage by the words quoted. What is not
    found is kept, as an orphan. A second import of the same notes changes nothing.
    """
    article_id = context.workspace.library.resolve(article) if article is not None else None
    problems: list[tuple[str, str]] = []
    readings: list[tuple[str, Reading]] = []
    for name, result in _read(files, form):
        if isinstance(result, str):
            problems.append((name, result))
        else:
            readings.append((name, result))
            problems += [(name, problem) for problem in result.problems]
    notes = [note for _, reading in readings for note in reading.notes]
    done = gather(context.workspace, notes, article_id)
    if as_json:
        _print_json(done, readings, problems)
    else:
        _say(context, done, readings, problems)
    if problems:
        sys.exit(1)


def _read(files: tuple[str, ...], form: str) -> Iterator[tuple[str, Reading | str]]:
    """Each file by its name, with its notes, or with what is wrong."""
    for name in files:
        try:
            yield name, read_notes(_text(name), form)
        except AnnotationsError as error:
            yield name, str(error)
        except OSError as error:
            yield name, (error.strerror or str(error)).lower()
        except ValueError as error:
            yield name, str(error)


def _text(name: str) -> str:
    """Return the text of a file; ValueError if it is not text."""
    data = sys.stdin.buffer.read() if name == "-" else Path(name).expanduser().read_bytes()
    if len(data) > LARGEST:
        raise ValueError("the file is too large to be notes (over 100 MB)")
    what = binary_format(data)
    if what:
        raise ValueError(f"this is {what}, no notes")
    return decode(data)


def _say(
    context: Context, done: Gathered, readings: list[tuple[str, Reading]], problems: list[tuple[str, str]]
) -> None:
    for name, reading in readings:
        say(f"{name}: {len(reading.notes)} notes ({reading.form})")
    for article_id in done.stubs:
        title = context.workspace.library.entry(article_id).title
        say(f"not in the library: created placeholder article {article_id} for its notes: {title}")
    for one_id in done.orphans:
        words = context.workspace.store.get(one_id).target.quote.exact
        say(f"orphan {one_id}: “{words[:60]}{'…' if len(words) > 60 else ''}”")
    for name, problem in problems:
        warn(f"{name}: {problem}")
    counts = done.counts()
    parts = [f"{counts[name]} {name}" for name in ("added", "updated", "unchanged")]
    parts += [f"{counts['orphans']} of them without a place"] if counts["orphans"] else []
    say(", ".join([*parts, f"{len(problems)} failed"]))


def _print_json(done: Gathered, readings: list[tuple[str, Reading]], problems: list[tuple[str, str]]) -> None:
    print_json(
        {
            "files": [{"file": name, "format": one.form, "notes": len(one.notes)} for name, one in readings],
            "added": done.added,
            "updated": done.updated,
            "orphans": done.orphans,
            "stubs": done.stubs,
            "failed": [{"file": name, "reason": problem} for name, problem in problems],
            "summary": done.counts() | {"failed": len(problems)},
        }
    )
