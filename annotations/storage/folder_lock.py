"""One writer at a time, in this program and in all others that write the same folder.

The lock is the system's (`flock` of the file `.lock`), so that it ends with the process that holds it, however that ends.
Where there is no `flock` the lock of the filelock library takes its place, which is the same on the systems that have it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotations.model.errors import StoreError
from annotations.storage.file_stat import reason, way_out

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # the module is there or it is not

POLL_S = 0.003
"""How often a waiting writer asks again: the order of one save, so that four writers in turn all get theirs."""


class FolderLock:
    """The lock of `folder`, which is made with the first; waits `timeout_s` for other writers. Can be taken again."""

    def __init__(self, folder: Path, timeout_s: float) -> None:
        self._folder, self._timeout_s = folder, timeout_s
        self._path = f"{folder}/.lock"
        self._lock = _Flock(self._path) if fcntl else _Elsewhere(self._path)
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes meanwhile; StoreError where the folder refuses, or another writer does not end."""
        if self._depth == 0:
            self._acquire()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._lock.release()

    def close(self) -> None:
        """Let the lock's file go."""
        self._lock.close()

    def _acquire(self) -> None:
        end = time.monotonic() + self._timeout_s
        try:
            if not os.path.isdir(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            while not self._lock.take():
                if time.monotonic() >= end:
                    raise StoreError(
                        f"{self._folder}: another glossator has been writing for {self._timeout_s:g} s; nothing was "
                        "saved: save again, or close the other one"
                    )
                time.sleep(POLL_S)
        except OSError as error:
            raise StoreError(f"{self._folder}: not saved: {reason(error)}; {way_out(error)}") from error


class _Flock:
    """A lock file that stays open from one save to the next."""

    def __init__(self, path: str) -> None:
        self._path, self._descriptor = path, -1

    def take(self) -> bool:
        """Whether the lock is ours now."""
        if self._descriptor < 0:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if self._is_there():
            return True
        self.close()  # somebody deleted the file, and another one may be locked by now
        return False

    def release(self) -> None:
        """Let others write."""
        if self._descriptor >= 0:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let the file go."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()

    def _is_there(self) -> bool:
        try:
            named = os.stat(self._path)
        except OSError:
            return False
        return os.path.samestat(named, os.fstat(self._descriptor))


class _Elsewhere:
    """A lock by the filelock library, for platforms without flock."""

    def __init__(self, path: str) -> None:
        from filelock import FileLock  # noqa: PLC0415 - only where there is no flock

        self._lock = FileLock(path, timeout=0, mode=0o600)

    def take(self) -> bool:
        """Whether the lock is ours now."""
        from filelock import Timeout  # noqa: PLC0415 - only where there is no flock

        try:
            self._lock.acquire()
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Let others write."""
        self._lock.release()

    def close(self) -> None:
        """Close the lock; nothing is held open."""
