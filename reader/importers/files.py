"""Files, folders and standard input to drafts; one bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from reader.article import Draft
from reader.errors import ImportFailed
from reader.importers.decode import binary
from reader.importers.registry import best_importer, get_importer
from reader.text.clean import clean_line

LARGEST = 100_000_000
"""Bytes of the largest file that is read."""

NOT_YET = {".html": "HTML", ".htm": "HTML", ".epub": "EPUB", ".pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one file: its drafts, or in `error` one line that says why there are none."""

    origin: str
    drafts: tuple[Draft, ...] = ()
    error: str = ""


def read_target(target: str, form: str = "auto", stdin: Callable[[], bytes] | None = None) -> Iterator[Result]:
    """A result for each file of a target: a path, a folder (all it holds, in order), or `-` for `stdin`."""
    if target == "-":
        yield _result("standard input", form, lambda: stdin() if stdin else b"")
    elif urlsplit(target).scheme in ("http", "https"):
        yield Result(target, error=f"{target}: web addresses are not read yet: save the page as text and add the file")
    else:
        yield from _path(Path(target).expanduser(), form)


def _path(path: Path, form: str) -> Iterator[Result]:
    if not path.is_dir():
        yield _result(str(path), form, lambda: _bytes(path))
        return
    files = [file for file in sorted(path.rglob("*")) if file.is_file() and not _hidden(file, path)]
    if not files:
        yield Result(str(path), error=f"{path}: this folder holds no files to read")
    for file in files:
        yield _result(str(file), form, lambda file=file: _bytes(file))  # type: ignore[misc]  # bound in each round


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST:
        raise ImportFailed(f"{path}: {size // 1_000_000} MB is more than the {LARGEST // 1_000_000} MB that are read")
    return path.read_bytes()


def _result(origin: str, form: str, read: Callable[[], bytes]) -> Result:
    shown = clean_line(origin)
    try:
        drafts = _drafts(read(), origin, form)
    except OSError as error:
        return Result(origin, error=f"{shown}: {(error.strerror or 'cannot be read').lower()}")
    except ImportFailed as error:
        return Result(origin, error=str(error))
    return Result(origin, drafts=tuple(drafts))


def _drafts(data: bytes, origin: str, form: str) -> list[Draft]:
    shown = clean_line(origin)
    if not data.strip(b"\x00 \t\r\n"):
        raise ImportFailed(f"{shown}: the file is empty")
    suffix = Path(origin).suffix.lower()
    markup = suffix in NOT_YET or data[:512].lstrip().lower().startswith((b"<!doctype html", b"<html"))
    if markup and form == "auto":
        kind = NOT_YET.get(suffix, "HTML")
        raise ImportFailed(f"{shown}: {kind} is not read yet: save it as plain text, or say --format text")
    what = binary(data)
    if what:
        raise ImportFailed(f"{shown}: this is {what}, not a text")
    importer = best_importer(data, origin) if form == "auto" else get_importer(form)
    drafts = importer.read(data, origin)
    if not drafts:
        raise ImportFailed(f"{shown}: no article was found in it (read as {importer.name})")
    return drafts
