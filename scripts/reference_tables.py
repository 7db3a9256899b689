"""Write the tables of docs/keys.md and docs/commands.md from the code: `python scripts/reference_tables.py`.

A test compares the pages with what this makes.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import click

from reader.cli.main import gloss
from reader.config.commands import COMMANDS
from reader.config.key_parser import show

DOCS = ROOT / "docs"


def key_table() -> str:
    """Every key with what it does, group by group."""
    rows = ["| where | keys | |", "|---|---|---|"]
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        for n, command in enumerate(commands):
            keys = " ".join(code(show(key)) for key in command.keys)
            detail = f" ({command.help})" if command.help else ""
            rows.append(f"| {group if n == 0 else ''} | {keys} | {command.title}{detail} |")
    return "\n".join(rows)


def code(key: str) -> str:
    """A key as code; a pipe would end the cell."""
    return f"`{key}`".replace("|", "\\|")


def command_table() -> str:
    """Every command with its arguments and the first sentence of its help."""
    rows = ["| command | does |", "|---|---|"]
    for usage, command in commands_of(gloss, "gloss"):
        rows.append(f"| `{usage}` | {(command.help or '').strip().splitlines()[0]} |".replace("...|", "...\\|"))
    return "\n".join(rows)


def commands_of(group: click.Group, path: str) -> list[tuple[str, click.Command]]:
    """Usage and command of each subcommand, groups followed by their own."""
    found: list[tuple[str, click.Command]] = []
    outer = click.Context(group, info_name=path)
    for name in group.list_commands(outer):
        command = group.get_command(outer, name)
        assert command is not None, name
        context = click.Context(command, info_name=name)
        arguments = [
            part for part in command.collect_usage_pieces(context) if "OPTIONS" not in part and "COMMAND" not in part
        ]
        found.append((" ".join([path, name, *arguments]).replace("|", "\\|"), command))
        if isinstance(command, click.Group):
            found += commands_of(command, f"{path} {name}")
    return found


TABLES = {"keys": key_table, "commands": command_table}
"""The page of docs/ and the markers in it, with the function that makes its table."""


def page(name: str) -> Path:
    """Return the path of the page that holds a table."""
    return DOCS / f"{name}.md"


def with_table(text: str, name: str) -> str:
    """Return a page's text with the table between its markers made anew."""
    markers = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return markers.sub(lambda found: f"{found[1]}{TABLES[name]()}\n{found[2]}", text)


if __name__ == "__main__":
    for name in TABLES:
        page(name).write_text(with_table(page(name).read_text(encoding="utf-8"), name), encoding="utf-8")
