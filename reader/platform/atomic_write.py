"""Write output files atomically."""

from __future__ import annotations

import os
from pathlib import Path

from reader.errors import ReaderError


def write_whole(path: Path, text: str) -> Path:
    """Write a file so that it is there whole or not at all; ReaderError names it where it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ReaderError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error
    return path
