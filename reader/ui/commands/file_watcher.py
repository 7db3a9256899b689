"""What others write while the window is open: the command line, another window, another machine.

Once a second the folder and the open article's file are asked how they look; only where they look other than before is
anything read, apart from the screen. The cursor, the selection and a note that is being written stay as they are.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

from msgspec import Struct

from annotations.model.errors import AnnotationsError
from reader.errors import ReaderError
from reader.platform.file_permissions import exposed
from reader.ui.commands.context import ReaderContext

EVERY_S = 1.0
WHOLE_FOLDER_EVERY = 15
"""Looks between two at every file: one that was changed in its place does not show in the folder."""

BREATH_S = 0.001
"""A pause after each few of them, in which the screen gets its turn."""


class Seen(Struct, frozen=True):
    """What a look at the folder found."""

    articles: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    failed: str = ""


class FileWatcher:
    """Looks at the folder every EVERY_S, a timer that `every` sets, and shows what it finds."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._looks = 0
        self._looking = False
        self._before: tuple[object, ...] = ()
        self._library_stamp: tuple[str | None, ...] = (None,)
        self._begun = False
        self._told: set[str] = set()

    def start(self) -> None:
        """The first look, once the screen stands: at everything."""
        self._library_stamp = self._context.workspace.library.look()
        self._before = self._looks_like()
        self._look()
        self._context.screen.set_interval(EVERY_S, self.tick)

    def tick(self) -> None:
        """Look again where something looks other than before."""
        self._looks += 1
        now = self._looks_like()
        if now != self._before or self._looks % WHOLE_FOLDER_EVERY == 0:
            self._before = now
            self._look()
        self._look_at_articles()

    def _looks_like(self) -> tuple[object, ...]:
        home, article = self._context.workspace.home, self._context.editor.article
        paths = [home.annotations] + ([home.annotations / f"{article.id}.json"] if article else [])
        return tuple(map(_look_of, paths))

    def _look_at_articles(self) -> None:
        try:
            stamp = self._context.workspace.library.look()
        except ReaderError:
            return  # somebody writes; the next look will do
        before, self._library_stamp = self._library_stamp, stamp
        if stamp == before:
            return
        articles, _, states = stamp
        if (articles, states) == (before[0], before[-1]):  # only annotations were indexed
            self._context.article_list.refresh_annotated()
        else:
            self._context.article_list.refresh()

    def _look(self) -> None:
        if not self._looking:
            self._looking = True
            self._context.background.run(self._read, self._show)

    def _read(self) -> Seen:
        """In a thread of its own."""
        store = self._context.workspace.store
        try:
            articles = frozenset(store.refresh(_breathe))
            problems = tuple(problem.message for problem in store.problems(look=False))
            return Seen(articles, problems + self._at_the_start(), tuple(store.heard()))
        except AnnotationsError as error:
            return Seen(failed=str(error))

    def _at_the_start(self) -> tuple[str, ...]:
        """What one should know when one begins: drafts that a crash left, and strangers' eyes."""
        if self._begun:
            return ()
        self._begun = True
        workspace = self._context.workspace
        drafts, open_to_others = workspace.drafts.left_behind(), exposed(workspace.home)
        notes = f"{len(drafts)} notes were" if len(drafts) > 1 else "A note was"
        told = [f"{notes} begun and not saved · a on the highlight goes on {self._where(drafts)}"] if drafts else []
        if open_to_others:
            told.append(f"Others on this machine may read {open_to_others}: gloss doctor --repair keeps them out")
        return tuple(told)

    def _where(self, drafts: list[str]) -> str:
        for name in drafts:
            with suppress(AnnotationsError, ReaderError):
                quote = self._context.workspace.store.get(name).target.quote.exact
                return f"(“{quote[:40]}”)"
        return ""

    def _show(self, seen: Seen) -> None:
        self._looking = False
        if self._context.editor.catch_up():
            self._context.annotations_changed()
        if seen.articles:
            self._context.article_list.refresh_articles(seen.articles)
        for line in seen.heard:
            self._context.notify(line)
        self._tell([seen.failed] if seen.failed else list(seen.problems))

    def _tell(self, problems: list[str]) -> None:
        """The first problem that was not told yet, and how many more there are."""
        fresh = [problem for problem in problems if problem not in self._told]
        self._told = set(problems)
        if fresh:
            more = f" · {len(problems) - 1} more: gloss doctor" if len(problems) > 1 else ""
            self._context.notify(fresh[0] + more, warning=True)


def _breathe() -> None:
    time.sleep(BREATH_S)


def _look_of(path: os.PathLike[str]) -> object:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
