"""Tables of Lua (5.1 to 5.4, manual 3.1 and 3.4.9) as values. Nothing is run: anything but literals is refused.

A table whose keys are 1 … n becomes a list, any other a dict with its keys as strings.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

MAX_DEPTH = 60
SPACE = re.compile(r"(?:\s+|--\[(?P<eq>=*)\[.*?\](?P=eq)\]|--[^\n]*)*", re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*")
NUMBER = re.compile(r"-?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
LONG = re.compile(r"\[(?P<eq>=*)\[\r?\n?(?P<body>.*?)\](?P=eq)\]", re.DOTALL)
PLAIN = re.compile(r"[^\\'\"\n]+")
SIMPLE = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "\\": "\\",
    '"': '"',
    "'": "'",
    "\n": "\n",
}
WORDS = {"true": True, "false": False, "nil": None}


class LuaError(ValueError):
    """A text that is no table of literals; the message names the line."""


def loads(text: str) -> Any:
    """Return the value of `return {…}`, or of a single literal."""
    reader = _Reader(text)
    reader.skip()
    if reader.word() == "return":
        reader.at += len("return")
    value = reader.value(0)
    reader.skip()
    if reader.at < len(text) and text[reader.at] == ";":
        reader.at += 1
        reader.skip()
    if reader.at < len(text):
        reader.fail("something follows the table")
    return value


class _Reader:
    """A parser: a text and the position in it."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def fail(self, why: str) -> NoReturn:
        raise LuaError(f"line {self.text.count(chr(10), 0, self.at) + 1}: {why}")

    def skip(self) -> None:
        found = SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def word(self) -> str:
        found = NAME.match(self.text, self.at)
        return found.group() if found else ""

    def value(self, depth: int) -> Any:
        self.skip()
        mark = self.text[self.at : self.at + 1]
        if mark == "{":
            return self.table(depth)
        if mark in ("'", '"'):
            return self.string(mark)
        long = LONG.match(self.text, self.at) if mark == "[" else None
        if long:
            self.at = long.end()
            return long["body"]
        word = self.word()
        if word in WORDS:
            self.at += len(word)
            return WORDS[word]
        return self.number()

    def number(self) -> int | float:
        found = NUMBER.match(self.text, self.at)
        if not found:
            self.fail("a table, a text or a number is wanted")
        self.at = found.end()
        digits = found.group()
        if "x" in digits.lower():
            return int(digits, 16)
        return float(digits) if any(mark in digits for mark in ".eE") else int(digits[:400])

    def string(self, mark: str) -> str:
        self.at += 1
        parts: list[bytes] = []
        while (here := self.text[self.at : self.at + 1]) != mark:
            if here in ("", "\n"):
                self.fail("a text is not closed")
            if here == "\\":
                parts.append(self.escape())
                continue
            found = PLAIN.match(self.text, self.at)
            piece = found.group() if found else here
            parts.append(piece.encode("utf-8", "surrogatepass"))
            self.at += len(piece)
        self.at += 1
        return b"".join(parts).decode("utf-8", "replace")

    def escape(self) -> bytes:
        """Parse an escape sequence; numeric ones are bytes of UTF-8."""
        rest = self.text[self.at + 1 : self.at + 14]
        if rest[:1] in SIMPLE and rest:
            self.at += 2
            return SIMPLE[rest[0]].encode()
        if rest[:1] == "z":
            self.at += 2
            self.at += len(self.text[self.at :]) - len(self.text[self.at :].lstrip())
            return b""
        number = re.match(r"(\d{1,3})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,8})\}", rest)
        if not number:
            self.fail("an unknown escape stands in a text")
        self.at += 1 + number.end()
        decimal, two, point = number.groups()
        if point:
            code = int(point, 16)
            return chr(code).encode("utf-8", "replace") if code < 0x110000 else b"\xef\xbf\xbd"
        byte = int(decimal) if decimal else int(two, 16)
        if byte > 255:
            self.fail("an escape is no byte")
        return bytes([byte])

    def table(self, depth: int) -> Any:
        if depth >= MAX_DEPTH:
            self.fail("tables lie too deep in each other")
        self.at += 1
        found: dict[Any, Any] = {}
        position = 1
        while True:
            self.skip()
            if self.text[self.at : self.at + 1] == "}":
                self.at += 1
                return _shaped(found)
            key = self.key(depth)
            if key is None:
                key, position = position, position + 1
            found[key] = self.value(depth + 1)
            self.skip()
            if self.text[self.at : self.at + 1] in (",", ";"):
                self.at += 1
            elif self.text[self.at : self.at + 1] != "}":
                self.fail("a table is not closed")

    def key(self, depth: int) -> Any:
        """Parse `[value] =` or `name =`; None if an element has no key."""
        if self.text.startswith("[", self.at) and not LONG.match(self.text, self.at):
            self.at += 1
            key = self.value(depth + 1)
            self.skip()
            self.expect("]")
        else:
            named = re.compile(r"([A-Za-z_]\w*)\s*=(?!=)").match(self.text, self.at)
            if not named:
                return None
            self.at += len(named.group(1))
            key = named.group(1)
        self.skip()
        self.expect("=")
        if not isinstance(key, str | int | float):
            self.fail("a key is no text and no number")
        return key

    def expect(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            self.fail(f"{mark} is wanted")
        self.at += 1


def _shaped(found: dict[Any, Any]) -> Any:
    if found and all(key in found for key in range(1, len(found) + 1)):
        return [found[key] for key in range(1, len(found) + 1)]
    return {str(key): value for key, value in found.items()}
