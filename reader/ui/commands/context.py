"""Services of the reading screen that are handed to every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.screen import Screen
from textual.signal import Signal
from textual.widgets import Input

from annotations.model.errors import AnnotationsError
from reader.config.key_parser import Keymap
from reader.errors import ReaderError
from reader.services.article_editor import Desk
from reader.services.workspace import Workspace
from reader.text.cleaning import clean_line
from reader.ui.background import Background
from reader.ui.commands.article_pane import ArticlePane
from reader.ui.commands.dispatcher import Dispatcher
from reader.ui.commands.jump_list import JumpList
from reader.ui.commands.stored_choices import StoredChoices
from reader.ui.lists.row_list import RowList
from reader.ui.page.page_view import Page
from reader.ui.render.theme import Palette
from reader.ui.sliced_task import Turns
from reader.ui.widgets.status import Status

if TYPE_CHECKING:
    from reader.ui.output_services import Outlets

Result = TypeVar("Result")

WARNING_TIMEOUT_S = 8
INFORMATION_TIMEOUT_S = 4


class ReadingView(Protocol):
    """The parts of the reading screen that commands may use."""

    palette: Palette

    @property
    def page(self) -> Page:
        """The reading pane."""

    @property
    def articles(self) -> RowList:
        """The list of articles."""

    @property
    def width(self) -> int:
        """The screen's width in cells."""

    @property
    def default_measure(self) -> int:
        """The column's width in cells where none was chosen yet."""

    def typing_line(self, name: str) -> Input:
        """Return the line to `find` or `filter` in, mounting it on first use."""

    def open_article(self, article_id: str, offset: int | None = None) -> None:
        """Open an article at `offset`, or where reading stopped."""

    def show_annotations(self) -> None:
        """Draw the open article's annotations anew after they have changed."""

    def fit_layout(self) -> None:
        """Fit sidebar, page and margin to the size of the screen."""

    def save_place(self) -> None:
        """Save the reading position of the open article."""

    def redraw(self) -> None:
        """Write the whole screen to the terminal again."""


class ReaderContext:
    """Services of one reading screen.

    `article_opened` is published with the id of an article before its text is shown: state that belongs to the article
    before is dropped then. `place_saved` is published whenever the reading position is.
    """

    def __init__(
        self,
        screen: Screen[None],
        view: ReadingView,
        workspace: Workspace,
        keymap: Keymap,
        make_output: Callable[[], Outlets],
        turns: Turns,
    ) -> None:
        self.screen, self.view, self.workspace, self.keymap, self.turns = screen, view, workspace, keymap, turns
        self.editor = Desk(workspace)
        self.settings = StoredChoices(workspace.library, self.notify)
        self.background = Background(screen, workspace.home, self.attempt)
        self.article_opened: Signal[str] = Signal(screen, "article-opened")
        self.place_saved: Signal[str] = Signal(screen, "place-saved")
        self.jumps = JumpList(self)
        self.article_list = ArticlePane(self)
        self.commands = Dispatcher(self, keymap.commands)
        self._make_output = make_output

    @cached_property
    def output(self) -> Outlets:
        """The clipboard, the browser and the citation styles, loaded on first use."""
        return self._make_output()

    @property
    def page(self) -> Page:
        """The reading pane."""
        return self.view.page

    @property
    def rows(self) -> RowList:
        """The list of articles."""
        return self.view.articles

    @property
    def palette(self) -> Palette:
        """The colours of the theme in force."""
        return self.view.palette

    def subscribe(self, signal: Signal[str], callback: Callable[[str], object]) -> None:
        """Call `callback` whenever the signal is published, before `publish` returns; errors become notices.

        Textual would only log them.
        """
        signal.subscribe(self.screen, lambda value: self.attempt(lambda: callback(value)), immediate=True)

    def notify(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence in the last line where it fits there, else over the page."""
        app, text = self.screen.app, clean_line(text)
        app.clear_notifications()
        if self.screen.query_one(Status).notice(text, warning=warning) and app.screen is self.screen:
            return
        timeout_s = WARNING_TIMEOUT_S if warning else INFORMATION_TIMEOUT_S
        app.notify(text, severity="warning" if warning else "information", timeout=timeout_s, markup=False)

    def attempt(self, work: Callable[[], object]) -> None:
        """Call `work`; errors that a user can do something about become notices."""
        try:
            work()
        except (ReaderError, AnnotationsError, OSError) as error:
            self.notify(str(error), warning=True)

    def ask(self, dialog: Screen[Result], then: Callable[[Result | None], object]) -> None:
        """Open a dialog and call `then` with its result."""
        self.screen.app.push_screen(dialog, lambda result: self.attempt(lambda: then(result)))

    def annotations_changed(self, article_ids: Iterable[str] = ()) -> None:
        """Show changed annotations on the page, and in the row of each article; by default in that of the open one."""
        self.view.show_annotations()
        changed = set(article_ids) or ({self.editor.article.id} if self.editor.article else set())
        self.article_list.refresh_articles(changed)
