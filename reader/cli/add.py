"""Commands that take texts in: add, refresh; and what `open` does first."""

from __future__ import annotations

import codecs
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import click
from msgspec.structs import replace

from reader.cli.context import Context, json_option, pass_context, print_json, say, warn
from reader.cli.echoes import INDEXED_AT_ONCE
from reader.cli.progress import ProgressBar, progress_bar
from reader.importers.registry import Registry
from reader.importers.targets.targets import Intake, Result, Validators
from reader.services.ingest import Batch, Intaken, files_among, known_at, name_of, origins_of, refreshed, results_of
from reader.text.cleaning import clean_line


def private_option(function: click.decorators.FC) -> click.decorators.FC:
    """`--allow-private`, for who reads from a network of their own."""
    return click.option("--allow-private", is_flag=True, help="Read addresses in private networks too.")(function)


@click.command()
@click.argument("targets", metavar="TARGET...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    default="auto",
    metavar="FORMAT",
    help="auto, digest, epub, feed, html, markdown, opml, pdf, text, or one that a plug-in reads; auto looks at the content.",
)
@click.option("--full", is_flag=True, help="Fetch the whole text of a feed's entries from the pages that they lead to.")
@click.option(
    "--encoding",
    default="",
    metavar="NAME",
    callback=lambda _, __, name: _encoding(name),
    help="The encoding of the files (utf-8, windows-1251, shift_jis, ...), where it is told wrong.",
)
@click.option("--all", "every_file", is_flag=True, help="Take every file of a folder, not only documents.")
@private_option
@json_option
@pass_context
def add(
    context: Context,
    targets: tuple[str, ...],
    form: str,
    full: bool,
    encoding: str,
    every_file: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Take files, folders, web addresses or - (standard input) into the library."""
    done = take_in(
        context, targets, form, allow_private=allow_private, full=full, encoding=encoding, every_file=every_file
    )
    report(done, as_json)


def _encoding(name: str) -> str:
    """Python's name of an encoding of text."""
    try:
        return codecs.lookup(name).name if name and "".encode(name) is not None else ""
    except (LookupError, UnicodeError) as error:
        raise click.BadParameter(
            f"{clean_line(name)!r} is no encoding of text; utf-8, windows-1252 and shift_jis are"
        ) from error


@click.command()
@private_option
@json_option
@pass_context
def refresh(context: Context, allow_private: bool, as_json: bool) -> None:
    """Refresh feeds and web pages; what has changed becomes a new version."""
    done = Intaken()
    for full, addresses in refreshed(context.workspace).items():
        if addresses and not done.stopped:
            known = partial(known_at, context.workspace)
            take_in(context, addresses, allow_private=allow_private, full=full, done=done, known=known)
    report(done, as_json)


def take_in(
    context: Context,
    targets: Sequence[str],
    form: str = "auto",
    *,
    allow_private: bool = False,
    full: bool = False,
    encoding: str = "",
    every_file: bool = False,
    done: Intaken | None = None,
    known: Callable[[str], Validators] | None = None,
) -> Intaken:
    """Read and keep every target; Ctrl+C keeps what was read until then."""
    from reader.importers.sandbox.bounded_process import BoundedParser  # noqa: PLC0415 - only who adds pays for sockets and pipes
    from reader.importers.web.fetch import fetch  # noqa: PLC0415

    if form != "auto":
        Registry().get(form)
    origins = origins_of(targets, every_file=every_file or form != "auto")
    done = Intaken() if done is None else done
    with BoundedParser() as parser, progress_bar("Adding") as bar:
        if not encoding:
            parser.expect(files_among(origins), form)
        fetcher = partial(fetch, allow_private=allow_private)
        intake = Intake(parser, form, sys.stdin.buffer.read, fetcher, full, encoding=encoding)
        _take_all(context, replace(intake, known=known) if known else intake, origins, bar, done)
    for problem in parser.problems:
        warn(problem)
    if done.added:
        context.workspace.echoes.catch_up(at_most=INDEXED_AT_ONCE)
    return done


def _take_all(
    context: Context, intake: Intake, origins: Sequence[str | Result], bar: ProgressBar, done: Intaken
) -> None:
    batch = Batch(context.workspace, done, _undisturbed)
    try:
        for number, origin in enumerate(origins):
            bar.update(number, len(origins), name_of(origin))
            for result in results_of(intake, origin):
                batch.take(result, intake.full)
                bar.update(number, len(origins), name_of(origin))
    except KeyboardInterrupt:
        done.stopped = True
    batch.write()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl+C waits until a batch is written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def report(done: Intaken, as_json: bool) -> None:
    """Say what became of each; the exit status is 1 where something failed, 130 after Ctrl+C."""
    counts = done.counts()
    if as_json:
        kept = [{"id": one.id, "title": one.title, "status": one.status} for one in done.added]
        problems = [{"target": one.origin, "reason": one.error} for one in done.failed]
        summary = counts | {"failed": len(done.failed), "skipped": done.skipped}
        print_json({"articles": kept, "failed": problems, "summary": summary})
    else:
        for one in done.added:
            if one.status != "unchanged":
                say(f"{one.status:9} {one.id}  {one.title}")
        for result in done.failed:
            warn(result.error)
        parts = [*(f"{count} {status}" for status, count in counts.items()), f"{len(done.failed)} failed"]
        if done.skipped:
            parts.append(f"{done.skipped} skipped (not documents; --all takes them)")
        say(", ".join(parts))
    if done.stopped:
        warn("stopped; what was read until then is kept")
        sys.exit(130)
    if done.failed:
        sys.exit(1)
