"""The articles: list, filter, sort, trash, citation data; all notes; search through the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from annotations.anchoring import Orphan, anchor
from annotations.annotation import Annotation
from annotations.source import Source
from reader.article import Article
from reader.errors import ReaderError
from reader.keys import Invocation
from reader.library.entries import Entry
from reader.text.clean import clean_line
from reader.ui.controllers.host import Handler, Host
from reader.ui.sheet import MONTHS, Sheet
from reader.ui.widgets.row_list import Item, RowList

OPENED = ("http", "https", "mailto")
SORTS = ("date", "title", "source", "added")


def short_date(issued: str, year: str = "") -> str:
    """`14 Jul 2025`, `Jul 2025`, `2025`: an ISO date as the list shows it, without the year that goes without saying."""
    parts = issued.split("-")
    if len(parts) == 3:
        day = f"{int(parts[2])} {MONTHS[int(parts[1]) - 1][:3]}"
        return day if parts[0] == year else f"{day} {parts[0]}"
    return f"{MONTHS[int(parts[1]) - 1][:3]} {parts[0]}" if len(parts) == 2 else issued


def row_of(entry: Entry, notes: int, year: str = "") -> Item:
    """An article as the sidebar shows it; `year` is the one that all the articles share."""
    facts = [short_date(entry.issued, year) if entry.issued else "no date"]
    facts.append(f"{round(entry.progress * 100)} %" if entry.progress > 0.005 else "")
    facts.append(f"{notes} note{'s' if notes != 1 else ''}" if notes else "")
    glyph = "▪" if notes else " " if entry.opened else "●"
    title = clean_line(entry.title) or "(untitled)"
    tail = " · ".join(fact for fact in facts if fact)
    container = clean_line(entry.container)
    return Item(entry.id, title, container, glyph, tail=f" · {tail}" if container else tail)


class Shelving:
    """Commands about articles and about everything at once."""

    def __init__(self, host: Host, rows: Callable[[], RowList], open_url: Callable[[str], object]) -> None:
        self._host, self._rows, self._open_url = host, rows, open_url
        self.query = ""
        self.counts: Mapping[str, int] = {}

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        moves: dict[str, Handler] = {
            "list.next": lambda call: self._rows().move(call.count or 1),
            "list.previous": lambda call: self._rows().move(-(call.count or 1)),
            "list.page-next": lambda call: self._rows().move(self._rows().page_size),
            "list.page-previous": lambda call: self._rows().move(-self._rows().page_size),
            "list.first": lambda call: self._rows().choose(0),
            "list.last": lambda call: self._rows().choose(len(self._rows().items)),
            "list.read": lambda call: self._rows().pick(),
        }
        return moves | {
            "list.sort": self._sort,
            "article.trash": self._trash,
            "source.edit": self._edit_source,
            "source.open": self._open_source,
            "notes.list": self._all_notes,
            "library.search": self._search,
        }

    @property
    def sort(self) -> str:
        """The order in force."""
        order = self._host.recall("sort", SORTS[0])
        return order if order in SORTS else SORTS[0]

    def rows(self) -> tuple[Sequence[Item], str]:
        """The articles that the filter leaves, and what is wrong with it, else an empty string."""
        workspace = self._host.workspace
        self.counts = workspace.store.glance()
        try:
            entries = workspace.entries(self.query, self.sort)
        except ReaderError as error:
            return (), str(error)
        years = {entry.issued[:4] for entry in entries if entry.issued}
        year = years.pop() if len(years) == 1 else ""
        return [row_of(entry, self.counts.get(entry.id, 0), year) for entry in entries], ""

    def _sort(self, call: Invocation) -> None:
        following = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self._host.remember("sort", following)
        self._host.list_changed()
        self._host.notice(f"Sorted by {following}.")

    def _trash(self, call: Invocation) -> None:
        item = self._rows().item
        if item is None:
            return
        self._host.desk.trash(item.value)
        self._host.list_changed()
        following = self._rows().item
        if self._host.desk.article is None:
            if following is not None:
                self._host.open_article(following.value)
                self._rows().focus()
            else:
                self._host.page.show(Sheet.empty(), 0)
        self._host.notice(f"In the trash: {item.title} · u brings it back, notes and all.")

    # Citation data

    def _subject(self) -> Article | None:
        """The article of the chosen row where the list has the keys, else the open one."""
        item = self._rows().item
        if self._rows().has_focus and item is not None:
            return self._host.workspace.library.article(item.value)
        return self._host.desk.article

    def _edit_source(self, call: Invocation) -> None:
        from reader.ui.controllers.echoing import related_lines  # noqa: PLC0415 - read when it is first used
        from reader.ui.screens.source import SourceDialog  # noqa: PLC0415

        article = self._subject()
        if article is None:
            self._host.notice("No article is open.")
            return
        self._host.ask(
            SourceDialog(article, related_lines(self._host, article)), lambda source: self._set_source(article, source)
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

    # Everything

    def _all_notes(self, call: Invocation) -> None:
        from reader.library.query import matches_annotation, parse_query  # noqa: PLC0415 - read when it is first used
        from reader.ui.screens.picker import Picker  # noqa: PLC0415 - read when it is first used

        workspace = self._host.workspace
        entries = {entry.id: entry for entry in workspace.entries("", "date")}
        texts = {article_id: workspace.library.article(article_id).text for article_id in entries}
        found = [one for one in workspace.store.all() if one.article_id in entries]
        found.sort(key=lambda one: one.modified, reverse=True)

        def find(words: str) -> tuple[Sequence[Item], str]:
            try:
                query = parse_query(words)
            except ReaderError as error:
                return (), str(error)
            kept = [one for one in found if matches_annotation(query, one, entries[one.article_id])]
            return [_note_row(one, entries[one.article_id], texts) for one in kept], f"{len(kept)} of {len(found)}"

        by_id = {one.id: one for one in found}
        empty = "No notes yet: ⏎ in a text highlights the sentence\nunder the cursor, a writes a note on it."
        picker = Picker("All notes and highlights", find, self._host.palette, empty=empty)
        self._host.ask(picker, lambda value: self._go_note(by_id[value], texts) if value else None)

    def _go_note(self, found: Annotation, texts: Mapping[str, str]) -> None:
        place = anchor(texts[found.article_id], found.target)
        offset = found.target.position.start if isinstance(place, Orphan) else place.span.start
        self._host.open_article(found.article_id, offset)
        if isinstance(place, Orphan):
            self._host.notice("The passage of this note is no longer in the text.", warning=True)

    def _search(self, call: Invocation) -> None:
        from reader.ui.screens.picker import Picker  # noqa: PLC0415 - read when it is first used

        library = self._host.workspace.library

        def find(words: str) -> tuple[Sequence[Item], str]:
            if not words.strip():
                return (), "words are looked for in every article"
            try:
                hits = library.search(words, 100)
            except ReaderError as error:
                return (), str(error)
            items = [
                Item(
                    f"{hit.start or 0} {hit.article_id}",
                    clean_line(hit.title),
                    clean_line(hit.passage),
                )
                for hit in hits
            ]
            return items, f"{len(items)} articles"

        picker = Picker("Search the library", find, self._host.palette, empty="Nothing found.", typing=True)
        self._host.ask(picker, self._go_hit)

    def _go_hit(self, value: str | None) -> None:
        if value is not None:
            offset, _, article_id = value.partition(" ")
            self._host.open_article(article_id, int(offset))


def _note_row(one: Annotation, entry: Entry, texts: Mapping[str, str]) -> Item:
    """A note as the list of all notes shows it."""
    tags = " ".join("#" + clean_line(tag) for tag in one.tags)
    facts = [clean_line(one.note)[:120], tags, clean_line(entry.container), clean_line(entry.title)]
    orphan = isinstance(anchor(texts[one.article_id], one.target), Orphan)
    return Item(
        one.id, clean_line(one.target.quote.exact), " · ".join(part for part in facts if part), "?" if orphan else "▪"
    )
