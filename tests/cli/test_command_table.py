"""A command of the command line is one row of the table and one function."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from reader.cli import main

TOY = """
import click

@click.command()
@click.argument("word")
def shout(word: str) -> None:
    \"\"\"Print a word in capitals.\"\"\"
    click.echo(word.upper())
"""


def test_a_row_of_the_table_adds_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toy_shout_command.py").write_text(TOY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(main, "COMMANDS", {**main.COMMANDS, "shout": "toy_shout_command:shout"})
    monkeypatch.setattr(main.gloss, "commands", dict(main.gloss.commands))
    home = ["--home", str(tmp_path / "home")]
    try:
        assert CliRunner().invoke(main.gloss, [*home, "shout", "word"]).output == "WORD\n"
        assert "Print a word in capitals." in CliRunner().invoke(main.gloss, ["--help"]).output
    finally:
        sys.modules.pop("toy_shout_command", None)
