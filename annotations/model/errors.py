"""Everything that can go wrong in `annotations`, under one root.

Each message is one plain line that names the file or id and says what to do; the command line prints it as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class AnnotationsError(Exception):
    """The root of this package's errors; its text is fit to be shown to the user."""


class StoreError(AnnotationsError):
    """The store could not be read or written; nothing that was there is damaged."""


class UnreadableFile(StoreError):
    """An annotation file that cannot be read; it is kept as it is and never overwritten."""


class UnknownAnnotation(AnnotationsError):
    """No annotation has this id."""

    def __init__(self, annotation_id: str) -> None:
        super().__init__(f"no annotation {annotation_id!r}: `gloss notes` lists the ids")
        self.annotation_id = annotation_id


class CodecError(AnnotationsError):
    """A stored record that does not say what a record must say."""


class UnknownName(AnnotationsError):
    """A style, format or colour that is not there; the nearest names are offered."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name.lower(), names, n=1)
        offer = f"did you mean {near[0]}? " if near else ""
        super().__init__(f"unknown {kind} {name!r}: {offer}there are {', '.join(names)}")
        self.name = name


class PluginFault(AnnotationsError):
    """A plugin of another distribution that cannot be loaded."""


class UnknownNoteFormat(AnnotationsError):
    """A file that holds no notes that can be read."""


class TemplateFault(AnnotationsError):
    """A template that cannot be used; the template and its line are named."""


class ReportFault(AnnotationsError):
    """A report, or a part of one, that is not there or cannot be used."""
