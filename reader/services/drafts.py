"""Notes that were begun and not saved, one small file each, so that Escape, a crash or a full disk loses none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from annotations.text.lazy_regex import expression

SAFE = expression(r"[A-Za-z0-9-]{1,64}\Z")


class Drafts:
    """In `folder`, made with the first draft; names are annotations' ids."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ours: set[str] = set()

    def names(self) -> list[str]:
        """Return the names of all drafts."""
        try:
            found = sorted(os.listdir(self._folder))
        except OSError:
            return []
        return [name.removesuffix(".txt") for name in found if name.endswith(".txt") and SAFE.match(name[:-4])]

    def left_behind(self) -> list[str]:
        """Return the names of drafts written elsewhere: by a run that crashed, or another window."""
        return [name for name in self.names() if name not in self._ours]

    def read(self, name: str) -> str | None:
        """Return the draft of this name, or None."""
        try:
            return self._path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError, ValueError):
            return None

    def write(self, name: str, text: str) -> None:
        """Keep a draft; OSError where the disk refuses."""
        path = self._path(name)
        self._ours.add(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{os.getpid()}.part")
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(text.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            raise

    def drop(self, name: str) -> None:
        """Delete a draft that became a note or was discarded."""
        path = self._path(name)
        for each in (path, *path.parent.glob(f"{name}.*.part")):  # with what a killed writer of it left
            with suppress(OSError):
                each.unlink()

    def _path(self, name: str) -> Path:
        if not SAFE.match(name):
            raise ValueError(f"not a draft's name: {name!r}")
        return self._folder / f"{name}.txt"
