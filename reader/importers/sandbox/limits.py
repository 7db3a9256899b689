"""How long a reader of a format may go on: limits are set from outside, in a process of its own (see `bounded`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol


class Effort(Protocol):
    """What holds an importer to its limits."""

    def pulse(self) -> None:
        """Something was got done, a page of a book, say: some more time is given."""

    def attempt(self) -> AbstractContextManager[None]:
        """What is done within may fail with TimeoutError, early enough for a cheaper way to be taken then."""


class Unlimited:
    """For bytes that one trusts."""

    def pulse(self) -> None:
        """See Effort."""

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """See Effort."""
        yield


EFFORT: ContextVar[Effort] = ContextVar("EFFORT", default=Unlimited())  # noqa: B039 - it has no state
"""The limits in force where an importer runs."""
