"""What opens the reader without the parser of command lines, and what it leaves to that."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli.fast_path import is_target, open_directly
from tests.e2e.terminal import gloss


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["--help"],
        ["open"],
        ["open", "-h"],
        ["open", "one", "two"],
        ["open", "gloss://1"],
        ["open", "-"],
        ["x", "y"],
        ["--home"],
        ["--home", "here", "list"],
        ["--home=here"],
    ],
)
def test_the_rest_is_the_parsers(words: list[str]) -> None:
    assert open_directly(words) is None


def test_files_and_addresses_are_read_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")

    assert is_target(str(tmp_path / "a.txt"))
    assert is_target("https://example.org/")
    assert is_target("-")
    assert not is_target("an-article")
    assert not is_target("\0")


def test_an_article_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    with gloss(tmp_path, "open", "no-such-article") as terminal:
        assert terminal.exit_status() == 1
        assert "no-such-article" in terminal.text
        assert "Traceback" not in terminal.text


def test_a_home_that_is_named_is_the_one_that_opens(tmp_path: Path) -> None:
    with gloss(tmp_path / "other", "--home", str(tmp_path / "mine")) as terminal:
        terminal.until("Press j")
        terminal.type("q")
        assert terminal.exit_status() == 0
    assert (tmp_path / "mine" / "library.db").exists()
    assert not (tmp_path / "other" / "library.db").exists()
