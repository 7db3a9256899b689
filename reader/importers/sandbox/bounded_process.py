"""Parsing in a process of its own, with limits on time and memory.

If the process ends over one request, the next request gets a new process.
"""

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
from reader.errors import ImportFailed, TargetList, TextTooLong

ANSWER_TIMEOUT_S = 8.0
"""Time from a request, or a sign of progress, to the answer. Generous: the process limits its processor time itself."""

FILE_TIMEOUT_S = 60.0
"""Time for one file, whatever its progress."""

START_CODE = "import sys; sys.path[:] = sys.argv[1:]; from reader.importers.sandbox.worker import main; main()"
TOO_SLOW = "reading it takes too long; it may be broken, or made to do harm"

MAX_AHEAD = 256
"""Requests that are sent ahead, answered or not."""

MAX_AHEAD_FILE_BYTES = 65_536
"""Bytes of the largest file that is sent ahead, since its drafts wait in memory."""

MAX_AHEAD_NAME_BYTES = 180
"""Bytes of the longest name that is sent ahead: MAX_AHEAD of them fit into a pipe, so that writing never blocks."""

Request = tuple[bytes | Path, str, str]
"""Content, where it came from, format."""


class BoundedParser:
    """Parses files and bytes in a process; a context manager that ends it.

    Files that were announced with `expect` are parsed while the caller is still busy with earlier answers. `problems` are the
    importers that could not be loaded, one line for each.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()
        self._coming: Iterator[Request] = iter(())
        self._sent: deque[Request] = deque()
        self._received: dict[Request, list[Draft] | ImportFailed] = {}
        self.problems: dict[str, None] = {}

    def __enter__(self) -> BoundedParser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and forget the announced files."""
        self._coming = iter(())
        self._sent.clear()
        self._received.clear()
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
        """Announce files that will probably be requested, approximately in this order."""
        self._coming = ((Path(file), file, form) for file in dict.fromkeys(files) if _may_send_ahead(file))

    def __call__(self, content: bytes | Path, origin: str, form: str = "auto") -> list[Draft]:
        """Return the drafts in a file or in bytes. Raise ImportFailed with half a line, as `parse` does."""
        request = (content, origin, form)
        try:
            if len(self._sent) <= MAX_AHEAD // 2:
                self._send_ahead()
            if not isinstance(content, Path) or (request not in self._received and request not in self._sent):
                while self._sent:
                    self._receive()
                self._send([request])
                self._sent.append(request)
            while request not in self._received:
                self._receive()
        except BaseException:
            self.close()  # a late answer would be taken for that of the next request
            raise
        answer = self._received.pop(request)
        if isinstance(answer, ImportFailed):
            raise answer
        return answer

    def _send_ahead(self) -> None:
        """Send the next announced small files to the process."""
        requests = list(islice(self._coming, max(0, MAX_AHEAD - len(self._sent) - len(self._received))))
        if requests:
            self._send(requests)
            self._sent += requests

    def _receive(self) -> None:
        """Receive the answer to the oldest request.

        If the process has ended over it, send the other requests to a new one.
        """
        request = self._sent[0]
        try:
            self._received[request] = self._answer()
        except ImportFailed as failed:
            self._received[request] = failed
        self._sent.popleft()
        if self._process is None and self._sent:
            waiting, self._sent = self._sent, deque()
            self._send(list(waiting))
            self._sent = waiting

    def _send(self, requests: Sequence[Request]) -> None:
        if self._sent and self._ended:
            return  # `_receive` notices that the process has ended and sends all remaining requests
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
                [sys.executable, "-I", "-c", START_CODE, *sys.path],
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
            left = FILE_TIMEOUT_S - (time.monotonic() - began)
            try:
                answer = self._answers.get(timeout=max(0.0, min(ANSWER_TIMEOUT_S, left)))
            except queue.Empty:
                answer = None
            if answer is None:
                self._end()
                raise ImportFailed(TOO_SLOW)
            what, value = answer
            if what == "drafts":
                drafts: list[Draft] = value
                return drafts
            if what == "leads":
                raise TargetList("it names feeds", value)
            if what == "parted":
                raise TextTooLong(value)
            if what == "failed":
                raise ImportFailed(value)
            if what == "problem":
                self.problems[value] = None


def _may_send_ahead(file: str) -> bool:
    """Whether the file and its name are small enough to be sent ahead."""
    try:
        return len(os.fsencode(file)) <= MAX_AHEAD_NAME_BYTES and os.stat(file).st_size <= MAX_AHEAD_FILE_BYTES
    except (OSError, ValueError):
        return False


def _short(request: Request) -> tuple[bytes | Path | None, str, str]:
    """Return the request without its path if that equals its origin."""
    content, origin, form = request
    return (None if isinstance(content, Path) and str(content) == origin else content), origin, form


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[str, Any] | None]) -> None:
    """Put the answers of a process into the queue, and None when it has ended."""
    while process.stdout is not None:
        try:
            answers.put(pickle.load(process.stdout))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            break
    answers.put(None)
