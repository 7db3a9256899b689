"""Settings: defaults, what a file may say, and one plain line for what it may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest

from reader.config.paths import Home, find_home, seeds_folder, settings_file
from reader.config.settings import Setting, Settings, load, load_as, setting_rows
from reader.errors import SettingsError


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Settings()


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('theme = "gloss-light"\ncolumn_width = 60\nstyle = "apa"\n[keys]\n"row.next" = ["j", "ctrl+n"]\n')
    found = load(path)
    assert (found.theme, found.column_width, found.style, dict(found.keymap)) == (
        "gloss-light",
        60,
        "apa",
        {"row.next": "j,ctrl+n"},
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("theme =", "correct it"),
        ("themes = 1", "did you mean theme"),
        ('column_width = "wide"', "column_width"),
        ("column_width = 5", "between 30 and 140"),
        ('style = "apaa"', "none of apa"),
        ('[keys]\n"row.nxt" = "j"', "unknown command"),
        ('[keys]\n"row.next" = 5', r"keys\.row\.next: a key or a list"),
        ('[keys]\n"row.next" = "ctrl+m"', "no terminal tells"),
    ],
)
def test_what_is_wrong_is_said_with_the_files_name(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=said) as caught:
        load(path)
    assert str(path) in str(caught.value)


def _check_margin(cells: int) -> Iterator[str]:
    if cells < 0:
        yield f": {cells} is less than 0"


class ToySettings(Settings, frozen=True):
    margin: Annotated[int, Setting("Cells beside the text.", _check_margin)] = 2


def test_a_setting_is_one_field(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert load_as(ToySettings, path).margin == 2
    path.write_text("margin = 5\ncolumn_width = 60\n")
    found = load_as(ToySettings, path)
    assert (found.margin, found.column_width) == (5, 60)
    assert setting_rows(ToySettings)["margin"].setting.help == "Cells beside the text."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("margin = -1", "margin: -1 is less than 0"),
        ('margin = "a"', "margin: a int"),
        ("margn = 1", "did you mean margin"),
    ],
)
def test_a_field_is_checked_by_what_stands_beside_it(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=said):
        load_as(ToySettings, path)


def test_every_setting_has_a_help_text() -> None:
    assert all(row.setting.help for row in setting_rows().values())


def test_where_things_are(tmp_path: Path) -> None:
    assert find_home(str(tmp_path), {"GLOSS_HOME": "/elsewhere"}) == Home(tmp_path)
    assert find_home(None, {"GLOSS_HOME": str(tmp_path)}) == Home(tmp_path)
    assert find_home(None, {}).root.name == "glossator"
    assert settings_file({"GLOSS_CONFIG": str(tmp_path / "x.toml")}) == tmp_path / "x.toml"
    assert (seeds_folder() / "00-start-here.txt").is_file()
