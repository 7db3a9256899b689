"""Commands that move the cursor: by page, highlight, mark, jump and heading."""

from __future__ import annotations

import json

from annotations.model.span import Span
from reader.articles.bookmarks import Place, Trail
from reader.config.key_parser import Invocation
from reader.text.cleaning import clean_line
from reader.text.layout.sections import heading_at
from reader.text.movement.navigator import JUMPS
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import Item

LAST_JUMP = "'"
"""The mark of the place from which the reader last jumped."""

GLOBAL_MARKS_SETTING = "marks"
"""The setting that holds the marks with a capital letter, which are valid in every article."""


def load_trail(context: ReaderContext, article_id: str) -> Trail:
    """Return the saved marks and last selection of an article."""
    return Trail.from_json(context.settings.recall(f"trail:{article_id}", ""))


def save_trail(context: ReaderContext, article_id: str, trail: Trail) -> None:
    context.settings.remember(f"trail:{article_id}", trail.to_json())


class Navigation:
    """Commands that move the cursor; marks are kept with the library."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    # Rows, pages, highlights

    def move(self, call: Invocation) -> None:
        if call.command in JUMPS:
            self._context.jumps.leave_here()
        self._context.page.move(call.command, call.count)

    def page_down(self, call: Invocation) -> None:
        self._turn(call, 1.0)

    def page_up(self, call: Invocation) -> None:
        self._turn(call, -1.0)

    def half_page_down(self, call: Invocation) -> None:
        self._turn(call, 0.5)

    def half_page_up(self, call: Invocation) -> None:
        self._turn(call, -0.5)

    def _turn(self, call: Invocation, pages: float) -> None:
        page = self._context.page
        rows = max(1, page.size.height - 2)
        page.turn(int((call.count or 1) * pages * rows) or 1)

    def next_highlight(self, call: Invocation) -> None:
        self._to_highlight(call, True)

    def previous_highlight(self, call: Invocation) -> None:
        self._to_highlight(call, False)

    def _to_highlight(self, call: Invocation, forward: bool) -> None:
        page = self._context.page
        offset: int | None = page.cursor.head
        for _ in range(call.count or 1):
            found = self._context.editor.beside(offset or 0, forward)
            if found is None:
                break
            offset = found
        if offset == page.cursor.head:
            self._context.notify("No highlight further on." if forward else "No highlight before this one.")
            return
        self._context.jumps.leave_here()
        page.go_to(offset or 0)

    def jump_back(self, call: Invocation) -> None:
        self._context.jumps.go(forward=False, count=call.count or 1)

    def jump_forward(self, call: Invocation) -> None:
        self._context.jumps.go(forward=True, count=call.count or 1)

    # Marks

    def _global_marks(self) -> dict[str, tuple[str, Place]]:
        try:
            kept = json.loads(self._context.settings.recall(GLOBAL_MARKS_SETTING, "{}"))
            return {letter: (str(one), Place(int(at), str(words))) for letter, (one, at, words) in kept.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def set_mark(self, call: Invocation) -> None:
        article, letter = self._context.editor.article, clean_line(call.argument)
        if article is None or len(letter) != 1 or letter == LAST_JUMP:
            self._context.notify("A mark is one letter; a capital one holds in every article.")
            return
        place = Place.of(article.text, self._context.page.cursor.head)
        if letter.isupper():
            everywhere = self._global_marks() | {letter: (article.id, place)}
            kept = {each: [one, at.offset, at.words] for each, (one, at) in everywhere.items()}
            self._context.settings.remember(GLOBAL_MARKS_SETTING, json.dumps(kept, ensure_ascii=False))
        else:
            save_trail(self._context, article.id, load_trail(self._context, article.id).marked(letter, place))
        self._context.notify(f"Mark {letter} is set · '{letter} comes back to it.")

    def go_to_mark(self, call: Invocation) -> None:
        letter = clean_line(call.argument)
        found = self._marked(letter)
        if found is None:
            where = "" if letter.isupper() else " in this article"
            self._context.notify(f"No mark {letter}{where} · m sets one.")
            return
        self._context.jumps.leave_here()
        self._context.jumps.go_to(*found)

    def _marked(self, letter: str) -> tuple[str, int] | None:
        article = self._context.editor.article
        if article is None:
            return None
        if letter in (LAST_JUMP, "`"):
            return self._context.jumps.last_in(article.id)
        if letter.isupper():
            article_id, place = self._global_marks().get(letter, ("", Place(0, "")))
            return self._found(article_id, place)
        return self._found(article.id, load_trail(self._context, article.id).marks.get(letter))

    def _found(self, article_id: str, place: Place | None) -> tuple[str, int] | None:
        """Return where a mark stands now; None if its words or its article are gone."""
        if place is None or not article_id:
            return None
        article = self._context.editor.article
        if article is None or article_id != article.id:
            article = self._context.workspace.library.article(article_id)
        offset = place.find(article.text)
        return None if offset is None else (article_id, offset)

    def list_marks(self, call: Invocation) -> None:
        article = self._context.editor.article
        if article is None:
            return
        marks = {
            **load_trail(self._context, article.id).marks,
            **{letter: at for letter, (_, at) in self._global_marks().items()},
        }
        if not marks:
            self._context.notify("No marks yet · m and a letter sets one.")
            return
        items = [Item(letter, letter, f"{clean_line(place.words)}…") for letter, place in sorted(marks.items())]

        def find(words: str) -> tuple[list[Item], str]:
            return [item for item in items if words.casefold() in item.detail.casefold()], f"{len(items)} marks"

        picker = Picker("Marks", find, self._context.palette, brief=True, doing="go there")
        self._context.ask(
            picker, lambda letter: self.go_to_mark(Invocation("mark.go", None, letter)) if letter else None
        )

    # The outline

    def show_outline(self, call: Invocation) -> None:
        article = self._context.editor.article
        headings = [block for block in article.blocks if block.kind == "heading"] if article else []
        if article is None or not headings:
            self._context.notify("This text has no headings.")
            return
        highest = min(max(1, block.level) for block in headings)
        ends = [*(block.span.start for block in headings[1:]), len(article.text)]
        items = []
        for block, end in zip(headings, ends, strict=True):
            indent = "· " * (max(1, block.level) - highest)
            detail = self._of_section(Span(block.span.start, max(end, block.span.start)))
            items.append(Item(str(block.span.start), indent + clean_line(block.span.of(article.text)), detail))
        here = heading_at(self._context.page.sheet.blocks, self._context.page.cursor.head)

        def find(words: str) -> tuple[list[Item], str]:
            wanted = words.casefold()
            return [item for item in items if wanted in item.title.casefold()], f"{len(items)} headings"

        picker = Picker(
            "Outline",
            find,
            self._context.palette,
            chosen=items[here].value if here is not None else None,
            doing="go there",
        )
        self._context.ask(picker, self._go_heading)

    def _of_section(self, section: Span) -> str:
        """Return where a section begins, its length and the number of its highlights, as the outline shows them."""
        page = self._context.page
        count = page.marks.begun(section.start, section.end)
        parts = [f"{round(100 * section.start / max(1, len(page.sheet.text)))} %"]
        parts.append(f"{len(section.of(page.sheet.text).split()):,} words")
        parts += [f"{count} highlight{'s' if count != 1 else ''}"] if count else []
        here = section.start <= page.cursor.head < section.end
        return " · ".join([*parts, *(["you are here"] if here else [])])

    def _go_heading(self, value: str | None) -> None:
        if value is not None:
            self._context.jumps.leave_here()
            self._context.page.go_to(int(value))
