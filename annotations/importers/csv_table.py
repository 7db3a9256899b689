"""Tables as CSV or TSV, their columns by name in any order and case."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from annotations.importers.model import Malformed

MAX_CELL_CHARACTERS = 10_000_000


def columns(head: str) -> tuple[str, ...]:
    """Return the names in a table's first line, in lower case."""
    line = head.removeprefix("\ufeff")
    return tuple(name.strip().lower() for name in next(csv.reader([line], delimiter=_delimiter(line)), []))


def _delimiter(line: str) -> str:
    return max("\t,;", key=line.count)


def rows(text: str) -> Iterator[Mapping[str, str] | Malformed]:
    """Yield each row by the names of its columns; a broken row is yielded as a Malformed, not raised."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    head = text.removeprefix("\ufeff").lstrip("\r\n")
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=_delimiter(head.split("\n", 1)[0]))
    names: Sequence[str] = ()
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Malformed(f"is no row of a table ({error})")
            continue
        if not names:
            names = [cell.strip().lower() for cell in cells]
        elif any(cell.strip() for cell in cells):
            yield dict(zip(names, cells, strict=False))


def cell(row: Mapping[str, str], *names: str) -> str:
    """Return the first of these columns that is not blank."""
    return next((value for name in names if (value := row.get(name, "")).strip()), "")


def whole_row(row: object) -> Mapping[str, str]:
    """Return the row; a Malformed is raised."""
    if isinstance(row, Malformed):
        raise row
    if not isinstance(row, Mapping):
        raise Malformed("is no row of a table")
    return row
