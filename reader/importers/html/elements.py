"""Elements of HTML to canonical text and its structure: pages, chapters of books, entries of feeds, rendered Markdown.

Only text is taken: no script runs, nothing is loaded. Depth costs no stack: the tree is walked by events.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from msgspec.structs import replace

from reader.articles.article import BlockKind, InlineKind
from reader.importers.content.text_builder import BREAK, CELL, PLACE, Composer, Mark, Piece
from reader.importers.html.element_rules import (
    CJK,
    DIVIDING,
    FOOTNOTE_MARKS,
    FOOTNOTES,
    HEADINGS,
    INLINE,
    LIST_DEPTH,
    NOTE_LABEL,
    NOTES,
    PAGE_BREAKS,
    SCHEMES,
    SKIPPED,
    WAYS_BACK,
    attribute,
    hidden,
    is_data_table,
    local_name,
    number_of,
    page_label,
    roles,
    small_figures,
)
from reader.importers.html.reading_state import Gathered, ListAt, Note, OpenInline, Ruby, Table, take_off
from reader.text.cleaning import clean_line

MOST_OPEN = 40
"""Inlines that may lie within each other; what is deeper counts as plain text."""


class MarkupReader:
    """Writes trees of elements into a composer; `base` makes addresses whole, `document` names places in this one.

    `drop` names elements that are passed over beside scripts and the like. `labels` are those of footnotes by their places,
    gathered from the marks in the text and shared by the documents of a book.
    """

    def __init__(
        self,
        composer: Composer,
        base: str = "",
        document: str | None = None,
        drop: Collection[str] = (),
        labels: dict[str, str] | None = None,
    ) -> None:
        self._composer, self._base, self._document = composer, base, document
        self._skipped = SKIPPED | set(drop)
        self._labels = {} if labels is None else labels
        self._block = Gathered()
        self._open: list[OpenInline] = []
        self._lists: list[ListAt] = []
        self._notes: list[Note] = []
        self._ruby: list[Ruby] = []
        self._small: list[str] = []
        self._table: Table | None = None
        self._quotes = self._heading = self._code = 0
        self._marker = ""
        self.page = ""
        self._page_first = 0

    def read(self, root: Any) -> None:
        """All of the tree, in document order."""
        from lxml import etree  # noqa: PLC0415 - loaded only when there is markup to read

        if self._document is not None:
            self._composer.name_place(self._document)
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        dropped = None
        for event, element in walk:
            if event == "start":
                if not self._start(element):
                    walk.skip_subtree()
                    dropped = element
                continue
            if event == "end" and element is not dropped:
                self._end(element)
            if element.tail and element is not root:
                self._text(element.tail)
        self.flush()

    # Elements

    def _start(self, element: Any) -> bool:
        """Whether what the element holds is to be read."""
        name, said = local_name(element), roles(element)
        if name == "img" and len(attribute(element, "alt").strip()) == 1:
            self._text(attribute(element, "alt"))  # a picture of an initial
        if said & PAGE_BREAKS:
            self._turn_page(page_label(element))
            return False
        if name in self._skipped or not name or hidden(element) or said & WAYS_BACK:
            return False
        if name in DIVIDING or name in HEADINGS:
            self._divide()
        self._name_place(element)
        if (said & FOOTNOTES and name not in ("a", "section", "ol")) or (name in NOTES and self._is_note(element)):
            self._begin_footnote(element)
        self._enter(name, element, said)
        if self._open and self._open[-1].element is element and self._open[-1].kind == "footnote":
            self._end(element)  # its label is written
            return False
        if element.text:
            self._text(element.text)
        return True

    def _enter(self, name: str, element: Any, said: frozenset[str]) -> None:
        if name in HEADINGS:
            self._heading = HEADINGS[name]
        elif name in ("ul", "ol", "menu"):
            self._lists.append(ListAt(name == "ol", number_of(element.get("start"), 1)))
        elif name == "li":
            self._begin_item(element)
        elif name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._code += 1
        elif name in ("table", "tr", "td", "th"):
            self._begin_table(name, element)
        else:
            self._enter_line(name, element, said)
        if name in INLINE and not self._code:
            self._open_mark(element, INLINE[name])

    def _enter_line(self, name: str, element: Any, said: frozenset[str]) -> None:
        """What stands within a line."""
        if name == "br":
            self._break()
        elif name == "q":
            self._text("“")
        elif name == "a":
            self._begin_link(element, said)
        elif name in ("sup", "sub"):
            self._small.append(name)
        elif name in ("ruby", "rt"):
            self._begin_ruby(name)

    def _end(self, element: Any) -> None:
        name = local_name(element)
        if self._open and self._open[-1].element is element:
            self._close_mark()
        if self._notes and self._notes[-1].element is element:
            self.flush()
            self._notes.pop()
        elif name in DIVIDING or name in HEADINGS:
            self._divide()
        self._leave(name, element)

    def _leave(self, name: str, element: Any) -> None:
        if name in HEADINGS:
            self._heading = 0
        elif name in ("ul", "ol", "menu") and self._lists:
            self._lists.pop()
        elif name == "li":
            self._marker = ""
        elif name == "blockquote" and self._quotes:
            self._quotes -= 1
        elif name == "pre" and self._code:
            self._code -= 1
        elif name == "q":
            self._text("”")
        elif name in ("sup", "sub") and self._small:
            self._small.pop()
        elif name in ("ruby", "rt"):
            self._end_ruby(name)
        elif name == "table" and self._table is not None and self._table.element is element:
            self.flush()
            self._table = None

    # Text

    def _text(self, text: str) -> None:
        if self._ruby and self._ruby[-1].reading:
            self._ruby[-1].readings.append(text.strip())
            return
        if self._small:
            text = small_figures(text, self._small[-1])
        if self._block.pieces or text.strip() or self._code:
            self._block.pieces.append(Piece(text, verbatim=bool(self._code)))

    def _break(self) -> None:
        """A line of its own; two of them divide."""
        pieces = self._trimmed()
        if pieces and pieces[-1] is BREAK and not self._code and self._table is None:
            self._divide()
        elif pieces:
            pieces.append(BREAK if self._table is None else Piece(" "))

    def _trimmed(self) -> list[Piece]:
        """The pieces without the white space at their end."""
        pieces = self._block.pieces
        while pieces and not pieces[-1].verbatim and not pieces[-1].text.strip():
            pieces.pop()
            self._clip_marks()
        return pieces

    def _clip_marks(self) -> None:
        """No mark reaches beyond the pieces that are left."""
        end = len(self._block.pieces)
        marks = self._block.marks
        while marks and marks[-1].last > end:
            mark = marks.pop()
            if mark.first < end:
                marks.append(replace(mark, last=end))
        for one in self._open:
            one.first = min(one.first, end)

    def _divide(self) -> None:
        """A block ends here, but within a table or a footnote."""
        if self._table is not None:
            self._text(" ")
        elif not self._notes:
            self.flush()
        elif self._trimmed() and self._block.pieces[-1] is not BREAK:
            self._block.pieces.append(BREAK)

    def flush(self) -> None:
        """Write what has been gathered as a block; open marks go on in the next one."""
        block, self._block = self._block, Gathered()
        for one in self._open:
            block.marks.append(Mark(one.kind, one.first, len(block.pieces), one.target))
            one.first = 0
        if self.page:
            block.marks.append(Mark("page", self._page_first, len(block.pieces), self.page))
        self._page_first = 0
        if not any(piece.text.strip() for piece in block.pieces):
            return
        kind, level, prefix = self._kind(block.pieces)
        if prefix:
            block.pieces.insert(0, Piece(prefix, added=True))
            block.marks = [replace(mark, first=mark.first + 1, last=mark.last + 1) for mark in block.marks]
        self._composer.write(kind, block.pieces, block.marks, level)

    def _kind(self, pieces: list[Piece]) -> tuple[BlockKind, int, str]:
        """Kind, level and what is written before the text."""
        if self._table is not None:
            return "table", int(bool(self._table.header)), ""
        if self._code:
            return "code", 0, ""
        if self._notes:
            return "footnote", 0, self._note_prefix(self._notes[-1], pieces)
        if self._heading:
            return "heading", self._heading, ""
        if self._marker:
            marker, self._marker = self._marker, ""
            return "list-item", min(len(self._lists), LIST_DEPTH), marker
        return ("quote", self._quotes, "") if self._quotes else ("paragraph", 0, "")

    # Marks

    def _open_mark(self, element: Any, kind: InlineKind, target: str = "") -> None:
        if len(self._open) < MOST_OPEN:
            self._open.append(OpenInline(element, kind, len(self._block.pieces), target))

    def _close_mark(self) -> None:
        one = self._open.pop()
        self._block.marks.append(Mark(one.kind, one.first, len(self._block.pieces), one.target))

    def _turn_page(self, label: str) -> None:
        if self.page:
            self._block.marks.append(Mark("page", self._page_first, len(self._block.pieces), self.page))
        self.page, self._page_first = label, len(self._block.pieces)

    def _name_place(self, element: Any) -> None:
        name = attribute(element, "id") or (attribute(element, "name") if local_name(element) == "a" else "")
        if name:
            self._composer.name_place(f"{self._document or ''}#{name}")

    def _begin_link(self, element: Any, said: Collection[str]) -> None:
        target = self._target(attribute(element, "href"))
        label = "".join(element.itertext()).strip()
        within = target.startswith(PLACE)
        raised = bool(self._small) or any(local_name(child) == "sup" for child in element)
        found = NOTE_LABEL.match(label)
        if within and found and (raised or FOOTNOTE_MARKS & set(said)) and not self._notes:
            self._labels.setdefault(target[1:], found[1])
            self._open_mark(element, "footnote", target)
            self._text(f"[{found[1]}]")
        elif target and not self._code:
            self._open_mark(element, "link", target)

    def _target(self, href: str) -> str:
        """Where an address leads: out into the web, to a place in the book or page, or, empty, nowhere that can be shown."""
        href = clean_line(href)
        if not href:
            return ""
        try:
            if href.startswith("#"):
                return f"{PLACE}{self._document or ''}{href}"
            whole = urljoin(self._base, href) if self._base else href
            scheme = urlsplit(whole).scheme
        except ValueError:
            return ""
        if self._document is not None and not scheme:
            return PLACE + unquote(whole)
        return whole if scheme in SCHEMES else ""

    # Footnotes, lists, tables, ruby

    def _is_note(self, element: Any) -> bool:
        """Whether a mark in the text leads here, and what stands here begins as the mark does."""
        label = self._labels.get(f"{self._document or ''}#{attribute(element, 'id')}") if self._labels else None
        if not label:
            return False
        head = "".join(islice(element.itertext(), 4)).strip().lstrip("[(")
        return head.startswith(label) and not head[len(label) : len(label) + 1].isalnum()

    def _begin_footnote(self, element: Any) -> None:
        if self._notes:
            return
        self.flush()
        place = f"{self._document or ''}#{attribute(element, 'id')}"
        self._notes.append(Note(element, self._labels.get(place, "")))

    def _note_prefix(self, note: Note, pieces: list[Piece]) -> str:
        """`[1] `; what the note itself begins with is taken off where it says the same."""
        head = "".join(piece.text for piece in pieces[:3]).lstrip()[:12]
        own = re.match(r"[\[(]?(\d{1,4}|[*†‡§¶]{1,3})(?:[\])]?[.:]?\s|[\])])", head)
        label = note.label or (own[1] if own else "")
        if own and own[1] == label:
            take_off(pieces, own.group().strip())
        return f"[{label}] " if label else ""

    def _begin_item(self, element: Any) -> None:
        if not self._lists:
            self._lists.append(ListAt(False, 1))
        last = self._lists[-1]
        last.number = number_of(element.get("value"), last.number)
        self._marker = f"{last.number}. " if last.ordered else "• "
        last.number += 1

    def _begin_table(self, name: str, element: Any) -> None:
        if name != "table":
            self._begin_cell(name, element)
        elif self._table is None and not self._notes and is_data_table(element):
            self.flush()
            self._table = Table(element)

    def _begin_cell(self, name: str, element: Any) -> None:
        table = self._table
        if table is None:
            return
        pieces = self._block.pieces
        if name == "tr":
            table.fresh = True
            if any(piece.text.strip() for piece in pieces):
                pieces.append(BREAK)
            return
        if table.header is None:
            table.header = name == "th"
        if not table.fresh:
            pieces.append(CELL)
        table.fresh = False
        pieces += [CELL] * (min(20, number_of(element.get("colspan"), 1)) - 1)

    def _begin_ruby(self, name: str) -> None:
        if name == "ruby":
            self._ruby.append(Ruby())
        elif self._ruby:
            self._ruby[-1].reading = True

    def _end_ruby(self, name: str) -> None:
        """The readings stand behind the base, as a browser without ruby shows them."""
        if not self._ruby:
            return
        if name == "rt":
            self._ruby[-1].reading = False
            return
        reading = "".join(self._ruby.pop().readings)
        if reading:
            self._text(f"（{reading}）" if CJK.search(reading) else f" ({reading})")
