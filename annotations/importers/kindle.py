"""Kindle's `My Clippings.txt`, in any language of the device.

An entry is a line with title and author, a line with kind, place and time, an empty line, and the words; a line of `=` ends it.
The device only appends: a note is an entry of its own, with the place of its highlight, and a highlight that was widened
is there twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from annotations.importers.coerce import names_of
from annotations.importers.dates import spelled
from annotations.importers.input_file import Document
from annotations.importers.model import ImportedNote, Malformed, NoteFormat, Reading
from annotations.model.source import Source

RULE = re.compile(r"^={8,}[ \t]*$", re.MULTILINE)
META = re.compile(r"^[-–—•]\s*\S")
RANGE = re.compile(r"(\d+)\s*[-–—~]\s*#?(\d+)|(\d+)")
KINDS = {
    "highlight": (
        "highlight markierung surlign subrayado destaque evidenziaz markering podkreśl zaznacz vurgu korost "
        "выдел 标注 標註 重點 ハイライト 하이라이트 clip ausschnitt recorte extrait ritaglio knipsel вырезк クリップ 剪"
    ),
    "bookmark": (
        "bookmark lesezeichen signet marcador segnalibro bladwijzer zakładk imi bokm kirjanmerk "
        "закладк 书签 書籤 ブックマーク 북마크"
    ),
    "note": (
        "note nota notiz notitie aantekening notatk not anteckning muistiinpano "
        "заметк 笔记 筆記 備註 备注 メモ 메모 노트"
    ),
}
"""How the kinds begin in the languages of the devices, in the order in which they are looked for."""

FIRST_IDEOGRAPH = "\u2e80"
"""From here on no blanks separate words, and a kind may stand anywhere."""


def _called(words: str) -> re.Pattern[str]:
    joined = [word for word in words.split() if word >= FIRST_IDEOGRAPH]
    parted = [word for word in words.split() if word < FIRST_IDEOGRAPH]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(parted)})|{'|'.join(joined)}", re.IGNORECASE)


CALLED = {kind: _called(words) for kind, words in KINDS.items()}
CLIPPING_LIMIT_NOTICE = re.compile(r"\A<.{10,120}>\Z", re.DOTALL)
"""The text in place of the words if the publisher's clipping limit is reached."""


class _Clipping(Struct, frozen=True):
    title: str
    kind: str
    first: int
    last: int
    taken: datetime | None
    words: str


def recognises(document: Document) -> bool:
    """Return whether entries end with rules, and their second lines look like a Kindle's."""
    entries = [entry for entry in RULE.split(document.text)[:20] if entry.strip()]
    return bool(RULE.search(document.text)) and any(_looks_right(entry) for entry in entries)


def _looks_right(entry: str) -> bool:
    lines = _lines(entry)
    return len(lines) > 1 and bool(META.match(lines[1])) and any(digit.isdigit() for digit in lines[1])


def read(document: Document) -> Reading:
    """Return every highlight with its note, and the notes without a highlight."""
    clippings: list[_Clipping] = []
    problems: list[str] = []
    for number, entry in enumerate(RULE.split(document.text), 1):
        if entry.strip("\ufeff \r\n\t"):
            try:
                clippings.append(_clipping(entry))
            except Malformed as error:
                problems.append(f"clipping {number}: {error}")
    books: defaultdict[str, list[_Clipping]] = defaultdict(list)
    for clipping in clippings:
        books[clipping.title].append(clipping)
    notes = [note for title, each in books.items() for note in _paired(title, each)]
    return Reading(tuple(note for note in notes if note), tuple(problems))


def _lines(entry: str) -> list[str]:
    return [line.strip() for line in entry.replace("\ufeff", "").strip().splitlines()]


def _clipping(entry: str) -> _Clipping:
    lines = _lines(entry)
    at = next((n for n, line in enumerate(lines) if META.match(line) and any(c.isdigit() for c in line)), 0)
    if not at:
        raise Malformed("has no line with its place")
    parts = [part.strip() for part in lines[at].lstrip("-–—• ").split("|")]
    dated = [n for n, part in enumerate(parts) if spelled(part)]
    taken = spelled(parts[dated[-1]]) if dated else None
    rest = [part for n, part in enumerate(parts) if not dated or n != dated[-1]] or parts[:1]
    first, last = _place(" | ".join(rest))
    words = "\n".join(lines[at + 1 :]).strip()
    kind = _kind(" ".join(rest), words, first, last)
    return _Clipping(
        " ".join(lines[:at]), kind, first, last, taken, "" if CLIPPING_LIMIT_NOTICE.match(words) else words
    )


def _kind(said: str, words: str, first: int, last: int) -> str:
    """Return the kind by its name; in an unknown language words over a range are a highlight, at one place a note."""
    for kind, called in CALLED.items():
        if called.search(said):
            return kind
    return "bookmark" if not words else "highlight" if last > first else "note"


def _place(said: str) -> tuple[int, int]:
    """Return the last range or number: the location if there is one, else the page; `1184-86` ends at 1186."""
    found = list(RANGE.finditer(said))
    if not found:
        return 0, 0
    last = found[-1]
    if last[3]:
        return int(last[3][:12]), int(last[3][:12])
    start, end = last[1][-12:], last[2][-12:]
    if len(end) < len(start):
        end = start[: len(start) - len(end)] + end
    return int(start), max(int(start), int(end))


def _paired(title: str, clippings: Sequence[_Clipping]) -> Iterator[ImportedNote]:
    highlights = _widest([each for each in clippings if each.kind == "highlight"])
    remarks: defaultdict[int, list[_Clipping]] = defaultdict(list)
    loose = []
    for note in (each for each in clippings if each.kind == "note" and each.words):
        place = _highlight_of(note, highlights)
        if place is None:
            loose.append(note)
        else:
            remarks[place].append(note)
    source = _source(title)
    for number, each in enumerate(highlights):
        yield _note(each, remarks[number], source)
    for note in loose:
        yield _note(replace(note, words=""), [note], source)


def _widest(highlights: Sequence[_Clipping]) -> list[_Clipping]:
    """Return the highlights without those that were widened or narrowed later: the last one at a place stands for all."""
    kept: list[_Clipping] = []
    for each in highlights:
        kept = [old for old in kept if not _same(old, each)]
        kept.append(each)
    return kept


def _same(old: _Clipping, new: _Clipping) -> bool:
    shorter, longer = sorted((" ".join(old.words.split()), " ".join(new.words.split())), key=len)
    return old.first <= new.last and new.first <= old.last and shorter in longer and bool(shorter)


def _highlight_of(note: _Clipping, highlights: Sequence[_Clipping]) -> int | None:
    """Return the highlight of a note: the note has the place where its highlight ends, or one inside it."""
    over = [n for n, each in enumerate(highlights) if each.first <= note.last and note.first <= each.last]
    return min(
        over, key=lambda n: (highlights[n].last != note.last, highlights[n].last - highlights[n].first), default=None
    )


def _note(clipping: _Clipping, remarks: Sequence[_Clipping], source: Source) -> ImportedNote:
    said: dict[str, None] = dict.fromkeys(remark.words for remark in remarks)
    times = [each.taken for each in (clipping, *remarks) if each.taken]
    identity = f"kindle:{source.title}:{clipping.first}-{clipping.last}:{' '.join(clipping.words.split())}"
    return ImportedNote(
        quote=clipping.words,
        note="\n\n".join(said),
        created=min(times, default=None),
        modified=max(times, default=None),
        source=source,
        id=identity if clipping.words else "",
    )


def _source(line: str) -> Source:
    """Parse `Title (Series) (Family, Given;Other, Name)`: the last brackets have the authors."""
    title, authors = line.strip(), ""
    if title.endswith(")"):
        depth = 0
        for at in range(len(title) - 1, -1, -1):
            depth += (title[at] == ")") - (title[at] == "(")
            if not depth:
                if at:
                    title, authors = title[:at].strip(), title[at + 1 : -1].strip()
                break
    return Source(title=title or line.strip(), kind="book", authors=names_of(authors))


FORMAT = NoteFormat("Kindle clippings", recognises, read)
