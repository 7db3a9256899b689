"""Conversion of untrusted values: texts in JSON, colours, names of authors, notes with markup."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from annotations.importers.model import Malformed
from annotations.model.annotation import COLORS
from annotations.model.source import Name

NEAREST_COLORS = {
    "amber": "yellow",
    "gold": "yellow",
    "olive": "green",
    "lime": "green",
    "teal": "blue",
    "cyan": "blue",
    "azure": "blue",
    "purple": "pink",
    "violet": "pink",
    "magenta": "pink",
    "red": "pink",
    "rose": "pink",
    "brown": "orange",
}
"""Colour names of other tools, each with the nearest of our colours."""

HUES = ((25 / 360, "pink"), (45 / 360, "orange"), (70 / 360, "yellow"), (160 / 360, "green"), (255 / 360, "blue"))
HEX = re.compile(r"#?([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?\Z")
BLOCKS = frozenset("p div br li ul ol blockquote h1 h2 h3 h4 h5 h6 tr pre".split())
HIDDEN = frozenset({"script", "style", "template", "head"})
AND = re.compile(r"\s*(?:;|\s&\s|\sand\s|\sund\s|\set\s)\s*", re.IGNORECASE)
YEARS = re.compile(r",?\s*\(?\d{4}\s*[-–]\s*(?:\d{4})?\)?$")


def record(value: object) -> Mapping[str, Any]:
    """Return a JSON object; Malformed for anything else."""
    if not isinstance(value, Mapping):
        raise Malformed(f"is no record: {value!r}"[:60])
    return value


def listed(value: object) -> list[Any]:
    """Return a list: the value itself if it is one, a single value in a list, an empty list for null."""
    return value if isinstance(value, list) else [] if value is None else [value]


def text(holder: Mapping[str, Any], *names: str) -> str:
    """Return the first of these fields that is a text and not blank; numbers count as text."""
    for name in names:
        value = holder.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, Mapping):
            value = value.get("@value") or value.get("value")
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def texts(value: object) -> tuple[str, ...]:
    """Return the texts in a list, or the single text."""
    return tuple(each for each in listed(value) if isinstance(each, str) and each.strip())


def whole(holder: Mapping[str, Any], name: str) -> int | None:
    """Return a count of characters, or None."""
    value = holder.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def color_of(name: object) -> str:
    """Return the nearest of COLORS to a colour by name or `#rrggbb`; the default for anything else."""
    wanted = name.strip().lower() if isinstance(name, str) else ""
    if wanted in COLORS:
        return wanted
    found = HEX.match(wanted)
    if not found:
        return NEAREST_COLORS.get(wanted, COLORS[0])
    red, green, blue = (int(found[1][n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    return next((ours for limit, ours in HUES if hue < limit), "pink") if saturation > 0.1 else COLORS[0]


def names_of(value: object) -> tuple[Name, ...]:
    """Return authors from a list, or from one line: `A; B`, `A and B`, `Ann Bell, Carl Dahl`, `Family, Given`."""
    found: list[Name] = []
    for each in listed(value):
        if isinstance(each, Mapping):
            found.append(_name_of(each))
        elif isinstance(each, str):
            found += [Name.parse(YEARS.sub("", part)) for part in _parts(each)]
    return tuple(name for name in found if name.display())


def _name_of(parts: Mapping[str, Any]) -> Name:
    """Return a name by its parts (CSL, Zotero), or an organisation's, which stays whole."""
    family, given = text(parts, "family", "lastName"), text(parts, "given", "firstName")
    if not family:
        whole_name = text(parts, "literal", "name", "schema:name") or given
        return (
            Name.parse(whole_name)
            if "Person" in texts(parts.get("type", parts.get("@type")))
            else Name(literal=whole_name)
        )
    given = f"{given} {text(parts, 'dropping-particle')}".strip()
    return Name(
        family, given, particles=text(parts, "non-dropping-particle", "particles"), suffix=text(parts, "suffix")
    )


def _parts(line: str) -> list[str]:
    parts = [part for piece in line.splitlines() for part in AND.split(piece.strip()) if part.strip()]
    split: list[str] = []
    for part in parts:
        commas = [each.strip() for each in part.split(",") if each.strip()]
        people = len(commas) > 1 and all(" " in each for each in commas)
        split += commas if people else [part]
    return split


def plain(markup: str) -> str:
    """Return the text of an HTML fragment, a line for each block; text without markup stays as it is."""
    if "<" not in markup and "&" not in markup:
        return markup
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in HIDDEN))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)

    def _break(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
