"""README says what the code says."""

from __future__ import annotations

import re

import click

from reader.cli.main import gloss
from scripts.readme_tables import README, commands_of, with_tables
from tests.fakes import ROOT


def test_the_tables_are_the_codes() -> None:
    readme = README.read_text(encoding="utf-8")
    assert with_tables(readme) == readme, "python scripts/readme_tables.py writes them anew"


def test_every_command_and_option_explains_itself() -> None:
    for usage, command in commands_of(gloss, "gloss"):
        assert command.help, usage
        for option in command.params:
            explained = not isinstance(option, click.Option) or option.help or option.name in ("sort", "limit")
            assert explained, f"{usage} {option.name}"


def test_what_it_links_to_is_there() -> None:
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / link).is_file(), link
