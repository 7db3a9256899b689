"""The log of unexpected errors: what it holds, and when the program gives up."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui.error_log import MAX_DRAWING_ERRORS, MAX_LOGGED_ERRORS, ErrorLog, is_from_drawing


def raised(drawing: bool = False) -> Exception:
    def handle_key() -> None:
        raise KeyError("words of the user")

    def render_line() -> None:
        handle_key()

    try:
        render_line() if drawing else handle_key()
    except KeyError as error:
        return error
    raise AssertionError


def test_an_entry_names_the_error_the_place_the_versions_and_the_commands_but_no_text(tmp_path: Path) -> None:
    log = ErrorLog(tmp_path / "errors.log")
    log.commands.extend(f"command.{n}" for n in range(30))
    assert log.record(raised())
    entry = log.path.read_text()
    assert "builtins.KeyError" in entry
    assert "handle_key" in entry
    assert "Python 3" in entry
    assert "command.29" in entry
    assert "command.9 " not in entry
    assert "words of the user" not in entry.replace('raise KeyError("words of the user")', "")


def test_handlers_may_fail_as_often_as_they_like(tmp_path: Path) -> None:
    log = ErrorLog(tmp_path / "errors.log", clock=lambda: 0.0)
    assert all(log.record(raised()) for _ in range(2 * MAX_LOGGED_ERRORS))
    assert log.path.read_text().count("KeyError(") <= 2 * MAX_LOGGED_ERRORS
    assert log.path.read_text().count("builtins.KeyError") == MAX_LOGGED_ERRORS


@pytest.mark.parametrize(("pause_s", "goes_on"), [(0.1, False), (1.0, True)])
def test_drawing_that_fails_again_and_again_ends_the_program(tmp_path: Path, pause_s: float, goes_on: bool) -> None:
    times = iter(range(1_000))
    log = ErrorLog(tmp_path / "errors.log", clock=lambda: next(times) * pause_s)
    assert is_from_drawing(raised(drawing=True))
    assert [log.record(raised(drawing=True)) for _ in range(MAX_DRAWING_ERRORS)][-1] is goes_on


def test_a_log_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    assert ErrorLog(tmp_path / "no" / "folder" / "errors.log").record(raised())
