"""Everything that can go wrong in `reader`, under one root; each text is one plain line that says what to do."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 6


class ReaderError(Exception):
    """The root of this package's errors; its text is fit to be shown to the user."""


class ImportFailed(ReaderError):
    """Something could not be taken into the library."""


class Leads(ImportFailed):
    """What was read holds no text of its own, but names what is to be read instead (`targets`)."""

    def __init__(self, text: str, targets: Sequence[str]) -> None:
        super().__init__(text)
        self.targets = tuple(targets)


class Unmodified(ImportFailed):
    """What stands at an address is what was read there last."""


class Parted(ImportFailed):
    """A text that is longer than one article may be; its parts are to be read one by one."""


class LibraryError(ReaderError):
    """The library could not be read or written."""


class UnknownArticle(ReaderError):
    """No article has this id, or this part of one."""

    def __init__(self, part: str) -> None:
        super().__init__(f"no article {part!r}: `gloss list` shows the ids")
        self.part = part


class UnknownVersion(ReaderError):
    """An article has no text with this number."""

    def __init__(self, article_id: str, version: int, versions: int) -> None:
        kept = f"versions 1 to {versions}" if versions > 1 else "one version"
        super().__init__(
            f"{article_id}: no version {version}: the library has {kept}, `gloss show --versions` lists them"
        )
        self.version = version


class AmbiguousArticle(ReaderError):
    """Several articles could be meant; some of them are named."""

    def __init__(self, part: str, candidates: Sequence[str]) -> None:
        named = ", ".join(candidates[:SHOWN]) + (", ..." if len(candidates) > SHOWN else "")
        super().__init__(f"{part!r} could be {len(candidates)} articles: {named}")
        self.candidates = tuple(candidates)


class QueryError(ReaderError):
    """A query that cannot be understood."""


class SettingsError(ReaderError):
    """A settings file that cannot be used; the file and the place in it are named."""
