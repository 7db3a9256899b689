"""Two windows, a program and the command line at one library: every change is counted afterwards.

Each process adds tags of its own to notes that all of them share, one in each article, and makes notes of its own; a change
that is overwritten, refused or lost is missing at the end.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from annotations.model.annotation import Annotation
from annotations.model.span import Span
from reader.cli.main import gloss
from reader.config.paths import Home
from reader.importers.plain.plain_text import PlainTextImporter
from reader.services.article_editor import Desk
from reader.services.workspace import open_workspace
from tests.fakes import NOON
from tests.torture.killing import apart

ARTICLES = 20
TEXT = "The gauge of harbour {} stood in the mud, and a keeper read it every hour of the day and the night."
WRITERS = ("window", "window", "program", "command line")


class Crowd(Struct):
    """What was asked for and what was there at the end."""

    changes: int
    missing: int
    refused: int
    seconds: float


def crowd(folder: Path, changes: int) -> Crowd:
    """So many changes in all, from four processes at once."""
    shared = [
        (article_id, note_id)
        for article_id, _, note_id in (one.partition(" ") for one in apart(partial(_prepare, folder)))
    ]
    home = Home(folder / "home")
    began, each = time.monotonic(), changes // len(WRITERS)
    children = [_fork(partial(_write, home, shared, n, each)) for n in range(len(WRITERS))]
    refused = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)
    again = open_workspace(home)
    tags = {tag for one in again.store.all() for tag in one.tags}
    wanted = {f"w{writer}-{n}" for writer in range(len(WRITERS)) for n in range(each)}
    again.__exit__(None, None, None)
    return Crowd(each * len(WRITERS), len(wanted - tags), refused, time.monotonic() - began)


def _prepare(folder: Path) -> list[str]:
    """A library with a note in each article that all will share; the ids of article and note."""
    with open_workspace(Home(folder / "home")) as opened:
        for n in range(ARTICLES):
            opened.library.add(PlainTextImporter().read(TEXT.format(n).encode(), f"harbour {n}.txt"), NOON)
        articles = [opened.library.article(entry.id) for entry in opened.library.entries()]
        return [f"{article.id} {opened.annotate(article, Span(n, n + 4)).id}" for n, article in enumerate(articles)]


def _fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _write(home: Home, shared: list[tuple[str, str]], writer: int, count: int) -> None:
    kind = WRITERS[writer]
    if kind == "command line":
        _as_commands(home, shared, writer, count)
    else:
        _as_window(home, shared, writer, count, through_desk=kind == "window")


def _as_window(home: Home, shared: list[tuple[str, str]], writer: int, count: int, *, through_desk: bool) -> None:
    with open_workspace(home) as opened:
        desk = Desk(opened)
        for n in range(count):
            article_id, note_id = shared[n % len(shared)]
            tag = f"w{writer}-{n}"
            if n // len(shared) % 4 == 0:
                opened.annotate(opened.library.article(article_id), Span(n % 50, n % 50 + 5), tags=[tag])
            elif through_desk:
                desk.open(article_id)
                one = next(item.annotation for item in desk.placed if item.annotation.id == note_id)
                desk.tag(one, [*one.tags, tag])
            else:
                opened.store.update(note_id, _tagging(tag, opened.clock()))


def _tagging(tag: str, now: datetime) -> Callable[[Annotation], Annotation]:
    return lambda one: one.with_tags([*one.tags, tag], now)


def _as_commands(home: Home, shared: list[tuple[str, str]], writer: int, count: int) -> None:
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the child's, until it ends
    for n in range(count):
        words = ["--home", str(home.root), "note", shared[n % len(shared)][1], "--tag", f"w{writer}-{n}"]
        gloss(words, standalone_mode=False)
