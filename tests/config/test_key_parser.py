"""Keys: sequences, counts, arguments, and what is said about a keymap that cannot work."""

from __future__ import annotations

import pytest

from reader.config.commands import BY_ID, COMMANDS
from reader.config.key_parser import CANNOT_BE_SENT, Invocation, Keymap, KeyParser, keymap_problems


def typed(keys: str, scope: str = "page", keymap: Keymap | None = None) -> list[Invocation]:
    parser = KeyParser((keymap or Keymap()).table("sidebar" if scope == "sidebar" else "page"))
    calls = [parser.feed(key) for key in keys.split()]
    return [call for call in (*calls, parser.settle()) if call is not None]


@pytest.mark.parametrize(
    ("keys", "calls"),
    [
        ("j", [Invocation("row.next")]),
        ("3 )", [Invocation("sentence.next", 3)]),
        ("1 0 j", [Invocation("row.next", 10)]),
        ("0", [Invocation("row.start")]),
        ("g g", [Invocation("text.first")]),
        ("g n", [Invocation("notes.list")]),
        ("g Z j", [Invocation("row.next")]),
        ("m a", [Invocation("mark.set", None, "a")]),
        ("m escape j", [Invocation("row.next")]),
        ("H y", [Invocation("highlight.color", None, "y")]),
        ("enter", [Invocation("highlight.make")]),
        ("i q", [Invocation("select.inside")]),
        ("2 i q", [Invocation("select.inside", 2)]),
        ("a q", [Invocation("select.around")]),
        ("a", [Invocation("note.edit")]),
        ("9 9 9 9 9 9 9 j", [Invocation("row.next", 99_999)]),
    ],
)
def test_what_keys_mean_on_the_page(keys: str, calls: list[Invocation]) -> None:
    assert typed(keys) == calls


def test_keys_that_begin_a_longer_command_are_held_until_it_is_clear_which_is_meant() -> None:
    parser = KeyParser(Keymap().table("page"))
    assert parser.feed("a") is None
    assert parser.held == {"select.around"}
    assert parser.pending == "a"
    assert parser.goes_on("q") and not parser.goes_on("x")
    assert parser.settle() == Invocation("note.edit")
    assert (parser.held, parser.pending, parser.settle()) == (frozenset(), "", None)


def test_the_same_key_means_something_else_in_the_list() -> None:
    assert typed("j d", "sidebar") == [Invocation("list.next"), Invocation("article.trash")]


def test_every_default_key_reaches_its_command() -> None:
    for command in COMMANDS:
        scope = "sidebar" if command.scope == "sidebar" else "page"
        for key in command.keys:
            call = typed(key + (" x" if command.argument else ""), scope)
            assert [each.command for each in call] == [command.id], f"{key} for {command.id}"


def test_the_default_keys_are_free_of_what_terminals_cannot_send() -> None:
    keys = {key for command in COMMANDS for keys in command.keys for key in keys.split()}
    assert not keys & set(CANNOT_BE_SENT)
    assert keymap_problems({}) == []


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)


def test_keys_can_be_changed_by_command_id() -> None:
    keymap = Keymap({"row.next": "ctrl+n, n", "nonsense": "x"})
    assert keymap.keys("row.next") == ("ctrl+n", "n")
    assert typed("ctrl+n", keymap=keymap) == [Invocation("row.next")]
    assert typed("j", keymap=keymap) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"row.nxt": "j"}, "unknown command 'row.nxt'"),
        ({"row.next": "ctrl+i"}, "row.next: no terminal tells ctrl+i from tab"),
        ({"word.next": "j"}, "j stands for both row.next and word.next"),
    ],
)
def test_a_keymap_that_cannot_work_is_explained(changes: dict[str, str], said: str) -> None:
    assert said in keymap_problems(changes)
