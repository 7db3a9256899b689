"""Choices of the user that are kept with the library for the next start."""

from __future__ import annotations

from typing import Protocol

from reader.errors import ReaderError
from reader.library.library import Library


class Notify(Protocol):
    """A function that shows a sentence to the user."""

    def __call__(self, text: str, *, warning: bool = False) -> None: ...


class StoredChoices:
    """Strings by key."""

    def __init__(self, library: Library, notify: Notify) -> None:
        self._library, self._notify = library, notify

    def remember(self, key: str, value: str) -> None:
        """Keep a choice for the next start; a library that refuses it becomes a notice."""
        try:
            self._library.save_setting(key, value)
        except ReaderError as error:
            self._notify(str(error), warning=True)

    def recall(self, key: str, default: str) -> str:
        """Return an earlier choice, or `default`."""
        return self._library.setting(key) or default
