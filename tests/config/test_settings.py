"""Settings: defaults, what a file may say, and one plain line for what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.paths import Home, find_home, seeds_folder, settings_file
from reader.config.settings import Settings, load
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
        ("theme =", "mend it"),
        ("themes = 1", "did you mean theme"),
        ('column_width = "wide"', "column_width"),
        ("column_width = 5", "between 30 and 140"),
        ('style = "apaa"', "none of apa"),
        ('[keys]\n"row.nxt" = "j"', "unknown command"),
        ('[keys]\n"row.next" = 5', "row.next"),
        ('[keys]\n"row.next" = "ctrl+m"', "no terminal tells"),
    ],
)
def test_what_is_wrong_is_said_with_the_files_name(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=said) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_where_things_are(tmp_path: Path) -> None:
    assert find_home(str(tmp_path), {"GLOSS_HOME": "/elsewhere"}) == Home(tmp_path)
    assert find_home(None, {"GLOSS_HOME": str(tmp_path)}) == Home(tmp_path)
    assert find_home(None, {}).root.name == "glossator"
    assert settings_file({"GLOSS_CONFIG": str(tmp_path / "x.toml")}) == tmp_path / "x.toml"
    assert (seeds_folder() / "00-start-here.txt").is_file()
