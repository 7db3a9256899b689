"""The one screen that people live in: articles on the left, the page, its notes, and the line of keys.

It owns what is open and hands it down; the widgets answer with messages. What the commands do stands in the controllers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from reader.config.commands import Scope
from reader.config.key_parser import Invocation, Keymap
from reader.errors import ReaderError
from reader.services.article_editor import Desk
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line
from reader.ui.commands.context import Handler
from reader.ui.commands.crew import Crew
from reader.ui.input.key_buffer import LateKeys, is_for_another
from reader.ui.input.key_dispatcher import Keyboard
from reader.ui.lists.row_list import RowList
from reader.ui.page import status_text
from reader.ui.page.annotation_overlays import over_the_text, tags_line
from reader.ui.page.page_document import Sheet
from reader.ui.page.page_view import Page
from reader.ui.reading.deferred_widgets import Parts
from reader.ui.render.theme import Palette
from reader.ui.sliced_task import Turns
from reader.ui.textual_adapter import Guarded
from reader.ui.widgets.cached_rows import Edged, Stacked
from reader.ui.widgets.lines import Heading
from reader.ui.widgets.status import Status

if TYPE_CHECKING:
    from reader.ui.output_services import Outlets

Result = TypeVar("Result")

SIDEBAR_FROM = 100
"""The narrowest screen, in cells, on which the sidebar stands beside the page; below it is a drawer."""

MANY = 2_000
"""Annotations of one text from which only those are taken up that the page shows, until one of them is asked for."""

REST_S = 0.04
"""Seconds without a key after which what the next one may show is prepared; shorter than a finger takes to come back."""
PLACE_KEPT_AFTER_S = 0.5
NO_ARTICLES = "No articles yet.\n\nA, or gloss add FILE, takes\nfiles, folders, addresses."
NO_MATCH = "No article matches.\n\n/ changes the filter,\nEsc in it clears it."


class ReadingScreen(Guarded, Parts, Screen[None]):
    """See the module's docstring; `first` (an id, an offset) is read first, else the one of the last time."""

    AUTO_FOCUS = "#page"
    ALLOW_SELECT = False

    def __init__(
        self,
        workspace: Workspace,
        keymap: Keymap,
        palette: Palette,
        outlets: Callable[[], Outlets],
        redraw: Callable[[], None],
        first: tuple[str | None, int | None] = (None, None),
        default_measure: int = 72,
        on_command: Callable[[str], None] = lambda command: None,
    ) -> None:
        super().__init__()
        self._on_command = on_command
        self.workspace, self.keymap, self.palette = workspace, keymap, palette
        self.desk = Desk(workspace)
        self.crew = Crew(self, lambda: self.articles, outlets, lambda: self.typing_line("find"), self.set_interval)
        self._first, self.default_measure, self._redraw = first, default_measure, redraw
        self._timer: Timer | None = None
        self._late = LateKeys()
        self.turns = Turns(self, self._say)
        self.keyboard = Keyboard(self, keymap, self.run_command, self.crew.worth_waiting, self._say)

    def compose(self) -> ComposeResult:
        """Sidebar, page, status; the lines under them come when they are needed, so that the first page does not wait."""
        with Edged(self.palette, id="sidebar"):
            yield Heading(self.palette, "Articles")
            yield RowList(self.palette, NO_ARTICLES, id="articles")
        with Stacked(id="reading"):
            yield Page(self.palette, id="page")
        yield Status(self.palette, self.keymap)

    # What controllers ask for

    @property
    def page(self) -> Page:
        """The reading pane."""
        return self.query_one(Page)

    @property
    def width(self) -> int:
        """The screen's width in cells."""
        return self.app.size.width

    def in_turns(self, steps: Iterator[object]) -> None:
        """Take step after step between the keys, instead of what was done so before."""
        self.turns.take(steps)

    def open_article(self, article_id: str, offset: int | None = None) -> None:
        """Read another article, at `offset` or where one stopped."""
        self._keep_place()
        try:
            many = self.workspace.store.glance(article_id) > MANY
            article = self.desk.open(article_id, annotations=not many)
            place = self.desk.start if offset is None else offset
        except ReaderError as error:
            self.notice(str(error), warning=True)
            return
        self.crew.viewing.another_article()
        self.crew.another_article()
        self.page.show(Sheet.of(article), place)
        self.marks_changed()
        self.set_focus(self.page)
        self.call_after_refresh(self._opened, article_id)
        if not (self.desk.revision and self.crew.revising.tell()) and article.warnings:
            self.notice(article.warnings[0], warning=True)

    def _opened(self, article_id: str) -> None:
        self.remember("article", article_id)
        self._keep_place()

    def marks_changed(self) -> None:
        """The desk's annotations are others: show them on the page and in the list."""
        glimpse, article = self.desk.glimpse, self.desk.article
        if glimpse is None or article is None:
            self.page.mark(*over_the_text(self.desk.placed))
        else:
            from reader.ui.page.windowed_overlays import over_a_glimpse  # noqa: PLC0415 - few texts have so many

            self.page.mark(*over_a_glimpse(glimpse, article.text, lambda: self.call_later(self._read_all)))
        self.list_changed()

    def _read_all(self) -> None:
        if self.desk.glimpse is not None:
            self.desk.reload()
            self.marks_changed()

    def list_changed(self) -> None:
        """The library's articles, or what is shown of them, are others."""
        items, problem = self.crew.shelving.rows()
        rows, open_id = self.articles, self.desk.article.id if self.desk.article else None
        self.show_shelves(self.crew.shelving.shelf_rows())
        rows.empty = problem or (NO_MATCH if self.crew.shelving.query else NO_ARTICLES)
        rows.show(items, (rows.item.value if rows.item else None) if rows.has_focus else open_id)
        self.query_one(Heading).show(self.crew.shelving.head)

    @on(RowList.Picked, "#shelves")
    def _shelf_picked(self, message: RowList.Picked) -> None:
        self.crew.shelving.open_saved(message.item.value)
        self.set_focus(self.articles)

    # The start, and the size

    def on_mount(self) -> None:
        """The article of the last time, or the first of the list."""
        self.page.measure, self.page.margin_wanted = self.crew.viewing.measure, self.crew.viewing.margin
        self.crew.waking.begin()
        self.list_changed()
        rows = self.articles
        wanted, offset = self._first[0] or self.recall("article", ""), self._first[1]
        if wanted and rows.items.place(wanted) is not None:
            self.open_article(wanted, offset)
        elif rows.item is not None:
            self.open_article(rows.item.value)
        else:
            self.set_focus(rows)
        self.make_room()
        self.call_after_refresh(self.warm_up, self.crew.begin)

    def on_resize(self) -> None:
        """What has room stands beside the page."""
        self.make_room()

    def make_room(self) -> None:
        """Give each part of the screen the room that it has now."""
        sidebar = self.query_one("#sidebar")
        narrow = self.width < SIDEBAR_FROM
        listing = sidebar.has_focus_within
        sidebar.set_class(narrow, "drawer")
        sidebar.set_class((narrow or self.crew.viewing.zen) and not listing, "hidden")
        page = self.page
        if self.crew.viewing.margin != page.margin_wanted:
            page.margin_wanted = self.crew.viewing.margin
            page.relay()
        self._say()

    def on_descendant_focus(self) -> None:
        """The drawer opens and closes with the focus."""
        self.make_room()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """A key for the page or the list; what is being typed into a line is that line's own."""
        self.warming.typed()
        if is_for_another(self, event):
            return None
        if isinstance(self.focused, Input):
            return None if self._late.sent_again(event, self) else self._line_key(event)
        event.stop()
        event.prevent_default()
        self.query_one(Status).hush()
        key = event.character if event.is_printable and event.character else event.key
        if self.page.labels.on and self.page.has_focus and self.page.feed_label("" if key == "escape" else key):
            return None
        scope: Scope = "sidebar" if self.articles.has_focus else "page"
        return self.keyboard.feed(key, event, scope)

    def _line_key(self, event: events.Key) -> None:
        self.query_one(Status).hush()
        if event.key in ("escape", "tab", "down"):
            event.stop()
            event.prevent_default()
            if self.focused is not None and self.focused.id == "find":
                self.crew.finding.leave(accepted=event.key != "escape")
                self.set_focus(self.page)
            else:
                self._leave_filter(clear=event.key == "escape")

    def run_command(self, call: Invocation) -> None:
        """Do what a command says; the errors that a user can do something about become notices."""
        self._on_command(call.command)
        handler = self.handler(call.command)
        if handler is not None:
            self.attempt(lambda: handler(call))

    def handler(self, command: str) -> Handler | None:
        """What a command's id stands for."""
        return self._own.get(command) or self.crew.handler(command)

    @cached_property
    def _own(self) -> dict[str, Handler]:
        return {
            "help.show": lambda call: self._help(),
            "palette.show": lambda call: self.app.action_command_palette(),
            "view.redraw": lambda call: self._redraw(),
            "suspend": lambda call: self._suspend(),
            "pane.next": lambda call: self._other_pane(),
            "back": lambda call: self._back(),
            "list.filter": lambda call: self._begin_filter(),
            "select.character": self._select_or_take_up,
            "select.cancel": self._cancel,
        }

    def _select_or_take_up(self, call: Invocation) -> None:
        before = self.crew.annotating.let_go()
        if before is not None:
            self.page.select(None)
            self.page.go_to(before)
        if before is not None or not self.crew.annotating.take_up():
            self.crew.selecting.begin("character")

    def _cancel(self, call: Invocation) -> None:
        self.crew.annotating.let_go()
        if self.page.selection is None:
            self.crew.finding.clear()
        self.page.select(None)

    def _help(self) -> None:
        from reader.ui.dialogs.help import HelpScreen  # noqa: PLC0415 - read when it is first used

        self.ask(HelpScreen(self.keymap), lambda _: None)

    def _other_pane(self) -> None:
        rows = self.articles
        if rows.has_focus:
            self.set_focus(self.page)
        else:
            self.query_one("#sidebar").remove_class("hidden")
            self.set_focus(rows)

    def _back(self) -> None:
        if self.page.has_focus and (self.page.selection or self.page.labels.on):
            self.page.select(None)
        elif self.articles.has_focus and self.desk.article is not None:
            self.set_focus(self.page)
        else:
            self._keep_place()
            self.crew.moving.keep_jumps()
            self.app.exit()

    def _suspend(self) -> None:
        """Nobody could bring back a program that was not started by a shell."""
        if os.getpgrp() == os.getsid(0):
            self.notice("There is no shell to go back to: this window has only glossator.", warning=True)
        else:
            self._keep_place()
            self.app.action_suspend_process()

    # The list

    def _begin_filter(self) -> None:
        self.set_focus(self.typing_line("filter").add_class("shown"))

    def filter_typed(self, words: str) -> None:
        """The filter is another; where its answer may take its time, the list is as it was until it comes."""
        self.crew.shelving.query = words
        if self.crew.shelving.at_hand():
            self.list_changed()
        self.query_one(Heading).show(self.crew.shelving.head)

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self._leave_filter(clear=False)

    @on(Input.Changed, "#find")
    def _find_typed(self, message: Input.Changed) -> None:
        if self.focused is not None and self.focused.id == "find":
            self.crew.finding.typed(message.value)

    @on(Input.Submitted, "#find")
    def _find_done(self) -> None:
        self.crew.finding.leave(accepted=True)
        self.set_focus(self.page)

    def _leave_filter(self, *, clear: bool) -> None:
        line = self.typing_line("filter")
        if clear:
            line.value = ""
        line.set_class(bool(line.value), "shown")
        self.set_focus(self.articles)

    @on(RowList.Picked, "#articles")
    def _picked(self, message: RowList.Picked) -> None:
        if self.desk.article is not None and self.desk.article.id != message.item.value:
            self.crew.moving.leave_here()
        self.open_article(message.item.value)

    def next_theme(self) -> str:
        """The theme after the one in force."""
        names = sorted(self.app.available_themes, key=lambda name: (not name.startswith("gloss-"), name))
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]
        return self.app.theme

    def restyle(self, palette: Palette) -> None:
        """Another theme is in force."""
        self.palette = palette
        self.page.restyle(palette)
        self.articles.restyle(palette)
        if self.shelves is not None:
            self.shelves.restyle(palette)
        self.query_one(Heading).restyle(palette)
        self.query_one(Edged).restyle(palette)
        self.query_one(Status).restyle(palette)

    @on(Page.Moved)
    def _moved(self) -> None:
        if self.page.match_starts:
            self.crew.finding.moved()
        self._say()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST_S, self._rest)

    def _rest(self) -> None:
        """No key has come for a moment: what the next one may show is prepared, piece by piece."""
        try:
            more = self.page.look_ahead()
        except ReaderError:
            more = False  # what cannot be read is said once it is wanted
        self._timer = self.set_timer(*((REST_S, self._rest) if more else (PLACE_KEPT_AFTER_S, self._keep_place)))

    def keep_place(self) -> None:
        """Keep the place in the open article, and its marks."""
        self._keep_place()

    def _keep_place(self) -> None:
        if self.desk.article is not None:
            try:
                self.workspace.keep_place(self.desk.article.id, self.page.cursor.head, self.page.progress)
                self.crew.keep_trail(self.desk.article.id)
            except ReaderError as error:
                self.notice(str(error), warning=True)

    @on(RowList.Moved, "#articles")
    def _say(self) -> None:
        page = self.page
        listing = self.articles.has_focus
        tally = self.crew.finding.tally() if page.matches.all else ""
        context, mode = ("articles", "ARTICLES") if listing else status_text.mode(page, tally)
        typed = self.keyboard.pending("sidebar" if listing else "page")
        place = status_text.place(page, changed=self.desk.changed) if self.desk.article else ""
        self.query_one(Status).say(place, mode, context, typed)
        self._show_strip(page)

    def _show_strip(self, page: Page) -> None:
        here = None if page.margin_wanted else self.desk.at(page.cursor.head)
        parts = [clean_line(here.note), tags_line(here)] if here else []
        text = "  ".join(part for part in parts if part)
        self.show_strip(text, page)
