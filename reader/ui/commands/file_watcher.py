"""Changes that others write while the screen is open: the command line, another window, another machine.

Once a second the status of the folder and of the open article's file is compared with the one before; only if it differs are
files read, in a thread. The cursor, the selection and a note that is being written stay as they are.
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
FULL_SCAN_TICKS = 15
"""Ticks between two scans of every file: a file that was changed in place does not change the folder."""

SCAN_PAUSE_S = 0.001
"""Pause after each few files of a scan, in which the event loop can run."""


class ScanResult(Struct, frozen=True):
    """Changed articles, problems and messages that a scan of the folder has found."""

    articles: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    failed: str = ""


class FileWatcher:
    """Scans the folder every EVERY_S and shows what has changed."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self._ticks = 0
        self._is_scanning = False
        self._before: tuple[object, ...] = ()
        self._library_stamp: tuple[str | None, ...] = (None,)
        self._begun = False
        self._reported: set[str] = set()

    def start(self) -> None:
        """Scan everything once, then at intervals."""
        self._library_stamp = self._context.workspace.library.list_stamps()
        self._before = self._file_status()
        self._scan()
        self._context.screen.set_interval(EVERY_S, self.tick)

    def tick(self) -> None:
        """Scan again if the status of a file differs from the one before."""
        self._ticks += 1
        now = self._file_status()
        if now != self._before or self._ticks % FULL_SCAN_TICKS == 0:
            self._before = now
            self._scan()
        self._check_library()

    def _file_status(self) -> tuple[object, ...]:
        home, article = self._context.workspace.home, self._context.editor.article
        paths = [home.annotations] + ([home.annotations / f"{article.id}.json"] if article else [])
        return tuple(map(_status_of, paths))

    def _check_library(self) -> None:
        try:
            stamp = self._context.workspace.library.list_stamps()
        except ReaderError:
            return  # another process is writing; the next tick will do
        before, self._library_stamp = self._library_stamp, stamp
        if stamp == before:
            return
        articles, _, states = stamp
        if (articles, states) == (before[0], before[-1]):  # only annotations were indexed
            self._context.article_list.refresh_annotated()
        else:
            self._context.article_list.refresh()

    def _scan(self) -> None:
        if not self._is_scanning:
            self._is_scanning = True
            self._context.background.run(self._read, self._show)

    def _read(self) -> ScanResult:
        """Scan the folder, in a thread."""
        store = self._context.workspace.store
        try:
            articles = frozenset(store.refresh(_pause))
            problems = tuple(problem.message for problem in store.problems(look=False))
            return ScanResult(articles, problems + self._startup_warnings(), tuple(store.heard()))
        except AnnotationsError as error:
            return ScanResult(failed=str(error))

    def _startup_warnings(self) -> tuple[str, ...]:
        """Return the warnings of the start: drafts that a crash left, and files that others may read."""
        if self._begun:
            return ()
        self._begun = True
        workspace = self._context.workspace
        drafts, open_to_others = workspace.drafts.left_behind(), exposed(workspace.home)
        notes = f"{len(drafts)} notes were" if len(drafts) > 1 else "A note was"
        warnings = [f"{notes} recovered · press a on the highlight to continue {self._where(drafts)}"] if drafts else []
        if open_to_others:
            warnings.append(f"Other users can read {open_to_others}: run gloss doctor --repair")
        return tuple(warnings)

    def _where(self, drafts: list[str]) -> str:
        for name in drafts:
            with suppress(AnnotationsError, ReaderError):
                quote = self._context.workspace.store.get(name).target.quote.exact
                return f"(“{quote[:40]}”)"
        return ""

    def _show(self, seen: ScanResult) -> None:
        self._is_scanning = False
        if self._context.editor.catch_up():
            self._context.annotations_changed()
        if seen.articles:
            self._context.article_list.refresh_articles(seen.articles)
        for line in seen.heard:
            self._context.notify(line)
        self._report([seen.failed] if seen.failed else list(seen.problems))

    def _report(self, problems: list[str]) -> None:
        """Report the first problem that was not reported yet, and how many more there are."""
        fresh = [problem for problem in problems if problem not in self._reported]
        self._reported = set(problems)
        if fresh:
            more = f" · {len(problems) - 1} more: gloss doctor" if len(problems) > 1 else ""
            self._context.notify(fresh[0] + more, warning=True)


def _pause() -> None:
    time.sleep(SCAN_PAUSE_S)


def _status_of(path: os.PathLike[str]) -> object:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
