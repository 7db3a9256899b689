"""`gloss` itself: the group of commands, the reader without one, and errors as one plain line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType

import click

from annotations.model.errors import AnnotationsError
from annotations.model.ids import LINK_PREFIX
from reader.cli.context import Context, pass_context, say, warn
from reader.cli.errors import failed, usage_message
from reader.cli.fast_path import is_target
from reader.errors import ReaderError

VERSION_NOTE = "%(prog)s %(version)s"
SECTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Library": {
            "open": "reader.cli.main:open_",
            "add": "reader.cli.add:add",
            "refresh": "reader.cli.add:refresh",
            "list": "reader.cli.articles:list_",
            "show": "reader.cli.articles:show",
            "search": "reader.cli.articles:search",
            "edit": "reader.cli.edit:edit",
            "remove": "reader.cli.articles:remove",
            "restore": "reader.cli.articles:restore",
        },
        "Notes": {
            "highlight": "reader.cli.notes:highlight",
            "note": "reader.cli.notes:note",
            "notes": "reader.cli.notes:notes",
            "tags": "reader.cli.notes:tags",
            "import-notes": "reader.cli.import_notes:import_notes",
        },
        "Citations and reports": {
            "cite": "reader.cli.export:cite",
            "export": "reader.cli.export:export",
            "report": "reader.cli.reports:report",
            "bib": "reader.cli.reports:bib",
            "template": "reader.cli.templates:template",
            "verify": "reader.cli.verify:verify",
            "echoes": "reader.cli.echoes:echoes",
        },
        "Safety": {
            "doctor": "reader.cli.doctor:doctor",
            "backup": "reader.cli.backup:backup",
            "restore-backup": "reader.cli.backup:restore_backup",
            "merge": "reader.cli.backup:merge",
        },
    }
)
"""The commands under the headings of `gloss --help`, each with its import path, as module:function."""

ALIASES: Mapping[str, str] = MappingProxyType({"delete": "reader.cli.articles:remove"})
"""Second names of commands, which work but are not listed in `gloss --help`."""

COMMANDS: Mapping[str, str] = MappingProxyType(
    {name: path for section in (*SECTIONS.values(), ALIASES) for name, path in section.items()}
)
"""The import path of each command; the module is imported when its command is first used."""


class Family(click.Group):
    """A group that imports the commands of the table on first use, so that the reader starts without them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in alphabetical order."""
        return sorted({*self.commands, *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module, name = COMMANDS[cmd_name].split(":")
            self.add_command(getattr(import_module(module), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names; for an unknown one the error offers the nearest."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0].lower(), self.list_commands(ctx), n=1)
            offer = f", did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"unknown command {args[0]!r}{offer}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings, each with the whole first sentence of its help."""
        names = [name for name in self.list_commands(ctx) if name not in ALIASES]
        placed = {name for section in SECTIONS.values() for name in section}
        others = [name for name in names if name not in placed]
        for heading, section in (*SECTIONS.items(), ("Other commands", others)):
            rows = [(name, _summary(self.get_command(ctx, name))) for name in section if name in names]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def _summary(command: click.Command | None) -> str:
    text = (command.help or "") if command else ""
    return " ".join(text.partition("\n\n")[0].split())


@click.group(cls=Family, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", metavar="DIR", help="The folder of the library (else $GLOSS_HOME, else your data folder).")
@click.version_option(package_name="glossator", prog_name="gloss", message=VERSION_NOTE)
@click.pass_context
def gloss(command: click.Context, home: str | None) -> None:
    """Read articles in the terminal, mark passages by keyboard, copy cited quotes.

    Without a command the reader opens; the first time, on a sample library.
    """
    context = command.ensure_object(Context)
    context.home_option = home
    if command.invoked_subcommand not in (None, "open"):
        gc.enable()
    if command.invoked_subcommand is None:
        _read(context, None)


def _read(context: Context, article_id: str | None, offset: int | None = None) -> None:
    if article_id is None:
        context.seed()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from reader.cli.articles import print_list  # noqa: PLC0415 - a family of commands, read when needed

        print_list(context, "", "date", None, as_json=False)
        say("The reader needs a terminal; gloss --help lists what works without one.")
        return
    gc.disable()  # until the first page stands: nothing that is made before then is ever garbage
    from reader.ui.app import run_reader  # noqa: PLC0415 - only the reader pays for the screen's library

    run_reader(context.workspace, context.settings, article_id, offset)


@gloss.command("open")
@click.argument("targets", metavar="TARGET...|ARTICLE|LINK", nargs=-1, required=True)
@click.option("--allow-private", is_flag=True, help="Read addresses in private networks too.")
@pass_context
def open_(context: Context, targets: tuple[str, ...], allow_private: bool) -> None:
    """Add files and read the first of them, or read an article of the library, or go to the passage of a gloss:// link."""
    if len(targets) == 1 and targets[0].startswith(LINK_PREFIX):
        found = context.workspace.excerpt(context.workspace.store.find(targets[0].removeprefix(LINK_PREFIX).strip("/")))
        _read(context, found.annotation.article_id, found.span.start if found.span else None)
        return
    if len(targets) == 1 and not is_target(targets[0]):
        _read(context, context.workspace.library.resolve(targets[0]))
        return
    gc.enable()
    from reader.cli.add import take_in  # noqa: PLC0415 - a family of commands, read when needed

    done = take_in(context, targets, allow_private=allow_private)
    for result in done.failed:
        warn(result.error)
    if not done.added:
        sys.exit(1)
    _read(context, done.added[0].id)


def main() -> int:
    """Run the command line and return the exit status; errors the user can fix are one line on stderr."""
    try:
        gloss(prog_name="gloss", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        warn(usage_message(error))
        return error.exit_code
    except click.Abort:
        warn("stopped")
        return 130
    except (AnnotationsError, ReaderError, OSError) as error:
        return failed(error)
    return 0
