"""The main screen: articles on the left, the page with its notes, and the line of keys.

The screen owns what is open and hands it down; the widgets answer with messages. Commands stand in `reader.ui.commands`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

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
from reader.ui.commands.article_pane import NO_ARTICLES
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.dispatcher import modules_of
from reader.ui.commands.index_refresh import IndexRefresher
from reader.ui.commands.view_options import ViewOptions
from reader.ui.input.deferred_lines import DeferredLines
from reader.ui.input.key_buffer import LateKeys, is_for_another
from reader.ui.input.key_dispatcher import Keyboard
from reader.ui.lists.row_list import RowList
from reader.ui.module_preload import LAZY_DEPENDENCIES, ModulePreload
from reader.ui.page import status_text
from reader.ui.page.annotation_overlays import over_the_text, tags_line
from reader.ui.page.page_document import Sheet
from reader.ui.page.page_view import Page
from reader.ui.render.theme import Palette
from reader.ui.sliced_task import Turns
from reader.ui.textual_adapter import Guarded
from reader.ui.widgets.cached_rows import Edged, Stacked
from reader.ui.widgets.lines import Heading
from reader.ui.widgets.status import LINE_KEYS, Status

if TYPE_CHECKING:
    from reader.ui.commands.file_watcher import FileWatcher
    from reader.ui.commands.text_search import TextSearch
    from reader.ui.output_services import Outlets

MIN_SIDEBAR_SCREEN_CELLS = 100
"""The narrowest screen on which the sidebar stands beside the page; on a narrower one it is a drawer."""

MAX_EAGER_ANNOTATIONS = 2_000
"""Annotations of one text up to which all are read when it is opened; of more, those that the page shows."""

LOOK_AHEAD_DELAY_S = 0.04
"""Seconds without a key after which the next page is prepared; shorter than a key takes to repeat."""

SAVE_PLACE_DELAY_S = 0.5


def freeze_garbage_collector() -> None:
    """Exempt the objects of today from garbage collection: they live as long as the program."""
    gc.freeze()
    gc.enable()


class ReadingScreen(Guarded, Screen[None]):
    """The main screen; `first` (an article id, an offset) is opened first, else the article of the last run."""

    AUTO_FOCUS = "#page"
    ALLOW_SELECT = False
    BLANK = True

    def __init__(
        self,
        workspace: Workspace,
        keymap: Keymap,
        palette: Palette,
        make_output: Callable[[], Outlets],
        redraw: Callable[[], None],
        first: tuple[str | None, int | None] = (None, None),
        default_measure: int = 72,
        on_command: Callable[[str], None] = lambda command: None,
    ) -> None:
        super().__init__()
        self._on_command = on_command
        self.workspace, self.keymap, self.palette = workspace, keymap, palette
        self._first, self.default_measure, self._redraw = first, default_measure, redraw
        self.context = ReaderContext(self, self, workspace, keymap, make_output, Turns(self, self._show_status))
        self.lines = DeferredLines(self, workspace.library, self.context.article_list.filter_typed)
        self.preload = ModulePreload([*modules_of(keymap.commands), *LAZY_DEPENDENCIES])
        self.keyboard = Keyboard(self, keymap, self.run_command, self._any_available, self._show_status)
        self._timer: Timer | None = None
        self._late = LateKeys()

    def compose(self) -> ComposeResult:
        with Edged(self.palette, id="sidebar"):
            yield Heading(self.palette, "Articles")
            yield RowList(self.palette, NO_ARTICLES, id="articles")
        with Stacked(id="reading"):
            yield Page(self.palette, id="page")
        yield Status(self.palette, self.keymap)

    @property
    def desk(self) -> Desk:
        """The open article and its annotations."""
        return self.context.editor

    @property
    def page(self) -> Page:
        """The reading pane."""
        return self.query_one(Page)

    @property
    def articles(self) -> RowList:
        """The list of articles."""
        return self.query_one("#articles", RowList)

    @property
    def width(self) -> int:
        """The screen's width in cells."""
        return self.app.size.width

    @property
    def _view_options(self) -> ViewOptions:
        return self.context.commands.get(ViewOptions)

    def _text_search(self) -> TextSearch:
        """Return the search commands, whose module is imported by the first search."""
        search: TextSearch = self.context.commands.load("text_search:TextSearch")
        return search

    # The start, and the end

    def on_mount(self) -> None:
        self.page.measure, self.page.margin_wanted = self._view_options.measure, self._view_options.margin
        self.context.commands.get(IndexRefresher).begin()
        self.context.article_list.refresh()
        rows = self.articles
        wanted, offset = self._first[0] or self.context.settings.recall("article", ""), self._first[1]
        if wanted and rows.items.place(wanted) is not None:
            self.open_article(wanted, offset)
        elif rows.item is not None:
            self.open_article(rows.item.value)
        else:
            self.set_focus(rows)
        self.fit_layout()
        self.call_after_refresh(self._first_page_shown)

    def _first_page_shown(self) -> None:
        """Import what the first key needs now, the rest in a thread, and watch the files from now on."""
        self.context.commands.handler("page.next")
        watcher: FileWatcher = self.context.commands.load("file_watcher:FileWatcher")
        watcher.start()
        freeze_garbage_collector()
        self.context.background.run(self.preload.run, lambda _: self._modules_imported())

    def _modules_imported(self) -> None:
        if not self.preload.is_stopped:
            self.lines.mount_all(lambda: self.preload.is_quiet, freeze_garbage_collector)

    def on_unmount(self) -> None:
        self.preload.stop()
        self.context.background.stop()

    # The open article

    def open_article(self, article_id: str, offset: int | None = None) -> None:
        """Open an article at `offset`, or where reading stopped."""
        self.save_place()
        try:
            is_eager = self.workspace.store.glance(article_id) <= MAX_EAGER_ANNOTATIONS
            article = self.desk.open(article_id, annotations=is_eager)
            place = self.desk.start if offset is None else offset
        except ReaderError as error:
            self.context.notify(str(error), warning=True)
            return
        self.context.article_opened.publish(article_id)
        self.page.show(Sheet.of(article), place)
        self.show_annotations()
        self.context.article_list.refresh()
        self.set_focus(self.page)
        self.call_after_refresh(self._article_shown, article_id)
        if self.desk.revision is not None:
            self.context.notify(f"{self.desk.revision.sentence} · gc shows what.", warning=True)
        elif article.warnings:
            self.context.notify(article.warnings[0], warning=True)

    def _article_shown(self, article_id: str) -> None:
        self.context.settings.remember("article", article_id)
        self.save_place()

    def show_annotations(self) -> None:
        """Draw the open article's annotations anew after they have changed."""
        glimpse, article = self.desk.glimpse, self.desk.article
        if glimpse is None or article is None:
            self.page.mark(*over_the_text(self.desk.placed))
        else:
            from reader.ui.page.windowed_overlays import over_a_glimpse  # noqa: PLC0415 - few texts have so many

            self.page.mark(*over_a_glimpse(glimpse, article.text, lambda: self.call_later(self._read_all_annotations)))

    def _read_all_annotations(self) -> None:
        if self.desk.glimpse is not None:
            self.desk.reload()
            self.show_annotations()

    def save_place(self) -> None:
        """Save the reading position of the open article."""
        if self.desk.article is not None:
            try:
                self.workspace.keep_place(self.desk.article.id, self.page.cursor.head, self.page.progress)
            except ReaderError as error:
                self.context.notify(str(error), warning=True)
                return
            self.context.place_saved.publish(self.desk.article.id)

    @on(Page.Moved)
    def _cursor_moved(self) -> None:
        if self.page.match_starts:
            self._text_search().cursor_moved()
        self._show_status()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(LOOK_AHEAD_DELAY_S, self._look_ahead)

    def _look_ahead(self) -> None:
        """Prepare in small pieces what the next key may show, then save the place."""
        try:
            has_more = self.page.look_ahead()
        except ReaderError:
            has_more = False  # reported when it is needed
        following = (LOOK_AHEAD_DELAY_S, self._look_ahead) if has_more else (SAVE_PLACE_DELAY_S, self.save_place)
        self._timer = self.set_timer(*following)

    # Layout and theme

    def on_resize(self) -> None:
        self.fit_layout()

    def on_descendant_focus(self) -> None:
        """Open or close the drawer with the focus."""
        self.fit_layout()

    def fit_layout(self) -> None:
        """Fit sidebar, page and margin to the size of the screen."""
        sidebar = self.query_one("#sidebar")
        is_narrow = self.width < MIN_SIDEBAR_SCREEN_CELLS
        sidebar.set_class(is_narrow, "drawer")
        sidebar.set_class((is_narrow or self._view_options.zen) and not sidebar.has_focus_within, "hidden")
        page = self.page
        if self._view_options.margin != page.margin_wanted:
            page.margin_wanted = self._view_options.margin
            page.relay()
        self._show_status()

    def redraw(self) -> None:
        """Write the whole screen to the terminal again."""
        self._redraw()

    def restyle(self, palette: Palette) -> None:
        """Paint everything in another theme's colours."""
        self.palette = palette
        self.page.restyle(palette)
        self.articles.restyle(palette)
        self.context.article_list.restyle()
        self.query_one(Heading).restyle(palette)
        self.query_one(Edged).restyle(palette)
        self.query_one(Status).restyle(palette)

    @on(RowList.Moved, "#articles")
    def _show_status(self) -> None:
        page, has_list_focus = self.page, self.articles.has_focus
        tally = self._text_search().tally() if page.matches.all else ""
        context, mode = (self._list_context(), "ARTICLES") if has_list_focus else status_text.mode(page, tally)
        if isinstance(self.focused, Input) and self.focused.id in LINE_KEYS:
            context, mode = self.focused.id, f"{self.focused.id.upper()} {tally}".rstrip()
        typed = self.keyboard.pending("sidebar" if has_list_focus else "page")
        place = status_text.place(page, changed=self.desk.changed) if self.desk.article else ""
        self.query_one(Status).say(place, mode, context, typed)
        self._show_note(page)

    def _list_context(self) -> str:
        if self.context.article_list.query:
            return "filtered"
        return "articles" if self.articles.items or self.desk.article else "empty"

    def _show_note(self, page: Page) -> None:
        here = None if page.margin_wanted else self.desk.at(page.cursor.head)
        parts = [clean_line(here.note), tags_line(here)] if here else []
        self.lines.show_note("  ".join(part for part in parts if part), page)

    # Keys and commands

    def on_key(self, event: events.Key) -> None:
        self.preload.key_pressed()
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

    def run_command(self, call: Invocation) -> None:
        """Run a command; errors that a user can do something about become notices."""
        self._on_command(call.command)
        self.context.attempt(lambda: self.context.commands.handler(call.command)(call))

    @on(Status.Picked)
    def _hint_clicked(self, message: Status.Picked) -> None:
        if message.hint.is_key:
            self.app.simulate_key(message.hint.action)
        elif self.page.labels.on:
            self.page.feed_label("")
        else:
            self.run_command(Invocation(message.hint.action))

    def _any_available(self, command_ids: frozenset[str]) -> bool:
        return any(map(self.context.commands.is_available, command_ids))

    # The lines to type into, and the lists

    def typing_line(self, name: str) -> Input:
        """Return the line to `find` or `filter` in, mounting it on first use."""
        return self.lines.get(name)

    def _line_key(self, event: events.Key) -> None:
        self.query_one(Status).hush()
        if event.key in ("escape", "tab", "down"):
            event.stop()
            event.prevent_default()
            if self.focused is not None and self.focused.id == "find":
                self._text_search().leave(accepted=event.key != "escape")
                self.set_focus(self.page)
            else:
                self._leave_filter(clear=event.key == "escape")

    @on(Input.Changed, "#find")
    def _find_typed(self, message: Input.Changed) -> None:
        if self.focused is not None and self.focused.id == "find":
            self._text_search().typed(message.value)

    @on(Input.Submitted, "#find")
    def _find_submitted(self) -> None:
        self._text_search().leave(accepted=True)
        self.set_focus(self.page)

    @on(Input.Submitted, "#filter")
    def _filter_submitted(self) -> None:
        self._leave_filter(clear=False)

    def _leave_filter(self, *, clear: bool) -> None:
        line = self.typing_line("filter")
        if clear:
            line.value = ""
        line.set_class(bool(line.value), "shown")
        self.set_focus(self.articles)

    @on(RowList.Picked, "#articles")
    def _article_picked(self, message: RowList.Picked) -> None:
        if self.desk.article is not None and self.desk.article.id != message.item.value:
            self.context.jumps.leave_here()
        self.open_article(message.item.value)

    @on(RowList.Picked, "#shelves")
    def _shelf_picked(self, message: RowList.Picked) -> None:
        self.context.article_list.open_saved_shelf(message.item.value)
        self.set_focus(self.articles)
