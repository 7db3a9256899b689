"""Commands of the article list: choose, filter, sort, shelves, citation data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from annotations.model.source import Source
from reader.articles.article import Article
from reader.config.key_parser import Invocation
from reader.library.catalog.catalog import GROUPED_SORTS, SORTS
from reader.services.citation_form import suggestions
from reader.text.cleaning import clean_line
from reader.ui.commands.context import ReaderContext
from reader.ui.commands.links import OPENED_SCHEMES
from reader.ui.commands.parallel_passages import related_lines
from reader.ui.dialogs.citation_data import SourceDialog
from reader.ui.dialogs.picker import Picker
from reader.ui.dialogs.text_dialogs import LineDialog
from reader.ui.lists.row_list import Item

STANDARD_SHELVES = (
    ("All", ""),
    ("Unread", "is:unread"),
    ("In progress", "is:reading"),
    ("Finished", "is:finished"),
    ("Starred", "is:starred"),
    ("Annotated", "is:annotated"),
    ("Trash", "is:trashed"),
)
"""The shelves of every library: title and query."""


def matching(items: Sequence[Item], words: str) -> list[Item]:
    """Return the items whose title or detail contains `words`."""
    wanted = words.casefold().strip()
    return [item for item in items if wanted in f"{item.title} {item.detail}".casefold()]


# Moving in the list


def next_article(context: ReaderContext, call: Invocation) -> None:
    context.rows.move(call.count or 1)


def previous_article(context: ReaderContext, call: Invocation) -> None:
    context.rows.move(-(call.count or 1))


def page_down(context: ReaderContext, call: Invocation) -> None:
    context.rows.move(context.rows.page_size)


def page_up(context: ReaderContext, call: Invocation) -> None:
    context.rows.move(-context.rows.page_size)


def first_article(context: ReaderContext, call: Invocation) -> None:
    context.rows.choose(0)


def last_article(context: ReaderContext, call: Invocation) -> None:
    context.rows.choose(len(context.rows.items))


def read_article(context: ReaderContext, call: Invocation) -> None:
    """Read the chosen article; on a heading, close the group or open it again."""
    heading = context.rows.heading
    if heading is None:
        context.rows.pick()
    else:
        context.article_list.toggle_group(heading.title)


# Filter and order


def start_filter(context: ReaderContext, call: Invocation) -> None:
    context.screen.set_focus(context.view.typing_line("filter").add_class("shown"))


def clear_filter(context: ReaderContext, call: Invocation) -> None:
    context.article_list.filter_by("")


def next_sort(context: ReaderContext, call: Invocation) -> None:
    following = SORTS[(SORTS.index(context.article_list.sort) + 1) % len(SORTS)]
    context.settings.remember("sort", following)
    context.article_list.refresh()
    context.notify(f"Sorted by {following}.")


def choose_order(context: ReaderContext, call: Invocation) -> None:
    items = [Item(name, f"by {name}", "") for name in SORTS]
    items += [Item(f"{name} grouped", f"by {name}", "under headings") for name in GROUPED_SORTS]
    pane = context.article_list

    def chosen(order: str | None) -> None:
        if order is not None:
            sort, _, grouped = order.partition(" ")
            pane.set_order(sort, grouped=bool(grouped))

    now = f"{pane.sort} grouped" if pane.grouped else pane.sort
    picker = Picker(
        "Order of the articles",
        lambda words: (matching(items, words), ""),
        context.palette,
        chosen=now,
        brief=True,
    )
    context.ask(picker, chosen)


# Shelves


def choose_shelf(context: ReaderContext, call: Invocation) -> None:
    pane = context.article_list
    items = [Item(json.dumps({"query": query}), name, query or "everything") for name, query in STANDARD_SHELVES]
    items += [
        Item(json.dumps(shelf), name, f"{shelf['query']} · by {shelf['sort']}")
        for name, shelf in pane.shelves().items()
    ]
    picker = Picker("Shelves", lambda words: (matching(items, words), ""), context.palette, brief=True, doing="open")
    context.ask(picker, lambda value: pane.open_shelf(json.loads(value)) if value else None)


def save_shelf(context: ReaderContext, call: Invocation) -> None:
    if not context.article_list.query.strip():
        context.notify("A shelf keeps a filter: / types one, then B saves it.")
        return
    hint = "⏎ save   Esc close   an existing name replaces it; -NAME deletes it"
    context.ask(LineDialog("Save this filter as", "", hint), lambda name: _save_shelf_as(context, name))


def _save_shelf_as(context: ReaderContext, name: str | None) -> None:
    """Save the filter under a name; a name with `-` before it removes that shelf."""
    name = clean_line(name or "")
    if not name:
        return
    pane = context.article_list
    shelves = pane.shelves()
    if name.startswith("-"):
        removed = shelves.pop(name[1:].strip(), None)
        message = "Shelf removed." if removed else f"There is no shelf {name[1:].strip()}."
    else:
        shelves[name] = {"query": pane.query, "sort": pane.sort, "grouped": "yes" if pane.grouped else ""}
        message = f"Saved: {name} · b opens it."
    pane.save_shelves(shelves)
    context.notify(message)


# Citation data


def _subject(context: ReaderContext) -> Article | None:
    """Return the article of the chosen row where the list has the focus, else the open one."""
    item = context.rows.item
    if context.rows.has_focus and item is not None:
        return context.workspace.library.article(item.value)
    return context.editor.article


def edit_source(context: ReaderContext, call: Invocation) -> None:
    article = _subject(context)
    if article is None:
        context.notify("No article is open.")
        return
    library = context.workspace.library
    offers = suggestions(article, library.imported_source(article.id), library.entry(article.id).added)
    dialog = SourceDialog(article, offers, related_lines(context, article))
    context.ask(dialog, lambda source: _set_source(context, article, source))


def _set_source(context: ReaderContext, article: Article, source: Source | None) -> None:
    if source is None or source == article.source:
        return
    context.editor.edit_source(article, source)
    context.article_list.refresh()
    if context.editor.article is not None and context.editor.article.id == article.id:
        context.view.open_article(article.id, context.page.cursor.head)
    context.notify("Citation data saved · citations use it at once.")


def open_source(context: ReaderContext, call: Invocation) -> None:
    article = _subject(context)
    url = article.source.url if article else ""
    if not url:
        context.notify("No address is known for this article · i adds one.")
    elif urlsplit(url).scheme not in OPENED_SCHEMES:
        context.notify(f"Only web and mail addresses are opened, not {clean_line(url)}", warning=True)
    else:
        context.output.open_url(url)
        context.notify(f"Opening in browser {clean_line(url)}")
