"""What the user has set, from a TOML file; a frozen value, handed to whoever needs it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from reader.config.key_parser import keymap_problems
from reader.errors import SettingsError

NO_KEYS: Mapping[str, str] = MappingProxyType({})
NARROWEST, WIDEST = 30, 140


class Settings(Struct, frozen=True):
    """`column_width` in cells; empty strings leave the choice to the program; `keymap` is keys by command id."""

    theme: str = ""
    column_width: int = 72
    style: str = ""
    format: str = ""
    animations: bool = False
    keymap: Mapping[str, str] = field(default_factory=lambda: NO_KEYS)


KINDS: Mapping[str, type] = MappingProxyType(
    {"theme": str, "column_width": int, "style": str, "format": str, "animations": bool, "keys": dict}
)


def load(path: Path) -> Settings:
    """Load settings, or the defaults if there is no file; SettingsError names the file and what is wrong."""
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    import tomllib  # noqa: PLC0415 - only where there are settings to read

    try:
        data = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, error) from error
    problems = list(_problems(data))
    if problems:
        raise SettingsError(f"{path}: {problems[0]}")
    values = {name: value for name, value in data.items() if name != "keys"}
    keys = {name: ",".join(keys) if isinstance(keys, list) else keys for name, keys in data.get("keys", {}).items()}
    return Settings(**values, keymap=MappingProxyType(keys))


def _unreadable(path: Path, error: Exception) -> SettingsError:
    reason = getattr(error, "strerror", None) or str(error)
    return SettingsError(f"{path}: {reason}; mend it, or move it away to use the defaults")


def _problems(data: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the settings, a line each."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where there are settings to look at

    found = []
    for name, value in data.items():
        if name not in KINDS:
            near = get_close_matches(name, KINDS, n=1)
            found.append(
                f"unknown setting {name}" + (f", did you mean {near[0]}?" if near else f"; known: {', '.join(KINDS)}")
            )
        elif not isinstance(value, KINDS[name]) or (isinstance(value, bool) and KINDS[name] is int):
            found.append(f"{name}: a {KINDS[name].__name__} is wanted, not {value!r}")
    return found or _value_problems(data)


def _value_problems(data: Mapping[str, Any]) -> list[str]:
    from annotations.citations import is_style, style_names  # noqa: PLC0415 - only where there are settings to look at
    from annotations.exporters.quote import QUOTE_FORMATS  # noqa: PLC0415 - the same

    found = []
    if not NARROWEST <= data.get("column_width", NARROWEST) <= WIDEST:
        found.append(f"column_width: {data['column_width']} is not between {NARROWEST} and {WIDEST}")
    style, form = data.get("style", ""), data.get("format", QUOTE_FORMATS[0])
    if style and not is_style(style) and not style.endswith(".csl"):
        found.append(f"style: {style!r} is none of {', '.join(style_names())}, and no .csl file")
    if form not in QUOTE_FORMATS:
        found.append(f"format: {form!r} is none of {', '.join(QUOTE_FORMATS)}")
    keys = data.get("keys", {})
    wrong = [name for name, value in keys.items() if not isinstance(value, str | list)]
    if wrong:
        return [*found, f"keys.{wrong[0]}: a key or a list of keys is wanted"]
    flat = {name: ",".join(value) if isinstance(value, list) else value for name, value in keys.items()}
    return found + [f"keys: {problem}" for problem in keymap_problems(flat)]
