"""Following links, which asks first, and footnote marks, there and back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from annotations.model.span import Span
from reader.config.key_parser import Invocation
from reader.text.cleaning import clean_line
from reader.text.segments.links import Link, links_between
from reader.text.segments.sentences import sentence_at
from reader.ui.commands.context import Handler, Host
from reader.ui.dialogs.picker import Picker
from reader.ui.lists.row_list import Item
from reader.ui.page.hint_mode import Labelling

OPENED = ("http", "https", "mailto")
"""The schemes of addresses that are opened; any other could make another program do something."""


class Following:
    """`gx` follows what stands at the cursor, `F` what is chosen by its label."""

    def __init__(self, host: Host, open_url: Callable[[str], object], leave: Callable[[], None]) -> None:
        self._host, self._open_url, self._leave = host, open_url, leave

    def commands(self) -> dict[str, Handler]:
        """What this controller answers to."""
        return {"link.follow": self._at_cursor, "link.label": self._label}

    def _links(self, span: Span) -> list[Link]:
        article = self._host.desk.article
        return links_between(self._host.page.sheet.text, span, article.inlines) if article is not None else []

    def _at_cursor(self, call: Invocation) -> None:
        """The link under the cursor, else the next one in the sentence."""
        page = self._host.page
        head = page.cursor.head
        found = self._links(sentence_at(page.sheet.text, head).union(Span(head, min(head + 1, len(page.sheet.text)))))
        following = [link for link in found if link.span.end > head]
        if following:
            self._follow(following[0])
        else:
            self._host.notice("No link or footnote mark here · F shows those on the screen.")

    def _label(self, call: Invocation) -> None:
        rows = [row for row in self._host.page.view.rows() if row.kind not in ("gap", "fold")]
        found = self._links(Span(rows[0].start, rows[-1].end)) if rows else []
        by_span = {link.span: link for link in found}

        def choose(span: Span, capital: bool) -> str:
            self._follow(by_span[span])
            return ""

        if not self._host.page.label(Labelling.of("PICK A LINK", "", list(by_span), choose)):
            self._host.notice("No link or footnote mark on this screen.")

    def _follow(self, link: Link) -> None:
        if not link.address:
            self._leave()
            self._host.page.go_to(link.goal)
            self._host.notice("Ctrl+O goes back.")
        elif urlsplit(link.address).scheme.lower() not in OPENED:
            shown = clean_line(link.address)[:120]
            self._host.notice(f"Only web and mail addresses are opened, not {shown}", warning=True)
        else:
            self._ask(link.address)

    def _ask(self, address: str) -> None:
        offers = [Item("open", "Open it", "in the browser"), Item("", "Stay here", "")]

        def chosen(value: str | None) -> None:
            if value:
                self._open_url(address)
                self._host.notice(f"Asked the browser to open {clean_line(address)}")

        title = f"Open {clean_line(address)}?"
        self._host.ask(Picker(title, lambda words: (offers, ""), self._host.palette, brief=True), chosen)
