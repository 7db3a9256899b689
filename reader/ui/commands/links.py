"""Commands that follow links, after asking, and footnote marks."""

from __future__ import annotations

from urllib.parse import urlsplit

from annotations.model.span import Span
from reader.config.key_parser import Invocation
from reader.text.cleaning import clean_line
from reader.text.segments.links import Link, links_between
from reader.text.segments.sentences import sentence_at
from reader.ui.commands.context import ReaderContext
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import Item
from reader.ui.page.hint_mode import Labelling

OPENED_SCHEMES = ("http", "https", "mailto")
"""The schemes of addresses that are opened; any other could start a program."""


class LinkCommands:
    """Commands that follow the link at the cursor, or one chosen by its label."""

    def __init__(self, context: ReaderContext) -> None:
        self._context = context

    def _links(self, span: Span) -> list[Link]:
        article = self._context.editor.article
        return links_between(self._context.page.sheet.text, span, article.inlines) if article is not None else []

    def follow(self, call: Invocation) -> None:
        """Follow the link under the cursor, else the next one in the sentence."""
        page = self._context.page
        head = page.cursor.head
        found = self._links(sentence_at(page.sheet.text, head).union(Span(head, min(head + 1, len(page.sheet.text)))))
        following = [link for link in found if link.span.end > head]
        if following:
            self._follow(following[0])
        else:
            self._context.notify("No link or footnote mark here · F shows those on the screen.")

    def label(self, call: Invocation) -> None:
        rows = [row for row in self._context.page.view.rows() if row.kind not in ("gap", "fold")]
        found = self._links(Span(rows[0].start, rows[-1].end)) if rows else []
        by_span = {link.span: link for link in found}

        def choose(span: Span, capital: bool) -> str:
            self._follow(by_span[span])
            return ""

        if not self._context.page.label(Labelling.of("PICK A LINK", "", list(by_span), choose)):
            self._context.notify("No link or footnote mark on this screen.")

    def _follow(self, link: Link) -> None:
        if not link.address:
            self._context.jumps.leave_here()
            self._context.page.go_to(link.goal)
            self._context.notify("Ctrl+O goes back.")
        elif urlsplit(link.address).scheme.lower() not in OPENED_SCHEMES:
            shown = clean_line(link.address)[:120]
            self._context.notify(f"Only web and mail addresses are opened, not {shown}", warning=True)
        else:
            self._ask(link.address)

    def _ask(self, address: str) -> None:
        offers = [Item("open", "Open it", "in the browser"), Item("", "Stay here", "")]

        def chosen(value: str | None) -> None:
            if value:
                self._context.output.open_url(address)
                self._context.notify(f"Opening in browser {clean_line(address)}")

        title = f"Open {clean_line(address)}?"
        self._context.ask(Picker(title, lambda words: (offers, ""), self._context.palette, brief=True), chosen)
