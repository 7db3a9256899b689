"""Errors of `reader`, all under one root. The text of each is one plain line that says what to do."""

from __future__ import annotations

from collections.abc import Sequence

MAX_NAMED_CANDIDATES = 6


class ReaderError(Exception):
    """The root of this package's errors; its text can be shown to the user."""


class ImportFailed(ReaderError):
    """A file, address or text could not be imported."""


class TargetList(ImportFailed):
    """The content has no text of its own but lists `targets` to import instead."""

    def __init__(self, text: str, targets: Sequence[str]) -> None:
        super().__init__(text)
        self.targets = tuple(targets)


class NotModified(ImportFailed):
    """The content of an address has not changed since it was last imported."""


class TextTooLong(ImportFailed):
    """The text is longer than one article may be and has to be imported in parts."""


class LibraryError(ReaderError):
    """The library could not be read or written."""


class UnknownArticle(ReaderError):
    """No article, or no part of one, has this id."""

    def __init__(self, part: str) -> None:
        super().__init__(f"no article {part!r}: `gloss list` shows the ids")
        self.part = part


class UnknownVersion(ReaderError):
    """The article has no version with this number."""

    def __init__(self, article_id: str, version: int, versions: int) -> None:
        kept = f"versions 1 to {versions}" if versions > 1 else "one version"
        super().__init__(
            f"{article_id}: no version {version}: the library has {kept}, `gloss show --versions` lists them"
        )
        self.version = version


class AmbiguousArticle(ReaderError):
    """Several articles match; the first of them are named."""

    def __init__(self, part: str, candidates: Sequence[str]) -> None:
        named = ", ".join(candidates[:MAX_NAMED_CANDIDATES]) + (
            ", ..." if len(candidates) > MAX_NAMED_CANDIDATES else ""
        )
        super().__init__(f"{part!r} could be {len(candidates)} articles: {named}")
        self.candidates = tuple(candidates)


class QueryError(ReaderError):
    """A query cannot be parsed."""


class SettingsError(ReaderError):
    """A settings file cannot be used; the text names the file and the place in it."""
