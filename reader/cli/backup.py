"""Commands that keep everything safe: merge, backup, restore-backup."""

from __future__ import annotations

from pathlib import Path

import click

from reader.cli.context import Context, json_option, pass_context, print_json, say, warn
from reader.config.paths import settings_file
from reader.services.backup import back_up, restore
from reader.services.library_merge import join
from reader.services.workspace import now_here


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
@pass_context
def merge(context: Context, folder: Path, as_json: bool) -> None:
    """Merge another library into this one: articles that are missing, annotations by id, the newest change of each part.

    Where two notes were edited apart both texts stay. Deletions come along; what was deleted lies in the trash.
    """
    done = join(context.workspace, folder.expanduser())
    for problem in done.problems:
        warn(problem)
    found = done.annotations
    if as_json:
        print_json(
            {
                "articles": done.articles,
                "added": found.added,
                "changed": found.changed,
                "unchanged": found.unchanged,
                "apart": found.apart,
                "problems": done.problems,
            }
        )
        return
    say(
        f"Merged: {found.added} annotations new, {found.changed} changed, {found.unchanged} as they were; "
        f"{done.articles} articles new"
    )
    for one_id in found.apart:
        say(f"Both texts were kept of a note that was edited apart: {one_id}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@pass_context
def backup(context: Context, file: Path) -> None:
    """Write everything - articles, annotations, drafts, settings - to one zip file, and read it back to check it."""
    context.workspace.store.refresh()
    count = back_up(context.home, file.expanduser(), now_here(), settings_file(context.environ))
    say(f"Backed up and read back: {count} files in {file} (gloss restore-backup {file} brings them back)")


@click.command("restore-backup")
@click.argument("file", type=click.Path(path_type=Path))
@pass_context
def restore_backup(context: Context, file: Path) -> None:
    """Put everything back as it was in a backup; what is there now is backed up first."""
    count, kept = restore(context.home, file.expanduser(), now_here(), settings_file(context.environ))
    say(f"Restored: {count} files" + (f"; what was there before is in {kept}" if kept else ""))
