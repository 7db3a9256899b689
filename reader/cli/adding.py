"""Commands that take texts in: add, refresh; and what `open` does first."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import click

from annotations.source import PartialDate
from reader.article import Draft
from reader.cli.context import Context, json_option, pass_context, print_json, say, warn
from reader.cli.echoes import INDEXED_AT_ONCE
from reader.importers.files import Intake, Result, expand, is_address
from reader.importers.registry import Registry
from reader.library.entries import Added
from reader.text.clean import clean_line

STATUSES = ("added", "updated", "unchanged")
BATCH_DRAFTS = 500
BATCH_CHARACTERS = 5_000_000
BATCH_S = 2.0
"""A batch is one transaction; whichever of the three is reached first ends it."""
FULL = "full:"
"""Before an address, under this name the library remembers that its entries' whole texts are wanted."""
SHOWN = 32
"""Cells of a file's name beside the progress bar."""


@dataclass
class Intaking:
    """What has come in so far. `stopped`: by Ctrl+C, what was read until then is kept."""

    added: list[Added] = field(default_factory=list)
    failed: list[Result] = field(default_factory=list)
    stopped: bool = False


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
@private_option
@json_option
@pass_context
def add(context: Context, targets: tuple[str, ...], form: str, full: bool, allow_private: bool, as_json: bool) -> None:
    """Take files, folders, web addresses or - (standard input) into the library."""
    report(take_in(context, targets, form, allow_private=allow_private, full=full), as_json)


@click.command()
@private_option
@json_option
@pass_context
def refresh(context: Context, allow_private: bool, as_json: bool) -> None:
    """Read again the feeds and web pages that were added; what has changed becomes a new version."""
    library = context.workspace.library
    addresses = library.addresses()
    done = Intaking()
    for full in (False, True):
        group = [address for address in addresses if (library.recall(f"{FULL}{address}") is not None) is full]
        if group and not done.stopped:
            take_in(context, group, allow_private=allow_private, full=full, done=done)
    report(done, as_json)


def take_in(
    context: Context,
    targets: Sequence[str],
    form: str = "auto",
    *,
    allow_private: bool = False,
    full: bool = False,
    done: Intaking | None = None,
) -> Intaking:
    """Read and keep every target; Ctrl+C keeps what was read until then."""
    from reader.importers.bounded import BoundedParser  # noqa: PLC0415 - only who adds pays for sockets and pipes
    from reader.importers.fetch import fetch  # noqa: PLC0415

    registry = Registry()
    if form != "auto":
        registry.get(form)
    origins = [origin for target in targets for origin in expand(target)]
    done = Intaking() if done is None else done
    with BoundedParser() as parser, _bar(len(origins)) as bar:
        fetcher = partial(fetch, allow_private=allow_private)
        intake = Intake(parser, form, sys.stdin.buffer.read, fetcher, full)
        _take_all(context, intake, origins, bar, done)
    if done.added:
        context.workspace.echoes.catch_up(at_most=INDEXED_AT_ONCE)
    return done


def _take_all(context: Context, intake: Intake, origins: Sequence[str | Result], bar: Bar, done: Intaking) -> None:
    batch = Batch(context, done)
    try:
        for origin in origins:
            bar.on(origin.origin if isinstance(origin, Result) else origin)
            for result in [origin] if isinstance(origin, Result) else intake.read(origin):
                batch.take(result)
                if intake.full and result.drafts and is_address(result.origin):
                    context.workspace.library.remember(f"{FULL}{result.origin}", "yes")
            bar.step()
    except KeyboardInterrupt:
        done.stopped = True
    with _undisturbed():
        batch.write()


class Batch:
    """Gathers drafts and writes them together."""

    def __init__(self, context: Context, done: Intaking) -> None:
        self._context, self._done = context, done
        self._drafts: list[Draft] = []
        self._characters = 0
        self._began = time.monotonic()

    def take(self, result: Result) -> None:
        """Keep what came of one file; it is in the library at the latest when the next batch is full."""
        if result.error:
            self._done.failed.append(result)
            return
        today = self._context.workspace.clock().date()
        accessed = PartialDate(today.year, today.month, today.day)
        for draft in result.drafts:
            from_web = is_address(result.origin)
            self._drafts.append(replace(draft, source=replace(draft.source, accessed=accessed)) if from_web else draft)
            self._characters += len(draft.text)
        full = len(self._drafts) >= BATCH_DRAFTS or self._characters >= BATCH_CHARACTERS
        if full or time.monotonic() - self._began >= BATCH_S:
            with _undisturbed():
                self.write()

    def write(self) -> None:
        """One transaction."""
        if self._drafts:
            self._done.added += self._context.workspace.library.add(self._drafts, self._context.workspace.clock())
        self._drafts.clear()
        self._characters, self._began = 0, time.monotonic()


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


class Bar:
    """Progress on a terminal: how many of how many, and which; nothing where stderr is none."""

    def __init__(self, total: int, shown: bool) -> None:
        self._total, self._shown, self._done = total, shown, 0
        self._name, self._drawn = "", 0.0

    def on(self, name: str) -> None:
        """What is being read now."""
        self._name = clean_line(name)
        self._draw()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        self._draw()

    def _draw(self) -> None:
        now = time.monotonic()
        if not self._shown or now - self._drawn < 0.05:
            return
        self._drawn = now
        filled = self._done * 20 // max(1, self._total)
        name = self._name if len(self._name) <= SHOWN else "…" + self._name[1 - SHOWN :]
        click.echo(f"\r\x1b[K{'█' * filled}{'·' * (20 - filled)} {self._done}/{self._total} {name}", nl=False, err=True)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._shown and self._drawn:
            click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def _bar(total: int) -> Iterator[Bar]:
    bar = Bar(total, sys.stderr.isatty())
    try:
        yield bar
    finally:
        bar.clear()


def report(done: Intaking, as_json: bool) -> None:
    """Say what became of each; the exit status is 1 where something failed, 130 after Ctrl+C."""
    counts = {status: sum(one.status == status for one in done.added) for status in STATUSES}
    if as_json:
        kept = [{"id": one.id, "title": one.title, "status": one.status} for one in done.added]
        problems = [{"target": one.origin, "reason": one.error} for one in done.failed]
        print_json({"articles": kept, "failed": problems, "summary": counts | {"failed": len(done.failed)}})
    else:
        for one in done.added:
            if one.status != "unchanged":
                say(f"{one.status:9} {one.id}  {one.title}")
        for result in done.failed:
            warn(result.error)
        say(", ".join([*(f"{count} {status}" for status, count in counts.items()), f"{len(done.failed)} failed"]))
    if done.stopped:
        warn("stopped; what was read until then is kept")
        sys.exit(130)
    if done.failed:
        sys.exit(1)
