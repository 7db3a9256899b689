"""The limits on an importer, as it sees them; they are enforced from outside its process (see `bounded_process`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol


class ImportLimits(Protocol):
    """The limits on the running importer."""

    def pulse(self) -> None:
        """Report progress, such as a finished page, which extends the time limit."""

    def attempt(self) -> AbstractContextManager[None]:
        """Return a context in which TimeoutError is raised early enough for a cheaper way to be tried."""


class Unlimited:
    """No limits, for trusted bytes."""

    def pulse(self) -> None:
        """Do nothing."""

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Return a context without a limit."""
        yield


IMPORT_LIMITS: ContextVar[ImportLimits] = ContextVar("IMPORT_LIMITS", default=Unlimited())  # noqa: B039 - it has no state
"""The limits in force where an importer runs."""
