"""Notes of another tool, before they are matched with an article, and the result of reading a file of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from msgspec import Struct, field

from annotations.importers.input_file import Document
from annotations.model.annotation import COLORS
from annotations.model.source import Source

NAMELESS = Source(title="", kind="webpage")


class ImportedNote(Struct, frozen=True):
    """A highlight, a note or both, as the other tool had it; empty strings and None mean `unknown`.

    `id` is the other tool's, `own_id` one of ours that returns. `start` and `end` are offsets in the text that the other tool
    saw: code points, or UTF-16 code units if `utf16`. `shorter` are other readings of the quote, if its file does not say
    where the quote ends and the citation begins. `group` connects the notes of one source without a title.
    """

    quote: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    color: str = COLORS[0]
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    utf16: bool = False
    created: datetime | None = None
    modified: datetime | None = None
    source: Source = NAMELESS
    id: str = ""
    own_id: str = ""
    article_id: str = ""
    quotation: str = ""
    shorter: tuple[str, ...] = ()
    group: str = ""

    def __bool__(self) -> bool:
        """Return whether there is anything to keep: a bookmark has neither words nor a remark."""
        return bool(self.own_id or self.quote.strip() or self.note.strip() or self.tags)


class Reading(Struct, frozen=True):
    """The content of a file: its notes in order, and a line for each entry that cannot be read."""

    notes: tuple[ImportedNote, ...]
    problems: tuple[str, ...] = ()
    form: str = field(default="")


class NoteFormat(Struct, frozen=True):
    """A format of notes: what messages call it, whether a file is of it, and the notes in a file that is."""

    title: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Reading]


class Malformed(ValueError):
    """An entry without what its format demands."""


Entry = TypeVar("Entry")


def read_each(
    entries: Iterable[Entry], read: Callable[[Entry], Iterable[ImportedNote]], what: str = "entry"
) -> Reading:
    """Read every entry by itself, so that a malformed one hides none of the others; bookmarks are left out."""
    notes: list[ImportedNote] = []
    problems: list[str] = []
    for number, entry in enumerate(entries, 1):
        try:
            for note in read(entry):
                notes += [note] if note else []
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            reason = str(error) if isinstance(error, Malformed) else f"cannot be read ({type(error).__name__})"
            problems.append(f"{what} {number}: {reason}")
    return Reading(tuple(notes), tuple(problems))
