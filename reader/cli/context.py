"""Context of a command: the workspace, opened on first use, the settings, and functions that print."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import click

from annotations.storage.api import Problem
from reader.cli.progress import watched
from reader.config.paths import Home, find_home, seeds_folder, settings_file
from reader.config.settings import Settings, load
from reader.services.sample_library import seed
from reader.services.workspace import Workspace, open_workspace
from reader.text.cleaning import clean_line, clean_text

MAX_PRINTED_PROBLEMS = 3

UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls that JSON allows unescaped but a terminal obeys: C1 controls, line separators, bidirectional controls."""

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass
class Context:
    """One run of the command; `environ` is the process's, `home_option` what --home said."""

    home_option: str | None = None
    quiet: bool = False
    """Whether the command itself tells what is wrong with the notes."""
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def home(self) -> Home:
        """The folder of the library."""
        return find_home(self.home_option, self.environ)

    @cached_property
    def workspace(self) -> Workspace:
        """The library and its notes; closed when the command ends."""
        command = click.get_current_context()
        opened = command.with_resource(open_workspace(self.home))
        command.call_on_close(lambda: self._tell(opened))
        return opened

    def _tell(self, workspace: Workspace) -> None:
        if not self.quiet:
            tell(workspace.store.heard(), workspace.store.problems(look=False))

    @cached_property
    def settings(self) -> Settings:
        """The user's settings."""
        return load(settings_file(self.environ))

    def catch_up(self) -> None:
        """Bring the indexes up to date, with a bar where that takes its time and somebody watches."""
        self.workspace.catch_up(watched("Indexing"))

    def warn_of_index(self) -> None:
        """Say where an answer had to be found without the index."""
        problem = self.workspace.library.index.problem
        if problem:
            warn(problem)

    def seed(self) -> None:
        """Fill a library that is new with the samples."""
        seed(self.workspace, seeds_folder())


pass_context = click.make_pass_decorator(Context, ensure=True)


def tell(heard: Sequence[str], problems: Sequence[Problem]) -> None:
    """Report on stderr what was done on the user's behalf and what was found wrong."""
    for line in heard:
        warn(line)
    for problem in problems[:MAX_PRINTED_PROBLEMS]:
        warn(problem.message)
    if len(problems) > MAX_PRINTED_PROBLEMS:
        warn(f"{len(problems) - MAX_PRINTED_PROBLEMS} more problems: gloss doctor lists them")


def json_option(function: Function) -> Function:
    """`--json`: one document on stdout, and nothing else there."""
    option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
    return option(function)


def print_json(document: Any) -> None:
    """Print one JSON document, readable and in UTF-8 whatever the terminal's locale says."""
    data = json_text(document) + "\n"
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data)
    else:
        stream.write(data.encode("utf-8", "replace"))
        stream.flush()


def json_text(document: Any) -> str:
    """Return readable JSON in which controls that a terminal obeys are escaped."""
    return UNSAFE_IN_JSON.sub(_escaped, json.dumps(document, ensure_ascii=False, indent=2))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def say(text: str) -> None:
    """Print one line on stdout, cleaned of whatever a terminal would obey."""
    click.echo(clean_line(text))


def say_text(text: str) -> None:
    """Print a text on stdout, its lines kept, without control characters."""
    click.echo(clean_text(text))


def warn(text: str) -> None:
    """Print one line on stderr."""
    click.echo(f"gloss: {clean_line(text)}", err=True)
