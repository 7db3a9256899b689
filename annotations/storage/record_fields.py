"""The fields of a JSON record, each checked as it is read. CodecError names a field that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from annotations.model.errors import CodecError


def field(record: Mapping[str, Any], name: str, kind: type, default: Any = None) -> Any:
    """Return the value of a field if it is of this type."""
    value = record.get(name, default)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise CodecError(f"{name}: {'missing' if value is None else f'not {kind.__name__}: {value!r}'[:80]}")
    return value


def filled(record: Mapping[str, Any], name: str) -> str:
    """Return a text that is not empty."""
    value = str(field(record, name, str))
    if not value:
        raise CodecError(f"{name}: empty")
    return value


def time_field(record: Mapping[str, Any], name: str) -> datetime:
    """Return a time with its zone."""
    text = field(record, name, str)
    try:
        time = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise CodecError(f"{name}: {error}") from error
    if time.tzinfo is None:
        raise CodecError(f"{name}: no time zone in {text!r}")
    return time
