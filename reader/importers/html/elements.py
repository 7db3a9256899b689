"""Conversion of HTML trees (pages, chapters, feed entries, rendered Markdown) to canonical text and structure.

No script runs and nothing is loaded. The tree is walked by events, so that deep nesting needs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from msgspec.structs import replace

from reader.articles.article import BlockKind, InlineKind
from reader.importers.content.text_builder import CELL_BREAK, LINE_BREAK, PLACE_PREFIX, Composer, InlineMark, TextPiece
from reader.importers.html.element_rules import (
    BACKLINK_ROLES,
    BLOCK_ELEMENTS,
    CJK,
    FOOTNOTE_ELEMENTS,
    FOOTNOTE_MARK_ROLES,
    FOOTNOTE_ROLES,
    HEADING_LEVELS,
    INLINE_KINDS,
    LINK_SCHEMES,
    MAX_LIST_LEVEL,
    NOTE_LABEL,
    PAGE_BREAK_ROLES,
    SKIPPED_ELEMENTS,
    attribute,
    is_data_table,
    is_hidden,
    local_name,
    number_of,
    page_label,
    roles,
    small_figures,
)
from reader.importers.html.reading_state import (
    OpenBlock,
    OpenFootnote,
    OpenInline,
    OpenList,
    OpenRuby,
    OpenTable,
    remove_label,
)
from reader.text.cleaning import clean_line

MAX_NESTED_INLINES = 40
"""Inlines that may be nested; deeper ones are read as plain text."""


class MarkupReader:
    """Writes trees of elements into a composer.

    `base` resolves relative addresses, `document` prefixes the names of places in this tree. `drop` names further elements to
    skip. `labels` maps the places of footnotes to their labels; it is filled from the marks in the text and shared by the
    documents of a book.
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
        self._skipped = SKIPPED_ELEMENTS | set(drop)
        self._labels = {} if labels is None else labels
        self._block = OpenBlock()
        self._open: list[OpenInline] = []
        self._lists: list[OpenList] = []
        self._notes: list[OpenFootnote] = []
        self._ruby: list[OpenRuby] = []
        self._small: list[str] = []
        self._table: OpenTable | None = None
        self._quotes = self._heading = self._code = 0
        self._marker = ""
        self.page = ""
        self._page_first = 0

    def read(self, root: Any) -> None:
        """Read the whole tree in document order."""
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
        """Begin an element; return whether its content is to be read."""
        name, element_roles = local_name(element), roles(element)
        if name == "img" and len(attribute(element, "alt").strip()) == 1:
            self._text(attribute(element, "alt"))  # a picture of an initial letter
        if element_roles & PAGE_BREAK_ROLES:
            self._turn_page(page_label(element))
            return False
        if name in self._skipped or not name or is_hidden(element) or element_roles & BACKLINK_ROLES:
            return False
        if name in BLOCK_ELEMENTS or name in HEADING_LEVELS:
            self._divide()
        self._name_place(element)
        if (element_roles & FOOTNOTE_ROLES and name not in ("a", "section", "ol")) or (
            name in FOOTNOTE_ELEMENTS and self._is_note(element)
        ):
            self._begin_footnote(element)
        self._enter(name, element, element_roles)
        if self._open and self._open[-1].element is element and self._open[-1].kind == "footnote":
            self._end(element)  # the label has been written
            return False
        if element.text:
            self._text(element.text)
        return True

    def _enter(self, name: str, element: Any, element_roles: frozenset[str]) -> None:
        if name in HEADING_LEVELS:
            self._heading = HEADING_LEVELS[name]
        elif name in ("ul", "ol", "menu"):
            self._lists.append(OpenList(name == "ol", number_of(element.get("start"), 1)))
        elif name == "li":
            self._begin_item(element)
        elif name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._code += 1
        elif name in ("table", "tr", "td", "th"):
            self._begin_table(name, element)
        else:
            self._enter_line(name, element, element_roles)
        if name in INLINE_KINDS and not self._code:
            self._open_mark(element, INLINE_KINDS[name])

    def _enter_line(self, name: str, element: Any, element_roles: frozenset[str]) -> None:
        """Begin an element within a line."""
        if name == "br":
            self._break()
        elif name == "q":
            self._text("“")
        elif name == "a":
            self._begin_link(element, element_roles)
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
        elif name in BLOCK_ELEMENTS or name in HEADING_LEVELS:
            self._divide()
        self._leave(name, element)

    def _leave(self, name: str, element: Any) -> None:
        if name in HEADING_LEVELS:
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
            self._block.pieces.append(TextPiece(text, verbatim=bool(self._code)))

    def _break(self) -> None:
        """Begin a new line; two consecutive breaks end the block."""
        pieces = self._trimmed()
        if pieces and pieces[-1] is LINE_BREAK and not self._code and self._table is None:
            self._divide()
        elif pieces:
            pieces.append(LINE_BREAK if self._table is None else TextPiece(" "))

    def _trimmed(self) -> list[TextPiece]:
        """Remove the white space at the end of the pieces and return them."""
        pieces = self._block.pieces
        while pieces and not pieces[-1].verbatim and not pieces[-1].text.strip():
            pieces.pop()
            self._clip_marks()
        return pieces

    def _clip_marks(self) -> None:
        """Clip the marks to the remaining pieces."""
        end = len(self._block.pieces)
        marks = self._block.marks
        while marks and marks[-1].last > end:
            mark = marks.pop()
            if mark.first < end:
                marks.append(replace(mark, last=end))
        for one in self._open:
            one.first = min(one.first, end)

    def _divide(self) -> None:
        """End the block, except within a table or a footnote."""
        if self._table is not None:
            self._text(" ")
        elif not self._notes:
            self.flush()
        elif self._trimmed() and self._block.pieces[-1] is not LINE_BREAK:
            self._block.pieces.append(LINE_BREAK)

    def flush(self) -> None:
        """Write the collected pieces as a block; open marks continue in the next one."""
        block, self._block = self._block, OpenBlock()
        for one in self._open:
            block.marks.append(InlineMark(one.kind, one.first, len(block.pieces), one.target))
            one.first = 0
        if self.page:
            block.marks.append(InlineMark("page", self._page_first, len(block.pieces), self.page))
        self._page_first = 0
        if not any(piece.text.strip() for piece in block.pieces):
            return
        kind, level, prefix = self._kind(block.pieces)
        if prefix:
            block.pieces.insert(0, TextPiece(prefix, added=True))
            block.marks = [replace(mark, first=mark.first + 1, last=mark.last + 1) for mark in block.marks]
        self._composer.write(kind, block.pieces, block.marks, level)

    def _kind(self, pieces: list[TextPiece]) -> tuple[BlockKind, int, str]:
        """Return the kind, the level and the prefix of the block."""
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
            return "list-item", min(len(self._lists), MAX_LIST_LEVEL), marker
        return ("quote", self._quotes, "") if self._quotes else ("paragraph", 0, "")

    # Marks

    def _open_mark(self, element: Any, kind: InlineKind, target: str = "") -> None:
        if len(self._open) < MAX_NESTED_INLINES:
            self._open.append(OpenInline(element, kind, len(self._block.pieces), target))

    def _close_mark(self) -> None:
        one = self._open.pop()
        self._block.marks.append(InlineMark(one.kind, one.first, len(self._block.pieces), one.target))

    def _turn_page(self, label: str) -> None:
        if self.page:
            self._block.marks.append(InlineMark("page", self._page_first, len(self._block.pieces), self.page))
        self.page, self._page_first = label, len(self._block.pieces)

    def _name_place(self, element: Any) -> None:
        name = attribute(element, "id") or (attribute(element, "name") if local_name(element) == "a" else "")
        if name:
            self._composer.name_place(f"{self._document or ''}#{name}")

    def _begin_link(self, element: Any, element_roles: Collection[str]) -> None:
        target = self._target(attribute(element, "href"))
        label = "".join(element.itertext()).strip()
        within = target.startswith(PLACE_PREFIX)
        raised = bool(self._small) or any(local_name(child) == "sup" for child in element)
        found = NOTE_LABEL.match(label)
        if within and found and (raised or FOOTNOTE_MARK_ROLES & set(element_roles)) and not self._notes:
            self._labels.setdefault(target[1:], found[1])
            self._open_mark(element, "footnote", target)
            self._text(f"[{found[1]}]")
        elif target and not self._code:
            self._open_mark(element, "link", target)

    def _target(self, href: str) -> str:
        """Return the target of a link: a web address, a place in the book or page, or an empty string."""
        href = clean_line(href)
        if not href:
            return ""
        try:
            if href.startswith("#"):
                return f"{PLACE_PREFIX}{self._document or ''}{href}"
            whole = urljoin(self._base, href) if self._base else href
            scheme = urlsplit(whole).scheme
        except ValueError:
            return ""
        if self._document is not None and not scheme:
            return PLACE_PREFIX + unquote(whole)
        return whole if scheme in LINK_SCHEMES else ""

    # Footnotes, lists, tables, ruby

    def _is_note(self, element: Any) -> bool:
        """Whether the element is a footnote: a mark in the text leads to it, and it begins with the same label."""
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
        self._notes.append(OpenFootnote(element, self._labels.get(place, "")))

    def _note_prefix(self, note: OpenFootnote, pieces: list[TextPiece]) -> str:
        """Return `[1] ` or the like, and remove the note's own label if it is the same."""
        head = "".join(piece.text for piece in pieces[:3]).lstrip()[:12]
        own = re.match(r"[\[(]?(\d{1,4}|[*†‡§¶]{1,3})(?:[\])]?[.:]?\s|[\])])", head)
        label = note.label or (own[1] if own else "")
        if own and own[1] == label:
            remove_label(pieces, own.group().strip())
        return f"[{label}] " if label else ""

    def _begin_item(self, element: Any) -> None:
        if not self._lists:
            self._lists.append(OpenList(False, 1))
        last = self._lists[-1]
        last.number = number_of(element.get("value"), last.number)
        self._marker = f"{last.number}. " if last.ordered else "• "
        last.number += 1

    def _begin_table(self, name: str, element: Any) -> None:
        if name != "table":
            self._begin_cell(name, element)
        elif self._table is None and not self._notes and is_data_table(element):
            self.flush()
            self._table = OpenTable(element)

    def _begin_cell(self, name: str, element: Any) -> None:
        table = self._table
        if table is None:
            return
        pieces = self._block.pieces
        if name == "tr":
            table.fresh = True
            if any(piece.text.strip() for piece in pieces):
                pieces.append(LINE_BREAK)
            return
        if table.header is None:
            table.header = name == "th"
        if not table.fresh:
            pieces.append(CELL_BREAK)
        table.fresh = False
        pieces += [CELL_BREAK] * (min(20, number_of(element.get("colspan"), 1)) - 1)

    def _begin_ruby(self, name: str) -> None:
        if name == "ruby":
            self._ruby.append(OpenRuby())
        elif self._ruby:
            self._ruby[-1].reading = True

    def _end_ruby(self, name: str) -> None:
        """Write the readings after the base, as a browser without ruby support does."""
        if not self._ruby:
            return
        if name == "rt":
            self._ruby[-1].reading = False
            return
        reading = "".join(self._ruby.pop().readings)
        if reading:
            self._text(f"（{reading}）" if CJK.search(reading) else f" ({reading})")
