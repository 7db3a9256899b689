"""The articles: list, filter, sort, trash, citation data; all notes; search through the library."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from annotations.model.source import Source
from reader.articles.article import Article
from reader.config.key_parser import Invocation
from reader.errors import ReaderError
from reader.library.catalog.catalog import GROUPS, SORTS
from reader.library.query.condition_cache import Answers
from reader.library.query.parser import parse_query
from reader.services.workspace import Workspace, open_workspace
from reader.text.cleaning import clean_line
from reader.ui.commands.context import Handler, Host
from reader.ui.lists.article_rows import ListingRows
from reader.ui.lists.row_list import Item, RowList
from reader.ui.lists.rows import Fixed, Rows

SHELVES = (
    ("All", ""),
    ("Unread", "is:unread"),
    ("In progress", "is:reading"),
    ("Finished", "is:finished"),
    ("Starred", "is:starred"),
    ("Annotated", "is:annotated"),
    ("Trash", "is:trashed"),
)
"""The shelves that every library has, by what lies on them."""
AT_ONCE = 2_000
"""Articles up to which any filter is answered between two keys."""
NEWEST_FIRST = ("date", "added", "annotated")
OPENED = ("http", "https", "mailto")


def matching(items: Sequence[Item], words: str) -> list[Item]:
    """The items in which what was typed stands."""
    wanted = words.casefold().strip()
    return [item for item in items if wanted in f"{item.title} {item.detail}".casefold()]


class Shelving:
    """Commands about articles and about everything at once."""

    def __init__(self, host: Host, rows: Callable[[], RowList], open_url: Callable[[str], object]) -> None:
        self._host, self._rows, self._open_url = host, rows, open_url
        self.query, self.count = "", 0
        self._closed: set[str] = set()
        self._asking, self._busy = False, False
        self._running: Workspace | None = None

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        moves: dict[str, Handler] = {
            "list.next": lambda call: self._rows().move(call.count or 1),
            "list.previous": lambda call: self._rows().move(-(call.count or 1)),
            "list.page-next": lambda call: self._rows().move(self._rows().page_size),
            "list.page-previous": lambda call: self._rows().move(-self._rows().page_size),
            "list.first": lambda call: self._rows().choose(0),
            "list.last": lambda call: self._rows().choose(len(self._rows().items)),
        }
        return moves | {
            "list.sort": self._sort,
            "list.read": self._read,
            "list.order": self._choose_order,
            "shelf.open": self._open_shelf,
            "shelf.save": self._save_shelf,
            "source.edit": self._edit_source,
            "source.open": self._open_source,
        }

    @property
    def sort(self) -> str:
        """The order in force."""
        order = self._host.recall("sort", SORTS[0])
        return order if order in SORTS else SORTS[0]

    @property
    def grouped(self) -> bool:
        """Whether the list has headings by what it is sorted by."""
        return self.sort in GROUPS and self._host.recall("grouped", "") == "yes"

    @property
    def head(self) -> str:
        """The line over the list: how many there are, which, and in what order."""
        filtered = f" · {clean_line(self.query)}" if self.query else ""
        count = "…" if self._asking else f"{self.count:,}"
        return f"Articles  {count}{filtered} · by {self.sort} {'↓' if self.sort in NEWEST_FIRST else '↑'}"

    def at_hand(self) -> bool:
        """Whether the filter's answer is; else it is asked for beside the screen, and the list changes once it comes."""
        library = self._host.workspace.library
        try:
            query = parse_query(self.query, typing=True)
            self._asking = not (library.index.at_most(AT_ONCE) or library.shelf.at_hand(query))
        except ReaderError:
            self._asking = False  # the list says what is wrong
        if self._asking:
            self._ask()
        elif self._running is not None:
            self._running.library.database.interrupt()
        return not self._asking

    def _ask(self) -> None:
        """Have the filter answered with a connection of its own; one that is still being answered is given up."""
        if self._running is not None:
            self._running.library.database.interrupt()
        if self._busy:
            return  # what comes back from it asks again
        self._busy, words, state = True, self.query, self._host.workspace.library.changes()

        def work() -> Answers:
            with open_workspace(self._host.workspace.home) as other:
                self._running = other
                try:
                    return other.library.shelf.answers(parse_query(words, typing=True))
                except ReaderError:
                    return {}
                finally:
                    self._running = None

        def then(answers: Answers) -> None:
            self._busy = False
            self._host.workspace.library.shelf.take(answers, state)
            if not self._asking:
                return
            if self.query == words:  # whatever came: what is missing is asked for here
                self._asking = False
                self._host.list_changed()
            elif self.at_hand():
                self._host.list_changed()

        self._host.apart(work, then)

    def rows(self) -> tuple[Rows, str]:
        """The articles that the filter leaves, and what is wrong with it, else an empty string."""
        library = self._host.workspace.library
        try:
            self._host.workspace.noted.refresh_few()
            listing = library.shelf.listing(parse_query(self.query, typing=True), self.sort, grouped=self.grouped)
            year = library.shelf.only_year()
        except ReaderError as error:
            return Fixed(), str(error)
        self.count = len(listing)
        return ListingRows(self._host.workspace, listing, year, self._closed).rows(), ""

    def _sort(self, call: Invocation) -> None:
        following = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self._host.remember("sort", following)
        self._host.list_changed()
        self._host.notice(f"Sorted by {following}.")

    def _choose_order(self, call: Invocation) -> None:
        from reader.ui.dialogs.picker import Picker  # noqa: PLC0415 - read when it is first used

        items = [Item(name, f"by {name}", "") for name in SORTS]
        items += [Item(f"{name} grouped", f"by {name}", "under headings") for name in GROUPS]
        now = f"{self.sort} grouped" if self.grouped else self.sort
        picker = Picker(
            "Order of the articles",
            lambda words: (matching(items, words), ""),
            self._host.palette,
            chosen=now,
            brief=True,
        )
        self._host.ask(picker, self._set_order)

    def _set_order(self, order: str | None) -> None:
        if order is None:
            return
        sort, _, grouped = order.partition(" ")
        self._host.remember("sort", sort)
        self._host.remember("grouped", "yes" if grouped else "")
        self._host.list_changed()

    def _read(self, call: Invocation) -> None:
        """Read the chosen article; on a heading, close the group or open it again."""
        heading = self._rows().heading
        if heading is None:
            self._rows().pick()
            return
        self._closed ^= {heading.title}
        self._host.list_changed()

    # Shelves

    def _shelves(self) -> dict[str, dict[str, str]]:
        """The saved ones: name to query, sort, and whether grouped."""
        try:
            found = json.loads(self._host.recall("shelves", "{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def shelf_rows(self) -> list[Item]:
        """The saved shelves, each with how many articles lie on it."""
        shelf = self._host.workspace.library.shelf
        rows = []
        for name, kept in self._shelves().items():
            try:
                count = f"{len(shelf.listing(parse_query(kept['query']))):,}"
            except ReaderError:
                count = "?"
            here = kept["query"] == self.query
            rows.append(Item(name, clean_line(name), count, "▸" if here else " ", strong=here))
        return rows

    def _open_shelf(self, call: Invocation) -> None:
        from reader.ui.dialogs.picker import Picker  # noqa: PLC0415 - read when it is first used

        items = [Item(json.dumps({"query": query}), name, query or "everything") for name, query in SHELVES]
        items += [
            Item(json.dumps(kept), name, f"{kept['query']} · by {kept['sort']}")
            for name, kept in self._shelves().items()
        ]
        picker = Picker(
            "Shelves", lambda words: (matching(items, words), ""), self._host.palette, brief=True, doing="open"
        )
        self._host.ask(picker, lambda value: self.open_shelf(json.loads(value)) if value else None)

    def open_saved(self, name: str) -> None:
        """Show what lies on a saved shelf."""
        kept = self._shelves().get(name)
        if kept:
            self.open_shelf(kept)

    def open_shelf(self, kept: Mapping[str, str]) -> None:
        """Filter and order as a shelf says."""
        if "sort" in kept:
            self._set_order(kept["sort"] + (" grouped" if kept.get("grouped") else ""))
        self._host.filter_by(kept["query"])

    def _save_shelf(self, call: Invocation) -> None:
        from reader.ui.dialogs.text_dialogs import LineDialog  # noqa: PLC0415 - read when it is first used

        if not self.query.strip():
            self._host.notice("A shelf keeps a filter: / types one, then B saves it.")
            return
        hint = "⏎ save   Esc leave   the name of a saved one, alone, replaces it; with - before it, removes it"
        self._host.ask(LineDialog("Save this filter as", "", hint), self._keep_shelf)

    def _keep_shelf(self, name: str | None) -> None:
        name = clean_line(name or "")
        if not name:
            return
        shelves = self._shelves()
        if name.startswith("-"):
            gone = shelves.pop(name[1:].strip(), None)
            said = "Shelf removed." if gone else f"There is no shelf {name[1:].strip()}."
        else:
            shelves[name] = {"query": self.query, "sort": self.sort, "grouped": "yes" if self.grouped else ""}
            said = f"Saved: {name} · b opens it."
        self._host.remember("shelves", json.dumps(shelves, ensure_ascii=False))
        self._host.list_changed()
        self._host.notice(said)

    # Citation data

    def _subject(self) -> Article | None:
        """The article of the chosen row where the list has the keys, else the open one."""
        item = self._rows().item
        if self._rows().has_focus and item is not None:
            return self._host.workspace.library.article(item.value)
        return self._host.desk.article

    def _edit_source(self, call: Invocation) -> None:
        from reader.ui.commands.parallel_passages import related_lines  # noqa: PLC0415 - read when it is first used
        from reader.ui.dialogs.citation_data import SourceDialog  # noqa: PLC0415

        article = self._subject()
        if article is None:
            self._host.notice("No article is open.")
            return
        from reader.services.citation_form import suggestions  # noqa: PLC0415 - read when it is first used

        library = self._host.workspace.library
        offers = suggestions(article, library.imported_source(article.id), library.entry(article.id).added)
        self._host.ask(
            SourceDialog(article, offers, related_lines(self._host, article)),
            lambda source: self._set_source(article, source),
        )

    def _open_source(self, call: Invocation) -> None:
        article = self._subject()
        url = article.source.url if article else ""
        if not url:
            self._host.notice("No address is known for this article · i adds one.")
        elif urlsplit(url).scheme not in OPENED:
            self._host.notice(f"Only web and mail addresses are opened, not {clean_line(url)}", warning=True)
        else:
            self._open_url(url)
            self._host.notice(f"Asked the browser to open {clean_line(url)}")

    def _set_source(self, article: Article, source: Source | None) -> None:
        if source is None or source == article.source:
            return
        self._host.desk.edit_source(article, source)
        self._host.list_changed()
        if self._host.desk.article is not None and self._host.desk.article.id == article.id:
            self._host.open_article(article.id, self._host.page.cursor.head)
        self._host.notice("Citation data saved · citations use it at once.")
