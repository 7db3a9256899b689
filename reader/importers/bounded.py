"""Reading in a process of its own, with limits on time and memory; the next request gets another one where it had to end."""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from reader.article import Draft
from reader.errors import ImportFailed, Leads

WALL_S = 8.0
"""From a request, or a pulse, to the answer, on a busy machine too: the process's own limit counts its processor time."""
LONGEST_S = 60.0
"""For one file, whatever it gets done."""
START = "import sys; sys.path[:] = sys.argv[1:]; from reader.importers.worker import main; main()"
LATE = "reading it takes too long; it may be broken, or made to do harm"


class BoundedParser:
    """Reads files and bytes; a context manager, since a process waits behind it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()

    def __enter__(self) -> BoundedParser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def __call__(self, content: bytes | Path, origin: str, form: str = "auto") -> list[Draft]:
        """The drafts in a file or in bytes; ImportFailed with half a line, as `parse` has it."""
        try:
            self._send((content, origin, form))
            return self._answer()
        except BaseException as error:
            if not isinstance(error, ImportFailed):
                self.close()  # its answer would be taken for the next one's
            raise

    def _send(self, request: tuple[bytes | Path, str, str]) -> None:
        process = self._running()
        if process.stdin is None:
            raise ImportFailed("it cannot be read here")
        try:
            pickle.dump(request, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
        except OSError:
            self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", START, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._answers = queue.SimpleQueue()
            threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        return self._process

    def _answer(self) -> list[Draft]:
        began = time.monotonic()
        while True:
            left = LONGEST_S - (time.monotonic() - began)
            try:
                answer = self._answers.get(timeout=max(0.0, min(WALL_S, left)))
            except queue.Empty:
                answer = None
            if answer is None:
                self.close()
                raise ImportFailed(LATE)
            what, value = answer
            if what == "drafts":
                drafts: list[Draft] = value
                return drafts
            if what == "leads":
                raise Leads("it names feeds", value)
            if what == "failed":
                raise ImportFailed(value)


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[str, Any] | None]) -> None:
    """Pass on what a process answers, and None when it has ended."""
    while process.stdout is not None:
        try:
            answers.put(pickle.load(process.stdout))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            break
    answers.put(None)
