"""One writer at a time, in this program and in all others that write the same folder.

The lock is the system's (`flock`), so that it ends with the process that holds it, however that ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import StoreError
from annotations.storage import reason, way_out

if TYPE_CHECKING:
    from filelock import FileLock

POLL_S = 0.003
"""How often a waiting writer asks again: the order of one save, so that four writers in turn all get theirs."""


class FolderLock:
    """The lock of `folder`, which is made with the first; waits `timeout_s` for other writers."""

    def __init__(self, folder: Path, timeout_s: float) -> None:
        self._folder, self._timeout_s = folder, timeout_s

    @cached_property
    def _lock(self) -> FileLock:
        from filelock import FileLock  # noqa: PLC0415 - who only reads takes no lock

        return FileLock(self._folder / ".lock", timeout=self._timeout_s, mode=0o600, poll_interval=POLL_S)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes meanwhile; StoreError where the folder refuses, or another writer does not end."""
        from filelock import Timeout  # noqa: PLC0415 - who only reads takes no lock

        try:
            if not os.path.isdir(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"{self._folder}: another glossator has been writing for {self._timeout_s:g} s; nothing was saved: "
                "save again, or close the other one"
            ) from error
        except OSError as error:
            raise StoreError(f"{self._folder}: not saved: {reason(error)}; {way_out(error)}") from error
        try:
            yield
        finally:
            self._lock.release()
