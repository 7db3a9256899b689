"""`gloss doctor` asks whether everything is there, whole, and able to do what it should."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from annotations.tinystore import TinyStore
from reader.cli.context import Context, json_option, pass_context, print_json, say
from reader.clipboard import may_have_clipboard, remote
from reader.errors import ReaderError


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `ok` False makes the command fail."""

    what: str
    ok: bool
    message: str


@click.command()
@click.option(
    "--repair", is_flag=True, help="Put unreadable annotation files aside and take up their previous generation."
)
@json_option
@pass_context
def doctor(context: Context, repair: bool, as_json: bool) -> None:
    """Check the library, the annotations, the settings, the clipboard and the terminal."""
    repaired = _repair(context) if repair else []
    findings = list(_findings(context))
    healthy = all(finding.ok for finding in findings)
    if as_json:
        records = [{"what": each.what, "ok": each.ok, "message": each.message} for each in findings]
        print_json({"ok": healthy, "findings": records, "repaired": repaired})
    else:
        for line in repaired:
            say(f"repaired  {line}")
        for finding in findings:
            say(f"{'ok' if finding.ok else 'WRONG':5} {finding.what}: {finding.message}")
    if not healthy:
        sys.exit(1)


def _repair(context: Context) -> list[str]:
    store = context.workspace.store
    return store.repair() if isinstance(store, TinyStore) else []


def _findings(context: Context) -> Iterator[Finding]:
    home = context.home
    workspace = context.workspace
    yield Finding("home", os.access(home.root, os.W_OK), str(home.root))
    wrong = workspace.library.check()
    count = len(workspace.entries())
    yield Finding("library", not wrong, wrong[0] if wrong else f"{count} articles, {home.library_db} is whole")
    yield from _annotations(context)
    try:
        yield Finding("settings", context.settings is not None, "readable")
    except ReaderError as error:
        yield Finding("settings", False, str(error))
    yield Finding("clipboard", True, _clipboard(context))
    term = context.environ.get("TERM", "not set")
    colour = (
        "no colour (NO_COLOR)"
        if context.environ.get("NO_COLOR")
        else context.environ.get("COLORTERM", "256 colours or fewer")
    )
    yield Finding("terminal", True, f"TERM {term}, {colour}, {sys.stdout.encoding}")


def _annotations(context: Context) -> Iterator[Finding]:
    store = context.workspace.store
    problems = store.problems()
    live = list(store.all())
    orphans = sum(context.workspace.excerpt(one).state == "orphan" for one in live)
    yield Finding("annotations", not problems, f"{len(live)} in {context.home.annotations}, {orphans} of them orphans")
    for problem in problems:
        yield Finding("annotations", False, problem.message)


def _clipboard(context: Context) -> str:
    if remote(context.environ):
        return "over SSH: text is sent to the terminal (OSC 52)"
    if may_have_clipboard(context.environ):
        return "a desktop is there: its clipboard is tried first, then the terminal (OSC 52)"
    return f"no desktop: text is sent to the terminal (OSC 52) and kept in {context.home.last_excerpt}"
