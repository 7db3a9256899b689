"""The bytes of an annotation file and the tables in them: TinyDB's format, one JSON object of tables of numbered records.

Reading is forgiving where it can be without guessing: a record that is none is kept under a name of its own, a number
that stands twice keeps both records, and out of a text that is cut or damaged the records that are whole can be saved.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from annotations.text.lazy_regex import expression

Record = dict[str, Any]
Tables = dict[str, dict[str, Any]]
UNREADABLE = "unreadable"
"""The field that holds a value that is no record, in a record as TinyDB needs it."""
NOT_RECORDS = (str, int, float, list, type(None))
READABLE, ESCAPED = json.JSONEncoder(ensure_ascii=False), json.JSONEncoder()
RECORD_START = expression(r'"\d{1,18}"\s*:\s*(?=\{)')


class NoTables(ValueError):
    """These bytes hold no tables; the message says what they are instead."""


def tables_of(data: bytes, shaped: Callable[[Record], object] = lambda record: record) -> Tables:
    """Parse the tables of a file's bytes; NoTables if they hold none.

    `shaped` is asked at once what to keep of each object, so that a large file need not be held twice.
    """
    if not data.strip(b" \t\r\n\0"):
        raise NoTables("empty")
    try:
        tables = json.loads(data.decode("utf-8"), object_pairs_hook=lambda pairs: shaped(_object(pairs)))
    except (ValueError, RecursionError) as error:
        raise NoTables(f"damaged ({_where(error)})") from error
    if not isinstance(tables, dict) or not tables or not all(isinstance(table, dict) for table in tables.values()):
        raise NoTables("without annotations")
    if not all(key.isdecimal() for table in tables.values() for key in table):
        raise NoTables("without annotations")
    for table in tables.values():
        table.update({key: {UNREADABLE: record} for key, record in table.items() if isinstance(record, NOT_RECORDS)})
    return tables


def records_in(data: bytes) -> Iterator[Record]:
    """Yield the records that are intact in a damaged text."""
    text = data.decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    for found in RECORD_START.finditer(text):
        try:
            record, _ = decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict) and "id" in record:
            yield record


def bytes_of(tables: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the bytes of tables whose records were encoded by `line_of`."""
    parts = [f" {json.dumps(name)}: {{\n{_lines(table)}\n }}" for name, table in tables.items()]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    return text.encode()


def _lines(table: Mapping[str, str]) -> str:
    return ",\n".join(f'  "{key}": {line}' for key, line in table.items())


def line_of(record: Mapping[str, Any]) -> str:
    """Return a record as JSON, one field per line so that diffs are readable; ValueError if it cannot be encoded."""
    text = _fields(record, READABLE)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can only hold escaped
        return _fields(record, ESCAPED)
    return text


def _fields(record: Mapping[str, Any], encoder: json.JSONEncoder) -> str:
    return "{\n" + ",\n".join([_field(name, value, encoder) for name, value in record.items()]) + "\n  }"


def _field(name: object, value: object, encoder: json.JSONEncoder) -> str:
    """Return one field as a line; the usual simple values skip the JSON encoder."""
    if value is None:
        told = "null"
    elif type(value) is int:
        told = str(value)
    elif type(value) is list and all(type(one) is str for one in value):
        told = "[" + ", ".join([encoder.encode(one) for one in value]) + "]"
    else:
        told = encoder.encode(value)
    return f"   {encoder.encode(str(name))}: {told}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; of duplicate record numbers both are kept, duplicate field names make it untrusted."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    if all(key.isdecimal() for key in found):
        free = max(map(int, found))
        return dict(pairs[:1]) | {str(free + n): value for n, (_, value) in enumerate(pairs[1:], start=1)}
    return {UNREADABLE: [list(pair) for pair in pairs]}


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} in line {error.lineno}"
    return "not text in UTF-8" if isinstance(error, UnicodeDecodeError) else type(error).__name__
