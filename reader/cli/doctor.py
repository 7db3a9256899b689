"""`gloss doctor` asks whether everything is there, whole, private, and able to do what it should."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import click
from msgspec import Struct

from annotations.anchoring.reanchor import Orphan
from annotations.storage.file_store import TinyStore
from reader.cli.context import Context, json_option, pass_context, print_json, say
from reader.cli.echoes import catch_up
from reader.cli.progress import watched
from reader.config.paths import settings_file
from reader.errors import ReaderError
from reader.library.query.ast import Query
from reader.platform.clipboard import may_have_clipboard, remote
from reader.platform.file_permissions import loose, tighten
from reader.services.backup import back_up_before
from reader.services.reanchoring import locate
from reader.services.report_service import files_of
from reader.services.workspace import Workspace, now_here

KEPT_DAYS = 30
"""Days after which doctor suggests removing an item from the trash."""
SHOWN = 5


class Finding(Struct, frozen=True):
    """One line of the report: `wrong` makes the command fail, a `note` is worth knowing."""

    what: str
    level: Literal["ok", "note", "wrong"]
    message: str


@click.command()
@click.option(
    "--repair",
    is_flag=True,
    help="Back everything up, put damaged files aside and take up what was recovered, build the indexes anew, keep others out.",
)
@json_option
@pass_context
def doctor(context: Context, repair: bool, as_json: bool) -> None:
    """Check the library, the annotations, the trash, the settings, the clipboard and the terminal."""
    context.quiet = True
    repaired = _repair(context) if repair else []
    findings = list(_findings(context))
    healthy = all(finding.level != "wrong" for finding in findings)
    if as_json:
        records = [
            {"what": each.what, "ok": each.level != "wrong", "level": each.level, "message": each.message}
            for each in findings
        ]
        print_json({"ok": healthy, "findings": records, "repaired": repaired})
    else:
        for line in repaired:
            say(f"repaired  {line}")
        for finding in findings:
            say(
                f"{finding.level.upper() if finding.level == 'wrong' else finding.level:5} {finding.what}: {finding.message}"
            )
    if not healthy:
        sys.exit(1)


def _repair(context: Context) -> list[str]:
    """Back up everything, then repair; return what was done, a line each."""
    kept = back_up_before(context.home, "repair", now_here(), settings_file(context.environ))
    done = [f"{kept}: everything as it was, backed up"]
    wrong = _library_wrong(context)
    store = TinyStore(context.home.annotations) if wrong else context.workspace.store
    if isinstance(store, TinyStore):
        done += store.repair()
        done += store.heard()
        store.rebuild(watched("Reading annotations"))
    if not wrong:
        done.append(_build_anew(context))
        if context.workspace.echoes.check():
            context.workspace.echoes.rebuild()
            catch_up(context.workspace.echoes)
            done.append(f"{context.home.echoes_db}: the index of echoes, made anew")
    return done + tighten(loose(context.home))


def _reports(workspace: Workspace) -> Iterator[Finding]:
    """Yield a finding on the reports, if there are any."""
    files = files_of(workspace)
    found, problems = files.all(), files.problems()
    if found or problems:
        yield Finding("reports", "ok", f"{len(found)} in {workspace.home.reports}")
    yield from (Finding("reports", "wrong", problem) for problem in problems)


def _echoes(workspace: Workspace) -> Finding:
    """Return the finding on the index of echoes; it is derived and can be rebuilt."""
    wrong, path = workspace.echoes.check(), workspace.home.echoes_db
    if wrong:
        return Finding("echoes", "wrong", f"{path}: {wrong}: gloss doctor --repair makes it anew")
    return Finding(
        "echoes", "ok", f"{path} is whole" if path.exists() else "no index yet: it is made when it is asked for"
    )


def _build_anew(context: Context) -> str:
    workspace = context.workspace
    workspace.projection.reset()
    for _ in watched("Building the search index")(workspace.library.index.build(anew=True)):
        pass
    for _ in watched("Indexing annotations")(workspace.projection.refresh()):
        pass
    return "the search index was built anew"


def _library_wrong(context: Context) -> str:
    """Why the library cannot be opened; empty where it can."""
    try:
        found = context.workspace.library.check()
    except ReaderError as error:
        return f"{error}: gloss restore-backup FILE brings a backup back"
    return found[0] if found else ""


def _findings(context: Context) -> Iterator[Finding]:
    home, wrong = context.home, _library_wrong(context)
    yield Finding("home", "ok" if os.access(home.root, os.W_OK) else "wrong", str(home.root))
    yield _private(loose(home))
    if wrong:
        yield Finding("library", "wrong", wrong)
        for problem in TinyStore(home.annotations).problems():
            yield Finding("annotations", "wrong", problem.message)
    else:
        count = len(context.workspace.library.catalog.listing(Query()))
        yield Finding("library", "ok", f"{count} articles, {home.library_db} is whole")
        yield from (Finding("article", "wrong", line) for line in context.workspace.library.unreadable())
        amiss = context.workspace.library.index.check()
        yield Finding("search index", "wrong" if amiss else "ok", amiss or "whole")
        yield from _annotations(context.workspace)
        yield from _kept_aside(home.annotations)
        yield _trash(context.workspace)
        yield from _drafts(context.workspace)
        yield from _reports(context.workspace)
        yield _echoes(context.workspace)
    try:
        yield Finding("settings", "ok" if context.settings is not None else "wrong", "readable")
    except ReaderError as error:
        yield Finding("settings", "wrong", str(error))
    yield Finding("clipboard", "ok", _clipboard(context))
    term = context.environ.get("TERM", "not set")
    colour = (
        "no colour (NO_COLOR)"
        if context.environ.get("NO_COLOR")
        else context.environ.get("COLORTERM", "256 colours or fewer")
    )
    yield Finding("terminal", "ok", f"TERM {term}, {colour}, {sys.stdout.encoding}")


def _private(paths: list[Path]) -> Finding:
    if not paths:
        return Finding("private", "ok", "nobody else on this machine can read your library")
    names = ", ".join(str(path) for path in paths[:SHOWN]) + (
        f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    )
    return Finding("private", "note", f"other users can read {names}: run gloss doctor --repair")


def _annotations(workspace: Workspace) -> Iterator[Finding]:
    store = workspace.store
    if isinstance(store, TinyStore):
        wrong = store.verify()
        told = f"said something else than the files of {', '.join(wrong[:SHOWN])}; it was put right"
        yield Finding("index", "note" if wrong else "ok", told if wrong else "says what the files say")
    problems = store.problems()
    live = sum(1 for _ in store.all())
    level: Literal["ok", "wrong"] = "wrong" if problems else "ok"
    yield Finding(
        "annotations", level, f"{live} in {workspace.home.annotations}, {_orphans(workspace)} of them orphans"
    )
    for problem in problems:
        yield Finding("annotations", "wrong", problem.message)
    for line in store.heard():
        yield Finding("annotations", "note", line)


def _orphans(workspace: Workspace) -> int:
    """Annotations whose passage is not in the text, article by article, each text read once."""
    count = 0
    for article_id in workspace.store.counts():
        found = workspace.store.for_article(article_id)
        try:
            article = workspace.library.article(article_id)
        except ReaderError:
            count += len(found)
        else:
            count += sum(isinstance(locate(workspace.library, article, one), Orphan) for one in found)
    return count


def _kept_aside(folder: Path) -> Iterator[Finding]:
    aside = sorted(path.name for path in folder.glob("*.damaged-*"))
    if aside:
        yield Finding(
            "damaged", "note", f"kept aside in {folder}: {', '.join(aside[:SHOWN])}: delete them when you will"
        )
    merged = len(list(folder.glob(".merged/*")))
    if merged:
        yield Finding("conflicts", "note", f"{merged} conflict copies were merged and lie in {folder / '.merged'}")


def _trash(workspace: Workspace) -> Finding:
    """Return the finding on the trash; nothing is deleted automatically."""
    before = workspace.clock() - timedelta(days=KEPT_DAYS)
    notes = list(workspace.store.all(trashed=True))
    articles = workspace.entries("is:trashed")
    old = [one for one in notes if one.deleted is not None and one.deleted < before]
    told = f"{len(notes)} annotations and {len(articles)} articles; nothing is deleted automatically"
    if old:
        shown = ", ".join(one.id for one in old[:SHOWN]) + (" and more" if len(old) > SHOWN else "")
        return Finding("trash", "note", f"{told}; {len(old)} deleted over {KEPT_DAYS} days ago could go: {shown}")
    return Finding("trash", "ok", f"{told}; nothing is older than {KEPT_DAYS} days, so nothing could go")


def _drafts(workspace: Workspace) -> Iterator[Finding]:
    names = workspace.drafts.names()
    if names:
        shown = ", ".join(names[:SHOWN])
        yield Finding(
            "drafts", "note", f"{len(names)} notes were not saved ({shown}): press a on the passage to continue"
        )


def _clipboard(context: Context) -> str:
    if remote(context.environ):
        return "over SSH: text is sent to the terminal (OSC 52)"
    if may_have_clipboard(context.environ):
        return "a desktop is there: its clipboard is tried first, then the terminal (OSC 52)"
    return f"no desktop: text is sent to the terminal (OSC 52) and kept in {context.home.last_excerpt}"
