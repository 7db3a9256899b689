"""The process in which untrusted bytes are parsed, so that no file can block or exhaust the reader itself.

Requests arrive on standard input and answers leave on standard output, as pickles of plain tuples. The kernel ends the process
when the time for a request is up, even inside C code; `bounded_process` starts another.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from reader.errors import ImportFailed, TargetList, TextTooLong
from reader.importers.format_detection import parse, parse_file
from reader.importers.registry import Registry
from reader.importers.sandbox.limits import IMPORT_LIMITS

REQUEST_CPU_S = 1.9
"""Processor time for one request."""

PULSE_CPU_S = 0.25
"""Processor time that each pulse adds, up to REQUEST_CPU_S again."""

ATTEMPT_CPU_S = 1.1
"""Processor time for an attempt."""

MAX_DATA_BYTES = 245_000_000
"""Memory for data, without the code of the libraries."""

MAX_PULSES = 5_000


class ProcessLimits:
    """The limits of this process, restarted for each request."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._pulses = 0

    def begin(self) -> None:
        self._pulses = 0
        _set_timer("ITIMER_PROF", REQUEST_CPU_S)

    def end(self) -> None:
        _set_timer("ITIMER_PROF", 0)

    def pulse(self) -> None:
        self._pulses += 1
        if self._pulses > MAX_PULSES:
            return
        _set_timer("ITIMER_PROF", min(REQUEST_CPU_S, _time_left("ITIMER_PROF") + PULSE_CPU_S))
        _answer(self._answers, ("pulse", None))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Return a context that raises TimeoutError after ATTEMPT_CPU_S."""
        if not hasattr(signal, "SIGVTALRM"):
            yield
            return
        signal.signal(signal.SIGVTALRM, _raise_timeout)
        _set_timer("ITIMER_VIRTUAL", ATTEMPT_CPU_S)
        try:
            yield
        finally:
            _set_timer("ITIMER_VIRTUAL", 0)


def _raise_timeout(number: int, frame: object) -> None:
    raise TimeoutError


def _set_timer(name: str, seconds: float) -> None:
    """Set one of the kernel timers, if the platform has it; they send SIGPROF and SIGVTALRM."""
    if hasattr(signal, name):
        signal.setitimer(getattr(signal, name), seconds)


def _time_left(name: str) -> float:
    return signal.getitimer(getattr(signal, name))[0] if hasattr(signal, name) else 0.0


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_CORE):
        wanted = MAX_DATA_BYTES if limit == resource.RLIMIT_DATA else 0
        _, hard = resource.getrlimit(limit)
        if hard == resource.RLIM_INFINITY or hard > wanted:
            resource.setrlimit(limit, (wanted, hard))


def _answer(answers: BinaryIO, answer: tuple[str, Any]) -> None:
    pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    registry, limits = Registry(), ProcessLimits(answers)
    IMPORT_LIMITS.set(limits)
    while True:
        try:
            content, origin, form = pickle.load(requests)
        except EOFError:
            return
        limits.begin()
        answer = _answer_to(Path(origin) if content is None else content, origin, form, registry)
        limits.end()
        while registry.problems:
            _answer(answers, ("problem", registry.problems.pop(0)))
        _answer(answers, answer)


def _answer_to(content: bytes | Path, origin: str, form: str, registry: Registry) -> tuple[str, Any]:
    try:
        if isinstance(content, Path):
            return "drafts", parse_file(content, form, registry)
        return "drafts", parse(content, origin, form, registry)
    except TargetList as leads:
        return "leads", leads.targets
    except TextTooLong as parted:
        return "parted", str(parted)
    except Exception as error:  # importers and libraries raise all kinds of errors for broken files
        return "failed", _reason(error)


def _reason(error: Exception) -> str:
    if isinstance(error, ImportFailed):
        return str(error)
    if isinstance(error, OSError):
        return (error.strerror or "it cannot be read").lower()
    if isinstance(error, MemoryError):
        return "it would take more than 300 MB of memory; it may be broken, or made to do harm"
    if isinstance(error, RecursionError):
        return "its parts lie too deep within each other"
    return f"it cannot be read ({type(error).__name__}); it may be broken"


def main() -> None:
    """Serve on the standard streams; nothing else is ever written to them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit_memory()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
