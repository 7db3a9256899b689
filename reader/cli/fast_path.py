"""The reader as it is mostly opened, by itself or at one article, without what parses command lines: the first page waits.

Whatever else is said, and whatever goes wrong, is the parser's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from annotations.model.errors import AnnotationsError
from annotations.model.ids import LINK_PREFIX
from reader.config.paths import find_home, seeds_folder, settings_file
from reader.config.settings import load
from reader.errors import ReaderError
from reader.services.workspace import SEEDED, Workspace, open_workspace


def is_target(target: str) -> bool:
    """Whether this is something to read in, and no article of the library."""
    try:
        address = target.lower().startswith(("http://", "https://"))
        return target == "-" or address or Path(target).expanduser().exists()
    except (OSError, ValueError):
        return False


def open_directly(words: Sequence[str]) -> int | None:
    """`gloss [--home DIR] [open ARTICLE]` in a terminal: the exit status; None where the command line has to be parsed."""
    home, words = (words[1], words[2:]) if words[:1] == ["--home"] and len(words) > 1 else (None, words)
    if list(words[:-1]) not in ([], ["open"]) or list(words) == ["open"] or not _in_terminal():
        return None
    name = words[-1] if words else ""
    if (words[:1] != ["open"] and name) or name.startswith(("-", LINK_PREFIX)) or (name and is_target(name)):
        return None
    with ExitStack() as closing:
        try:
            workspace = closing.enter_context(open_workspace(find_home(home, os.environ)))
            settings = load(settings_file(os.environ))
            article_id = workspace.library.resolve(name) if name else None
            if not name and not workspace.library.setting(SEEDED):
                from reader.services.sample_library import seed  # noqa: PLC0415 - once in a library's life

                seed(workspace, seeds_folder())
        except (AnnotationsError, ReaderError, OSError):
            return None
        from reader.ui.app import run_reader  # noqa: PLC0415 - the screen's library is not read for what fails

        try:
            run_reader(workspace, settings, article_id)
            return _told(workspace)
        except (AnnotationsError, ReaderError, OSError) as error:
            from reader.cli.errors import failed  # noqa: PLC0415 - see the head of this file

            return failed(error)


def _in_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _told(workspace: Workspace) -> int:
    """Report what happened while the reader was open, as every command does."""
    heard, problems = workspace.store.heard(), workspace.store.problems(look=False)
    if heard or problems:
        from reader.cli.context import tell  # noqa: PLC0415 - see the head of this file

        tell(heard, problems)
    return 0
