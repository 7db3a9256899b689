"""Settings of the user, read from a TOML file: each is one field of `Settings`, with its type, default, help and check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct, field

from reader.config.key_parser import keymap_problems
from reader.errors import SettingsError

NO_KEYS: Mapping[str, str] = MappingProxyType({})
MIN_COLUMN_CELLS, MAX_COLUMN_CELLS = 30, 140


class Setting(Struct, frozen=True):
    """Description of one setting, kept beside its type.

    `check` yields what is wrong with a value of the right type, each as the end of a message that begins with the
    setting's name: `: is too wide`, or `.row.next: is no key` for an entry of a table. `convert`
    turns a checked value of the file into the field's value. `toml_name` is the name in the file where it is not the
    field's.
    """

    help: str
    check: Callable[[Any], Iterator[str]] | None = None
    convert: Callable[[Any], Any] | None = None
    toml_name: str = ""


def _check_column_width(cells: int) -> Iterator[str]:
    if not MIN_COLUMN_CELLS <= cells <= MAX_COLUMN_CELLS:
        yield f": {cells} is not between {MIN_COLUMN_CELLS} and {MAX_COLUMN_CELLS}"


def _check_style(name: str) -> Iterator[str]:
    from annotations.citations import is_style, style_names  # noqa: PLC0415 - only where a file sets a style

    if name and not is_style(name) and not name.endswith(".csl"):
        yield f": {name!r} is none of {', '.join(style_names())}, and no .csl file"


def _check_format(name: str) -> Iterator[str]:
    from annotations.exporters.quote import QUOTE_FORMATS  # noqa: PLC0415 - only where a file sets a format

    if name not in QUOTE_FORMATS:
        yield f": {name!r} is none of {', '.join(QUOTE_FORMATS)}"


def _check_keys(keys: Mapping[str, Any]) -> Iterator[str]:
    wrong = [name for name, value in keys.items() if not isinstance(value, str | list)]
    if wrong:
        yield f".{wrong[0]}: a key or a list of keys is wanted"
    else:
        yield from (f": {problem}" for problem in keymap_problems(_joined_keys(keys)))


def _joined_keys(keys: Mapping[str, Any]) -> Mapping[str, str]:
    joined = {name: ",".join(value) if isinstance(value, list) else value for name, value in keys.items()}
    return MappingProxyType(joined)


class Settings(Struct, frozen=True):
    """The user's choices; an empty string leaves the choice to the program."""

    theme: Annotated[str, Setting("Name of the colour theme.")] = ""
    column_width: Annotated[int, Setting("Width of the text, in cells.", _check_column_width)] = 72
    style: Annotated[str, Setting("Citation style, or the path of a .csl file.", _check_style)] = ""
    format: Annotated[str, Setting("Format of copied quotes.", _check_format)] = ""
    animations: Annotated[bool, Setting("Whether the screen scrolls smoothly.")] = False
    keymap: Annotated[
        Mapping[str, str], Setting("Keys by command id.", _check_keys, _joined_keys, toml_name="keys")
    ] = field(default_factory=lambda: NO_KEYS)


AnySettings = TypeVar("AnySettings", bound=Settings)


class Row(Struct, frozen=True):
    """One setting as the file knows it: the field it fills and the type of its value in TOML."""

    field: str
    type: type
    setting: Setting


def setting_rows(kind: type[Settings] = Settings) -> Mapping[str, Row]:
    """Return the settings by their names in the file, in the order of the fields."""
    rows = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        value_type, setting = get_args(hint)
        in_file = dict if get_origin(value_type) is not None else value_type
        rows[setting.toml_name or name] = Row(name, in_file, setting)
    return rows


def load(path: Path) -> Settings:
    """Load settings, or the defaults if there is no file; SettingsError names the file and what is wrong."""
    return load_as(Settings, path)


def load_as(kind: type[AnySettings], path: Path) -> AnySettings:
    """Load settings of a kind, whose fields say what the file may hold."""
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return kind()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    import tomllib  # noqa: PLC0415 - 15 ms of a start, and most users have no settings file

    try:
        data = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, error) from error
    rows = setting_rows(kind)
    problem = next(_problems(data, rows), None)
    if problem is not None:
        raise SettingsError(f"{path}: {problem}")
    values = {}
    for name, value in data.items():
        convert = rows[name].setting.convert
        values[rows[name].field] = convert(value) if convert else value
    return kind(**values)


def _unreadable(path: Path, error: Exception) -> SettingsError:
    reason = getattr(error, "strerror", None) or str(error)
    return SettingsError(f"{path}: {reason}; correct it, or move it away to use the defaults")


def _problems(data: Mapping[str, Any], rows: Mapping[str, Row]) -> Iterator[str]:
    """Yield what is wrong with the names and types of the settings, then with their values."""
    from difflib import get_close_matches  # noqa: PLC0415 - most users have no settings file

    for name, value in data.items():
        if name not in rows:
            near = get_close_matches(name, rows, n=1)
            yield f"unknown setting {name}" + (f", did you mean {near[0]}?" if near else f"; known: {', '.join(rows)}")
        elif not isinstance(value, rows[name].type) or (isinstance(value, bool) and rows[name].type is int):
            yield f"{name}: a {rows[name].type.__name__} is wanted, not {value!r}"
    for name, row in rows.items():
        if name in data and row.setting.check is not None:
            yield from (f"{name}{problem}" for problem in row.setting.check(data[name]))
