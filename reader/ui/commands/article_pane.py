"""The list of articles in the sidebar: its filter, order and groups, and the saved shelves above it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.library.catalog.catalog import GROUPED_SORTS, SORTS
from reader.library.query.condition_cache import CachedFlags
from reader.library.query.parser import parse_query
from reader.text.cleaning import clean_line
from reader.ui.lists.article_rows import ListingRows
from reader.ui.lists.row_list import Item, RowList
from reader.ui.lists.rows import Fixed, Rows
from reader.ui.widgets.lines import Heading

if TYPE_CHECKING:
    from reader.ui.commands.context import ReaderContext

MAX_SYNCHRONOUS_ARTICLES = 2_000
"""Library size up to which any filter is evaluated between two keys."""
NEWEST_FIRST = ("date", "added", "annotated")
FILTER_GROUP = "article-filter"
MAX_SHELF_ROWS = 8
MAX_REFRESHED_ROWS = 64

NO_ARTICLES = "No articles yet.\n\nA, or gloss add FILE, takes\nfiles, folders, addresses."
NO_MATCH = "No article matches.\n\n/ changes the filter,\nEsc in it clears it."


class ArticlePane:
    """State of the article list, and the widgets that show it."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context
        self.query = ""
        self.count = 0
        self._closed_groups: set[str] = set()
        self._annotated: set[str] = set()
        """Articles whose rows may show old counts until the index of annotations, which follows, has caught up."""
        self._is_waiting = False
        self._shelf_list: RowList | None = None

    @property
    def sort(self) -> str:
        """The order in force."""
        order = self._context.settings.recall("sort", SORTS[0])
        return order if order in SORTS else SORTS[0]

    @property
    def grouped(self) -> bool:
        """Whether the list has headings by its order."""
        return self.sort in GROUPED_SORTS and self._context.settings.recall("grouped", "") == "yes"

    @property
    def heading(self) -> str:
        """The line over the list: how many articles there are, the filter, the order."""
        filtered = f" · {clean_line(self.query)}" if self.query else ""
        count = "…" if self._is_waiting else f"{self.count:,}"
        return f"Articles  {count}{filtered} · by {self.sort} {'↓' if self.sort in NEWEST_FIRST else '↑'}"

    # Showing

    def refresh(self) -> None:
        """Refresh the list after the library or the filter has changed."""
        if len(self._annotated) > MAX_REFRESHED_ROWS:
            self._annotated.clear()
        items, problem = self._rows()
        rows, article = self._context.rows, self._context.editor.article
        self._show_shelves()
        rows.empty = problem or (NO_MATCH if self.query else NO_ARTICLES)
        chosen = rows.item.value if rows.item else None
        rows.show(items, chosen if rows.has_focus else article.id if article else None)
        self._show_heading()

    def refresh_articles(self, article_ids: Collection[str]) -> None:
        """Refresh the rows of articles whose annotations have changed.

        The whole list is refreshed where annotations may decide what it shows: under a filter, in the order by annotation,
        and with saved shelves, whose counts stand above it; also where very many articles have changed.
        """
        self._annotated |= set(article_ids)
        may_change_list = self.query or self.sort == "annotated" or self._shelf_list is not None
        if may_change_list or len(self._annotated) > MAX_REFRESHED_ROWS:
            self.refresh()
        else:
            self._reload_rows()

    def refresh_annotated(self) -> None:
        """Refresh the rows of recently annotated articles, now that the index of annotations has caught up with them."""
        if self._annotated:
            self.refresh_articles(())
        else:
            self.refresh()

    def _reload_rows(self) -> None:
        try:
            self._context.workspace.projection.refresh_if_small()
        except ReaderError:
            return  # reported when the list is next refreshed
        for article_id in self._annotated:
            self._context.rows.reload_item(article_id)

    def _show_heading(self) -> None:
        self._context.screen.query_one(Heading).show(self.heading)

    def _rows(self) -> tuple[Rows, str]:
        """Return the articles that pass the filter, and what is wrong with the filter, else an empty string."""
        library = self._context.workspace.library
        try:
            self._context.workspace.projection.refresh_if_small()
            listing = library.catalog.listing(parse_query(self.query, typing=True), self.sort, grouped=self.grouped)
            year = library.catalog.only_year()
        except ReaderError as error:
            return Fixed(), str(error)
        self.count = len(listing)
        return ListingRows(self._context.workspace, listing, year, self._closed_groups).rows(), ""

    def toggle_group(self, title: str) -> None:
        """Close the group under a heading, or open it again."""
        self._closed_groups ^= {title}
        self.refresh()

    def set_order(self, sort: str, *, grouped: bool) -> None:
        """Put another order in force and keep it for the next start."""
        self._context.settings.remember("sort", sort)
        self._context.settings.remember("grouped", "yes" if grouped else "")
        self.refresh()

    # Filtering

    def filter_by(self, query: str) -> None:
        """Filter by a query as if it had been typed."""
        line = self._context.view.typing_line("filter")
        line.set_class(bool(query), "shown")
        line.value = query

    def filter_typed(self, words: str) -> None:
        """Filter by what has been typed; a slow answer replaces the list when it comes."""
        self.query = words
        if self._evaluate_filter():
            self.refresh()
        self._show_heading()

    def _evaluate_filter(self) -> bool:
        """Whether the filter can be evaluated at once; if not, evaluate it in a thread and refresh the list then."""
        library = self._context.workspace.library
        try:
            query = parse_query(self.query, typing=True)
            self._is_waiting = not (
                library.index.has_at_most(MAX_SYNCHRONOUS_ARTICLES) or library.catalog.is_fast(query)
            )
        except ReaderError:
            self._is_waiting = False  # the list shows the error
        if self._is_waiting:
            self._start_query()
        else:
            self._context.background.cancel(FILTER_GROUP)
        return not self._is_waiting

    def _start_query(self) -> None:
        """Evaluate the filter in a thread, interrupting the evaluation before."""
        words, state = self.query, self._context.workspace.library.changes()

        def answered(answers: CachedFlags) -> None:
            self._context.workspace.library.catalog.store_flags(answers, state)
            self._is_waiting = False  # conditions that are missing from the answers are evaluated by the refresh
            self.refresh()

        self._context.background.query(
            lambda other: other.library.catalog.compute_flags(parse_query(words, typing=True)),
            answered,
            FILTER_GROUP,
            failed=lambda error: answered({}),
        )

    # Saved shelves

    def shelves(self) -> dict[str, dict[str, str]]:
        """Return the saved shelves: query, sort and grouped by name."""
        try:
            found = json.loads(self._context.settings.recall("shelves", "{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def save_shelves(self, shelves: Mapping[str, Mapping[str, str]]) -> None:
        self._context.settings.remember("shelves", json.dumps(shelves, ensure_ascii=False))
        self.refresh()

    def open_shelf(self, shelf: Mapping[str, str]) -> None:
        """Put the filter and the order of a shelf in force."""
        if "sort" in shelf:
            self.set_order(shelf["sort"], grouped=bool(shelf.get("grouped")))
        self.filter_by(shelf["query"])

    def open_saved_shelf(self, name: str) -> None:
        shelf = self.shelves().get(name)
        if shelf:
            self.open_shelf(shelf)

    def _shelf_rows(self) -> list[Item]:
        """Return the saved shelves with the number of articles on each."""
        catalog = self._context.workspace.library.catalog
        rows = []
        for name, shelf in self.shelves().items():
            try:
                count = f"{len(catalog.listing(parse_query(shelf['query']))):,}"
            except ReaderError:
                count = "?"
            is_open = shelf["query"] == self.query
            rows.append(Item(name, clean_line(name), count, "▸" if is_open else " ", strong=is_open))
        return rows

    def _show_shelves(self) -> None:
        """Show the saved shelves over the list; the widget is mounted once there are any."""
        items = self._shelf_rows()
        if self._shelf_list is None and items:
            self._shelf_list = RowList(self._context.palette, lines=1, id="shelves")
            self._context.screen.query_one("#sidebar").mount(self._shelf_list, before="#articles")
        if self._shelf_list is not None:
            self._shelf_list.styles.height = min(len(items), MAX_SHELF_ROWS)
            self._shelf_list.show(items)

    def restyle(self) -> None:
        """Paint the saved shelves in the colours of the theme in force."""
        if self._shelf_list is not None:
            self._shelf_list.restyle(self._context.palette)
