"""The process in which bytes from outside are read: no file or page, however made, can stop or fill the reader's own.

Requests come on standard input and answers go to standard output as pickles of plain tuples. The kernel ends the process
when its time for one request is up, also within C code; `bounded` starts another.
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

from reader.errors import ImportFailed, Leads, Parted
from reader.importers.format_detection import parse, parse_file
from reader.importers.registry import Registry
from reader.importers.sandbox.limits import EFFORT

CPU_S = 1.9
"""Processor time for one request."""
PULSE_S = 0.25
"""What each pulse adds to the time that is left, up to CPU_S again."""
ATTEMPT_S = 1.1
MEMORY = 245_000_000
"""Bytes of data, beside the code of the libraries."""
MOST_PULSES = 5_000


class Limits:
    """The limits of this process, as importers see them; one a request."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._pulses = 0

    def begin(self) -> None:
        """The time runs from now."""
        self._pulses = 0
        _timer("ITIMER_PROF", CPU_S)

    def end(self) -> None:
        """No time runs."""
        _timer("ITIMER_PROF", 0)

    def pulse(self) -> None:
        """See Effort."""
        self._pulses += 1
        if self._pulses > MOST_PULSES:
            return
        _timer("ITIMER_PROF", min(CPU_S, _left("ITIMER_PROF") + PULSE_S))
        _answer(self._answers, ("pulse", None))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """See Effort."""
        if not hasattr(signal, "SIGVTALRM"):
            yield
            return
        signal.signal(signal.SIGVTALRM, _late)
        _timer("ITIMER_VIRTUAL", ATTEMPT_S)
        try:
            yield
        finally:
            _timer("ITIMER_VIRTUAL", 0)


def _late(number: int, frame: object) -> None:
    raise TimeoutError


def _timer(name: str, seconds: float) -> None:
    """Set one of the kernel's timers, where it has it; SIGPROF and SIGVTALRM are what they send."""
    if hasattr(signal, name):
        signal.setitimer(getattr(signal, name), seconds)


def _left(name: str) -> float:
    return signal.getitimer(getattr(signal, name))[0] if hasattr(signal, name) else 0.0


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_CORE):
        wanted = MEMORY if limit == resource.RLIMIT_DATA else 0
        _, hard = resource.getrlimit(limit)
        if hard == resource.RLIM_INFINITY or hard > wanted:
            resource.setrlimit(limit, (wanted, hard))


def _answer(answers: BinaryIO, answer: tuple[str, Any]) -> None:
    pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more requests."""
    registry, limits = Registry(), Limits(answers)
    EFFORT.set(limits)
    while True:
        try:
            content, origin, form = pickle.load(requests)
        except EOFError:
            return
        limits.begin()
        answer = _done(Path(origin) if content is None else content, origin, form, registry)
        limits.end()
        _answer(answers, answer)


def _done(content: bytes | Path, origin: str, form: str, registry: Registry) -> tuple[str, Any]:
    try:
        if isinstance(content, Path):
            return "drafts", parse_file(content, form, registry)
        return "drafts", parse(content, origin, form, registry)
    except Leads as leads:
        return "leads", leads.targets
    except Parted as parted:
        return "parted", str(parted)
    except Exception as error:  # a format's own code, or a library's, met something that it does not know
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
