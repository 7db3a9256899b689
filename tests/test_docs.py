"""README and docs/ agree with the code, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from reader.cli.main import gloss
from scripts.reference_tables import TABLES, commands_of, page, with_table
from tests.fakes import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", TABLES)
def test_the_reference_tables_are_current(name: str) -> None:
    text = page(name).read_text(encoding="utf-8")
    assert with_table(text, name) == text, "python scripts/reference_tables.py writes them anew"


def test_every_command_and_option_explains_itself() -> None:
    for usage, command in commands_of(gloss, "gloss"):
        assert command.help, usage
        for option in command.params:
            explained = not isinstance(option, click.Option) or option.help or option.name in ("sort", "limit")
            assert explained, f"{usage} {option.name}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_local_link_leads_to_a_file(path: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link.partition("#")[0]).is_file(), link


def test_the_readme_is_short() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert len(text.split()) <= 900


def test_every_page_of_the_docs_is_linked_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in PAGES[1:] if f"docs/{path.name}" not in text] == []
