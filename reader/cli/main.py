"""`gloss` itself: the group of commands, the reader without one, and errors as one plain line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from annotations.errors import AnnotationsError
from annotations.exporting.quote import LINK
from reader.cli.adding import add, private_option, take_in
from reader.cli.articles import edit, list_, print_list, remove, restore, search, show
from reader.cli.context import Context, pass_context, say, warn
from reader.cli.doctor import doctor
from reader.cli.foreign import import_notes
from reader.cli.notes import delete, highlight, note, notes, tags
from reader.cli.safety import backup, merge, restore_backup
from reader.cli.taking import cite, export
from reader.errors import ReaderError
from reader.importers.files import is_address

VERSION_NOTE = "%(prog)s %(version)s"


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", metavar="DIR", help="The folder of the library (else $GLOSS_HOME, else your data folder).")
@click.version_option(package_name="glossator", prog_name="gloss", message=VERSION_NOTE)
@click.pass_context
def gloss(command: click.Context, home: str | None) -> None:
    """Read articles in the terminal, mark passages by keyboard, carry cited quotes away.

    Without a command the reader opens; the first time, on a sample library.
    """
    context = command.ensure_object(Context)
    context.home_option = home
    if command.invoked_subcommand is None:
        _read(context, None)


def _read(context: Context, article_id: str | None, offset: int | None = None) -> None:
    context.seed()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print_list(context, "", "date", None, as_json=False)
        say("The reader needs a terminal; gloss --help lists what works without one.")
        return
    from reader.ui.app import run_reader  # noqa: PLC0415 - only the reader pays for the screen's library

    run_reader(context.workspace, context.settings, article_id, offset)


@click.command("open")
@click.argument("targets", metavar="TARGET...|ARTICLE|LINK", nargs=-1, required=True)
@private_option
@pass_context
def open_(context: Context, targets: tuple[str, ...], allow_private: bool) -> None:
    """Add files and read the first of them, or read an article of the library, or go to the passage of a gloss:// link."""
    if len(targets) == 1 and targets[0].startswith(LINK):
        found = context.workspace.excerpt(context.workspace.store.find(targets[0].removeprefix(LINK).strip("/")))
        _read(context, found.annotation.article_id, found.span.start if found.span else None)
        return
    if len(targets) == 1 and not _is_target(targets[0]):
        _read(context, context.workspace.library.resolve(targets[0]))
        return
    done = take_in(context, targets, allow_private=allow_private)
    for result in done.failed:
        warn(result.error)
    if not done.added:
        sys.exit(1)
    _read(context, done.added[0].id)


def _is_target(target: str) -> bool:
    try:
        return target == "-" or is_address(target) or Path(target).expanduser().exists()
    except (OSError, ValueError):
        return False


for each in (
    add,
    list_,
    show,
    edit,
    remove,
    highlight,
    note,
    delete,
    restore,
    notes,
    tags,
    search,
    cite,
    export,
    import_notes,
    doctor,
    merge,
    backup,
    restore_backup,
    open_,
):
    gloss.add_command(each)


def main() -> int:
    """Run the command line; the process's exit status. What a user can mend is one line on stderr."""
    try:
        gloss(prog_name="gloss", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        warn("stopped")
        return 130
    except (AnnotationsError, ReaderError, OSError) as error:
        return _failed(error)
    return 0


def _failed(error: Exception) -> int:
    """Say an error in one line; nobody is there to hear it where the reader of a pipe has gone."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    elif isinstance(error, OSError):
        warn(f"{error.filename or 'a file'}: {(error.strerror or str(error)).lower()}")
    else:
        warn(str(error))
    return 1
