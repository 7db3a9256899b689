"""Reading in a process of its own, with limits on time and memory; the next request gets another one where it had to end."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from reader.articles.article import Draft
from reader.errors import ImportFailed, Leads, Parted

WALL_S = 8.0
"""From a request, or a pulse, to the answer, on a busy machine too: the process's own limit counts its processor time."""
LONGEST_S = 60.0
"""For one file, whatever it gets done."""
START = "import sys; sys.path[:] = sys.argv[1:]; from reader.importers.sandbox.worker import main; main()"
LATE = "reading it takes too long; it may be broken, or made to do harm"


AHEAD = 256
"""Requests that may wait in the process's pipe, or be answered already, while the reader does something else."""
SMALL = 65_536
"""Bytes of the largest file that is read before it is asked for: its drafts wait in memory."""
LONGEST_NAME = 180
"""Bytes of a file's name for it to be sent ahead: AHEAD of them find room in a pipe, which is never waited for."""

Request = tuple[bytes | Path, str, str]
"""Content, where it came from, format."""


class BoundedParser:
    """Reads files and bytes; a context manager, since a process waits behind it.

    Files that were announced (`expect`) are read while the reader of the answers is still busy with those before.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()
        self._coming: Iterator[Request] = iter(())
        self._sent: deque[Request] = deque()
        self._early: dict[Request, list[Draft] | ImportFailed] = {}

    def __enter__(self) -> BoundedParser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, and forget what was announced."""
        self._coming = iter(())
        self._sent.clear()
        self._early.clear()
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def expect(self, files: Iterable[str], form: str = "auto") -> None:
        """These files will be asked for, by and large in this order; it costs nothing if they are not."""
        self._coming = ((Path(file), file, form) for file in dict.fromkeys(files) if _may_wait(file))

    def __call__(self, content: bytes | Path, origin: str, form: str = "auto") -> list[Draft]:
        """The drafts in a file or in bytes; ImportFailed with half a line, as `parse` has it."""
        request = (content, origin, form)
        try:
            if len(self._sent) <= AHEAD // 2:
                self._send_ahead()
            if not isinstance(content, Path) or (request not in self._early and request not in self._sent):
                while self._sent:
                    self._settle()
                self._send([request])
                self._sent.append(request)
            while request not in self._early:
                self._settle()
        except BaseException:
            self.close()  # its answer would be taken for the next one's
            raise
        answer = self._early.pop(request)
        if isinstance(answer, ImportFailed):
            raise answer
        return answer

    def _send_ahead(self) -> None:
        """Keep the process busy with small files among those that are coming."""
        requests = list(islice(self._coming, max(0, AHEAD - len(self._sent) - len(self._early))))
        if requests:
            self._send(requests)
            self._sent += requests

    def _settle(self) -> None:
        """Take the answer to the request that was sent first; where the process has ended over it, the others go to a new one."""
        request = self._sent[0]
        try:
            self._early[request] = self._answer()
        except ImportFailed as failed:
            self._early[request] = failed
        self._sent.popleft()
        if self._process is None and self._sent:
            waiting, self._sent = self._sent, deque()
            self._send(list(waiting))
            self._sent = waiting

    def _send(self, requests: Sequence[Request]) -> None:
        if self._sent and self._ended:
            return  # `_settle` comes upon its end, and sends what is left of all of them
        process = self._running()
        if process.stdin is None:
            raise ImportFailed("it cannot be read here")
        try:
            for request in requests:
                pickle.dump(_short(request), process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
        except OSError:
            self._end()

    @property
    def _ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._ended:
            self._end()
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
                self._end()
                raise ImportFailed(LATE)
            what, value = answer
            if what == "drafts":
                drafts: list[Draft] = value
                return drafts
            if what == "leads":
                raise Leads("it names feeds", value)
            if what == "parted":
                raise Parted(value)
            if what == "failed":
                raise ImportFailed(value)


def _may_wait(file: str) -> bool:
    """Whether a file is small enough to be sent ahead, and so is its name."""
    try:
        return len(os.fsencode(file)) <= LONGEST_NAME and os.stat(file).st_size <= SMALL
    except (OSError, ValueError):
        return False


def _short(request: Request) -> tuple[bytes | Path | None, str, str]:
    """None for the content of a file that is where its name says."""
    content, origin, form = request
    return (None if isinstance(content, Path) and str(content) == origin else content), origin, form


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[str, Any] | None]) -> None:
    """Pass on what a process answers, and None when it has ended."""
    while process.stdout is not None:
        try:
            answers.put(pickle.load(process.stdout))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            break
    answers.put(None)
