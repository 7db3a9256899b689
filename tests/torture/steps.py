"""The steps of a write, and how to break off at one of them: by SIGKILL, or by an error of the system."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from reader.library.annotation_index.file_index import AnnotationFileIndex

CALLS = ("open", "write", "fsync", "link", "replace", "unlink", "close", "utime", "ftruncate")
"""The system calls of a write: the temporary file, its flush, the generation before, the rename, the folder's flush."""

Fault = Callable[[], None]


def kill() -> None:
    """The end, as `kill -9` makes it."""
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def breaking(
    at: int, fault: Fault, *, half: bool = False, calls: tuple[str, ...] = CALLS, index: bool = False
) -> Iterator[list[str]]:
    """While inside, `fault` happens before the step number `at` (from 0); the names of the steps that were reached.

    With `half`, of a write half is done before, and of any other step all of it. `index` counts the index's writes as steps.
    """
    reached: list[str] = []

    def wrapped(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            reached.append(name)
            if len(reached) - 1 == at:
                if half and name == "write":
                    function(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                elif half:
                    with suppress(OSError):
                        function(*arguments, **named)
                fault()
            return function(*arguments, **named)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for name in calls:
            patch.setattr(os, name, wrapped(name, getattr(os, name)))
        for name in ("change", "replace") if index else ():
            patch.setattr(AnnotationFileIndex, name, wrapped(f"index {name}", getattr(AnnotationFileIndex, name)))
        yield reached
