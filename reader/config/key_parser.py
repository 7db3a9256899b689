"""From keys to commands: sequences, counts and arguments, as in vim. Pure: a parser is fed keys and says what they mean.

A count is typed before a command (`3 )`); `0` begins none. A key that begins nothing is dropped together with what stood
before it. Keys that are a command and the beginning of a longer one (`a` and `aq`) are held until it is clear which is
meant; how long to wait is for whoever feeds the parser to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from reader.config.commands import BY_ID, COMMANDS, Command, Scope

NAMES = {" ": "space", "\t": "tab", "\r": "enter", "\n": "enter"}
COUNT_LIMIT = 99_999
CANNOT_BE_SENT = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+[": "escape",
    "ctrl+j": "enter",
    "ctrl+c": "the terminal's interrupt",
    "ctrl+q": "the terminal's own quit",
}


class Invocation(Struct, frozen=True):
    """A command with the count before it (None: none was typed) and the argument behind it."""

    command: str
    count: int | None = None
    argument: str = ""


class Keymap:
    """Which keys call which command, in each scope; made from the table and the user's changes by command id."""

    def __init__(self, changes: Mapping[str, str] | None = None, commands: Sequence[Command] = COMMANDS) -> None:
        self.commands = commands
        self._by_id = {command.id: command for command in commands}
        self._keys = {command.id: command.keys for command in commands}
        for command_id, keys in (changes or {}).items():
            if command_id in self._by_id:
                self._keys[command_id] = tuple(key.strip() for key in keys.split(",") if key.strip())

    def command(self, command_id: str) -> Command:
        return self._by_id[command_id]

    def keys(self, command_id: str) -> tuple[str, ...]:
        """Return the keys in force; the first is the one to show."""
        return self._keys[command_id]

    def table(self, scope: Scope) -> dict[tuple[str, ...], Command]:
        """Every key sequence of a scope; what the scope itself says goes before what holds everywhere."""
        found: dict[tuple[str, ...], Command] = {}
        for wanted in ("everywhere", scope):
            for command in self.commands:
                if command.scope == wanted:
                    found.update({tuple(key.split()): command for key in self._keys[command.id]})
        return found


def keymap_problems(changes: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the user's key changes, a line each."""
    problems = [f"unknown command {name!r}" for name in changes if name not in BY_ID]
    for name, keys in changes.items():
        for key in keys.replace(",", " ").split():
            if key in CANNOT_BE_SENT:
                problems.append(f"{name}: no terminal tells {key} from {CANNOT_BE_SENT[key]}")
    keymap = Keymap(changes)
    for scope in ("page", "sidebar"):
        problems += [line for line in _clashes(keymap, scope) if line not in problems]
    return problems


def _clashes(keymap: Keymap, scope: Scope) -> Iterable[str]:
    owner: dict[str, str] = {}
    for command in COMMANDS:
        if command.scope not in (scope, "everywhere"):
            continue
        for key in keymap.keys(command.id):
            other = owner.setdefault(key, command.id)
            if other != command.id and BY_ID[other].scope == command.scope:
                yield f"{show(key)} stands for both {other} and {command.id}"


class KeyParser:
    """Fed one key at a time, it answers with an Invocation once one is whole.

    `pending` is what has been typed towards one, as the footer shows it.
    """

    def __init__(self, table: Mapping[tuple[str, ...], Command]) -> None:
        self._table = dict(table)
        self._starts = {keys[:n] for keys in table for n in range(1, len(keys))}
        self._reset()

    def _reset(self) -> None:
        self._held: Command | None = None
        self._count = ""
        self._typed: tuple[str, ...] = ()
        self._waiting: Command | None = None

    @property
    def pending(self) -> str:
        """The count and keys typed so far."""
        return self._count + "".join(show(key) for key in self._typed)

    @property
    def asks(self) -> Command | None:
        """The command that waits for its argument, or None."""
        return self._waiting

    @property
    def held(self) -> frozenset[str]:
        """The longer commands that one more key might still make of the one that is held; empty where none is."""
        if self._held is None:
            return frozenset()
        typed = self._typed
        return frozenset(command.id for keys, command in self._table.items() if keys[: len(typed)] == typed != keys)

    def goes_on(self, key: str) -> bool:
        """Whether `key` may belong to what is held."""
        return (*self._typed, NAMES.get(key, key)) in self._starts | self._table.keys()

    def settle(self) -> Invocation | None:
        """Take the keys that were held as complete; return what they mean."""
        return None if self._held is None else self._call(self._held)

    def feed(self, key: str) -> Invocation | None:
        """Take one key (a character, or the name of a key that types none)."""
        key = NAMES.get(key, key)
        self._held = None
        if self._waiting is not None:
            return self._finish(self._waiting, "" if key == "escape" else key)
        if not self._typed and key.isdecimal() and key.isascii() and (self._count or key != "0"):
            self._count += key
            return None
        self._typed += (key,)
        return self._look_up()

    def _look_up(self) -> Invocation | None:
        command = self._table.get(self._typed)
        if command is None:
            if self._typed not in self._starts:
                self._reset()
            return None
        if self._typed in self._starts:
            self._held = command
            return None
        return self._call(command)

    def _call(self, command: Command) -> Invocation | None:
        if command.argument:
            self._held, self._waiting = None, command
            return None
        return self._finish(command, "")

    def _finish(self, command: Command, argument: str) -> Invocation | None:
        count = min(int(self._count), COUNT_LIMIT) if self._count else None
        given_up = command.argument and not argument
        self._reset()
        return None if given_up else Invocation(command.id, count, argument)


SHOWN = {
    "enter": "⏎",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "shift+tab": "S-Tab",
    "f1": "F1",
}


def show(key: str) -> str:
    """Return a key as the screen shows it: `gg`, `Ctrl+D`, `⏎`."""
    return "".join(_show_one(part) for part in key.split())


def _show_one(key: str) -> str:
    if key.startswith("ctrl+"):
        return "Ctrl+" + key[5:].upper()
    return SHOWN.get(key, key)


def shown_keys(keys: Sequence[str]) -> str:
    """All keys of a command, as the help shows them."""
    return " ".join(show(key) for key in keys)
