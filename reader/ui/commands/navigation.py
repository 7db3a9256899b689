"""Moving and finding one's place: pages, highlights, marks, jumps, the outline."""

from __future__ import annotations

import json

from annotations.model.span import Span
from reader.articles.bookmarks import Place, Trail
from reader.config.key_parser import Invocation
from reader.text.cleaning import clean_line
from reader.text.layout.sections import heading_at
from reader.text.movement.navigator import JUMPS, MOVES
from reader.ui.commands.context import Handler, Host
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import Item

JUMPS_KEPT = 100
JUMPS_REMEMBERED = 30
LAST_JUMP = "'"
"""The mark that stands where one last jumped from."""

EVERYWHERE = "marks"
"""The key under which marks with a capital letter are kept; they hold in every article."""


class Moving:
    """Commands that move the cursor. Marks are kept with the library, and so are the last places one jumped from."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._back: list[tuple[str, int]] = []
        self._forward: list[tuple[str, int]] = []
        self._recalled = False

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        moves: dict[str, Handler] = dict.fromkeys(MOVES, self._move)
        own: dict[str, Handler] = {
            "page.next": lambda call: self._turn(call, 1.0),
            "page.previous": lambda call: self._turn(call, -1.0),
            "half.next": lambda call: self._turn(call, 0.5),
            "half.previous": lambda call: self._turn(call, -0.5),
            "highlight.next": lambda call: self._to_highlight(call, True),
            "highlight.previous": lambda call: self._to_highlight(call, False),
            "outline.show": self._outline,
            "mark.set": self._set_mark,
            "mark.go": self._go_mark,
            "mark.list": self._list_marks,
            "jump.back": lambda call: self._jump(call, self._back, self._forward),
            "jump.forward": lambda call: self._jump(call, self._forward, self._back),
        }
        return moves | own

    # Moving

    def _move(self, call: Invocation) -> None:
        if call.command in JUMPS:
            self.leave_here()
        self._host.page.move(call.command, call.count)

    def _turn(self, call: Invocation, pages: float) -> None:
        page = self._host.page
        rows = max(1, page.size.height - 2)
        page.turn(int((call.count or 1) * pages * rows) or 1)

    def _to_highlight(self, call: Invocation, forward: bool) -> None:
        page = self._host.page
        offset: int | None = page.cursor.head
        for _ in range(call.count or 1):
            found = self._host.desk.beside(offset or 0, forward)
            if found is None:
                break
            offset = found
        if offset == page.cursor.head:
            self._host.notice("No highlight further on." if forward else "No highlight before this one.")
            return
        self.leave_here()
        page.go_to(offset or 0)

    # Jumps

    def leave_here(self, offset: int | None = None) -> None:
        """Remember the place (the cursor's, or `offset`), to come back to it."""
        here = self._here()
        if here is None:
            return
        here = here if offset is None else (here[0], offset)
        self._recall_jumps()
        if not self._back or self._back[-1] != here:
            self._back.append(here)
        del self._back[:-JUMPS_KEPT]
        self._forward.clear()

    def keep_jumps(self) -> None:
        """Keep the last places for the next start."""
        if self._recalled:
            self._host.remember("jumps", json.dumps(self._back[-JUMPS_REMEMBERED:]))

    def _recall_jumps(self) -> None:
        if self._recalled:
            return
        self._recalled = True
        try:
            kept = [
                (str(article_id), int(offset)) for article_id, offset in json.loads(self._host.recall("jumps", "[]"))
            ]
        except (ValueError, TypeError):
            kept = []
        self._back[:0] = kept

    def _here(self) -> tuple[str, int] | None:
        article = self._host.desk.article
        return (article.id, self._host.page.cursor.head) if article is not None else None

    def _jump(self, call: Invocation, origin: list[tuple[str, int]], other: list[tuple[str, int]]) -> None:
        self._recall_jumps()
        for _ in range(call.count or 1):
            here = self._here()
            while origin and origin[-1] == here:
                origin.pop()
            if not origin or here is None:
                self._host.notice("No place to go back to." if origin is self._back else "No place further on.")
                return
            other.append(here)
            self._go(*origin.pop())

    def _go(self, article_id: str, offset: int) -> None:
        article = self._host.desk.article
        if article is not None and article_id == article.id:
            self._host.page.go_to(offset)
        else:
            self._host.open_article(article_id, offset)

    # Marks

    def trail(self, article_id: str) -> Trail:
        """What is kept of an article's marks and last selection."""
        return Trail.from_json(self._host.recall(f"trail:{article_id}", ""))

    def keep_trail(self, article_id: str, trail: Trail) -> None:
        """Keep it."""
        self._host.remember(f"trail:{article_id}", trail.to_json())

    def _everywhere(self) -> dict[str, tuple[str, Place]]:
        try:
            kept = json.loads(self._host.recall(EVERYWHERE, "{}"))
            return {letter: (str(one), Place(int(at), str(words))) for letter, (one, at, words) in kept.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def _set_mark(self, call: Invocation) -> None:
        article, letter = self._host.desk.article, clean_line(call.argument)
        if article is None or len(letter) != 1 or letter == LAST_JUMP:
            self._host.notice("A mark is one letter; a capital one holds in every article.")
            return
        place = Place.of(article.text, self._host.page.cursor.head)
        if letter.isupper():
            everywhere = self._everywhere() | {letter: (article.id, place)}
            kept = {each: [one, at.offset, at.words] for each, (one, at) in everywhere.items()}
            self._host.remember(EVERYWHERE, json.dumps(kept, ensure_ascii=False))
        else:
            self.keep_trail(article.id, self.trail(article.id).marked(letter, place))
        self._host.notice(f"Mark {letter} is set · '{letter} comes back to it.")

    def _go_mark(self, call: Invocation) -> None:
        letter = clean_line(call.argument)
        found = self._marked(letter)
        if found is None:
            where = "" if letter.isupper() else " in this article"
            self._host.notice(f"No mark {letter}{where} · m sets one.")
            return
        self.leave_here()
        self._go(*found)

    def _marked(self, letter: str) -> tuple[str, int] | None:
        article = self._host.desk.article
        if article is None:
            return None
        if letter in (LAST_JUMP, "`"):
            return next((place for place in reversed(self._back) if place[0] == article.id), None)
        if letter.isupper():
            article_id, place = self._everywhere().get(letter, ("", Place(0, "")))
            return self._found(article_id, place)
        return self._found(article.id, self.trail(article.id).marks.get(letter))

    def _found(self, article_id: str, place: Place | None) -> tuple[str, int] | None:
        """Where a mark stands now; None where its words or its article are gone."""
        if place is None or not article_id:
            return None
        article = self._host.desk.article
        if article is None or article_id != article.id:
            article = self._host.workspace.library.article(article_id)
        offset = place.find(article.text)
        return None if offset is None else (article_id, offset)

    def _list_marks(self, call: Invocation) -> None:
        article = self._host.desk.article
        if article is None:
            return
        marks = {**self.trail(article.id).marks, **{letter: at for letter, (_, at) in self._everywhere().items()}}
        if not marks:
            self._host.notice("No marks yet · m and a letter sets one.")
            return
        items = [Item(letter, letter, f"{clean_line(place.words)}…") for letter, place in sorted(marks.items())]

        def find(words: str) -> tuple[list[Item], str]:
            return [item for item in items if words.casefold() in item.detail.casefold()], f"{len(items)} marks"

        picker = Picker("Marks", find, self._host.palette, brief=True, doing="go there")
        self._host.ask(picker, lambda letter: self._go_mark(Invocation("mark.go", None, letter)) if letter else None)

    # The outline

    def _outline(self, call: Invocation) -> None:
        article = self._host.desk.article
        headings = [block for block in article.blocks if block.kind == "heading"] if article else []
        if article is None or not headings:
            self._host.notice("This text has no headings.")
            return
        highest = min(max(1, block.level) for block in headings)
        ends = [*(block.span.start for block in headings[1:]), len(article.text)]
        items = []
        for block, end in zip(headings, ends, strict=True):
            indent = "· " * (max(1, block.level) - highest)
            detail = self._of_section(Span(block.span.start, max(end, block.span.start)))
            items.append(Item(str(block.span.start), indent + clean_line(block.span.of(article.text)), detail))
        here = heading_at(self._host.page.sheet.blocks, self._host.page.cursor.head)

        def find(words: str) -> tuple[list[Item], str]:
            wanted = words.casefold()
            return [item for item in items if wanted in item.title.casefold()], f"{len(items)} headings"

        picker = Picker(
            "Outline",
            find,
            self._host.palette,
            chosen=items[here].value if here is not None else None,
            doing="go there",
        )
        self._host.ask(picker, self._go_heading)

    def _of_section(self, section: Span) -> str:
        """How far into the text a section stands, how long it is, and how many highlights are in it."""
        page = self._host.page
        count = page.marks.begun(section.start, section.end)
        parts = [f"{round(100 * section.start / max(1, len(page.sheet.text)))} %"]
        parts.append(f"{len(section.of(page.sheet.text).split()):,} words")
        parts += [f"{count} highlight{'s' if count != 1 else ''}"] if count else []
        here = section.start <= page.cursor.head < section.end
        return " · ".join([*parts, *(["you are here"] if here else [])])

    def _go_heading(self, value: str | None) -> None:
        if value is not None:
            self.leave_here()
            self._host.page.go_to(int(value))
